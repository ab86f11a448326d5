import { useBeforeLeave, type BeforeLeaveEventArgs } from '@solidjs/router'
import { createEffect, createSignal, onCleanup } from 'solid-js'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { words } from '../words/words.ts'

/** Asks before a page with unsaved changes is left. */
export function LeaveGuard(props: { isChanged: boolean }) {
  const [asked, setAsked] = createSignal<BeforeLeaveEventArgs | null>(null)
  useBeforeLeave(event => {
    if (!props.isChanged || event.defaultPrevented) return
    event.preventDefault()
    setAsked(event)
  })
  createEffect(() => {
    if (!props.isChanged) return
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault()
    addEventListener('beforeunload', warn)
    onCleanup(() => removeEventListener('beforeunload', warn))
  })
  return (
    <ConfirmDialog
      isOpen={asked() !== null} onClose={() => setAsked(null)} title={words.editor.leaveTitle} confirmLabel={words.editor.leave} cancelLabel={words.editor.stay}
      onConfirm={() => { asked()?.retry(true); return Promise.resolve() }}
    >
      {words.editor.leaveText}
    </ConfirmDialog>
  )
}
