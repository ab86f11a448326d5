import { createSignal, createUniqueId, For, Show, splitProps, type JSX } from 'solid-js'
import { words } from '../words/words.ts'
import { IconButton } from './button.tsx'
import styles from './field.module.css'

interface FieldProps { label: string; hint?: string | undefined; error?: string | undefined; isOptional?: boolean }

/** One line of text with its label, hint and error said to screen readers too. A password can be looked at. */
export function TextField(props: FieldProps & Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'id'>) {
  const [own, rest] = splitProps(props, ['label', 'hint', 'error', 'isOptional', 'type'])
  const id = createUniqueId()
  const [isShown, setIsShown] = createSignal(false)
  const isPassword = () => own.type === 'password'
  return (
    <div class={styles['field']}>
      <FieldLabel for={id} label={own.label} isOptional={own.isOptional} />
      <div class={styles['frame']}>
        <input
          {...rest} id={id} class={styles['input']} type={isPassword() && isShown() ? 'text' : own.type ?? 'text'}
          aria-invalid={own.error ? true : undefined} aria-describedby={own.error || own.hint ? `${id}-note` : undefined}
        />
        <Show when={isPassword()}>
          <IconButton icon={isShown() ? 'eyeOff' : 'eye'} label={isShown() ? words.common.hidePassword : words.common.showPassword} onClick={() => setIsShown(shown => !shown)} />
        </Show>
      </div>
      <FieldNote id={`${id}-note`} hint={own.hint} error={own.error} />
    </div>
  )
}

export function SelectField(props: { label: string; value: string; choices: Record<string, string>; onChoose: (value: string) => void }) {
  const id = createUniqueId()
  return (
    <div class={styles['field']}>
      <FieldLabel for={id} label={props.label} />
      <select id={id} class={styles['select']} value={props.value} onChange={event => props.onChoose(event.currentTarget.value)}>
        <For each={Object.entries(props.choices)}>{([value, label]) => <option value={value}>{label}</option>}</For>
      </select>
    </div>
  )
}

export function CheckField(props: { label: JSX.Element; isChecked: boolean; isInvalid?: boolean; onChange: (isChecked: boolean) => void }) {
  return (
    <label class={styles['check']}>
      <input type="checkbox" checked={props.isChecked} aria-invalid={props.isInvalid || undefined} onChange={event => props.onChange(event.currentTarget.checked)} />
      <span>{props.label}</span>
    </label>
  )
}

function FieldLabel(props: { for: string; label: string; isOptional?: boolean | undefined }) {
  return (
    <label class={styles['label']} for={props.for}>
      {props.label}
      <Show when={props.isOptional}><span class={styles['optional']} aria-hidden="true"> {words.common.optional}</span></Show>
    </label>
  )
}

function FieldNote(props: { id: string; hint: string | undefined; error: string | undefined }) {
  return (
    <Show when={props.error ?? props.hint}>
      {text => <p id={props.id} class={props.error ? styles['error'] : styles['hint']}>{text()}</p>}
    </Show>
  )
}
