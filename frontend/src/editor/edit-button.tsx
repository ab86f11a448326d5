import { ButtonLink } from '../ui/button.tsx'
import { words } from '../words/words.ts'

/** The way from a recording to its editor. */
export function EditButton(props: { recordingId: string }) {
  return <ButtonLink icon="scissors" href={`/recordings/${props.recordingId}/edit`}>{words.recording.edit}</ButtonLink>
}
