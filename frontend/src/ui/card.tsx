import type { JSX } from 'solid-js'
import styles from './card.module.css'

export function Card(props: { children: JSX.Element; class?: string | undefined }) {
  return <section class={`${styles['card']} ${props.class ?? ''}`}>{props.children}</section>
}
