import { createSignal, Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { TextField } from '../ui/text-field.tsx'
import { words } from '../words/words.ts'
import type { SavedRules } from './saved-rules.ts'
import styles from './sharing.module.css'

export function PasswordSetting(props: { hasPassword: boolean; change: SavedRules['change'] }) {
  const [isTyping, setIsTyping] = createSignal(false)
  let button: HTMLButtonElement | undefined
  // What had the focus is gone then.
  const back = (): void => { setTimeout(() => button?.focus()) }
  const close = (): void => { setIsTyping(false); back() }
  const remove = async (): Promise<void> => { if (await props.change({ password: null })) back() }
  return (
    <fieldset class={styles['setting']}>
      <legend>{words.sharing.password}</legend>
      <Show when={!isTyping()} fallback={<NewPassword change={change => props.change(change)} onClose={close} />}>
        <div class={styles['line']}>
          <span class={styles['soft']}>{props.hasPassword ? words.sharing.passwordOn : words.sharing.passwordOff}</span>
          <Button ref={element => { button = element }} size="s" icon="lock" onClick={() => setIsTyping(true)}>{props.hasPassword ? words.sharing.changePassword : words.sharing.setPassword}</Button>
          <Show when={props.hasPassword}><Button size="s" look="quiet" onClick={() => void remove()}>{words.sharing.removePassword}</Button></Show>
        </div>
      </Show>
    </fieldset>
  )
}

/** Stays open with what was typed when it could not be saved. */
function NewPassword(props: { change: SavedRules['change']; onClose: () => void }) {
  const [password, setPassword] = createSignal('')
  const problem = () => password().length < 4 ? words.sharing.shortPassword : undefined
  const form = createForm(async () => { if (await props.change({ password: password() })) props.onClose() }, () => [problem()])
  return (
    <Form state={form} class={styles['form']}>
      <TextField
        ref={element => queueMicrotask(() => element.focus())} label={words.sharing.newPassword} type="password" autocomplete="new-password" maxlength="200" required value={password()} hint={words.sharing.passwordHint}
        error={form.wasTried() ? problem() : undefined} onInput={event => setPassword(event.currentTarget.value)}
      />
      <div class={styles['line']}>
        <Button type="submit" look="primary" size="s" isBusy={form.isBusy()}>{words.sharing.save}</Button>
        <Button size="s" onClick={() => props.onClose()}>{words.common.cancel}</Button>
      </div>
    </Form>
  )
}
