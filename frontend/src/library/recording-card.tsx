import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { A } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { day } from '../format/date.ts'
import { clock } from '../format/duration.ts'
import { JobLine } from '../queue/job-line.tsx'
import { JobActions } from '../queue/job-row.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { locale, words } from '../words/words.ts'
import styles from './recording-card.module.css'
import { RecordingMenu } from './recording-menu.tsx'
import { LengthChange, StateBadge } from './recording-facts.tsx'

export function RecordingCard(props: { recording: RecordingSummary; onChanged: () => void }) {
  const recording = () => props.recording
  const isRunning = () => recording().state === 'queued' || recording().state === 'processing'
  const isStopped = () => recording().state === 'failed' || recording().state === 'cancelled'
  return (
    <li class={styles['card']}>
      <Picture recording={recording()} />
      <div class={styles['body']}>
        <div class={styles['top']}>
          <h2 class={styles['title']}><A href={`/recordings/${recording().id}`}>{recording().title}</A></h2>
          <RecordingMenu recording={recording()} onChanged={() => props.onChanged()} />
        </div>
        <div class={styles['facts']}>
          <Show when={recording().state !== 'ready'}><StateBadge state={recording().state} /></Show>
          <LengthChange recording={recording()} />
          <span>{day(recording().recordedAt ?? recording().createdAt, locale)}</span>
        </div>
        <Show when={isRunning() && recording().job}>{job => <JobLine job={job()} title={recording().title} />}</Show>
        <Show when={recording().state === 'failed' ? recording().error ?? recording().job?.error : null}>{error => <p class={styles['error']}>{error().message}</p>}</Show>
        <Show when={isStopped() && recording().job}>{job => <div><JobActions recording={recording()} job={job()} onChanged={() => props.onChanged()} /></div>}</Show>
        <Show when={recording().watchToken}>
          {token => (
            <div class={styles['actions']}>
              <A class={styles['watch']} href={`/s/${token()}`}><Icon name="play" size={16} />{words.library.watchNow}</A>
              <CopyButton size="s" look="quiet" label={words.common.copyLink} text={() => `${location.origin}/s/${token()}`} />
            </div>
          )}
        </Show>
        <Show when={recording().shareToken !== null && recording().state === 'ready'}>
          <div class={styles['actions']}>
            <A class={styles['watch']} href={`/s/${recording().shareToken}`}><Icon name="play" size={16} />{words.library.watch}</A>
            <CopyButton size="s" look="quiet" label={words.common.copyLink} text={() => `${location.origin}/s/${recording().shareToken}`} />
          </div>
        </Show>
      </div>
    </li>
  )
}

/** The poster; while hovered or focused the moving preview, which is loaded only then. */
function Picture(props: { recording: RecordingSummary }) {
  const [isMoving, setIsMoving] = createSignal(false)
  const canMove = () => isMoving() && props.recording.previewUrl !== null && !matchMedia('(prefers-reduced-motion: reduce)').matches
  return (
    <A class={styles['picture']} href={`/recordings/${props.recording.id}`} tabindex="-1" aria-hidden="true" onPointerEnter={() => setIsMoving(true)} onPointerLeave={() => setIsMoving(false)}>
      <Show when={props.recording.posterUrl} fallback={<span class={styles['noPicture']}><Icon name="film" size={36} /></span>}>
        {url => <img src={url()} alt="" loading="lazy" width="640" height="360" />}
      </Show>
      <Show when={canMove() && props.recording.previewUrl}>{url => <img class={styles['moving']} src={url()} alt="" width="640" height="360" />}</Show>
      <Show when={props.recording.videoSeconds}>{seconds => <span class={styles['length']}>{clock(seconds())}</span>}</Show>
    </A>
  )
}
