import { Dialog } from '@kobalte/core/dialog'
import type { JSX } from 'solid-js'
import { words } from '../words/words.ts'
import styles from './dialog.module.css'
import { Icon } from './icon.tsx'
import modal from './modal.module.css'

/** A window over the page for something that is set in a few steps; Escape and a click beside it close it. */
export function Modal(props: { isOpen: boolean; onClose: () => void; title: string; children: JSX.Element }) {
  return (
    <Dialog open={props.isOpen} onOpenChange={isOpen => { if (!isOpen) props.onClose() }}>
      <Dialog.Portal>
        <Dialog.Overlay class={styles['overlay']} />
        <Dialog.Content class={styles['content']}>
          <div class={modal['head']}>
            <Dialog.Title class={styles['title']}>{props.title}</Dialog.Title>
            <Dialog.CloseButton class={modal['close']} aria-label={words.common.close}><Icon name="close" size={18} /></Dialog.CloseButton>
          </div>
          {props.children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog>
  )
}
