import type { MailServerView } from '@f2l/common/contracts/mail-server.ts'
import { A } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { sayError } from '../api/say-error.ts'
import { ago } from '../format/date.ts'
import { useMe, useServices } from '../shell/services.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { ServerSentence } from '../ui/server-sentence.tsx'
import { locale, words } from '../words/words.ts'
import settings from '../settings/settings.module.css'
import styles from './mail-server.module.css'

interface StateProps { server: MailServerView; isEdited: boolean; onTried: () => Promise<void>; onRemoved: () => Promise<void> }

/** Whether mails get through, and a way to see it. */
export function MailServerState(props: StateProps) {
  const { api } = useServices()
  const [isAsking, setIsAsking] = createSignal(false)
  const remove = async (): Promise<void> => {
    await api.removeMailServer()
    await props.onRemoved()
  }
  return (
    <Card class={styles['state']}>
      <div class={styles['head']}>
        <StateBadge server={props.server} />
        <p class={styles['name']}>{props.server.host}</p>
        <Show when={props.server.checkedAt}>{when => <p class={settings['soft']}>{words.mailServer.lastTried(ago(when(), Date.now(), locale))}</p>}</Show>
      </div>
      <Show when={props.server.error}>{message => <Notice tone="danger"><ServerSentence error={{ code: '', message: message() }} /> {words.mailServer.inOutbox} <A href="/outbox">{words.mailServer.outbox}</A>.</Notice>}</Show>
      <TestMail isEdited={props.isEdited} shownError={props.server.error} onTried={() => props.onTried()} onRemove={() => setIsAsking(true)} />
      <ConfirmDialog isOpen={isAsking()} onClose={() => setIsAsking(false)} title={words.mailServer.removeTitle} confirmLabel={words.mailServer.remove} onConfirm={remove}>{words.mailServer.removeText}</ConfirmDialog>
    </Card>
  )
}

const tones = { notTried: 'neutral', works: 'good', fails: 'danger' } as const

function StateBadge(props: { server: MailServerView }) {
  const state = () => props.server.checkedAt === null ? 'notTried' : props.server.error === null ? 'works' : 'fails'
  return <Badge tone={tones[state()]}>{words.mailServer[state()]}</Badge>
}

function TestMail(props: { isEdited: boolean; shownError: string | null; onTried: () => Promise<void>; onRemove: () => void }) {
  const { api } = useServices()
  const me = useMe()
  const [isBusy, setIsBusy] = createSignal(false)
  const [said, setSaid] = createSignal<{ tone: 'good' | 'danger'; text: string } | null>(null)
  const address = () => me()?.email ?? ''
  const send = async (): Promise<void> => {
    setIsBusy(true)
    setSaid(null)
    const problem = await api.testMailServer().then(() => null, messageOf)
    await props.onTried()
    // What went wrong with the server is shown as its state already.
    const shown = props.shownError === null ? null : await sayError({ code: '', message: props.shownError })
    if (problem === null) setSaid({ tone: 'good', text: words.mailServer.testSent(address()) })
    else if (problem !== shown) setSaid({ tone: 'danger', text: problem })
    setIsBusy(false)
  }
  return (
    <>
      <div class={settings['actions']}>
        <Button icon="mail" disabled={props.isEdited} isBusy={isBusy()} onClick={() => void send()}>{words.mailServer.test}</Button>
        <Button look="quiet" onClick={() => props.onRemove()}>{words.mailServer.remove}</Button>
      </div>
      <p class={settings['soft']}>{props.isEdited ? words.mailServer.saveFirst : words.mailServer.testText(address())}</p>
      <Show when={said()}>{now => <Notice tone={now().tone}>{now().text}</Notice>}</Show>
    </>
  )
}
