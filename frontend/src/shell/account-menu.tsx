import type { Me } from '@f2l/common/contracts/api.ts'
import { useNavigate } from '@solidjs/router'
import { createSignal } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { Menu } from '../ui/menu.tsx'
import { showToast } from '../ui/toast.tsx'
import { words } from '../words/words.ts'
import styles from './account-menu.module.css'
import { hasUnsavedEdits } from './private-traces.ts'
import { useServices } from './services.tsx'

export function AccountMenu(props: { me: Me }) {
  const { logOut } = useServices()
  const navigate = useNavigate()
  const leave = async (): Promise<void> => {
    await logOut().then(() => navigate('/login'), (thrown: unknown) => showToast(messageOf(thrown), 'danger'))
  }
  const [isAsking, setIsAsking] = createSignal(false)
  const leaveOrAsk = (): void => {
    if (hasUnsavedEdits()) setIsAsking(true)
    else void leave()
  }
  return (
    <>
      <Menu
        label={words.nav.account}
        triggerClass={styles['avatar']}
        trigger={(props.me.name || props.me.email).slice(0, 1).toUpperCase()}
        heading={<>{words.nav.signedInAs}<br /><strong>{props.me.email}</strong></>}
        actions={[
          { label: words.nav.settings, icon: 'user', onSelect: () => navigate('/settings') },
          { label: words.nav.fathom, icon: 'plug', onSelect: () => navigate('/settings/fathom') },
          { label: words.nav.outbox, icon: 'mail', onSelect: () => navigate('/outbox') },
          { label: words.nav.logOut, icon: 'logout', onSelect: leaveOrAsk },
        ]}
      />
      <ConfirmDialog isOpen={isAsking()} onClose={() => setIsAsking(false)} title={words.nav.unsavedTitle} confirmLabel={words.nav.logOutAnyway} onConfirm={leave}>{words.nav.unsavedText}</ConfirmDialog>
    </>
  )
}
