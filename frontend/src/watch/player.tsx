import { createEffect, createMemo, createSignal, For, getOwner, lazy, on, onCleanup, onMount, runWithOwner, Show, Suspense, type JSX } from 'solid-js'
import { length } from '../format/duration.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { locale, words } from '../words/words.ts'
import { createCaptions } from './captions.ts'
import { EndCard } from './end-card.tsx'
import { createFullscreen } from './fullscreen.ts'
import type { Playback } from './playback.ts'
import { PlayerControls } from './player-controls.tsx'
import { createMediaReturn } from './media-return.ts'
import { listenToKeys } from './player-keys.ts'
import type { PlayerPage } from './player-page.ts'
import styles from './player.module.css'

const KeyboardHelp = lazy(() => import('./keyboard-help.tsx'))
const ResumeOffer = lazy(() => import('./resume-offer.tsx'))
const TouchLayer = lazy(() => import('./touch-layer.tsx'))

/** The video with its own controls. `captionsAt` tells the lines of a second where there is no file of captions. `marks` are shown on the timeline (hits of a search), `pins` above it, `children` over the picture; with `hasOwnEnd` they say what comes after the end. */
export function Player(props: { page: PlayerPage; playback: Playback; captionsAt?: ((seconds: number) => string[]) | undefined; marks?: number[]; pins?: JSX.Element; hasOwnEnd?: boolean; children?: JSX.Element }) {
  let frame!: HTMLDivElement
  let video!: HTMLVideoElement
  let wasTouched = false
  const [isAwake, wake] = createWakefulness()
  const [showsKeys, setShowsKeys] = createSignal(false)
  const fullscreen = createFullscreen(() => frame, () => video)
  const playback = (): Playback => props.playback
  const fileLines = createCaptions(() => video, playback)
  const captionLines = createMemo(() => props.captionsAt?.(props.playback.state.time) ?? fileLines())
  onMount(() => props.playback.attach(video))
  // eslint-disable-next-line solid/reactivity -- both are read inside effects there
  joinSystem(() => props.page, playback)
  listenToKeys({ frame: () => frame, playback, onFullscreen: () => void fullscreen.toggle(), onHelp: () => setShowsKeys(true), onUsed: () => wake() })
  const showsControls = () => isAwake() || !props.playback.state.isPlaying
  return (
    <div
      ref={element => { frame = element }} class={`${styles['player']} ${showsControls() ? '' : styles['asleep']}`} role="region" aria-label={words.watch.player}
      style={{ '--ratio': ratio(props.page) }}
      onPointerMove={event => { if (event.pointerType === 'mouse') wake() }} onFocusIn={() => wake()}
    >
      <video
        ref={element => { video = element }} class={styles['video']} src={props.page.videoUrl} poster={props.page.posterUrl || undefined} preload="metadata" playsinline
        aria-label={props.page.title}
        onClick={event => { if (!isTouch(event)) { props.playback.toggle(); wake() } }}
        onDblClick={() => { if (!wasTouched) void fullscreen.toggle() }} onPointerDown={event => { wasTouched = event.pointerType === 'touch' }}
      >
        <Show when={props.page.captionsUrl}>{url => <track kind="captions" src={url()} srclang="en" label={words.watch.transcript} default={props.playback.state.showsCaptions} />}</Show>
      </video>
      <Show when={props.playback.state.showsCaptions && captionLines().length > 0}>
        <div class={styles['captions']} aria-hidden="true"><For each={captionLines()}>{line => <span>{line}</span>}</For></div>
      </Show>
      <Suspense><TouchLayer video={() => video} playback={props.playback} fullscreen={fullscreen} showsControls={showsControls()} wake={wake} /></Suspense>
      <Cover page={props.page} playback={props.playback} />
      <Show when={!props.hasOwnEnd}><EndCard playback={props.playback} /></Show>
      {props.children}
      <Suspense><ResumeOffer token={props.page.token} playback={props.playback} /></Suspense>
      <PlayerControls page={props.page} playback={props.playback} fullscreen={fullscreen} video={() => video} hasCaptions={props.page.captionsUrl !== null || props.captionsAt !== undefined} marks={props.marks ?? []} pins={props.pins} />
      <Show when={showsKeys()}><Suspense><KeyboardHelp onClose={() => setShowsKeys(false)} /></Suspense></Show>
    </div>
  )
}

/** Lock screens and media keys learn of a video once it plays. */
function joinSystem(page: () => PlayerPage, playback: () => Playback): void {
  const owner = getOwner()
  let hasJoined = false
  createEffect(on(() => playback().state.hasStarted, hasStarted => {
    if (!hasStarted || hasJoined || !('mediaSession' in navigator)) return
    hasJoined = true
    void import('./media-session.ts').then(({ tellSystem }) => runWithOwner(owner, () => tellSystem(page, playback())))
  }))
}

function ratio(page: PlayerPage): string {
  return page.width > 0 && page.height > 0 ? `${page.width} / ${page.height}` : '16 / 9'
}

function isTouch(event: MouseEvent): boolean {
  return event instanceof PointerEvent && event.pointerType === 'touch'
}

/** Awake for three seconds after the last sign of life. */
function createWakefulness(): [() => boolean, () => void] {
  const [isAwake, setIsAwake] = createSignal(true)
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  return [isAwake, () => {
    setIsAwake(true)
    clearTimeout(timer)
    timer = setTimeout(() => setIsAwake(false), 3000)
  }]
}

/** What lies over the picture: the big button before the start, a spinner, or the failure. */
function Cover(props: { page: PlayerPage; playback: Playback }) {
  const state = () => props.playback.state
  // eslint-disable-next-line solid/reactivity -- a player keeps its playback
  const isAway = createMediaReturn(props.playback)
  // The button goes: who pressed it by key goes on from the timeline, not from the top of the page.
  const start = (button: HTMLElement): void => {
    if (button.matches(':focus-visible')) button.parentElement?.querySelector<HTMLElement>('[role="slider"]')?.focus()
    props.playback.play()
  }
  return (
    <>
      <Show when={!state().hasStarted && !state().hasFailed}>
        <button type="button" class={styles['start']} aria-label={`${words.watch.play} ${length(props.page.durationSeconds, locale)}`} onClick={event => start(event.currentTarget)}>
          <span class={styles['startSign']}><Icon name="play" size={34} /></span>
          <span class={styles['startLength']}>{length(props.page.durationSeconds, locale)}</span>
        </button>
      </Show>
      <Show when={state().isWaiting && state().isPlaying}><div class={styles['waiting']} role="status" aria-label={words.watch.buffering}><Spinner /></div></Show>
      <Show when={state().hasFailed}>
        <div class={styles['failed']} role="alert">
          <strong>{words.watch.videoFailed}</strong>
          <p>{isAway() ? words.errors.serverAway : words.watch.videoFailedText}</p>
          <div>
            <Button look="primary" icon="retry" onClick={() => props.playback.retry()}>{words.common.retry}</Button>
            <Show when={props.page.downloadUrl}>{url => <ButtonLink icon="download" href={url()} isOutside download>{words.watch.download}</ButtonLink>}</Show>
          </div>
        </div>
      </Show>
    </>
  )
}
