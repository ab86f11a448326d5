import { For } from 'solid-js'
import styles from './welcome.module.css'

/** Decoration: a player with its speaker bubble, and a line of sound with the silences taken out. */
export function WelcomePicture() {
  const bars = [10, 22, 34, 18, 28, 40, 24, 12, 30, 38, 20, 14, 26, 36, 16, 32, 22, 12]
  return (
    <svg class={styles['picture']} viewBox="0 0 440 300" aria-hidden="true">
      <rect class={styles['screen']} x="20" y="14" width="400" height="226" rx="22" />
      <rect class={styles['sheet']} x="150" y="48" width="236" height="14" rx="7" />
      <rect class={styles['sheet']} x="150" y="76" width="180" height="10" rx="5" />
      <rect class={styles['sheet']} x="150" y="98" width="206" height="10" rx="5" />
      <rect class={styles['sheet']} x="150" y="120" width="128" height="10" rx="5" />
      <rect class={styles['caption']} x="170" y="186" width="200" height="26" rx="8" />
      <rect class={styles['captionLine']} x="186" y="196" width="168" height="6" rx="3" />
      <circle class={styles['bubble']} cx="92" cy="182" r="52" />
      <circle class={styles['face']} cx="92" cy="168" r="18" />
      <path class={styles['face']} d="M56 214a36 30 0 0 1 72 0 52 52 0 0 1-72 0z" />
      <For each={bars}>{(height, index) => <rect class={index() % 7 === 3 ? styles['cut'] : styles['sound']} x={40 + index() * 20.6} y={270 - height / 2} width="9" height={height} rx="4.5" />}</For>
    </svg>
  )
}
