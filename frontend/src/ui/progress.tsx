import styles from './progress.module.css'

/** A bar from 0 to 100. `label` says whose progress it is. */
export function Progress(props: { label: string; percent: number; isQuiet?: boolean }) {
  const whole = () => Math.round(Math.min(100, Math.max(0, props.percent)))
  return (
    <div class={`${styles['track']} ${props.isQuiet ? styles['quiet'] : ''}`} role="progressbar" aria-label={props.label} aria-valuemin="0" aria-valuemax="100" aria-valuenow={whole()}>
      <div class={styles['bar']} style={{ transform: `scaleX(${whole() / 100})` }} />
    </div>
  )
}
