import { createSignal } from 'solid-js'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { TextField } from '../ui/text-field.tsx'
import { words } from '../words/words.ts'
import styles from './fathom.module.css'

/** The key goes to the server once and is forgotten here, whether it was good or not. */
export function ConnectForm(props: { onConnected: () => void }) {
  const { api } = useServices()
  const [key, setKey] = createSignal('')
  const problem = () => key().trim().length < 8 ? words.fathom.missingKey : undefined
  const form = createForm(async () => {
    await api.connectFathom(key().trim())
    setKey('')
    props.onConnected()
  }, () => [problem()])
  return (
    <Card>
      <Form state={form} class={styles['form']}>
        <TextField label={words.fathom.key} type="password" name="fathom-key" autocomplete="off" spellcheck={false} maxlength="512" hint={words.fathom.keyHint} value={key()} error={form.wasTried() ? problem() : undefined} onInput={event => setKey(event.currentTarget.value)} />
        <div><Button type="submit" look="primary" icon="plug" isBusy={form.isBusy()}>{words.fathom.connect}</Button></div>
      </Form>
    </Card>
  )
}
