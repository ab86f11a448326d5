import type { FathomConnection } from '@f2l/common/contracts/api.ts'
import { useNavigate } from '@solidjs/router'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { createLiveQuery, type LiveQuery } from '../shell/live-query.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { LoadFailed } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { showToast } from '../ui/toast.tsx'
import { words } from '../words/words.ts'
import { ConnectForm } from './connect-form.tsx'
import { ConnectionCard } from './connection-card.tsx'
import styles from './fathom.module.css'
import { MeetingList } from './meeting-list.tsx'
import { NewMeetings } from './new-meetings.tsx'

export default function FathomPage() {
  setPageTitle(() => words.fathom.title)
  const { api } = useServices()
  const connection = createLiveQuery(signal => api.readFathom(signal), event => event.type === 'fathom')
  return (
    <div class={styles['page']}>
      <div>
        <h1>{words.fathom.title}</h1>
        <p class={styles['soft']}>{words.fathom.text}</p>
      </div>
      <Switch fallback={<Skeleton kind="block" />}>
        <Match when={connection.data()}>{now => <Connected connection={now()} query={connection} />}</Match>
        <Match when={connection.error()}>{error => <LoadFailed error={error()} onRetry={() => void connection.refetch()} />}</Match>
      </Switch>
    </div>
  )
}

function Connected(props: { connection: FathomConnection; query: LiveQuery<FathomConnection> }) {
  const navigate = useNavigate()
  const [isReplacing, setIsReplacing] = createSignal(false)
  const changed = (said: string): void => {
    setIsReplacing(false)
    showToast(said)
    void props.query.refetch()
  }
  return (
    <>
      <Show when={props.connection.isConnected}>
        <ConnectionCard connection={props.connection} onReplace={() => setIsReplacing(isIt => !isIt)} onDisconnected={() => changed(words.fathom.disconnected)} />
      </Show>
      <Show when={!props.connection.isConnected || isReplacing()}><ConnectForm onConnected={() => changed(words.fathom.nowConnected)} /></Show>
      <Show when={props.connection.isConnected}>
        {/* Another key may be another account, with other meeting types. */}
        <Show when={props.connection.lastFour} keyed><NewMeetings /></Show>
        <section>
          <h2>{words.fathom.meetings}</h2>
          <MeetingList onAdded={({ recording, alreadyThere }) => {
            showToast(alreadyThere && recording.state === 'ready' ? words.add.alreadyThere(recording.title) : words.add.added(recording.title))
            navigate('/queue')
          }} />
        </section>
      </Show>
    </>
  )
}
