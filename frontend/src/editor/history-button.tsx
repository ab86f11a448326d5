import styles from '../ui/button.module.css'
import { words } from '../words/words.ts'

const paths = { undo: 'M9 5.5L4.5 10 9 14.5M4.5 10H14a5 5 0 0 1 0 10h-3', redo: 'M15 5.5l4.5 4.5-4.5 4.5M19.5 10H10a5 5 0 0 0 0 10h3' }
const keys = { undo: 'Control+Z', redo: 'Control+Shift+Z' }

/** Back or forward in the draft. Its sign is drawn here: the set of icons is read by every share page. */
export function HistoryButton(props: { step: 'undo' | 'redo'; isPossible: boolean; onPress: () => void }) {
  return (
    <button type="button" class={styles['icon']} aria-label={words.editor[props.step]} title={words.editor[props.step]} aria-keyshortcuts={keys[props.step]} disabled={!props.isPossible} onClick={() => props.onPress()}>
      <svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"><path d={paths[props.step]} /></svg>
    </button>
  )
}
