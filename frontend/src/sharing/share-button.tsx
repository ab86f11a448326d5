import type { RecordingSummary, SharePage } from '@f2l/common/contracts/api.ts'
import { createSignal } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { words } from '../words/words.ts'
import type { ButtonDraft } from './call-to-action-setting.tsx'
import { ShareDialog } from './share-dialog.tsx'

/** Opens the rules of a video's link. A half-written button survives closing the window. */
export function ShareButton(props: { recording: RecordingSummary; page: SharePage }) {
  const [isOpen, setIsOpen] = createSignal(false)
  const [draft, setDraft] = createSignal<ButtonDraft | null>(null)
  return (
    <>
      <Button look="primary" icon={props.recording.isRestricted ? 'lock' : 'share'} onClick={() => setIsOpen(true)}>{words.sharing.share}</Button>
      <ShareDialog isOpen={isOpen()} onClose={() => setIsOpen(false)} recordingId={props.recording.id} page={props.page} draft={draft()} onDraft={setDraft} />
    </>
  )
}
