import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { ChoiceField } from '../ui/choice-field.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { TextField } from '../ui/text-field.tsx'
import { showToast } from '../ui/toast.tsx'
import settings from '../settings/settings.module.css'
import type { MailServerDraft, MailServerFields } from './mail-server-draft.ts'
import styles from './mail-server.module.css'
import { words } from '../words/words.ts'

/** The password goes to the server once and is forgotten here. */
export function MailServerForm(props: { draft: MailServerDraft; onSaved: () => Promise<void> }) {
  const { api } = useServices()
  const form = createForm(async () => {
    await api.setMailServer(props.draft.body())
    await props.onSaved()
    props.draft.clear()
    showToast(words.mailServer.saved)
  }, () => Object.values(props.draft.problems()))
  const problem = (name: keyof MailServerFields) => form.wasTried() ? props.draft.problems()[name] : undefined
  const field = (name: Exclude<keyof MailServerFields, 'security'>) => ({
    name: `mail-${name}`, value: props.draft.fields()[name], error: problem(name), spellcheck: false, autocapitalize: 'none' as const,
    onInput: (event: InputEvent & { currentTarget: HTMLInputElement }) => props.draft.edit({ [name]: event.currentTarget.value }),
  })
  return (
    <Card>
      <h2>{words.mailServer.own}</h2>
      <Form state={form} class={settings['form']} label={words.mailServer.own}>
        <div class={styles['server']}>
          <TextField {...field('host')} label={words.mailServer.host} hint={words.mailServer.hostHint} placeholder="smtp.example.com" autocomplete="off" inputmode="url" maxlength="253" />
          <TextField {...field('port')} label={words.mailServer.port} autocomplete="off" inputmode="numeric" maxlength="5" />
        </div>
        <ChoiceField legend={words.mailServer.security} value={props.draft.fields().security} choices={words.mailServer.securityChoices} hint={words.mailServer.securityHints[props.draft.fields().security]} onChoose={security => props.draft.edit({ security })} />
        <div class={styles['two']}>
          <TextField {...field('userName')} label={words.mailServer.userName} isOptional autocomplete="off" maxlength="254" />
          <TextField {...field('password')} label={words.mailServer.password} type="password" isOptional hint={props.draft.passwordHint()} autocomplete="new-password" maxlength="500" />
        </div>
        <div class={styles['two']}>
          <TextField {...field('fromAddress')} label={words.mailServer.fromAddress} type="email" hint={words.mailServer.fromHint} placeholder="videos@example.com" autocomplete="off" maxlength="254" />
          <TextField {...field('fromName')} label={words.mailServer.fromName} isOptional autocomplete="off" maxlength="100" />
        </div>
        <div><Button type="submit" look="primary" isBusy={form.isBusy()}>{words.mailServer.save}</Button></div>
      </Form>
    </Card>
  )
}
