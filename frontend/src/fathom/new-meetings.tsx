import type { WebhookView } from '@f2l/common/contracts/fathom-webhook.ts'
import { Match, Show, Switch } from 'solid-js'
import { createLiveQuery } from '../shell/live-query.ts'
import { useServices } from '../shell/services.tsx'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { Card } from '../ui/card.tsx'
import { LoadFailed, Notice } from '../ui/notice.tsx'
import { ServerSentence } from '../ui/server-sentence.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { DeliveryList } from './delivery-list.tsx'
import { MeetingRulesForm } from './meeting-rules-form.tsx'
import styles from './new-meetings.module.css'
import { WebhookActions } from './webhook-actions.tsx'
import { words } from '../words/words.ts'

type State = keyof typeof words.automation.webhook.states
const tones: Record<State, BadgeTone> = { on: 'good', paused: 'warn', off: 'neutral' }

/** "Convert new meetings by themselves": whether, which, and what came of it. */
export function NewMeetings() {
  const { api } = useServices()
  const webhook = createLiveQuery(signal => api.readWebhook(signal), event => event.type === 'fathom')
  return (
    <Card class={styles['card']}>
      <Switch fallback={<Skeleton kind="block" />}>
        <Match when={webhook.data()}>{view => <Shown view={view()} onChanged={() => webhook.refetch()} />}</Match>
        <Match when={webhook.error()}>{error => <LoadFailed error={error()} onRetry={() => void webhook.refetch()} />}</Match>
      </Switch>
    </Card>
  )
}

function Shown(props: { view: WebhookView; onChanged: () => Promise<void> }) {
  const said = words.automation.webhook
  const state = (): State => !props.view.isConnected ? 'off' : props.view.rules.isOn ? 'on' : 'paused'
  return (
    <>
      <div class={styles['head']}>
        <div>
          <h2>{said.title} <Badge tone={tones[state()]}>{said.states[state()]}</Badge></h2>
          <p class={styles['soft']}>{said.text}</p>
        </div>
        <Show when={props.view.isConnected}><WebhookActions view={props.view} onChanged={() => props.onChanged()} /></Show>
      </div>
      <Show when={props.view.obstacle}>{obstacle => <Notice tone="warn"><ServerSentence error={{ code: 'fathom.cannot_call', message: obstacle() }} /></Notice>}</Show>
      <Show when={props.view.isConnected || props.view.obstacle === null}>
        <MeetingRulesForm view={props.view} onChanged={() => props.onChanged()} />
      </Show>
      <DeliveryList view={props.view} />
    </>
  )
}
