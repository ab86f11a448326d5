import type { Chapter } from '@f2l/common/contracts/edit-plan.ts'
import { createSignal, For, lazy, Show, Suspense, type JSX } from 'solid-js'
import { clock, spokenClock } from '../format/duration.ts'
import { locale, words } from '../words/words.ts'
import { cueIndexAt } from './cues.ts'
import type { Playback } from './playback.ts'
import styles from './timeline.module.css'

const Thumbnail = lazy(() => import('./thumbnail.tsx'))

/** The bar to seek on, cut into chapters, with marks; the place under the pointer, or just sought by a key, is named and shown above it. */
export function Timeline(props: { playback: Playback; chapters: Chapter[]; marks: number[]; pins?: JSX.Element; storyboardUrl: string | null }) {
  let bar!: HTMLDivElement
  const [hover, setHover] = createSignal<number | null>(null)
  const state = () => props.playback.state
  const at = (event: PointerEvent): number => {
    const box = bar.getBoundingClientRect()
    return Math.min(1, Math.max(0, (event.clientX - box.left) / Math.max(1, box.width))) * state().duration
  }
  const drag = (event: PointerEvent): void => {
    setHover(at(event))
    if (bar.hasPointerCapture(event.pointerId)) props.playback.seek(at(event))
  }
  const press = (event: PointerEvent): void => {
    if (event.button !== 0) return
    bar.setPointerCapture(event.pointerId)
    props.playback.seek(at(event))
  }
  const segments = () => chapterSegments(props.chapters, state().duration)
  return (
    <div
      ref={element => { bar = element }} class={styles['timeline']} role="slider" tabindex="0" aria-label={words.watch.position}
      aria-valuemin="0" aria-valuemax={Math.round(state().duration)} aria-valuenow={Math.round(state().time)}
      aria-valuetext={words.watch.positionText(spokenClock(state().time, locale), spokenClock(state().duration, locale))}
      onPointerDown={press} onPointerMove={drag} onPointerLeave={() => setHover(null)}
    >
      <div class={styles['segments']} aria-hidden="true">
        <For each={segments()}>
          {segment => (
            <span class={styles['segment']} style={{ 'flex-grow': String(segment.end - segment.start) }}>
              <span class={styles['buffered']} style={{ transform: `scaleX(${share(segment, state().bufferedTo)})` }} />
              <span class={styles['played']} style={{ transform: `scaleX(${share(segment, state().time)})` }} />
            </span>
          )}
        </For>
      </div>
      <For each={props.marks}>{mark => <span class={styles['mark']} aria-hidden="true" style={{ left: percent(mark, state().duration) }} />}</For>
      {props.pins}
      <span class={styles['knob']} aria-hidden="true" style={{ left: percent(state().time, state().duration) }} />
      <Show when={hover() ?? state().soughtTo}>{seconds => <HoverLabel seconds={seconds()} duration={state().duration} chapters={props.chapters} storyboardUrl={props.storyboardUrl} />}</Show>
    </div>
  )
}

function HoverLabel(props: { seconds: number; duration: number; chapters: Chapter[]; storyboardUrl: string | null }) {
  const chapter = () => props.chapters[cueIndexAt(props.chapters, props.seconds)]
  const place = () => Math.min(100, Math.max(0, props.seconds / Math.max(props.duration, 0.001) * 100))
  return (
    <span class={`${styles['label']} ${props.storyboardUrl === null ? '' : styles['pictured']}`} aria-hidden="true" style={{ '--place': `${place()}%` }}>
      <Show when={props.storyboardUrl}>{url => <Suspense><Thumbnail url={url()} seconds={props.seconds} /></Suspense>}</Show>
      <Show when={chapter()}>{now => <span class={styles['chapter']}>{now().title}</span>}</Show>
      <span>{clock(props.seconds)}</span>
    </span>
  )
}

interface Segment { start: number; end: number }

function chapterSegments(chapters: Chapter[], duration: number): Segment[] {
  const starts = [0, ...chapters.map(chapter => chapter.start).filter(start => start > 0.5 && start < duration)]
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? Math.max(duration, start + 0.001) }))
}

function share(segment: Segment, seconds: number): number {
  return Math.min(1, Math.max(0, (seconds - segment.start) / (segment.end - segment.start)))
}

function percent(seconds: number, duration: number): string {
  return `${Math.min(100, Math.max(0, seconds / Math.max(duration, 0.001) * 100))}%`
}
