import type { SharePage } from '@f2l/common/contracts/api.ts'
import { createSignal, onMount, Show, type JSX } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { TextField } from '../ui/text-field.tsx'
import { words } from '../words/words.ts'
import styles from './comments.module.css'
import type { Discussion } from './discussion.ts'

interface FormProps {
  label: string
  placeholder?: string
  sendLabel: string
  discussion: Discussion
  viewer: SharePage['viewer']
  text: string
  onText: (text: string) => void
  /** Keeps what was typed where it fails. */
  onSend: (text: string) => Promise<void>
  onCancel?: () => void
  hasFocus?: boolean
  /** Nobody needs to be asked who they are. */
  knowsName?: boolean
  /** What stands between the text and its button. */
  children?: JSX.Element
}

const longestText = 5000
const longestName = 80

/** A text and who writes it; Ctrl or Cmd with Enter sends, Escape leaves. A guest is asked for a name once. */
export function CommentForm(props: FormProps) {
  let field!: HTMLTextAreaElement
  const [isRenaming, setIsRenaming] = createSignal(false)
  const [name, setName] = createSignal('')
  const isGuest = () => !props.knowsName && props.viewer.name === null
  const asksName = () => isGuest() && (isRenaming() || props.discussion.guestName() === '')
  const problem = () => ({ text: props.text.trim() === '', name: asksName() && name().trim() === '' })
  const form = createForm(async () => {
    if (asksName()) props.discussion.setGuestName(name().trim())
    setIsRenaming(false)
    await props.onSend(props.text.trim())
  }, () => [problem().text && words.comments.missingText, problem().name && words.comments.missingName].map(found => found || undefined))
  const press = (event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit()
    if (event.key === 'Escape' && props.onCancel) props.onCancel()
  }
  onMount(() => { if (props.hasFocus) field.focus() })
  return (
    <Form state={form} class={styles['form']} label={props.label}>
      <textarea
        ref={element => { field = element }} class={styles['field']} rows="1" dir="auto" aria-label={props.label} placeholder={props.placeholder} maxlength={longestText} value={props.text}
        aria-invalid={form.wasTried() && problem().text ? true : undefined} onInput={event => props.onText(event.currentTarget.value)} onKeyDown={press}
      />
      <Show when={asksName() && (props.text !== '' || form.wasTried())}>
        <TextField label={words.comments.yourName} autocomplete="name" maxlength={longestName} value={name()} onInput={event => setName(event.currentTarget.value)} error={form.wasTried() && problem().name ? words.comments.missingName : undefined} />
      </Show>
      <div class={styles['send']}>
        {props.children}
        <Show when={isGuest() && !asksName()}><button type="button" class={styles['as']} aria-label={words.comments.changeName(props.discussion.guestName())} onClick={() => { setName(props.discussion.guestName()); setIsRenaming(true) }}>{words.comments.as(props.discussion.guestName())}</button></Show>
        <span class={styles['buttons']}>
          <Show when={props.onCancel}>{cancel => <Button size="s" look="quiet" onClick={() => cancel()()}>{words.common.cancel}</Button>}</Show>
          <Button type="submit" size="s" look="primary" isBusy={form.isBusy()} disabled={props.text.trim() === ''} title={words.comments.sendKeys}>{props.sendLabel}</Button>
        </span>
      </div>
    </Form>
  )
}
