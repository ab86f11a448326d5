import type { WebhookView } from '@f2l/common/contracts/fathom-webhook.ts'
import { createSignal } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { showToast } from '../ui/toast.tsx'
import styles from './new-meetings.module.css'
import { words } from '../words/words.ts'

/** Pausing leaves Fathom's side as it is; turning off takes the webhook away there. */
export function WebhookActions(props: { view: WebhookView; onChanged: () => Promise<void> }) {
  const { api } = useServices()
  const said = words.automation.webhook
  const [isBusy, setIsBusy] = createSignal(false)
  const [isAsking, setIsAsking] = createSignal(false)
  const pauseOrResume = async (): Promise<void> => {
    const isOn = !props.view.rules.isOn
    setIsBusy(true)
    await api.connectWebhook({ ...props.view.rules, isOn }).then(() => showToast(isOn ? said.resumed : said.paused), (thrown: unknown) => showToast(messageOf(thrown), 'danger'))
    await props.onChanged()
    setIsBusy(false)
  }
  const turnOff = async (): Promise<void> => {
    await api.disconnectWebhook()
    await props.onChanged()
    showToast(said.turnedOff)
  }
  return (
    <div class={styles['actions']}>
      <Button size="s" isBusy={isBusy()} onClick={() => void pauseOrResume()}>{props.view.rules.isOn ? said.pause : said.resume}</Button>
      <Button size="s" look="quiet" onClick={() => setIsAsking(true)}>{said.turnOff}</Button>
      <ConfirmDialog isOpen={isAsking()} onClose={() => setIsAsking(false)} title={said.turnOffTitle} confirmLabel={said.turnOff} onConfirm={turnOff}>
        {said.turnOffText}
      </ConfirmDialog>
    </div>
  )
}
