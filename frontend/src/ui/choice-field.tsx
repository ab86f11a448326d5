import { createUniqueId, For, type JSX } from 'solid-js'
import styles from './choice-field.module.css'

/** A few choices side by side, one of which holds. `drawn` shows each as a picture; its name is its tooltip then. */
export function ChoiceField<T extends string>(props: { label: string; value: T; choices: readonly T[]; names: Record<T, string>; onChoose: (value: T) => void; drawn?: (choice: T) => JSX.Element }) {
  const name = createUniqueId()
  return (
    <fieldset class={styles['field']}>
      <legend>{props.label}</legend>
      <div class={`${styles['choices']} ${props.drawn ? styles['drawn'] : ''}`}>
        <For each={props.choices}>
          {choice => (
            <label class={styles['choice']} title={props.drawn ? props.names[choice] : undefined}>
              <input class="visually-hidden" type="radio" name={name} value={choice} checked={props.value === choice} onChange={() => props.onChoose(choice)} />
              {props.drawn?.(choice)}
              <span class={props.drawn ? 'visually-hidden' : ''}>{props.names[choice]}</span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  )
}
