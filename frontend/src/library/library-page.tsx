import { For, Match, Show, Switch } from 'solid-js'
import { FirstRun } from '../first-run/first-run.tsx'
import { createLiveQuery } from '../shell/live-query.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { LoadFailed } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { words } from '../words/words.ts'
import { AddPanel } from './add-panel.tsx'
import styles from './library.module.css'
import { RecordingCard } from './recording-card.tsx'

export function LibraryPage() {
  setPageTitle(() => words.library.title)
  const { api } = useServices()
  const list = createLiveQuery(signal => api.listRecordings(signal), event => event.type === 'recording')
  const items = () => list.data()?.items ?? []
  return (
    <>
      <AddPanel onAdded={() => void list.refetch()} />
      <div class={styles['head']}>
        <h1>{words.library.title}</h1>
        <Show when={items().length > 0}><span class={styles['count']}>{words.library.count(items().length)}</span></Show>
      </div>
      <Show when={list.error()}>{error => <LoadFailed error={error()} onRetry={() => void list.refetch()} />}</Show>
      <Switch>
        <Match when={items().length > 0}>
          <ul role="list" class={styles['grid']} aria-label={words.library.listLabel}>
            <For each={items()}>{recording => <RecordingCard recording={recording} onChanged={() => void list.refetch()} />}</For>
          </ul>
        </Match>
        <Match when={list.data() !== undefined}>
          <FirstRun />
        </Match>
        <Match when={list.isLoading()}>
          <div class={styles['grid']} role="status" aria-label={words.common.loading}><Skeleton kind="picture" /><Skeleton kind="picture" /><Skeleton kind="picture" /></div>
        </Match>
      </Switch>
    </>
  )
}
