import { Toast, toaster } from '@kobalte/core/toast'
import { Portal } from 'solid-js/web'
import { words } from '../words/words.ts'
import { Icon } from './icon.tsx'
import styles from './toast.module.css'

type Tone = 'good' | 'danger'

/** A short word about what just happened; it leaves by itself. */
export function showToast(text: string, tone: Tone = 'good'): void {
  toaster.show(props => (
    <Toast toastId={props.toastId} class={styles['toast']} priority={tone === 'danger' ? 'high' : 'low'}>
      <span class={styles[tone]}><Icon name={tone === 'good' ? 'check' : 'warning'} /></span>
      <Toast.Description class={styles['text']}>{text}</Toast.Description>
      <Toast.CloseButton class={styles['close']} aria-label={words.common.dismiss}><Icon name="close" size={16} /></Toast.CloseButton>
    </Toast>
  ))
}

export function ToastRegion() {
  return (
    <Portal>
      <Toast.Region duration={6000}>
        <Toast.List class={styles['list']} />
      </Toast.Region>
    </Portal>
  )
}
