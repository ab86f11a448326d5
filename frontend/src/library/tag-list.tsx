import { A } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { words } from '../words/words.ts'
import styles from './tags.module.css'

/** The tags of a recording, each a way to all that have it. */
export function TagList(props: { tags: string[] }) {
  return (
    <Show when={props.tags.length > 0}>
      <ul role="list" class={styles['list']} aria-label={words.tags.title}>
        <For each={props.tags}>{tag => <li><A class={styles['tag']} href={`/?tag=${encodeURIComponent(tag)}`}>{tag}</A></li>}</For>
      </ul>
    </Show>
  )
}
