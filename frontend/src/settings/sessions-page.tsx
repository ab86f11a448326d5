import type { SessionView } from '@f2l/common/contracts/account.ts'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { ago, day } from '../format/date.ts'
import { createLiveQuery } from '../shell/live-query.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { LoadFailed } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { showToast } from '../ui/toast.tsx'
import { locale, words } from '../words/words.ts'
import styles from './settings.module.css'

export default function SessionsPage() {
  setPageTitle(() => words.settings.sessions)
  const { api } = useServices()
  const list = createLiveQuery(signal => api.listSessions(signal), () => false)
  return (
    <div class={styles['stack']}>
      <div>
        <h1>{words.settings.sessions}</h1>
        <p class={styles['soft']}>{words.settings.sessionsText}</p>
      </div>
      <Switch fallback={<div role="status" aria-label={words.common.loading}><Skeleton kind="block" /></div>}>
        <Match when={list.data()}>{shown => <SessionList items={shown().items} onChanged={() => list.refetch()} />}</Match>
        <Match when={list.error()}>{error => <LoadFailed error={error()} onRetry={() => void list.refetch()} />}</Match>
      </Switch>
    </div>
  )
}

function SessionList(props: { items: SessionView[]; onChanged: () => Promise<void> }) {
  const { api } = useServices()
  const [isAsking, setIsAsking] = createSignal(false)
  const others = () => props.items.filter(item => !item.isThis).length
  const endOthers = async (): Promise<void> => {
    await api.endOtherSessions()
    await props.onChanged()
    showToast(words.settings.othersEnded)
  }
  return (
    <>
      <ul role="list" class={styles['rows']} aria-label={words.settings.sessions}>
        <For each={props.items}>{item => <SessionRow session={item} onChanged={() => props.onChanged()} />}</For>
      </ul>
      <Show when={others() > 0}><div><Button onClick={() => setIsAsking(true)}>{words.settings.endOthers}</Button></div></Show>
      <ConfirmDialog isOpen={isAsking()} onClose={() => setIsAsking(false)} title={words.settings.endOthersTitle} confirmLabel={words.settings.endOthers} onConfirm={endOthers}>
        {words.settings.endOthersText(others())}
      </ConfirmDialog>
    </>
  )
}

function SessionRow(props: { session: SessionView; onChanged: () => Promise<void> }) {
  const { api } = useServices()
  const [isBusy, setIsBusy] = createSignal(false)
  const device = () => words.settings.device(props.session.browser, props.session.system)
  const end = async (): Promise<void> => {
    const said = words.settings.sessionEnded(device())
    setIsBusy(true)
    await api.endSession(props.session.id).then(() => showToast(said), (thrown: unknown) => showToast(messageOf(thrown), 'danger'))
    await props.onChanged()
    setIsBusy(false)
  }
  return (
    <li class={styles['row']}>
      <div>
        <p class={styles['device']}>{device()} <Show when={props.session.isThis}><Badge tone="good">{words.settings.thisSession}</Badge></Show></p>
        <p class={styles['soft']}>{words.settings.lastUsed(ago(props.session.lastUsedAt, Date.now(), locale))} · {words.settings.since(day(props.session.startedAt, locale))}</p>
      </div>
      <Show when={!props.session.isThis}><Button size="s" isBusy={isBusy()} aria-label={words.settings.endSessionOf(device())} onClick={() => void end()}>{words.settings.endSession}</Button></Show>
    </li>
  )
}
