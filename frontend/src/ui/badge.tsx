import type { JSX } from 'solid-js'
import styles from './badge.module.css'

export type BadgeTone = 'neutral' | 'accent' | 'good' | 'warn' | 'danger'

export function Badge(props: { tone?: BadgeTone; children: JSX.Element }) {
  return <span class={`${styles['badge']} ${styles[props.tone ?? 'neutral']}`}>{props.children}</span>
}
