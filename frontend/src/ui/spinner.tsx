import styles from './spinner.module.css'

/** Decoration beside a word that says what is going on. */
export function Spinner() {
  return <span class={styles['spinner']} aria-hidden="true" />
}

/** A grey shape that keeps the place of what is being loaded. */
export function Skeleton(props: { kind?: 'line' | 'block' | 'picture' }) {
  return <span class={`${styles['skeleton']} ${styles[props.kind ?? 'line']}`} aria-hidden="true" />
}
