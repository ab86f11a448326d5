import type { JobLogEntry } from '@f2l/common/contracts/job-log.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { length } from '../format/duration.ts'
import { createLiveQuery } from '../shell/live-query.ts'
import { useServices } from '../shell/services.tsx'
import { LoadFailed } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { locale, words } from '../words/words.ts'
import styles from './job-log.module.css'

/** What each finished stage took and found; read once somebody opens it. */
export function JobLog(props: { recordingId: string }) {
  const [isOpen, setIsOpen] = createSignal(false)
  return (
    <details class={styles['log']} onToggle={event => setIsOpen(event.currentTarget.open)}>
      <summary>{words.jobLog.title}</summary>
      <Show when={isOpen()}><Entries recordingId={props.recordingId} /></Show>
    </details>
  )
}

function Entries(props: { recordingId: string }) {
  const { api } = useServices()
  const log = createLiveQuery(signal => api.readJobLog(props.recordingId, signal), event => event.type === 'recording' && event.recordingId === props.recordingId)
  return (
    <Switch fallback={<Skeleton />}>
      <Match when={log.data()?.items.length === 0}><p class={styles['soft']}>{words.jobLog.empty}</p></Match>
      <Match when={log.data()}>
        {shown => <ol role="list" class={styles['entries']}><For each={shown().items}>{entry => <Entry entry={entry} />}</For></ol>}
      </Match>
      <Match when={log.error()}>{error => <LoadFailed error={error()} onRetry={() => void log.refetch()} />}</Match>
    </Switch>
  )
}

function Entry(props: { entry: JobLogEntry }) {
  const found = () => words.jobLog.found(props.entry.found, seconds => length(seconds, locale), share => new Intl.NumberFormat(locale, { style: 'percent' }).format(share))
  return (
    <li class={styles['entry']}>
      <span>{words.jobLog.stages[props.entry.stage]}<Show when={found()}>{text => <span class={styles['soft']}>: {text()}</span>}</Show><Show when={props.entry.note}>{note => <span class={styles['soft']}> {words.jobLog.note(note())}</span>}</Show></span>
      <span class={styles['time']}>{props.entry.seconds < 1 ? words.jobLog.atOnce : length(props.entry.seconds, locale)}</span>
    </li>
  )
}
