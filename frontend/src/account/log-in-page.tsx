import { A, Navigate, useLocation, useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { TextField } from '../ui/text-field.tsx'
import { words } from '../words/words.ts'
import styles from './account.module.css'
import { emailProblem } from './form-problem.ts'
import { nextPage } from './next-page.ts'
import { typedEmail } from './typed-email.ts'

export default function LogInPage() {
  setPageTitle(() => words.account.logInTitle)
  const { logIn, visitor } = useServices()
  const navigate = useNavigate()
  const [query] = useSearchParams()
  const [email, setEmail] = createSignal(typedEmail(useLocation().state))
  const [password, setPassword] = createSignal('')
  const emailError = () => form.wasTried() ? emailProblem(email()) : undefined
  const passwordError = () => form.wasTried() && password() === '' ? words.account.missingPassword : undefined
  const form = createForm(async () => {
    await logIn(email().trim(), password())
    navigate(nextPage(query['next']), { replace: true })
  }, () => [emailProblem(email()), password() === '' ? words.account.missingPassword : undefined])
  return (
    <Show when={visitor().kind !== 'member' || form.isBusy()} fallback={<Navigate href={nextPage(query['next'])} />}>
      <h1>{words.account.logInTitle}</h1>
      <Form state={form} class={styles['form']}>
        <TextField label={words.account.email} type="email" name="email" autocomplete="username" required value={email()} error={emailError()} onInput={event => setEmail(event.currentTarget.value)} />
        <TextField label={words.account.password} type="password" name="password" autocomplete="current-password" required value={password()} error={passwordError()} onInput={event => setPassword(event.currentTarget.value)} />
        <A class={styles['aside']} href="/forgot" state={{ email: email().trim() }}>{words.account.forgotLink}</A>
        <Button type="submit" look="primary" isBusy={form.isBusy()}>{words.account.logIn}</Button>
      </Form>
      <p class={styles['foot']}>{words.account.noAccount} <A href="/register">{words.account.register}</A></p>
    </Show>
  )
}
