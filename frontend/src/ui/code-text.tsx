import { For, Show } from 'solid-js'
import styles from './code-text.module.css'

/** A sentence of the server's in which commands stand between backticks. */
export function CodeText(props: { text: string }) {
  return <For each={props.text.split('`')}>{(part, index) => <Show when={index() % 2 === 1} fallback={part}><code class={styles['code']}>{part}</code></Show>}</For>
}
