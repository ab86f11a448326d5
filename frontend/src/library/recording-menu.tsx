import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { createSignal, lazy, Show, Suspense } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { useServices } from '../shell/services.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu, type MenuAction } from '../ui/menu.tsx'
import { showToast } from '../ui/toast.tsx'
import { words } from '../words/words.ts'
import { moveToBin } from './bulk-actions.ts'

const TagsDialog = lazy(() => import('./tags-dialog.tsx'))

interface RecordingMenuProps {
  recording: RecordingSummary
  onChanged: () => void
  onDeleted?: () => void
  onRename?: () => void
  /** Tags in use anywhere, offered where this one's are changed. */
  knownTags?: string[]
}

/** What can be done with a recording: start it again, stop it, name it, tag it, put it into the bin. */
export function RecordingMenu(props: RecordingMenuProps) {
  const { api } = useServices()
  const [isTagging, setIsTagging] = createSignal(false)
  const attempt = async (action: Promise<unknown>, said: string): Promise<void> => {
    await action.then(() => showToast(said), (thrown: unknown) => showToast(messageOf(thrown), 'danger'))
    props.onChanged()
  }
  const id = () => props.recording.id
  const title = () => props.recording.title
  const bin = async (): Promise<void> => {
    // eslint-disable-next-line solid/reactivity -- called once, when that is done
    if (await moveToBin(api, [id()], title(), () => props.onChanged())) props.onDeleted?.()
  }
  const retry: MenuAction = { label: words.library.retry, icon: 'retry', onSelect: () => void attempt(api.retry(id()), words.library.requeued(title())) }
  const cancel: MenuAction = { label: words.library.cancel, icon: 'stop', onSelect: () => void attempt(api.cancel(id()), words.library.cancelled(title())) }
  // A menu that closes gives the focus back to its button: field and dialog come after that.
  const rename: MenuAction = { label: words.rename.action, icon: 'pencil', onSelect: () => setTimeout(() => props.onRename?.()) }
  const tag: MenuAction = { label: words.tags.edit, icon: 'tag', onSelect: () => setTimeout(() => setIsTagging(true)) }
  const remove: MenuAction = { label: words.bin.move, icon: 'trash', isDanger: true, onSelect: () => void bin() }
  const actions = (): MenuAction[] => {
    const { state } = props.recording
    const first = state === 'failed' || state === 'cancelled' ? [retry] : state === 'ready' ? [] : [cancel]
    return [...first, ...(props.onRename ? [rename] : []), tag, remove]
  }
  return (
    <>
      <Menu label={words.common.more} trigger={<Icon name="more" />} actions={actions()} />
      <Show when={isTagging()}>
        <Suspense><TagsDialog isOpen onClose={() => setIsTagging(false)} recordings={[props.recording]} known={props.knownTags ?? []} onChanged={() => props.onChanged()} /></Suspense>
      </Show>
    </>
  )
}
