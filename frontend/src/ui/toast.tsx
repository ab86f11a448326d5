import { Toast, toaster } from '@kobalte/core/toast'
import { Show } from 'solid-js'
import { Portal } from 'solid-js/web'
import { words } from '../words/words.ts'
import { Icon } from './icon.tsx'
import styles from './toast.module.css'

type Tone = 'good' | 'danger'

interface ToastAction { label: string; onSelect: () => void }

/** With something to do in it a toast stays longer: it must be read first. */
const withActionMs = 12_000

/** A short word about what just happened, perhaps with a way back; it leaves by itself. */
export function showToast(text: string, tone: Tone = 'good', action?: ToastAction): void {
  toaster.show(props => (
    <Toast toastId={props.toastId} class={styles['toast']} priority={tone === 'danger' ? 'high' : 'low'} {...(action ? { duration: withActionMs } : {})}>
      <span class={styles[tone]}><Icon name={tone === 'good' ? 'check' : 'warning'} /></span>
      <Toast.Description class={styles['text']}>{text}</Toast.Description>
      <Show when={action}>{offer => <button type="button" class={styles['action']} onClick={() => { toaster.dismiss(props.toastId); offer().onSelect() }}>{offer().label}</button>}</Show>
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
