// By name: the alert dialog puts its own content, which asks and cannot be waved away, into the `Dialog` object.
import { CloseButton, Content, Overlay, Portal, Root, Title } from '@kobalte/core/dialog'
import type { JSX } from 'solid-js'
import { words } from '../words/words.ts'
import styles from './dialog.module.css'
import { Icon } from './icon.tsx'
import modal from './modal.module.css'

/** A window over the page for something that is set in a few steps; Escape and a click beside it close it. */
export function Modal(props: { isOpen: boolean; onClose: () => void; title: string; children: JSX.Element }) {
  return (
    <Root open={props.isOpen} onOpenChange={isOpen => { if (!isOpen) props.onClose() }}>
      <Portal>
        <Overlay class={styles['overlay']} />
        <Content class={styles['content']} onFocusOutside={event => event.preventDefault()}>
          <div class={modal['head']}>
            <Title class={styles['title']}>{props.title}</Title>
            <CloseButton class={modal['close']} aria-label={words.common.close}><Icon name="close" size={18} /></CloseButton>
          </div>
          {props.children}
        </Content>
      </Portal>
    </Root>
  )
}
