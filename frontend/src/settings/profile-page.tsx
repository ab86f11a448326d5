import type { Me } from '@f2l/common/contracts/api.ts'
import { createSignal, Show } from 'solid-js'
import { newPasswordProblem } from '../account/form-problem.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useMe, useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { TextField } from '../ui/text-field.tsx'
import { showToast } from '../ui/toast.tsx'
import { words } from '../words/words.ts'
import { DeleteAccount } from './delete-account.tsx'
import { LanguageForm } from './language-form.tsx'
import styles from './settings.module.css'

export default function ProfilePage() {
  setPageTitle(() => words.settings.profile)
  const me = useMe()
  return (
    <div class={styles['stack']}>
      <h1>{words.settings.profile}</h1>
      <Show when={me()}>
        {person => (
          <>
            <NameForm me={person()} />
            <LanguageForm me={person()} />
            <PasswordForm email={person().email} />
            <DeleteAccount email={person().email} />
          </>
        )}
      </Show>
    </div>
  )
}

function NameForm(props: { me: Me }) {
  const { api, lookAgain } = useServices()
  // eslint-disable-next-line solid/reactivity -- what is typed must not change while somebody types
  const [name, setName] = createSignal(props.me.name)
  const form = createForm(async () => {
    await api.changeProfile({ name: name().trim() })
    await lookAgain()
    showToast(words.settings.saved)
  })
  return (
    <Card>
      <h2>{words.settings.you}</h2>
      <p class={styles['soft']}>{props.me.email}</p>
      <Form state={form} class={styles['form']}>
        <TextField label={words.account.name} name="name" autocomplete="name" maxlength="100" hint={words.settings.nameHint} value={name()} onInput={event => setName(event.currentTarget.value)} />
        <div><Button type="submit" look="primary" isBusy={form.isBusy()}>{words.settings.save}</Button></div>
      </Form>
    </Card>
  )
}

/** The address stands in the form for password managers only. */
function PasswordForm(props: { email: string }) {
  const { api, session } = useServices()
  const [current, setCurrent] = createSignal('')
  const [password, setPassword] = createSignal('')
  const missing = () => current() === '' ? words.account.missingPassword : undefined
  const form = createForm(async () => {
    session.adopt(await api.changePassword({ current: current(), password: password() }))
    setCurrent('')
    setPassword('')
    showToast(words.settings.passwordChanged)
  }, () => [missing(), newPasswordProblem(password())])
  return (
    <Card>
      <h2>{words.settings.passwordTitle}</h2>
      <p class={styles['soft']}>{words.settings.passwordText}</p>
      <Form state={form} class={styles['form']}>
        <input class="visually-hidden" type="email" name="username" autocomplete="username" value={props.email} readonly tabindex="-1" aria-hidden="true" />
        <TextField label={words.settings.currentPassword} type="password" name="current" autocomplete="current-password" value={current()} error={form.wasTried() ? missing() : undefined} onInput={event => setCurrent(event.currentTarget.value)} />
        <TextField label={words.account.newPassword} type="password" name="password" autocomplete="new-password" hint={words.account.passwordHint} value={password()} error={form.wasTried() ? newPasswordProblem(password()) : undefined} onInput={event => setPassword(event.currentTarget.value)} />
        <div><Button type="submit" look="primary" isBusy={form.isBusy()}>{words.settings.changePassword}</Button></div>
      </Form>
    </Card>
  )
}
