import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { Show } from 'solid-js'
import { useMe, useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { words } from '../words/words.ts'
import { restore } from './bulk-actions.ts'
import { daysLeft } from './days-left.ts'

/** On the page of a recording in the bin: how long it stays, and the way out. */
export function BinnedNotice(props: { recording: RecordingSummary; onChanged: () => void }) {
  const { api } = useServices()
  const me = useMe()
  return (
    <Show when={props.recording.binnedAt}>
      {since => (
        <Notice tone="warn" title={words.bin.lies} action={<Button size="s" icon="restore" onClick={() => void restore(api, [props.recording.id], props.onChanged)}>{words.bin.restore}</Button>}>
          {words.bin.left(daysLeft(since(), me()?.binDays ?? 0, Date.now()))}
        </Notice>
      )}
    </Show>
  )
}
