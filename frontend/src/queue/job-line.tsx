import type { JobView } from '@f2l/common/contracts/api.ts'
import { Show } from 'solid-js'
import { Progress } from '../ui/progress.tsx'
import { locale, words } from '../words/words.ts'
import { jobSentence, jobTime } from './job-words.ts'
import styles from './job-line.module.css'

/** Where a job stands: a sentence, a bar, the time left. */
export function JobLine(props: { job: JobView; title: string }) {
  const isRunning = () => props.job.status === 'processing'
  return (
    <div class={styles['line']}>
      <div class={styles['words']}>
        <span>{jobSentence(props.job, words, Date.now(), locale)}</span>
        <Show when={isRunning()}><span class={styles['percent']}>{Math.round(props.job.percent)} %</span></Show>
      </div>
      <Progress label={words.job.progress(props.title)} percent={props.job.percent} isQuiet={!isRunning()} />
      <div class={styles['soft']}>
        <Show when={jobTime(props.job, words, locale)}>{text => <span>{text()}</span>}</Show>
        <Show when={props.job.attempts > 1}><span>{words.job.attempt(props.job.attempts)}</span></Show>
      </div>
    </div>
  )
}
