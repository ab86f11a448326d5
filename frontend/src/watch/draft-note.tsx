import { remaining } from '../format/duration.ts'
import { Progress } from '../ui/progress.tsx'
import { locale, words } from '../words/words.ts'
import type { WatchableDraft } from './draft.ts'
import styles from './draft.module.css'

/** Says under the player that the finished video is on its way. */
export default function DraftNote(props: { draft: WatchableDraft }) {
  const progress = () => props.draft.progress
  const isRunning = () => progress().state === 'queued' || progress().state === 'processing'
  const soon = () => progress().secondsLeft === null ? words.draft.readySoon : words.draft.ready(remaining(progress().secondsLeft!, locale))
  return (
    <div class={styles['note']}>
      <p>{words.draft.note} {isRunning() ? soon() : words.draft.failedText}</p>
      {isRunning() && <Progress label={words.draft.progress} percent={progress().percent} />}
    </div>
  )
}
