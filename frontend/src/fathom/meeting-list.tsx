import type { FathomMeetingPage, RecordingSummary } from '@f2l/common/contracts/api.ts'
import { A } from '@solidjs/router'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { dayAndTime } from '../format/date.ts'
import { length } from '../format/duration.ts'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { LoadFailed } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { showToast } from '../ui/toast.tsx'
import { locale, words } from '../words/words.ts'
import styles from './fathom.module.css'

type Meeting = FathomMeetingPage['items'][number]
interface Added { recording: RecordingSummary; alreadyThere: boolean }

/** Meetings of the connected account, newest first, a page at a time. */
export function MeetingList(props: { isShort?: boolean; onAdded: (added: Added) => void }) {
  const { api } = useServices()
  const [items, setItems] = createSignal<Meeting[]>([])
  const [next, setNext] = createSignal<string | null>(null)
  const [state, setState] = createSignal<'loading' | 'ready' | { error: unknown }>('loading')
  const load = async (cursor: string | null): Promise<void> => {
    setState('loading')
    await api.listMeetings(cursor).then(page => {
      setItems(known => cursor === null ? page.items : [...known, ...page.items])
      setNext(page.nextCursor)
      setState('ready')
    }, (error: unknown) => setState({ error }))
  }
  void load(null)
  const failure = () => {
    const now = state()
    return typeof now === 'object' ? now : null
  }
  const added = (meeting: Meeting, result: Added): void => {
    setItems(known => known.map(one => one === meeting ? { ...one, recordingId: result.recording.id } : one))
    props.onAdded(result)
  }
  return (
    <div class={styles['list']}>
      <Show when={items().length > 0}>
        <ul role="list" class={`${styles['meetings']} ${props.isShort ? styles['short'] : ''}`} aria-label={words.fathom.meetings}>
          <For each={items()}>{meeting => <MeetingRow meeting={meeting} onAdded={result => added(meeting, result)} />}</For>
        </ul>
      </Show>
      <Switch>
        <Match when={failure()}>{seen => <LoadFailed error={seen().error} onRetry={() => void load(items().length === 0 ? null : next())} />}</Match>
        <Match when={state() === 'loading'}><Skeleton kind="block" /></Match>
        <Match when={items().length === 0}><EmptyState icon="film" title={words.fathom.noMeetings}>{words.fathom.noMeetingsText}</EmptyState></Match>
        <Match when={next()}>{cursor => <div><Button onClick={() => void load(cursor())}>{words.fathom.more}</Button></div>}</Match>
      </Switch>
    </div>
  )
}

function MeetingRow(props: { meeting: Meeting; onAdded: (added: Added) => void }) {
  const { api } = useServices()
  const [isBusy, setIsBusy] = createSignal(false)
  const make = async (): Promise<void> => {
    setIsBusy(true)
    try {
      props.onAdded(await api.addFromAccount(props.meeting.fathomRecordingId))
    } catch (thrown) {
      showToast(messageOf(thrown), 'danger')
    }
    setIsBusy(false)
  }
  const facts = () => [
    props.meeting.recordedAt === null ? '' : dayAndTime(props.meeting.recordedAt, locale),
    props.meeting.durationSeconds === null ? '' : length(props.meeting.durationSeconds, locale),
    words.fathom.people(props.meeting.participants.slice(0, 3), props.meeting.participants.length - 3),
  ].filter(fact => fact !== '').join(' · ')
  return (
    <li class={styles['meeting']}>
      <div>
        <strong>{props.meeting.title}</strong>
        <p class={styles['soft']}>{facts()}</p>
      </div>
      <Show when={props.meeting.recordingId} fallback={<Button size="s" icon="film" isBusy={isBusy()} onClick={() => void make()}>{words.fathom.make}</Button>}>
        {id => <A class={styles['there']} href={`/recordings/${id()}`}>{words.fathom.inLibrary}</A>}
      </Show>
    </li>
  )
}
