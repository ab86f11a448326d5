import type { JobView, RecordingSummary } from '@f2l/common/contracts/api.ts'
import { Match, Switch } from 'solid-js'
import { JobLine } from '../queue/job-line.tsx'
import { JobActions } from '../queue/job-row.tsx'
import { Card } from '../ui/card.tsx'
import { CodeText } from '../ui/code-text.tsx'
import { Notice } from '../ui/notice.tsx'
import { words } from '../words/words.ts'
import styles from './recording.module.css'

/** A finished video that is being made again, or could not be: it stays as it is meanwhile. */
export function Remake(props: { recording: RecordingSummary; job: JobView; onChanged: () => void }) {
  const actions = () => <JobActions recording={props.recording} job={props.job} onChanged={() => props.onChanged()} />
  return (
    <Switch>
      <Match when={isBeingMade(props.job)}>
        <Card class={styles['working']}>
          <div>
            <h2>{words.recording.remakeTitle}</h2>
            <p class={styles['soft']}>{words.recording.remakeText}</p>
          </div>
          <JobLine job={props.job} title={props.recording.title} />
          <div>{actions()}</div>
        </Card>
      </Match>
      <Match when={props.job.status === 'dead'}>
        <Notice tone="danger" title={words.recording.remakeFailed} action={actions()}><CodeText text={props.job.error?.message ?? words.errors.unexpected} /></Notice>
      </Match>
      <Match when={props.job.status === 'cancelled'}>
        <Notice tone="warn" title={words.recording.remakeCancelled} action={actions()}>{words.recording.remakeStays}</Notice>
      </Match>
    </Switch>
  )
}

export function isBeingMade(job: JobView | null): boolean {
  return job?.status === 'pending' || job?.status === 'processing'
}
