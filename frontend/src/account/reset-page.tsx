import { A, useSearchParams } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { TextField } from '../ui/text-field.tsx'
import { words } from '../words/words.ts'
import styles from './account.module.css'
import { newPasswordProblem } from './form-problem.ts'

export default function ResetPage() {
  setPageTitle(() => words.account.resetTitle)
  const { api } = useServices()
  const [query] = useSearchParams()
  const token = () => typeof query['token'] === 'string' ? query['token'] : ''
  const [password, setPassword] = createSignal('')
  const [isDone, setIsDone] = createSignal(false)
  const form = createForm(async () => {
    await api.resetPassword(token(), password())
    setIsDone(true)
  }, () => [newPasswordProblem(password())])
  const passwordError = () => form.wasTried() ? newPasswordProblem(password()) : undefined
  const ask = () => (
    <>
      <h1>{words.account.resetTitle}</h1>
      <Show when={token() !== ''} fallback={<Notice tone="danger">{words.account.missingToken}</Notice>}>
        <Form state={form} class={styles['form']}>
          <TextField label={words.account.newPassword} type="password" name="password" autocomplete="new-password" required hint={words.account.passwordHint} value={password()} error={passwordError()} onInput={event => setPassword(event.currentTarget.value)} />
          <Button type="submit" look="primary" isBusy={form.isBusy()}>{words.account.reset}</Button>
        </Form>
      </Show>
      <p class={styles['foot']}><A href="/forgot">{words.account.askForLink}</A> · <A href="/login">{words.account.backToLogIn}</A></p>
    </>
  )
  return (
    <Show when={isDone()} fallback={ask()}>
      <EmptyState level={1} icon="check" title={words.account.resetDoneTitle} action={<ButtonLink look="primary" href="/login">{words.account.logIn}</ButtonLink>}>{words.account.resetDoneText}</EmptyState>
    </Show>
  )
}
