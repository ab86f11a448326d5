import { createUniqueId, For, type JSX } from 'solid-js'
import styles from './choice-field.module.css'

/** One of a few, all of them seen at once. `drawn` shows each as a picture; its name is its tooltip then. */
export function ChoiceField<T extends string>(props: { legend: string; value: T; choices: Record<T, string>; hint?: string | undefined; isDisabled?: boolean; onChoose: (value: T) => void; drawn?: (choice: T) => JSX.Element }) {
  const name = createUniqueId()
  return (
    <ChoiceSet legend={props.legend} hint={props.hint} isDisabled={props.isDisabled}>
      <div class={`${styles['choices']} ${props.drawn ? styles['drawn'] : ''}`}>
        <For each={Object.entries<string>(props.choices) as [T, string][]}>
          {([value, label]) => (
            <label class={styles['choice']} title={props.drawn ? label : undefined}>
              <input class="visually-hidden" type="radio" name={name} value={value} checked={props.value === value} onChange={() => props.onChoose(value)} />
              {props.drawn?.(value)}
              <span class={props.drawn ? 'visually-hidden' : ''}>{label}</span>
            </label>
          )}
        </For>
      </div>
    </ChoiceSet>
  )
}

export interface Swatch { value: string; label: string; paint: string }

/** One of a few colours; each is named, since not everybody tells them apart. */
export function SwatchField(props: { legend: string; value: string; swatches: Swatch[]; hint?: string | undefined; onChoose: (value: string) => void; children?: JSX.Element }) {
  const name = createUniqueId()
  return (
    <ChoiceSet legend={props.legend} hint={props.hint}>
      <div class={styles['swatches']}>
        <For each={props.swatches}>
          {swatch => (
            <label class={styles['swatch']}>
              <input class="visually-hidden" type="radio" name={name} value={swatch.value} checked={props.value === swatch.value} onChange={() => props.onChoose(swatch.value)} />
              <span class={styles['paint']} style={{ background: swatch.paint }} />
              <span>{swatch.label}</span>
            </label>
          )}
        </For>
      </div>
      {props.children}
    </ChoiceSet>
  )
}

export function ColourField(props: { label: string; value: string; onInput: (value: string) => void }) {
  const id = createUniqueId()
  return (
    <span class={styles['colourField']}>
      <input id={id} class={styles['colour']} type="color" value={props.value} onInput={event => props.onInput(event.currentTarget.value)} />
      <label for={id}>{props.label}</label>
    </span>
  )
}

function ChoiceSet(props: { legend: string; hint: string | undefined; isDisabled?: boolean | undefined; children: JSX.Element }) {
  const id = createUniqueId()
  return (
    <fieldset class={styles['set']} disabled={props.isDisabled} aria-describedby={props.hint ? id : undefined}>
      <legend>{props.legend}</legend>
      {props.children}
      <p id={id} class={styles['hint']} hidden={!props.hint}>{props.hint}</p>
    </fieldset>
  )
}
