import { words } from '../words/words.ts'
import styles from './heat-legend.module.css'

/** What the colour at the edge of the transcript's lines means. */
export function HeatLegend() {
  return (
    <p class={styles['legend']}>
      <span>{words.insights.legend}</span>
      <span>{words.insights.legendFew}</span>
      <span class={styles['scale']} aria-hidden="true" />
      <span>{words.insights.legendAll}</span>
    </p>
  )
}
