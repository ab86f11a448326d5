import { onCleanup } from 'solid-js'
import { createStore, type SetStoreFunction } from 'solid-js/store'
import { readRemembered, remember } from './remembered.ts'
import type { SkipList } from './skip-list.ts'
import { parseSpeed, stepSpeed } from './speeds.ts'
import { parseVolume } from './volume.ts'

export interface PlaybackState {
  /** Seconds of the output, also while the source is played. */
  time: number
  duration: number
  isPlaying: boolean
  isWaiting: boolean
  hasStarted: boolean
  hasEnded: boolean
  hasFailed: boolean
  bufferedTo: number
  rate: number
  /** A finger holds the picture: it plays at this speed until it is let go. */
  heldRate: number | null
  volume: number
  isMuted: boolean
  showsCaptions: boolean
  /** A place just asked for, for a moment. */
  soughtTo: number | null
}

/** The one video of a page: its state for everybody to read, and what can be asked of it. */
export interface Playback {
  state: PlaybackState
  attach: (video: HTMLVideoElement) => void
  play: () => void
  toggle: () => void
  /** Goes to a second of the output; a person who asks for a place wants to see it play. */
  /** `isShown`: the timeline shows for a moment where that is. */
  seek: (seconds: number, options?: { andPlay?: boolean; isShown?: boolean }) => void
  skip: (seconds: number, options?: { isShown?: boolean }) => void
  /** One picture back or forward, while paused. */
  stepFrame: (step: 1 | -1) => void
  setRate: (rate: number) => void
  stepRate: (step: 1 | -1) => void
  holdRate: (rate: number | null) => void
  setVolume: (volume: number) => void
  toggleMute: () => void
  toggleCaptions: () => void
  retry: () => void
  /** The finished video is about to take the place of the source: place, speed and captions stay. */
  changeToFinished: (durationSeconds: number) => void
}

/** With `skips` the element plays the source and leaps over what was cut; all seconds told and asked for are the output's. */
export function createPlayback(start: { durationSeconds: number; atSeconds: number; skips?: SkipList | null }): Playback {
  const [state, set] = createStore<PlaybackState>({
    time: start.atSeconds, duration: start.durationSeconds, isPlaying: false, isWaiting: false, hasStarted: false, hasEnded: false, hasFailed: false,
    bufferedTo: 0, rate: parseSpeed(readRemembered('speed')), heldRate: null, volume: parseVolume(readRemembered('volume')), isMuted: false,
    showsCaptions: readRemembered('captions') === 'on', soughtTo: null,
  })
  const deck: Deck = { video: null, skips: start.skips ?? null, gain: 1 }
  return {
    state,
    attach(element) {
      deck.video = element
      element.playbackRate = state.rate
      setLoudness(deck, state)
      // A seek, even to 0, would put the first frame in the place of the poster.
      if (toElement(deck, start.atSeconds) > 0) goTo(element, toElement(deck, start.atSeconds))
      follow(element, deck, state, set)
    },
    ...commands(deck, state, set),
  }
}

/** The element, how its seconds are to be read, and how much of the person's volume it has near a cut. */
interface Deck { video: HTMLVideoElement | null; skips: SkipList | null; gain: number }

const soughtMs = 1200
/** One picture of a video with 25 a second; finer steps show the same picture twice at worst. */
const frameSeconds = 1 / 25

function commands(deck: Deck, state: PlaybackState, set: SetStoreFunction<PlaybackState>): Omit<Playback, 'state' | 'attach'> {
  const play = (): void => {
    if (state.hasEnded) seek(0)
    void deck.video?.play().catch((cause: unknown) => onRefusedPlay(cause, set))
  }
  let forgetSought: ReturnType<typeof setTimeout> | undefined
  const seek: Playback['seek'] = (seconds, { andPlay = false, isShown = false } = {}) => {
    const to = Math.min(Math.max(0, seconds), Math.max(0, state.duration - 0.05))
    set({ time: to, soughtTo: isShown ? to : null, hasEnded: false })
    clearTimeout(forgetSought)
    forgetSought = setTimeout(() => set('soughtTo', null), soughtMs)
    if (deck.video) goTo(deck.video, toElement(deck, to))
    if (andPlay) play()
  }
  const setRate = (rate: number): void => {
    set('rate', rate)
    remember('speed', String(rate))
    setSpeed(deck, state)
  }
  return {
    play, seek, setRate,
    toggle: () => { if (deck.video?.paused ?? true) play(); else deck.video!.pause() },
    skip: (seconds, { isShown = true } = {}) => seek(state.time + seconds, { isShown }),
    stepFrame: step => { if (deck.video?.paused) seek(state.time + step * frameSeconds) },
    stepRate: step => setRate(stepSpeed(state.rate, step)),
    holdRate(rate) {
      set('heldRate', rate)
      setSpeed(deck, state)
    },
    ...loudness(deck, state, set),
    toggleCaptions() {
      set('showsCaptions', shows => !shows)
      remember('captions', state.showsCaptions ? 'on' : 'off')
    },
    retry() {
      set('hasFailed', false)
      deck.video?.load()
      seek(state.time, { andPlay: true })
    },
    changeToFinished: durationSeconds => changeToFinished(deck, state, set, { durationSeconds, play }),
  }
}

function loudness(deck: Deck, state: PlaybackState, set: SetStoreFunction<PlaybackState>): Pick<Playback, 'setVolume' | 'toggleMute'> {
  const setMuted = (isMuted: boolean): void => { if (deck.video) deck.video.muted = isMuted }
  return {
    setVolume(wanted) {
      const volume = Math.min(1, Math.max(0, Math.round(wanted * 100) / 100))
      set('volume', volume)
      // Who turned it down to nothing wants silence now, not each time.
      if (volume > 0) remember('volume', String(volume))
      setLoudness(deck, state)
      setMuted(volume === 0)
    },
    toggleMute() {
      if (state.volume === 0) set('volume', 0.5)
      setLoudness(deck, state)
      setMuted(!deck.video?.muted)
    },
  }
}

function changeToFinished(deck: Deck, state: PlaybackState, set: SetStoreFunction<PlaybackState>, { durationSeconds, play }: { durationSeconds: number; play: () => void }): void {
  const { time: at, isPlaying, hasStarted } = state
  Object.assign(deck, { skips: null, gain: 1 })
  set({ duration: durationSeconds, hasFailed: false, bufferedTo: 0 })
  deck.video?.addEventListener('loadedmetadata', () => {
    if (hasStarted || at > 0) deck.video!.currentTime = Math.min(at, Math.max(0, durationSeconds - 0.05))
    setSpeed(deck, state)
    setLoudness(deck, state)
    if (isPlaying) play()
  }, { once: true })
}

function toElement({ skips }: Deck, outputSeconds: number): number {
  return skips ? skips.toSource(outputSeconds) : outputSeconds
}

function setLoudness({ video, gain }: Deck, { volume }: PlaybackState): void {
  const wanted = volume * gain
  if (video && Math.abs(video.volume - wanted) > 0.001) video.volume = wanted
}

function setSpeed({ video }: Deck, { rate, heldRate }: PlaybackState, own = heldRate ?? rate): void {
  if (video && video.playbackRate !== own) video.playbackRate = own
}

/** A browser may refuse to play without a click, and a pause right after play aborts it: neither is a failure. */
function onRefusedPlay(cause: unknown, set: SetStoreFunction<PlaybackState>): void {
  const isHarmless = cause instanceof DOMException && (cause.name === 'NotAllowedError' || cause.name === 'AbortError')
  if (!isHarmless) set('hasFailed', true)
}

/** Before the metadata is there a seek is forgotten by some browsers, so it is done again then. */
function goTo(video: HTMLVideoElement, seconds: number): void {
  if (video.readyState >= HTMLMediaElement.HAVE_METADATA) video.currentTime = seconds
  else video.addEventListener('loadedmetadata', () => { video.currentTime = seconds }, { once: true })
}

function follow(video: HTMLVideoElement, deck: Deck, state: PlaybackState, set: SetStoreFunction<PlaybackState>): void {
  const end = new AbortController()
  let frame = 0
  onCleanup(() => { end.abort(); cancelAnimationFrame(frame) })
  const on = (names: string, act: () => void): void => {
    for (const name of names.split(' ')) video.addEventListener(name, act, { signal: end.signal })
  }
  const readTime = (): void => {
    if (video.readyState === 0 && video.currentTime === 0) return
    if (!leapOver(video, deck, state, set)) set('time', deck.skips ? deck.skips.toOutput(video.currentTime) : video.currentTime)
  }
  const eachFrame = (): void => {
    readTime()
    frame = requestAnimationFrame(eachFrame)
  }
  on('play', () => {
    set({ isPlaying: true, hasStarted: true, hasEnded: false, hasFailed: false })
    cancelAnimationFrame(frame)
    eachFrame()
  })
  on('pause ended', () => {
    set({ isPlaying: false, hasEnded: video.ended || state.hasEnded })
    cancelAnimationFrame(frame)
    readTime()
  })
  on('seeked timeupdate', readTime)
  on('loadedmetadata durationchange', () => { if (Number.isFinite(video.duration) && !deck.skips) set('duration', video.duration) })
  // Of a picture in a form that they do not know some browsers play the sound alone.
  on('loadedmetadata', () => { if (deck.skips?.hasPicture && video.videoWidth === 0) set('hasFailed', true) })
  on('waiting', () => set('isWaiting', true))
  on('playing canplay seeked', () => set('isWaiting', false))
  on('progress timeupdate', () => set('bufferedTo', deck.skips ? deck.skips.toOutput(bufferedAround(video)) : bufferedAround(video)))
  on('volumechange', () => set('isMuted', video.muted))
  on('error', () => set({ hasFailed: true, isPlaying: false, isWaiting: false }))
}

/** Where the source is played: over a cut, softly. @returns whether the place shown stays as it is for now */
function leapOver(video: HTMLVideoElement, deck: Deck, state: PlaybackState, set: SetStoreFunction<PlaybackState>): boolean {
  if (!deck.skips || video.paused) return false
  if (video.seeking) return true
  const rate = state.heldRate ?? state.rate
  const step = deck.skips.pass({ seconds: video.currentTime, rate, bufferedTo: bufferedAround(video), isHidden: document.hidden })
  deck.gain = step.gain
  setLoudness(deck, state)
  setSpeed(deck, state, step.rate)
  if (step.seekTo !== null) video.currentTime = step.seekTo
  if (step.isOver) {
    set({ hasEnded: true, time: state.duration })
    video.pause()
  }
  return step.seekTo !== null || step.isOver
}

function bufferedAround(video: HTMLVideoElement): number {
  for (let index = 0; index < video.buffered.length; index += 1) {
    if (video.buffered.start(index) <= video.currentTime + 0.5 && video.buffered.end(index) >= video.currentTime) return video.buffered.end(index)
  }
  return 0
}
