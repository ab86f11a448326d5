import type { ShareToken } from '@f2l/common/contracts/ids.ts'
import { createSignal } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { showToast } from '../ui/toast.tsx'
import { words } from '../words/words.ts'
import styles from './sharing.module.css'

export function LinkSetting(props: { token: ShareToken; renew: () => Promise<void> }) {
  const [isAsking, setIsAsking] = createSignal(false)
  const link = () => `${location.origin}/s/${props.token}`
  const renew = async (): Promise<void> => {
    await props.renew()
    showToast(words.sharing.newLinkDone)
  }
  return (
    <div class={styles['linkRow']}>
      <input class={styles['link']} readonly value={link()} aria-label={words.sharing.link} onFocus={event => event.currentTarget.select()} />
      <CopyButton look="primary" label={words.common.copyLink} text={link} />
      <Button icon="retry" onClick={() => setIsAsking(true)}>{words.sharing.newLink}</Button>
      <ConfirmDialog isOpen={isAsking()} onClose={() => setIsAsking(false)} title={words.sharing.newLinkTitle} confirmLabel={words.sharing.newLink} onConfirm={renew}>
        {words.sharing.newLinkText}
      </ConfirmDialog>
    </div>
  )
}
