import { For } from 'solid-js'
import styles from './chips.module.css'
import { Icon } from './icon.tsx'

/** Short texts, each with a button that takes it away. */
export function Chips(props: { label: string; texts: readonly string[]; removeLabel: (text: string) => string; onRemove: (text: string) => void; class?: string | undefined }) {
  return (
    <ul role="list" class={`${styles['chips']} ${props.class ?? ''}`} aria-label={props.label}>
      <For each={props.texts}>
        {text => (
          <li class={styles['chip']}>
            <span>{text}</span>
            <button type="button" aria-label={props.removeLabel(text)} title={props.removeLabel(text)} onClick={() => props.onRemove(text)}><Icon name="close" size={14} /></button>
          </li>
        )}
      </For>
    </ul>
  )
}
