import { A, useLocation } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { TextField } from '../ui/text-field.tsx'
import { words } from '../words/words.ts'
import styles from './account.module.css'
import { emailProblem } from './form-problem.ts'
import { typedEmail } from './typed-email.ts'

export default function ForgotPage() {
  setPageTitle(() => words.account.forgotTitle)
  const { api } = useServices()
  const [email, setEmail] = createSignal(typedEmail(useLocation().state))
  const [sentTo, setSentTo] = createSignal<string | null>(null)
  const form = createForm(async () => {
    await api.forgotPassword(email().trim())
    setSentTo(email().trim())
  }, () => [emailProblem(email())])
  const emailError = () => form.wasTried() ? emailProblem(email()) : undefined
  const done = (address: string) => (
    <EmptyState level={1} icon="mail" title={words.account.checkMailTitle} action={<A href="/login" state={{ email: address }}>{words.account.backToLogIn}</A>}>{words.account.forgotSentText(address)}</EmptyState>
  )
  return (
    <Show when={sentTo()} fallback={(
      <>
        <h1>{words.account.forgotTitle}</h1>
        <p class={styles['lead']}>{words.account.forgotText}</p>
        <Form state={form} class={styles['form']}>
          <TextField label={words.account.email} type="email" name="email" autocomplete="username" required value={email()} error={emailError()} onInput={event => setEmail(event.currentTarget.value)} />
          <Button type="submit" look="primary" isBusy={form.isBusy()}>{words.account.forgotSend}</Button>
        </Form>
        <p class={styles['foot']}><A href="/login">{words.account.backToLogIn}</A></p>
      </>
    )}>
      {address => done(address())}
    </Show>
  )
}
