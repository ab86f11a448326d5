import { Dialog } from '@kobalte/core/dialog'
import type { JSX } from 'solid-js'
import { words } from '../words/words.ts'
import { createFocusReturn } from './focus-return.ts'
import { Icon } from './icon.tsx'
import styles from './modal.module.css'

/**
 * A window over the page, for settings: closed by its button, Escape or a click beside it, and the focus goes back to what opened it.
 * Kobalte keeps the parts of both kinds of dialog on one object, so each kind says its role itself.
 */
export function Modal(props: { isOpen: boolean; onClose: () => void; title: string; status?: JSX.Element; children: JSX.Element }) {
  const goBack = createFocusReturn(() => props.isOpen)
  return (
    <Dialog open={props.isOpen} onOpenChange={isOpen => { if (!isOpen) props.onClose() }}>
      <Dialog.Portal>
        <Dialog.Overlay class={styles['overlay']} />
        <Dialog.Content role="dialog" class={styles['content']} onCloseAutoFocus={goBack}>
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
