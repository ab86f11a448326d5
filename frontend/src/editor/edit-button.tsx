import { ButtonLink } from '../ui/button.tsx'
import { editor as words } from '../words/en-editor.ts'

/** The way from a recording to its editor. */
export function EditButton(props: { recordingId: string }) {
  return <ButtonLink icon="scissors" href={`/recordings/${props.recordingId}/edit`}>{words.edit}</ButtonLink>
}
