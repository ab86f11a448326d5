import { Dialog } from '@kobalte/core/dialog'
import { createComputed, type JSX } from 'solid-js'
import { words } from '../words/words.ts'
import { Icon } from './icon.tsx'
import styles from './modal.module.css'

/** A window over the page, for settings: closed by its button, Escape or a click beside it, and the focus goes back to what opened it. */
export function Modal(props: { isOpen: boolean; onClose: () => void; title: string; status?: JSX.Element; children: JSX.Element }) {
  let opener: Element | null = null
  createComputed(() => { if (props.isOpen) opener = document.activeElement })
  const goBack = (event: Event): void => {
    event.preventDefault()
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
  }
  return (
    <Dialog open={props.isOpen} onOpenChange={isOpen => { if (!isOpen) props.onClose() }}>
      <Dialog.Portal>
        <Dialog.Overlay class={styles['overlay']} />
        <Dialog.Content class={styles['content']} onCloseAutoFocus={goBack}>
          <header class={styles['head']}>
            <Dialog.Title class={styles['title']}>{props.title}</Dialog.Title>
            <span class={styles['status']} role="status">{props.status}</span>
            <Dialog.CloseButton class={styles['close']} aria-label={words.common.close} title={words.common.close}><Icon name="close" /></Dialog.CloseButton>
          </header>
          <div class={styles['body']}>{props.children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog>
  )
}
