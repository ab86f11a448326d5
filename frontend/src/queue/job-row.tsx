import type { JobView, RecordingSummary } from '@f2l/common/contracts/api.ts'
import { A } from '@solidjs/router'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { ago } from '../format/date.ts'
import { useServices } from '../shell/services.tsx'
import { Badge, type BadgeTone } from '../ui/badge.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { ServerSentence } from '../ui/server-sentence.tsx'
import { locale, words, type Words } from '../words/words.ts'
import { JobLine } from './job-line.tsx'
import { JobLog } from './job-log.tsx'
import { jobTime } from './job-words.ts'
import styles from './queue.module.css'
import { RetryButton } from './retry-button.tsx'

const tones: Record<JobView['status'], BadgeTone> = { pending: 'neutral', processing: 'accent', completed: 'good', dead: 'danger', cancelled: 'warn' }
const states: Record<JobView['status'], keyof Words['states']> = { pending: 'queued', processing: 'processing', completed: 'ready', dead: 'failed', cancelled: 'cancelled' }

export function JobRow(props: { recording: RecordingSummary; job: JobView; onChanged: () => void }) {
  const isLive = () => props.job.status === 'pending' || props.job.status === 'processing'
  return (
    <li class={styles['row']}>
      <span class={styles['thumb']}>
        <Show when={props.recording.posterUrl} fallback={<Icon name="film" />}>{url => <img src={url()} alt="" loading="lazy" width="160" height="90" />}</Show>
      </span>
      <div class={styles['what']}>
        <div class={styles['title']}>
          <A href={`/recordings/${props.recording.id}`}>{props.recording.title}</A>
          <Badge tone={tones[props.job.status]}>{words.states[states[props.job.status]]}</Badge>
        </div>
        <Show when={isLive()} fallback={<p class={styles['soft']}>{ago(props.job.finishedAt ?? props.job.createdAt, Date.now(), locale)} <Show when={jobTime(props.job, words, locale)}>{text => <>· {text()}</>}</Show></p>}>
          <JobLine job={props.job} title={props.recording.title} />
        </Show>
        <Show when={props.job.error && props.job.status !== 'completed' ? props.job.error : null}>{error => <p class={styles['error']}><ServerSentence error={error()} /></p>}</Show>
        <JobLog recordingId={props.recording.id} />
      </div>
      <div class={styles['do']}><JobActions recording={props.recording} job={props.job} onChanged={() => props.onChanged()} /></div>
    </li>
  )
}

/** Cancel asks first once work has been done; retry does not. */
export function JobActions(props: { recording: RecordingSummary; job: JobView; onChanged: () => void }) {
  const { api } = useServices()
  const [isAsking, setIsAsking] = createSignal(false)
  const cancel = async (): Promise<void> => {
    await api.cancel(props.recording.id)
    props.onChanged()
  }
  return (
    <>
      <Switch>
        <Match when={props.job.status === 'pending' || props.job.status === 'processing'}>
          <Button size="s" onClick={() => setIsAsking(true)}>{words.common.cancel}</Button>
        </Match>
        <Match when={(props.job.status === 'dead' || props.job.status === 'cancelled') && !props.recording.isSourceGone}>
          <RetryButton recording={props.recording} onChanged={() => props.onChanged()} />
        </Match>
        <Match when={props.recording.shareToken}>{token => <ButtonLink size="s" icon="play" href={`/s/${token()}`}>{words.library.watch}</ButtonLink>}</Match>
      </Switch>
      <ConfirmDialog isOpen={isAsking()} onClose={() => setIsAsking(false)} title={words.queue.cancelTitle} confirmLabel={words.queue.cancelJob} cancelLabel={words.queue.keep} onConfirm={cancel}>
        {words.queue.cancelText(props.recording.title)}
      </ConfirmDialog>
    </>
  )
}
