import { A, useNavigate } from '@solidjs/router'
import { createSignal, For, Show } from 'solid-js'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { TextField } from '../ui/text-field.tsx'
import { showToast } from '../ui/toast.tsx'
import { words } from '../words/words.ts'
import styles from './settings.module.css'

/** Says what goes before it asks, and asks for the address and the password: nobody does this by accident. */
export function DeleteAccount(props: { email: string }) {
  const [isAsking, setIsAsking] = createSignal(false)
  return (
    <Card class={styles['danger']}>
      <h2>{words.settings.deleteTitle}</h2>
      <ul class={styles['points']}><For each={words.settings.deletePoints}>{point => <li>{point}</li>}</For></ul>
      <p class={styles['soft']}>{words.settings.deleteExport} <A href="/settings/export">{words.settings.export}</A></p>
      <Show when={isAsking()} fallback={<div class={styles['form']}><div><Button icon="trash" onClick={() => setIsAsking(true)}>{words.settings.deleteOpen}</Button></div></div>}>
        <DeleteForm email={props.email} onClose={() => setIsAsking(false)} />
      </Show>
    </Card>
  )
}

function DeleteForm(props: { email: string; onClose: () => void }) {
  const { api, logOut } = useServices()
  const navigate = useNavigate()
  const [email, setEmail] = createSignal('')
  const [password, setPassword] = createSignal('')
  const emailProblem = () => email().trim().toLowerCase() === props.email.toLowerCase() ? undefined : words.settings.deleteTypeAddress(props.email)
  const passwordProblem = () => password() === '' ? words.account.missingPassword : undefined
  const form = createForm(async () => {
    await api.deleteAccount({ email: email(), password: password() })
    await logOut()
    navigate('/', { replace: true })
    showToast(words.settings.deleted)
  }, () => [emailProblem(), passwordProblem()])
  return (
    <Form state={form} class={styles['form']} label={words.settings.deleteTitle}>
      <TextField label={words.settings.deleteAddress} name="confirm-address" autocomplete="off" spellcheck={false} hint={words.settings.deleteTypeAddress(props.email)} value={email()} error={form.wasTried() ? emailProblem() : undefined} onInput={event => setEmail(event.currentTarget.value)} />
      <TextField label={words.settings.currentPassword} type="password" name="confirm-password" autocomplete="current-password" value={password()} error={form.wasTried() ? passwordProblem() : undefined} onInput={event => setPassword(event.currentTarget.value)} />
      <div class={styles['actions']}>
        <Button type="submit" look="danger" isBusy={form.isBusy()}>{words.settings.deleteNow}</Button>
        <Button look="quiet" onClick={() => props.onClose()}>{words.common.cancel}</Button>
      </div>
    </Form>
  )
}
