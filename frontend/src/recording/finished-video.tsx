import type { RecordingDetail, SharePage } from '@f2l/common/contracts/api.ts'
import { Show } from 'solid-js'
import { ShareButton } from '../sharing/share-button.tsx'
import { createLateComments, PinSlot, ReactionSlot } from '../comments/late-comments.tsx'
import { useServices } from '../shell/services.tsx'
import { HeatLegend } from '../insights/heat-legend.tsx'
import { heatOfLines } from '../insights/heat-of-lines.ts'
import { InsightsCard } from '../insights/insights-card.tsx'
import { createInsights } from '../insights/recording-insights.ts'
import { RetentionStrip } from '../insights/retention-strip.tsx'
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
  // eslint-disable-next-line solid/reactivity -- nor does a view change its recording
  const insights = createInsights(props.detail.recording.id)
  const search = createTranscriptSearch(() => props.page.cues)
  const { live } = useServices()
  // eslint-disable-next-line solid/reactivity -- read when an event comes
  const listen = (onNews: () => void) => live.listen(event => { if (event.type === 'discussion' && event.recordingId === props.detail.recording.id) onNews() })
  const comments = createLateComments({ page: () => props.page, playback, listen })
  const marks = () => search.hits().map(index => props.page.cues[index]!.start)
  return (
    <>
      <div class={styles['links']}>
        <ShareButton recording={props.detail.recording} page={props.page} />
        <ButtonLink icon="scissors" href={`/recordings/${props.detail.recording.id}/edit`}>{words.recording.edit}</ButtonLink>
        <CopyButton label={words.common.copyLink} text={() => `${location.origin}/s/${props.page.token}`} />
        <ButtonLink icon="external" href={`/s/${props.page.token}`} isOutside>{words.recording.openShare}</ButtonLink>
        <Show when={props.page.downloadUrl}>{url => <ButtonLink icon="download" href={url()} isOutside download>{words.recording.download}</ButtonLink>}</Show>
        <Show when={props.page.captionsUrl}>{url => <ButtonLink icon="captions" href={url()} isOutside download>{words.recording.captions}</ButtonLink>}</Show>
      </div>
      <div class={styles['columns']}>
        <div class={styles['stage']}>
          <Player page={props.page} playback={playback} marks={marks()} pins={<PinSlot comments={comments} />} />
          <Show when={insights.data()?.retention.length ? insights.data()!.retention : null}>{retention => <RetentionStrip retention={retention()} playback={playback} />}</Show>
          <ReactionSlot comments={comments} />
        </div>
        <div class={styles['side']}><SidePanel page={props.page} playback={playback} search={search} comments={comments} heat={heatOfLines(insights.data(), props.page.cues.length)} legend={HeatLegend} /></div>
      </div>
      <InsightsCard recordingId={props.detail.recording.id} page={props.page} query={insights} />
      <CutList detail={props.detail} page={props.page} onSeek={seconds => playback.seek(seconds, { andPlay: true })} onChanged={() => props.onChanged()} />
      <Quality checks={props.detail.checks} timings={props.detail.timings} />
    </>
  )
}
