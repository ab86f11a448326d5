import type { WebhookView } from '@f2l/common/contracts/fathom-webhook.ts'
import { A } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { ago, dayAndTime } from '../format/date.ts'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { ServerSentence } from '../ui/server-sentence.tsx'
import { locale, words } from '../words/words.ts'
import styles from './new-meetings.module.css'

type Delivery = WebhookView['deliveries'][number]
const tones: Record<Delivery['outcome'], BadgeTone> = { 'converting': 'good', 'not-wanted': 'neutral', 'failed': 'danger' }
const keptDays = 30

/** What Fathom told of lately, and what became of it. */
export function DeliveryList(props: { view: WebhookView }) {
  const said = words.automation.webhook
  return (
    <section class={styles['deliveries']}>
      <h3>{said.deliveries}</h3>
      <Show when={props.view.deliveries.length > 0} fallback={<p class={styles['soft']}>{props.view.isConnected ? said.none : said.noneOff}</p>}>
        <p class={styles['soft']}>{said.kept(keptDays)}</p>
        <ul role="list" class={styles['list']} aria-label={said.deliveries}>
          <For each={props.view.deliveries}>{delivery => <DeliveryLine delivery={delivery} />}</For>
        </ul>
      </Show>
    </section>
  )
}

function DeliveryLine(props: { delivery: Delivery }) {
  const said = words.automation.webhook
  return (
    <li class={styles['delivery']}>
      <div>
        <p class={styles['title']}><span>{props.delivery.meetingTitle}</span> <Badge tone={tones[props.delivery.outcome]}>{said.outcomes[props.delivery.outcome]}</Badge></p>
        <p class={styles['soft']}>
          <time datetime={props.delivery.receivedAt} title={dayAndTime(props.delivery.receivedAt, locale)}>{ago(props.delivery.receivedAt, Date.now(), locale)}</time>
          <Show when={props.delivery.reason}>{reason => <> · <ServerSentence error={{ code: '', message: reason() }} /></>}</Show>
        </p>
      </div>
      <Show when={props.delivery.recordingId}>{id => <A class={styles['open']} href={`/recordings/${id()}`} aria-label={said.toRecordingOf(props.delivery.meetingTitle)}>{said.toRecording}</A>}</Show>
    </li>
  )
}
