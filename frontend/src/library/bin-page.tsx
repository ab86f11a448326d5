import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { A } from '@solidjs/router'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { ago } from '../format/date.ts'
import { createLiveQuery } from '../shell/live-query.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useMe, useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Icon } from '../ui/icon.tsx'
import { LoadFailed } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { showToast } from '../ui/toast.tsx'
import { locale, words } from '../words/words.ts'
import { notAllDone, restore } from './bulk-actions.ts'
import styles from './bin.module.css'
import { daysLeft } from './days-left.ts'
import { LengthChange } from './recording-facts.tsx'

/** What was deleted and can still be taken back. */
export default function BinPage() {
  setPageTitle(() => words.bin.title)
  const { api } = useServices()
  const me = useMe()
  const list = createLiveQuery(signal => api.listBin(signal), event => event.type === 'recording')
  const items = () => list.data()?.items.toSorted((a, b) => (b.binnedAt ?? '').localeCompare(a.binnedAt ?? '')) ?? []
  const ids = () => items().map(({ id }) => id)
  const [erasing, setErasing] = createSignal<RecordingSummary[]>([])
  const bringBack = (wanted: string[]) => restore(api, wanted, () => void list.refetch())
  const erase = async (): Promise<void> => {
    const answer = await api.bulk({ action: 'delete', ids: erasing().map(({ id }) => id) })
    void list.refetch()
    if (answer.failed.length > 0) throw notAllDone(answer)
    showToast(words.bin.erased(answer.done.length))
  }
  return (
    <div class={styles['page']}>
      <A href="/" class={styles['back']}><Icon name="left" size={16} />{words.nav.library}</A>
      <div class={styles['head']}>
        <h1>{words.bin.title}</h1>
        <Show when={items().length > 0}>
          <div class={styles['actions']}>
            <Button size="s" icon="restore" onClick={() => void bringBack(ids())}>{words.bin.restoreAll}</Button>
            <Button size="s" icon="trash" onClick={() => setErasing(items())}>{words.bin.empty}</Button>
          </div>
        </Show>
      </div>
      <Show when={me()}>{person => (
        <p class={styles['soft']}>
          {words.bin.text(person().binDays)}
          <Show when={person().recordingDays}>{days => ` ${words.bin.byItself(days())}`}</Show>
        </p>
      )}</Show>
      <Show when={list.error()}>{error => <LoadFailed error={error()} onRetry={() => void list.refetch()} />}</Show>
      <Switch>
        <Match when={items().length > 0}>
          <ul role="list" class={styles['list']} aria-label={words.bin.listLabel}>
            <For each={items()}>{recording => <BinRow recording={recording} onRestore={() => bringBack([recording.id])} onErase={() => setErasing([recording])} />}</For>
          </ul>
        </Match>
        <Match when={list.data() !== undefined}><EmptyState icon="trash" title={words.bin.nothingTitle}>{words.bin.nothingText}</EmptyState></Match>
        <Match when={list.isLoading()}><div class={styles['list']} role="status" aria-label={words.common.loading}><Skeleton kind="block" /><Skeleton kind="block" /></div></Match>
      </Switch>
      <EraseDialog recordings={erasing()} onClose={() => setErasing([])} onConfirm={erase} />
    </div>
  )
}

function BinRow(props: { recording: RecordingSummary; onRestore: () => Promise<void>; onErase: () => void }) {
  const [isBusy, setIsBusy] = createSignal(false)
  const me = useMe()
  const bringBack = (): void => { setIsBusy(true); void props.onRestore().finally(() => setIsBusy(false)) }
  return (
    <li class={styles['row']}>
      <span class={styles['picture']} aria-hidden="true">
        <Show when={props.recording.posterUrl} fallback={<Icon name="film" />}>{url => <img src={url()} alt="" loading="lazy" width="160" height="90" onError={event => { event.currentTarget.hidden = true }} />}</Show>
      </span>
      <div class={styles['what']}>
        <h2 class={styles['name']}><A href={`/recordings/${props.recording.id}`}>{props.recording.title}</A></h2>
        <p class={styles['facts']}>
          <Show when={me()}>{person => <strong>{words.bin.left(daysLeft(props.recording.binnedAt, person().binDays, Date.now()))}</strong>}</Show>
          <span>{words.bin.since(ago(props.recording.binnedAt ?? '', Date.now(), locale))}</span>
          <LengthChange recording={props.recording} />
        </p>
      </div>
      <div class={styles['actions']}>
        <Button size="s" icon="restore" isBusy={isBusy()} aria-label={words.bin.restoreOf(props.recording.title)} onClick={bringBack}>{words.bin.restore}</Button>
        <Button size="s" look="quiet" icon="trash" aria-label={words.bin.eraseOf(props.recording.title)} onClick={() => props.onErase()}>{words.bin.erase}</Button>
      </div>
    </li>
  )
}

function EraseDialog(props: { recordings: RecordingSummary[]; onClose: () => void; onConfirm: () => Promise<void> }) {
  const only = () => props.recordings.length === 1 ? props.recordings[0]! : null
  return (
    <ConfirmDialog isOpen={props.recordings.length > 0} onClose={() => props.onClose()} title={only() ? words.bin.eraseTitle : words.bin.emptyTitle} confirmLabel={only() ? words.bin.erase : words.bin.empty} onConfirm={() => props.onConfirm()}>
      <Show when={only()} fallback={words.bin.emptyText(props.recordings.length)}>{one => words.bin.eraseText(one().title)}</Show>
    </ConfirmDialog>
  )
}
