import type { ShareDraft } from '@f2l/common/contracts/api.ts'
import { Show } from 'solid-js'
import { remaining } from '../format/duration.ts'
import { Icon } from '../ui/icon.tsx'
import { Progress } from '../ui/progress.tsx'
import { locale, words } from '../words/words.ts'
import styles from './draft.module.css'

/** What a link shows while there is nothing to watch yet. */
export default function WaitingPage(props: { draft: ShareDraft & { isUnplayable: boolean } }) {
  const isRunning = () => props.draft.state === 'queued' || props.draft.state === 'processing'
  return (
    <section class={styles['waiting']} aria-labelledby="waiting-title">
      <span class={styles['icon']}><Icon name={isRunning() ? 'film' : 'warning'} size={26} /></span>
      <h1 id="waiting-title">{isRunning() ? words.draft.waitingTitle(props.draft.title) : props.draft.title}</h1>
      <Show when={isRunning()} fallback={<p role="alert">{words.draft.failedText}</p>}>
        <div class={styles['line']}>
          <div class={styles['words']} role="status">
            <span>{sentence(props.draft)}</span>
            <Show when={props.draft.secondsLeft}>{seconds => <span>{words.job.readyIn(remaining(seconds(), locale))}</span>}</Show>
          </div>
          <Progress label={words.draft.progress} percent={props.draft.percent} isQuiet={props.draft.state === 'queued'} />
        </div>
        <p>{props.draft.isUnplayable ? `${words.draft.unplayable} ` : ''}{words.draft.waitingText}</p>
      </Show>
    </section>
  )
}

function sentence({ state, stage, placeInLine }: ShareDraft): string {
  if (state === 'processing') return stage === null ? words.job.starting : words.job.stages[stage]
  return placeInLine === null ? words.job.waiting : placeInLine === 1 ? words.job.next : words.job.place(placeInLine)
}
