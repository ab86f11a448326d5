import { words } from '../words/words.ts'
import styles from './brand.module.css'

/** The mark: a picture with a speaker bubble in its corner. */
export function Brand(props: { isShort?: boolean }) {
  return (
    <span class={styles['brand']}>
      <svg width="30" height="30" viewBox="0 0 32 32" aria-hidden="true">
        <rect class={styles['frame']} x="3" y="4" width="26" height="21" rx="6" />
        <path class={styles['sign']} d="M15 10.600v7.800a.9.9 0 0 0 1.4.75l6-3.900a.9.9 0 0 0 0-1.500l-6-3.900a.9.9 0 0 0-1.4.75z" />
        <circle class={styles['bubble']} cx="9.5" cy="22.5" r="6" />
      </svg>
      <span class={props.isShort ? styles['short'] : ''}>{words.product}</span>
    </span>
  )
}
