import type { Span } from '@f2l/common/contracts/span.ts'
import { For, onMount, Show } from 'solid-js'
import { clock, spokenClock } from '../format/duration.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { locale, words } from '../words/words.ts'
import styles from './preview-player.module.css'
import type { SourcePreview } from './source-preview.ts'

const speeds = [0.8, 1, 1.2, 1.5, 2]

/** The source as the draft would have it, before anything is made. */
export function PreviewPlayer(props: { preview: SourcePreview; removed: readonly Span[]; sourceSeconds: number; hasPicture: boolean; isSourceGone: boolean }) {
  let video!: HTMLVideoElement
  onMount(() => props.preview.attach(video))
  const state = () => props.preview.state
  return (
    <section class={styles['player']} aria-label={words.editor.preview}>
      <div class={styles['stage']}>
        <video ref={element => { video = element }} class={styles['video']} playsinline preload="auto" aria-label={words.editor.previewText} onClick={() => props.preview.toggle()} />
        <Show when={!props.hasPicture}><span class={styles['sound']}><Icon name="volume" size={48} /></span></Show>
        <Show when={state().isWaiting && !state().hasFailed && !props.isSourceGone}><span class={styles['waiting']}><Spinner /></span></Show>
        <Show when={props.isSourceGone}><div class={styles['failed']}><p>{words.editor.previewGone}</p></div></Show>
        <Show when={state().hasFailed && !props.isSourceGone}>
          <div class={styles['failed']} role="alert"><p>{words.editor.previewFailed}</p><Button size="s" icon="retry" onClick={() => props.preview.retry()}>{words.common.retry}</Button></div>
        </Show>
      </div>
      <div class={styles['controls']}>
        <IconButton icon={state().isPlaying ? 'pause' : 'play'} label={state().isPlaying ? words.editor.pause : words.editor.play} onClick={() => props.preview.toggle()} />
        <SourceTimeline preview={props.preview} removed={props.removed} sourceSeconds={props.sourceSeconds} />
        <span class={styles['time']}>{clock(state().time)} / {clock(props.sourceSeconds)}</span>
        <select class={styles['speed']} aria-label={words.editor.speed} value={String(state().rate)} onChange={event => props.preview.setRate(Number(event.currentTarget.value))}>
          <For each={speeds}>{speed => <option value={String(speed)} selected={speed === state().rate}>{words.editor.speedValue(speed)}</option>}</For>
        </select>
      </div>
    </section>
  )
}

const keySteps: Record<string, number> = { ArrowLeft: -5, ArrowRight: 5, ArrowDown: -5, ArrowUp: 5, PageDown: -60, PageUp: 60 }

/** All of the source, with what the draft cuts hatched. */
function SourceTimeline(props: { preview: SourcePreview; removed: readonly Span[]; sourceSeconds: number }) {
  let bar!: HTMLDivElement
  const at = (event: PointerEvent): number => {
    const box = bar.getBoundingClientRect()
    return Math.min(1, Math.max(0, (event.clientX - box.left) / Math.max(1, box.width))) * props.sourceSeconds
  }
  const press = (event: PointerEvent): void => {
    if (event.button !== 0) return
    bar.setPointerCapture(event.pointerId)
    props.preview.seek(at(event))
  }
  const key = (event: KeyboardEvent): void => {
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? props.sourceSeconds : keySteps[event.key] === undefined ? null : time() + keySteps[event.key]!
    if (to === null) return
    event.preventDefault()
    props.preview.seek(Math.min(props.sourceSeconds, Math.max(0, to)))
  }
  const time = () => props.preview.state.time
  // One path, however many cuts there are.
  const shape = () => props.removed.map(({ start, end }) => `M${share(start)} 0H${share(end)}V1H${share(start)}z`).join('')
  const share = (seconds: number): number => Math.round(100_000 * seconds / Math.max(0.001, props.sourceSeconds)) / 100
  return (
    <div
      ref={element => { bar = element }} class={styles['timeline']} role="slider" tabindex="0" aria-label={words.editor.position} aria-valuemin="0" aria-valuemax={Math.round(props.sourceSeconds)} aria-valuenow={Math.round(time())}
      aria-valuetext={words.editor.positionText(spokenClock(time(), locale), spokenClock(props.sourceSeconds, locale))}
      onPointerDown={press} onPointerMove={event => { if (bar.hasPointerCapture(event.pointerId)) props.preview.seek(at(event)) }} onKeyDown={key}
    >
      <svg class={styles['track']} viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true">
        <rect class={styles['all']} width="1000" height="1" />
        <rect class={styles['done']} width={share(time())} height="1" />
        <path class={styles['removed']} d={shape()} />
      </svg>
      <span class={styles['knob']} style={{ left: `${share(time()) / 10}%` }} aria-hidden="true" />
    </div>
  )
}
