import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { Show } from 'solid-js'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/words.ts'
import styles from './sharing.module.css'

/** A small lock where a link is not open to everybody. */
export function RestrictedMark(props: { recording: Pick<RecordingSummary, 'isRestricted'>; hasWords?: boolean }) {
  return (
    <Show when={props.recording.isRestricted}>
      <span class={styles['mark']} title={words.library.restricted}>
        <Icon name="lock" size={15} />
        <span class={props.hasWords ? '' : 'visually-hidden'}>{words.library.restricted}</span>
      </span>
    </Show>
  )
}
