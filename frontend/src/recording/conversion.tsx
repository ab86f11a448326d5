import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { Match, Show, Switch } from 'solid-js'
import { JobLine } from '../queue/job-line.tsx'
import { JobActions } from '../queue/job-row.tsx'
import { RetryButton } from '../queue/retry-button.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Notice } from '../ui/notice.tsx'
import { ServerSentence } from '../ui/server-sentence.tsx'
import { words } from '../words/words.ts'
import styles from './recording.module.css'

/** Where the video stands while there is none, and what can be done about it. */
export function Conversion(props: { recording: RecordingSummary; onChanged: () => void }) {
  const retry = () => <RetryButton recording={props.recording} onChanged={() => props.onChanged()} />
  return (
    <Switch>
      <Match when={props.recording.state === 'failed'}>
        <Notice tone="danger" title={words.recording.failedTitle} action={retry()}><Show when={props.recording.error ?? props.recording.job?.error} fallback={words.errors.unexpected}>{error => <ServerSentence error={error()} />}</Show></Notice>
      </Match>
      <Match when={props.recording.state === 'cancelled'}>
        <Notice tone="warn" title={words.recording.cancelledTitle} action={retry()}>{words.recording.cancelledText}</Notice>
      </Match>
      <Match when={props.recording.job}>
        {job => (
          <Card class={styles['working']}>
            <div>
              <h2>{words.recording.workingTitle}</h2>
              <p class={styles['soft']}>{words.recording.workingText}</p>
            </div>
            <JobLine job={job()} title={props.recording.title} />
            <Show when={job().error}>{error => <p class={styles['soft']}><ServerSentence error={error()} /></p>}</Show>
            <div class={styles['links']}>
              <Show when={props.recording.watchToken}>{token => <ButtonLink look="primary" icon="play" href={`/s/${token()}`} isOutside>{words.library.watchNow}</ButtonLink>}</Show>
              <JobActions recording={props.recording} job={job()} onChanged={() => props.onChanged()} />
            </div>
          </Card>
        )}
      </Match>
    </Switch>
  )
}
