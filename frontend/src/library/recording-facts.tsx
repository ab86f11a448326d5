import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { Show } from 'solid-js'
import { length } from '../format/duration.ts'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { locale, words } from '../words/words.ts'

const tones: Record<RecordingSummary['state'], BadgeTone> = { queued: 'neutral', processing: 'accent', ready: 'good', failed: 'danger', cancelled: 'warn' }

export function StateBadge(props: { state: RecordingSummary['state'] }) {
  return <Badge tone={tones[props.state]}>{words.states[props.state]}</Badge>
}

/** "62 min → 41 min"; before the video is there, the length of the source. */
export function LengthChange(props: { recording: RecordingSummary }) {
  // A short recording with few silences may grow by its title card: an arrow would promise a saving.
  const isShorter = () => props.recording.videoSeconds === null || (props.recording.sourceSeconds ?? 0) - props.recording.videoSeconds >= 1
  const before = () => props.recording.sourceSeconds === null || !isShorter() ? null : length(props.recording.sourceSeconds, locale)
  const after = () => props.recording.videoSeconds === null ? null : length(props.recording.videoSeconds, locale)
  return (
    <Show when={before() !== null && after() !== null} fallback={<Show when={after() ?? before()}>{only => <span>{only()}</span>}</Show>}>
      <span>
        <span aria-hidden="true">{words.library.lengthChange(before()!, after()!)}</span>
        <span class="visually-hidden">{words.library.lengthSpoken(before()!, after()!)}</span>
      </span>
    </Show>
  )
}
