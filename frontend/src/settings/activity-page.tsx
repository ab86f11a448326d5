import type { ActivityEntry, ActivityKind } from '@f2l/common/contracts/activity.ts'
import { A } from '@solidjs/router'
import { For, Match, onMount, Show, Switch, untrack } from 'solid-js'
import { createStore } from 'solid-js/store'
import { dayAndTime } from '../format/date.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { LoadFailed } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { locale, words } from '../words/words.ts'
import styles from './settings.module.css'

/** What somebody else may have tried. */
const worrying: ReadonlySet<ActivityKind> = new Set(['session.refused', 'session.reused', 'user.password_refused'])

export default function ActivityPage() {
  setPageTitle(() => words.settings.activity)
  const { api } = useServices()
  const [shown, setShown] = createStore({ items: [] as ActivityEntry[], page: 0, isMore: true, isBusy: false, error: undefined as unknown })
  const more = async (): Promise<void> => {
    const page = untrack(() => shown.page) + 1
    setShown({ isBusy: true, error: undefined })
    await api.listActivity(page).then(
      // What happened since the last page moved some of it here.
      ({ items, isMore }) => setShown(known => ({ items: [...known.items, ...items.filter(({ id }) => known.items.every(one => one.id !== id))], page, isMore })),
      (error: unknown) => setShown({ error }),
    )
    setShown({ isBusy: false })
  }
  onMount(() => void more())
  return (
    <div class={styles['stack']}>
      <div>
        <h1>{words.settings.activity}</h1>
        <p class={styles['soft']}>{words.settings.activityText} <A href="/settings/sessions">{words.settings.sessions}</A></p>
      </div>
      <Show when={shown.items.length > 0}>
        <ul role="list" class={styles['rows']} aria-label={words.settings.activity}>
          <For each={shown.items}>{entry => <ActivityRow entry={entry} />}</For>
        </ul>
      </Show>
      <Switch>
        <Match when={shown.error}>{error => <LoadFailed error={error()} onRetry={() => void more()} />}</Match>
        <Match when={shown.page === 0}><div role="status" aria-label={words.common.loading}><Skeleton kind="block" /></div></Match>
        <Match when={shown.isMore}><div><Button isBusy={shown.isBusy} onClick={() => void more()}>{words.settings.activityMore}</Button></div></Match>
      </Switch>
    </div>
  )
}

function ActivityRow(props: { entry: ActivityEntry }) {
  const place = () => [
    dayAndTime(props.entry.at, locale),
    ...props.entry.browser === null && props.entry.system === null ? [] : [words.settings.device(props.entry.browser, props.entry.system)],
    ...props.entry.network === null ? [] : [words.settings.network(props.entry.network)],
  ].join(' · ')
  return (
    <li class={styles['row']}>
      <div>
        <p class={styles['device']}>
          {words.settings.activityKinds[props.entry.kind]}
          <Show when={props.entry.lastFour}>{lastFour => <span>…{lastFour()}</span>}</Show>
          <Show when={worrying.has(props.entry.kind)}><Badge tone="warn">{words.settings.notYou}</Badge></Show>
          <Show when={props.entry.times > 1}><Badge tone="neutral">{words.settings.times(props.entry.times)}</Badge></Show>
        </p>
        <Show when={props.entry.recording}>{recording => <p class={styles['soft']}><A href={`/recordings/${recording().id}`}>{recording().title}</A></p>}</Show>
        <p class={styles['soft']}>{place()}</p>
      </div>
    </li>
  )
}
