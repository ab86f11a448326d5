import type { QueueOverview } from '@f2l/common/contracts/api.ts'
import { For, Match, Show, Switch } from 'solid-js'
import { createLiveQuery } from '../shell/live-query.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { LoadFailed, Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { words } from '../words/words.ts'
import { JobRow } from './job-row.tsx'
import styles from './queue.module.css'

export default function QueuePage() {
  setPageTitle(() => words.queue.title)
  const { api, live } = useServices()
  const queue = createLiveQuery(async signal => withIds(await api.readQueue(signal)), event => event.type === 'queue' || event.type === 'recording')
  return (
    <>
      <div class={styles['head']}>
        <h1>{words.queue.title}</h1>
        <Show when={live.isOpen()}><span class={styles['live']}>{words.queue.live}</span></Show>
      </div>
      <Show when={queue.error()}>{error => <LoadFailed error={error()} onRetry={() => void queue.refetch()} />}</Show>
      <Switch>
        <Match when={queue.data()}>{overview => <Overview overview={overview()} onChanged={() => void queue.refetch()} />}</Match>
        <Match when={queue.isLoading()}><div role="status" aria-label={words.common.loading}><Skeleton kind="block" /></div></Match>
      </Switch>
    </>
  )
}

/** Rows keep their identity by the job's id: a dialog that is open must not slide to another job when the line moves. */
function withIds(overview: QueueOverview) {
  return { ...overview, mine: overview.mine.map(entry => ({ id: entry.job.id, ...entry })) }
}

function Overview(props: { overview: QueueOverview; onChanged: () => void }) {
  return (
    <>
      <dl class={styles['counts']}>
        <Count label={words.queue.line} value={props.overview.waiting} />
        <Count label={words.queue.runningLabel} value={props.overview.running} />
        <Count label={words.queue.workersLabel} value={props.overview.workersOnline} />
      </dl>
      <Show when={props.overview.isPaused}><Notice tone="warn">{words.queue.paused}</Notice></Show>
      <Show when={props.overview.workersOnline === 0}><Notice tone="warn">{words.queue.noWorkers}</Notice></Show>
      <h2 class={styles['mine']}>{words.queue.mine}</h2>
      <Show
        when={props.overview.mine.length > 0}
        fallback={<EmptyState icon="queue" title={words.queue.emptyTitle} action={<ButtonLink look="primary" href="/">{words.queue.toLibrary}</ButtonLink>}>{words.queue.emptyText}</EmptyState>}
      >
        <ul role="list" class={styles['rows']} aria-label={words.queue.listLabel}>
          <For each={props.overview.mine}>{entry => <JobRow recording={entry.recording} job={entry.job} onChanged={() => props.onChanged()} />}</For>
        </ul>
      </Show>
    </>
  )
}

function Count(props: { label: string; value: number }) {
  return (
    <div class={styles['count']}>
      <dt>{props.label}</dt>
      <dd>{props.value}</dd>
    </div>
  )
}
