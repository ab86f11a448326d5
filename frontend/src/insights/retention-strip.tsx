import { createSignal, Show } from 'solid-js'
import { clock } from '../format/duration.ts'
import { percent } from '../format/number.ts'
import type { Playback } from '../watch/playback.ts'
import { locale, words } from '../words/words.ts'
import { curveArea, curveLine, leastOf, shareAt } from './curve.ts'
import styles from './retention-strip.module.css'

/** How much of each moment was seen, exactly under the player's timeline; a click goes there. */
export function RetentionStrip(props: { retention: readonly number[]; playback: Playback }) {
  let box!: HTMLDivElement
  const [hover, setHover] = createSignal<number | null>(null)
  const duration = () => props.playback.state.duration
  const placeOf = (event: MouseEvent): number => {
    const { left, width } = box.getBoundingClientRect()
    return Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width)))
  }
  const now = () => hover() ?? props.playback.state.time / Math.max(0.001, duration())
  return (
    <figure class={styles['strip']}>
      <figcaption class={styles['caption']}>
        <span>{words.insights.curve}</span>
        <span class={styles['now']}>{words.insights.curveAt(percent(shareAt(props.retention, now()), locale), clock(now() * duration()))}</span>
      </figcaption>
      <div
        ref={element => { box = element }} class={styles['box']} role="img" aria-label={summaryOf(props.retention, duration())}
        onPointerMove={event => setHover(placeOf(event))} onPointerLeave={() => setHover(null)} onClick={event => props.playback.seek(placeOf(event) * duration())}
      >
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          <path class={styles['area']} d={curveArea(props.retention)} />
          <path class={styles['line']} d={curveLine(props.retention)} vector-effect="non-scaling-stroke" />
        </svg>
        <span class={styles['head']} style={{ left: `${props.playback.state.time / Math.max(0.001, duration()) * 100}%` }} />
        <Show when={hover() !== null}><span class={styles['pointer']} style={{ left: `${hover()! * 100}%` }} /></Show>
      </div>
    </figure>
  )
}

function summaryOf(retention: readonly number[], duration: number): string {
  const least = leastOf(retention, duration)
  return words.insights.curveSummary(percent(retention[0] ?? 0, locale), percent(retention.at(-1) ?? 0, locale), percent(least.share, locale), clock(least.start))
}
