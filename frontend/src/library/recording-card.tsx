import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { A } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { day } from '../format/date.ts'
import { clock } from '../format/duration.ts'
import { JobLine } from '../queue/job-line.tsx'
import { JobActions } from '../queue/job-row.tsx'
import { RestrictedMark } from '../sharing/restricted-mark.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { ServerSentence } from '../ui/server-sentence.tsx'
import { locale, words } from '../words/words.ts'
import styles from './recording-card.module.css'
import { RecordingMenu } from './recording-menu.tsx'
import { LengthChange, StateBadge } from './recording-facts.tsx'
import { TitleField } from './recording-title.tsx'
import { TagList } from './tag-list.tsx'

interface CardProps {
  recording: RecordingSummary
  onChanged: () => void
  isSelected: boolean
  /** Some recording is selected: every box is shown. */
  isSelecting: boolean
  onSelect: (isRange: boolean) => void
  knownTags: string[]
}

export function RecordingCard(props: CardProps) {
  const recording = () => props.recording
  const [isMoving, setIsMoving] = createSignal(false)
  const [isRenaming, setIsRenaming] = createSignal(false)
  let card!: HTMLLIElement
  const renamed = (): void => { setIsRenaming(false); card.querySelector<HTMLElement>('h2 a')?.focus() }
  return (
    <li
      ref={element => { card = element }} class={`${styles['card']} ${props.isSelected ? styles['selected'] : ''} ${props.isSelecting ? styles['selecting'] : ''}`}
      // A finger has no hovering: there the picture stays still.
      onPointerEnter={event => { if (event.pointerType !== 'touch') setIsMoving(true) }} onPointerLeave={() => setIsMoving(false)}
      onFocusIn={event => setIsMoving(event.target.matches(':focus-visible'))} onFocusOut={() => setIsMoving(false)}
    >
      <div class={styles['top']}>
        <Picture recording={recording()} isMoving={isMoving()} />
        <SelectBox title={recording().title} isSelected={props.isSelected} onSelect={isRange => props.onSelect(isRange)} />
      </div>
      <div class={styles['body']}>
        <div class={styles['head']}>
          <h2 class={styles['title']}>
            <Show when={isRenaming()} fallback={<A href={`/recordings/${recording().id}`}>{recording().title}</A>}>
              <TitleField id={recording().id} title={recording().title} onDone={renamed} onChanged={() => props.onChanged()} />
            </Show>
          </h2>
          <RecordingMenu recording={recording()} onChanged={() => props.onChanged()} onRename={() => setIsRenaming(true)} knownTags={props.knownTags} />
        </div>
        <Facts recording={recording()} />
        <TagList tags={recording().tags} />
        <Progress recording={recording()} onChanged={() => props.onChanged()} />
      </div>
    </li>
  )
}

/** Shift and a click, or Shift and Space, chooses all from the last one chosen. */
function SelectBox(props: { title: string; isSelected: boolean; onSelect: (isRange: boolean) => void }) {
  let isRange = false
  return (
    <label class={styles['select']}>
      <input
        type="checkbox" aria-label={words.selection.select(props.title)} checked={props.isSelected}
        onClick={event => { isRange = event.shiftKey }}
        onChange={event => { props.onSelect(isRange); event.currentTarget.checked = props.isSelected }}
      />
    </label>
  )
}

function Facts(props: { recording: RecordingSummary }) {
  return (
    <div class={styles['facts']}>
      <Show when={props.recording.state !== 'ready'}><StateBadge state={props.recording.state} /></Show>
      <LengthChange recording={props.recording} />
      <span>{day(props.recording.recordedAt ?? props.recording.createdAt, locale)}</span>
      <RestrictedMark recording={props.recording} />
      <Show when={props.recording.views > 0}><span class={styles['fact']}><Icon name="eye" size={15} />{words.libraryView.views(props.recording.views)}</span></Show>
      <Show when={props.recording.comments > 0}><span>{words.libraryView.comments(props.recording.comments)}</span></Show>
    </div>
  )
}

/** How far the video is; once it is there, the ways to it. */
function Progress(props: { recording: RecordingSummary; onChanged: () => void }) {
  const isRunning = () => props.recording.state === 'queued' || props.recording.state === 'processing'
  const isStopped = () => props.recording.state === 'failed' || props.recording.state === 'cancelled'
  return (
    <>
      <Show when={isRunning() && props.recording.job}>{job => <JobLine job={job()} title={props.recording.title} />}</Show>
      <Show when={props.recording.state === 'failed' ? props.recording.error ?? props.recording.job?.error : null}>{error => <p class={styles['error']}><ServerSentence error={error()} /></p>}</Show>
      <Show when={isStopped() && props.recording.job}>{job => <div><JobActions recording={props.recording} job={job()} onChanged={() => props.onChanged()} /></div>}</Show>
      <Show when={props.recording.watchToken}>
        {token => (
          <div class={styles['actions']}>
            <A class={styles['watch']} href={`/s/${token()}`}><Icon name="play" size={16} />{words.library.watchNow}</A>
            <CopyButton size="s" look="quiet" label={words.common.copyLink} text={() => `${location.origin}/s/${token()}`} />
          </div>
        )}
      </Show>
      <Show when={props.recording.shareToken !== null && props.recording.state === 'ready'}>
        <div class={styles['actions']}>
          <A class={styles['watch']} href={`/s/${props.recording.shareToken}`}><Icon name="play" size={16} />{words.library.watch}</A>
          <CopyButton size="s" look="quiet" label={words.common.copyLink} text={() => `${location.origin}/s/${props.recording.shareToken}`} />
        </div>
      </Show>
    </>
  )
}

/** The poster; while hovered or focused the moving preview, which is loaded only then. */
function Picture(props: { recording: RecordingSummary; isMoving: boolean }) {
  const moving = () => props.isMoving && !matchMedia('(prefers-reduced-motion: reduce)').matches ? props.recording.previewUrl : null
  return (
    <A class={styles['picture']} href={`/recordings/${props.recording.id}`} tabindex="-1" aria-hidden="true">
      <Show when={props.recording.posterUrl} fallback={<span class={styles['noPicture']}><Icon name="film" size={36} /></span>}>
        {url => <img src={url()} alt="" loading="lazy" width="640" height="360" />}
      </Show>
      <Show when={moving()}>{url => <img class={styles['moving']} src={url()} alt="" width="640" height="360" />}</Show>
      <Show when={props.recording.videoSeconds}>{seconds => <span class={styles['length']}>{clock(seconds())}</span>}</Show>
    </A>
  )
}
