import { createSignal, Show } from 'solid-js'
import { clock } from '../format/duration.ts'
import { IconButton } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { words } from '../words/words.ts'
import { leadSeconds, type CutPlace } from './cut-places.ts'
import styles from './cuts.module.css'

/** Plays what was cut from the recording as it came in, with a little before and after it. */
export function CutPlayer(props: { url: string; place: CutPlace; onClose: () => void }) {
  const [time, setTime] = createSignal(0)
  const [hasFailed, setHasFailed] = createSignal(false)
  const from = () => Math.max(0, props.place.span.start - leadSeconds)
  const to = () => props.place.span.end + leadSeconds
  const share = (seconds: number): string => `${Math.min(100, Math.max(0, 100 * (seconds - from()) / (to() - from())))}%`
  const follow = (video: HTMLVideoElement): void => {
    setTime(video.currentTime)
    if (video.currentTime >= to() && !video.paused) video.pause()
  }
  const start = (video: HTMLVideoElement): void => {
    video.currentTime = from()
    // A browser may want a click first; its own controls are there.
    video.play().catch((cause: unknown) => { if (!(cause instanceof DOMException)) throw cause })
  }
  return (
    <section class={styles['player']} aria-label={words.recording.cutPlayer}>
      <div class={styles['playerHead']}>
        <h3>{words.recording.cutPlayerTitle(clock(props.place.span.start), clock(props.place.span.end))}</h3>
        <IconButton icon="close" label={words.common.close} onClick={() => props.onClose()} />
      </div>
      <Show when={!hasFailed()} fallback={<Notice tone="warn">{words.recording.cutPlayerFailed}</Notice>}>
        <video
          class={styles['video']} src={props.url} controls playsinline preload="auto" aria-label={words.recording.cutPlayer}
          onLoadedMetadata={event => start(event.currentTarget)} onTimeUpdate={event => follow(event.currentTarget)} onError={() => setHasFailed(true)}
        />
        <div class={styles['strip']} aria-hidden="true">
          <span class={styles['stripCut']} style={{ left: share(props.place.span.start), right: `calc(100% - ${share(props.place.span.end)})` }} />
          <span class={styles['stripNow']} style={{ left: share(time()) }} />
        </div>
        <p class={styles['soft']}>{words.recording.cutPlayerText}</p>
      </Show>
    </section>
  )
}
