import { A, useNavigate } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { ApiError } from '../api/api-error.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { TextField } from '../ui/text-field.tsx'
import { language, words } from '../words/words.ts'
import styles from './account.module.css'
import { emailProblem, newPasswordProblem } from './form-problem.ts'

/**
 * The server answers the same whether the address was free or not. A new person is
 * logged in with what they typed; everybody else is told to look into their mail.
 */
export default function RegisterPage() {
  setPageTitle(() => words.account.registerTitle)
  const { api, logIn } = useServices()
  const navigate = useNavigate()
  const [sentTo, setSentTo] = createSignal<string | null>(null)
  const create = async (person: { email: string; password: string; name: string }): Promise<void> => {
    await api.register({ ...person, language })
    await logIn(person.email, person.password).then(() => navigate('/', { replace: true }), (thrown: unknown) => {
      if (!(thrown instanceof ApiError) || thrown.status === 0) throw thrown
      setSentTo(person.email)
    })
  }
  return (
    <Show when={sentTo()} fallback={<RegisterForm onCreate={create} />}>
      {email => <EmptyState level={1} icon="mail" title={words.account.checkMailTitle} action={<A href="/login" state={{ email: email() }}>{words.account.backToLogIn}</A>}>{words.account.checkMailText(email())}</EmptyState>}
    </Show>
  )
}

function RegisterForm(props: { onCreate: (person: { email: string; password: string; name: string }) => Promise<void> }) {
  const [name, setName] = createSignal('')
  const [email, setEmail] = createSignal('')
  const [password, setPassword] = createSignal('')
  const form = createForm(
    () => props.onCreate({ email: email().trim(), password: password(), name: name().trim() }),
    () => [emailProblem(email()), newPasswordProblem(password())],
  )
  const emailError = () => form.wasTried() ? emailProblem(email()) : undefined
  const passwordError = () => form.wasTried() ? newPasswordProblem(password()) : undefined
  return (
    <>
      <h1>{words.account.registerTitle}</h1>
      <Form state={form} class={styles['form']}>
        <TextField label={words.account.name} name="name" autocomplete="name" maxlength="100" isOptional value={name()} onInput={event => setName(event.currentTarget.value)} />
        <TextField label={words.account.email} type="email" name="email" autocomplete="username" required value={email()} error={emailError()} onInput={event => setEmail(event.currentTarget.value)} />
        <TextField label={words.account.password} type="password" name="password" autocomplete="new-password" required hint={words.account.passwordHint} value={password()} error={passwordError()} onInput={event => setPassword(event.currentTarget.value)} />
        <Button type="submit" look="primary" isBusy={form.isBusy()}>{words.account.register}</Button>
      </Form>
      <p class={styles['foot']}>{words.account.haveAccount} <A href="/login">{words.account.logIn}</A></p>
    </>
  )
}
