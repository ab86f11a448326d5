import type { Usage } from '@f2l/common/contracts/account.ts'
import { Match, Show, Switch } from 'solid-js'
import { bytes } from '../format/bytes.ts'
import { length } from '../format/duration.ts'
import { createLiveQuery } from '../shell/live-query.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { LoadFailed } from '../ui/notice.tsx'
import { Progress } from '../ui/progress.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { locale, words } from '../words/words.ts'
import styles from './settings.module.css'

export default function UsagePage() {
  setPageTitle(() => words.settings.usage)
  const { api } = useServices()
  const usage = createLiveQuery(signal => api.readUsage(signal), event => event.type === 'recording' || event.type === 'queue')
  return (
    <div class={styles['stack']}>
      <div>
        <h1>{words.settings.usage}</h1>
        <p class={styles['soft']}>{words.settings.usageText}</p>
      </div>
      <Switch fallback={<div role="status" aria-label={words.common.loading}><Skeleton kind="block" /></div>}>
        <Match when={usage.data()}>{shown => <UsageRows usage={shown()} />}</Match>
        <Match when={usage.error()}>{error => <LoadFailed error={error()} onRetry={() => void usage.refetch()} />}</Match>
      </Switch>
    </div>
  )
}

function UsageRows(props: { usage: Usage }) {
  const size = (value: number): string => bytes(value, locale)
  return (
    <ul role="list" class={styles['rows']} aria-label={words.settings.usage}>
      <UsageRow label={words.settings.storage} hint={words.settings.storageHint} used={props.usage.storage.usedBytes} limit={props.usage.storage.limitBytes} say={size} />
      <UsageRow label={words.settings.waiting} hint={words.settings.waitingHint} used={props.usage.waiting.count} limit={props.usage.waiting.limit} say={String} />
      <UsageRow label={words.settings.apiKeys} used={props.usage.apiKeys.count} limit={props.usage.apiKeys.limit} say={String} />
      <UsageFact label={words.settings.uploadLimit} fact={words.settings.atMost(size(props.usage.uploadBytes))} />
      <UsageFact label={words.settings.lengthLimit} fact={words.settings.atMost(length(props.usage.recordingSeconds, locale))} />
    </ul>
  )
}

function UsageRow(props: { label: string; hint?: string; used: number; limit: number | null; say: (value: number) => string }) {
  const percent = () => props.limit === null ? null : props.limit === 0 ? 100 : props.used / props.limit * 100
  return (
    <li class={`${styles['row']} ${styles['usage']}`}>
      <p class={styles['device']}><span>{props.label}</span><span class={styles['figure']}>{props.limit === null ? words.settings.noLimit(props.say(props.used)) : words.settings.usedOf(props.say(props.used), props.say(props.limit))}</span></p>
      <Show when={percent() !== null}><Progress label={props.label} percent={percent() ?? 0} /></Show>
      <Show when={props.hint}><p class={styles['soft']}>{props.hint}</p></Show>
    </li>
  )
}

function UsageFact(props: { label: string; fact: string }) {
  return <li class={`${styles['row']} ${styles['usage']}`}><p class={styles['device']}><span>{props.label}</span><span class={styles['figure']}>{props.fact}</span></p></li>
}
