import { AlertDialog } from '@kobalte/core/alert-dialog'
import { createSignal, Show, type JSX } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { words } from '../words/words.ts'
import { Button, buttonClass } from './button.tsx'
import styles from './dialog.module.css'
import { createFocusReturn } from './focus-return.ts'

interface ConfirmProps {
  isOpen: boolean
  onClose: () => void
  title: string
  children: JSX.Element
  confirmLabel: string
  cancelLabel?: string
  onConfirm: () => Promise<void>
}

/** Asks before something that cannot be taken back; stays open with the reason when it fails. */
export function ConfirmDialog(props: ConfirmProps) {
  const [isBusy, setIsBusy] = createSignal(false)
  const [error, setError] = createSignal<string | null>(null)
  const goBack = createFocusReturn(() => props.isOpen)
  const confirm = async (): Promise<void> => {
    setIsBusy(true)
    setError(null)
    try {
      await props.onConfirm()
      props.onClose()
    } catch (thrown) {
      setError(messageOf(thrown))
    }
    setIsBusy(false)
  }
  return (
    <AlertDialog open={props.isOpen} onOpenChange={isOpen => { if (!isOpen) props.onClose() }}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay class={styles['overlay']} />
        <AlertDialog.Content role="alertdialog" class={styles['content']} onCloseAutoFocus={goBack}>
          <AlertDialog.Title class={styles['title']}>{props.title}</AlertDialog.Title>
          <AlertDialog.Description class={styles['text']}>{props.children}</AlertDialog.Description>
          <Show when={error()}><p class={styles['error']} role="alert">{error()}</p></Show>
          <div class={styles['actions']}>
            <AlertDialog.CloseButton class={buttonClass('plain')} aria-label={props.cancelLabel ?? words.common.cancel}>{props.cancelLabel ?? words.common.cancel}</AlertDialog.CloseButton>
            <Button look="danger" isBusy={isBusy()} onClick={() => void confirm()}>{props.confirmLabel}</Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog>
  )
}
