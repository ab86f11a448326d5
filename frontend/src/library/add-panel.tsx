import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { Tabs } from '@kobalte/core/tabs'
import { createSignal } from 'solid-js'
import { Card } from '../ui/card.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { showToast } from '../ui/toast.tsx'
import { words } from '../words/words.ts'
import { AddByFile } from './add-by-file.tsx'
import { AddByLink } from './add-by-link.tsx'
import styles from './add-panel.module.css'
import { AddFromAccount } from './add-from-account.tsx'

interface Added { recording: RecordingSummary; alreadyThere: boolean }

/** The three ways in. */
export function AddPanel(props: { onAdded: () => void }) {
  const [way, setWay] = createSignal('link')
  const added = ({ recording, alreadyThere }: Added): void => {
    showToast(alreadyThere && recording.state === 'ready' ? words.add.alreadyThere(recording.title) : words.add.added(recording.title))
    props.onAdded()
  }
  return (
    <Card class={styles['panel']}>
      <h2 class="visually-hidden">{words.add.title}</h2>
      <Tabs value={way()} onChange={setWay}>
        <Tabs.List class={styles['tabs']} aria-label={words.add.title}>
          <Way value="link" icon="link" label={words.add.byLink} />
          <Way value="file" icon="upload" label={words.add.byFile} />
          <Way value="account" icon="plug" label={words.add.fromAccount} />
        </Tabs.List>
        <Tabs.Content class={styles['content']} value="link"><AddByLink onAdded={added} /></Tabs.Content>
        <Tabs.Content class={styles['content']} value="file" forceMount={true} hidden={way() !== 'file'}><AddByFile onAdded={added} /></Tabs.Content>
        <Tabs.Content class={styles['content']} value="account"><AddFromAccount onAdded={added} /></Tabs.Content>
      </Tabs>
    </Card>
  )
}

function Way(props: { value: string; icon: IconName; label: string }) {
  return <Tabs.Trigger class={styles['tab']} value={props.value}><Icon name={props.icon} size={18} /><span>{props.label}</span></Tabs.Trigger>
}
