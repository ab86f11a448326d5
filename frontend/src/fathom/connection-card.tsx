import type { FathomConnection } from '@f2l/common/contracts/api.ts'
import { createSignal, Show } from 'solid-js'
import { ago } from '../format/date.ts'
import { useServices } from '../shell/services.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { ServerSentence } from '../ui/server-sentence.tsx'
import { locale, words } from '../words/words.ts'
import styles from './fathom.module.css'

export function ConnectionCard(props: { connection: FathomConnection; onReplace: () => void; onDisconnected: () => void }) {
  const { api } = useServices()
  const [isAsking, setIsAsking] = createSignal(false)
  const disconnect = async (): Promise<void> => {
    await api.disconnectFathom()
    props.onDisconnected()
  }
  return (
    <Card>
      <div class={styles['connection']}>
        <Badge tone={props.connection.error ? 'danger' : 'good'}>{words.fathom.connected}</Badge>
        <p class={styles['soft']}>
          <Show when={props.connection.lastFour}>{lastFour => words.fathom.endsWith(lastFour())}</Show>
          <Show when={props.connection.checkedAt}>{when => <>, {words.fathom.checked(ago(when(), Date.now(), locale))}</>}</Show>
        </p>
        <div class={styles['actions']}>
          <Button size="s" onClick={() => props.onReplace()}>{words.fathom.replace}</Button>
          <Button size="s" look="quiet" onClick={() => setIsAsking(true)}>{words.fathom.disconnect}</Button>
        </div>
      </div>
      <Show when={props.connection.error}>{message => <Notice tone="danger"><ServerSentence error={{ code: 'fathom.key_refused', message: message() }} /></Notice>}</Show>
      <ConfirmDialog isOpen={isAsking()} onClose={() => setIsAsking(false)} title={words.fathom.disconnectTitle} confirmLabel={words.fathom.disconnect} onConfirm={disconnect}>
        {words.fathom.disconnectText} {words.automation.webhook.endsWithKey}
      </ConfirmDialog>
    </Card>
  )
}
