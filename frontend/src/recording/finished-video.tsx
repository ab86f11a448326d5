import type { RecordingDetail, SharePage } from '@f2l/common/contracts/api.ts'
import { Show } from 'solid-js'
import { parseTimeParam } from '../format/time-param.ts'
import { ButtonLink } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { words } from '../words/words.ts'
import { createPlayback } from '../watch/playback.ts'
import { Player } from '../watch/player.tsx'
import { SidePanel } from '../watch/side-panel.tsx'
import { createTranscriptSearch } from '../watch/transcript-search.ts'
import { CutList } from './cut-list.tsx'
import { Quality } from './quality.tsx'
import styles from './recording.module.css'

/** The owner's view of a finished video: player, transcript, links, and everything that was cut. */
export function FinishedVideo(props: { page: SharePage; detail: RecordingDetail; onChanged: () => void }) {
  // Another length belongs to another video, which makes a new view.
  // eslint-disable-next-line solid/reactivity
  const playback = createPlayback({ durationSeconds: props.page.durationSeconds, atSeconds: parseTimeParam(new URLSearchParams(location.search).get('t')) ?? 0 })
  const search = createTranscriptSearch(() => props.page.cues)
  const marks = () => search.hits().map(index => props.page.cues[index]!.start)
  return (
    <>
      <div class={styles['links']}>
        <CopyButton look="primary" label={words.common.copyLink} text={() => `${location.origin}/s/${props.page.token}`} />
        <ButtonLink icon="external" href={`/s/${props.page.token}`} isOutside>{words.recording.openShare}</ButtonLink>
        <Show when={props.page.downloadUrl}>{url => <ButtonLink icon="download" href={url()} isOutside download>{words.recording.download}</ButtonLink>}</Show>
        <Show when={props.page.captionsUrl}>{url => <ButtonLink icon="captions" href={url()} isOutside download>{words.recording.captions}</ButtonLink>}</Show>
      </div>
      <div class={styles['columns']}>
        <div class={styles['stage']}><Player page={props.page} playback={playback} marks={marks()} /></div>
        <div class={styles['side']}><SidePanel page={props.page} playback={playback} search={search} /></div>
      </div>
      <CutList detail={props.detail} page={props.page} onSeek={seconds => playback.seek(seconds, { andPlay: true })} onChanged={() => props.onChanged()} />
      <Quality checks={props.detail.checks} timings={props.detail.timings} />
    </>
  )
}
