import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { createSignal } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { useServices } from '../shell/services.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu, type MenuAction } from '../ui/menu.tsx'
import { showToast } from '../ui/toast.tsx'
import { words } from '../words/words.ts'

/** What can be done with a recording: start it again, stop it, delete it. */
export function RecordingMenu(props: { recording: RecordingSummary; onChanged: () => void; onDeleted?: () => void }) {
  const { api } = useServices()
  const [isDeleting, setIsDeleting] = createSignal(false)
  const attempt = async (action: Promise<unknown>, said: string): Promise<void> => {
    await action.then(() => showToast(said), (thrown: unknown) => showToast(messageOf(thrown), 'danger'))
    props.onChanged()
  }
  const id = () => props.recording.id
  const title = () => props.recording.title
  const retry: MenuAction = { label: words.library.retry, icon: 'retry', onSelect: () => void attempt(api.retry(id()), words.library.requeued(title())) }
  const cancel: MenuAction = { label: words.library.cancel, icon: 'stop', onSelect: () => void attempt(api.cancel(id()), words.library.cancelled(title())) }
  const remove: MenuAction = { label: words.common.delete, icon: 'trash', isDanger: true, onSelect: () => setIsDeleting(true) }
  const actions = (): MenuAction[] => {
    const { state } = props.recording
    if (state === 'failed' || state === 'cancelled') return [retry, remove]
    return state === 'ready' ? [remove] : [cancel, remove]
  }
  const erase = async (): Promise<void> => {
    const name = title()
    await api.deleteRecording(id())
    showToast(words.library.deleted(name))
    if (props.onDeleted) props.onDeleted()
    else props.onChanged()
  }
  return (
    <>
      <Menu label={words.common.more} trigger={<Icon name="more" />} actions={actions()} />
      <ConfirmDialog isOpen={isDeleting()} onClose={() => setIsDeleting(false)} title={words.library.deleteTitle} confirmLabel={words.common.delete} onConfirm={erase}>
        {words.library.deleteText(title())}
      </ConfirmDialog>
    </>
  )
}
