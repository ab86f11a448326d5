import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { A } from '@solidjs/router'
import { Match, Switch } from 'solid-js'
import { MeetingList } from '../fathom/meeting-list.tsx'
import { createLiveQuery } from '../shell/live-query.ts'
import { useServices } from '../shell/services.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { LoadFailed } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { words } from '../words/words.ts'
import styles from './add-panel.module.css'

export function AddFromAccount(props: { onAdded: (added: { recording: RecordingSummary; alreadyThere: boolean }) => void }) {
  const { api } = useServices()
  const connection = createLiveQuery(signal => api.readFathom(signal), event => event.type === 'fathom')
  return (
    <Switch fallback={<Skeleton kind="block" />}>
      <Match when={connection.data()?.isConnected === true}>
        <MeetingList isShort onAdded={added => props.onAdded(added)} />
        <A class={styles['soft']} href="/settings/fathom">{words.fathom.all}</A>
      </Match>
      <Match when={connection.data()}>
        <div class={styles['second']}>
          <p>{words.fathom.connectFirst}</p>
          <ButtonLink look="primary" icon="plug" href="/settings/fathom">{words.fathom.toSettings}</ButtonLink>
        </div>
      </Match>
      <Match when={connection.error()}>{error => <LoadFailed error={error()} onRetry={() => void connection.refetch()} />}</Match>
    </Switch>
  )
}
