// By name: the alert dialog puts its own content, which asks and cannot be waved away, into the `Dialog` object.
import { CloseButton, Content, Overlay, Portal, Root, Title } from '@kobalte/core/dialog'
import type { JSX } from 'solid-js'
import { words } from '../words/words.ts'
import { createFocusReturn } from './focus-return.ts'
import { Icon } from './icon.tsx'
import styles from './modal.module.css'

/** A window over the page, for settings: closed by its button, Escape or a click beside it, and the focus goes back to what opened it. */
export function Modal(props: { isOpen: boolean; onClose: () => void; title: string; status?: JSX.Element; children: JSX.Element }) {
  const goBack = createFocusReturn(() => props.isOpen)
  return (
    <Root open={props.isOpen} onOpenChange={isOpen => { if (!isOpen) props.onClose() }}>
      <Portal>
        <Overlay class={styles['overlay']} />
        <Content class={styles['content']} onCloseAutoFocus={goBack} onFocusOutside={event => event.preventDefault()}>
          <header class={styles['head']}>
            <Title class={styles['title']}>{props.title}</Title>
            <span class={styles['status']} role="status">{props.status}</span>
            <CloseButton class={styles['close']} aria-label={words.common.close} title={words.common.close}><Icon name="close" /></CloseButton>
          </header>
          <div class={styles['body']}>{props.children}</div>
        </Content>
      </Portal>
    </Root>
  )
}
