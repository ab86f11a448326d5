import { onCleanup } from 'solid-js'
import { createStore, type SetStoreFunction } from 'solid-js/store'
import { readRemembered, remember } from './remembered.ts'
import { parseSpeed, stepSpeed } from './speeds.ts'

export interface PlaybackState {
  time: number
  duration: number
  isPlaying: boolean
  isWaiting: boolean
  hasStarted: boolean
  hasEnded: boolean
  hasFailed: boolean
  bufferedTo: number
  rate: number
  volume: number
  isMuted: boolean
  showsCaptions: boolean
}

/** The one video of a page: its state for everybody to read, and what can be asked of it. */
export interface Playback {
  state: PlaybackState
  attach: (video: HTMLVideoElement) => void
  play: () => void
  toggle: () => void
  /** Goes to a second of the output; a person who asks for a place wants to see it play. */
  seek: (seconds: number, options?: { andPlay?: boolean }) => void
  skip: (seconds: number) => void
  setRate: (rate: number) => void
  stepRate: (step: 1 | -1) => void
  setVolume: (volume: number) => void
  toggleMute: () => void
  toggleCaptions: () => void
  retry: () => void
}

export function createPlayback(start: { durationSeconds: number; atSeconds: number }): Playback {
  const [state, set] = createStore<PlaybackState>({
    time: start.atSeconds, duration: start.durationSeconds, isPlaying: false, isWaiting: false, hasStarted: false, hasEnded: false, hasFailed: false,
    bufferedTo: 0, rate: parseSpeed(readRemembered('speed')), volume: 1, isMuted: false, showsCaptions: readRemembered('captions') === 'on',
  })
  let video: HTMLVideoElement | null = null
  return {
    state,
    attach(element) {
      video = element
      element.playbackRate = state.rate
      // A seek, even to 0, would put the first frame in the place of the poster.
      if (start.atSeconds > 0) goTo(element, start.atSeconds)
      follow(element, set)
    },
    ...commands(() => video, state, set),
  }
}

function commands(video: () => HTMLVideoElement | null, state: PlaybackState, set: SetStoreFunction<PlaybackState>): Omit<Playback, 'state' | 'attach'> {
  const play = (): void => { void video()?.play().catch((cause: unknown) => onRefusedPlay(cause, set)) }
  const seek: Playback['seek'] = (seconds, { andPlay = false } = {}) => {
    const to = Math.min(Math.max(0, seconds), Math.max(0, state.duration - 0.05))
    set('time', to)
    if (video()) goTo(video()!, to)
    if (andPlay) play()
  }
  const setRate = (rate: number): void => {
    set('rate', rate)
    remember('speed', String(rate))
    if (video()) video()!.playbackRate = rate
  }
  return {
    play, seek, setRate,
    toggle: () => { if (video()?.paused ?? true) play(); else video()!.pause() },
    skip: seconds => seek(state.time + seconds),
    stepRate: step => setRate(stepSpeed(state.rate, step)),
    setVolume(volume) {
      if (!video()) return
      video()!.volume = Math.min(1, Math.max(0, volume))
      video()!.muted = volume <= 0
    },
    toggleMute: () => { if (video()) video()!.muted = !video()!.muted },
    toggleCaptions() {
      set('showsCaptions', shows => !shows)
      remember('captions', state.showsCaptions ? 'on' : 'off')
    },
    retry() {
      set('hasFailed', false)
      video()?.load()
      seek(state.time, { andPlay: true })
    },
  }
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

function follow(video: HTMLVideoElement, set: SetStoreFunction<PlaybackState>): void {
  const end = new AbortController()
  let frame = 0
  onCleanup(() => { end.abort(); cancelAnimationFrame(frame) })
  const on = (names: string, act: () => void): void => {
    for (const name of names.split(' ')) video.addEventListener(name, act, { signal: end.signal })
  }
  const readTime = (): void => { if (video.readyState > 0 || video.currentTime > 0) set('time', video.currentTime) }
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
    set({ isPlaying: false, hasEnded: video.ended })
    cancelAnimationFrame(frame)
    readTime()
  })
  on('seeked timeupdate', readTime)
  on('loadedmetadata durationchange', () => { if (Number.isFinite(video.duration)) set('duration', video.duration) })
  on('waiting', () => set('isWaiting', true))
  on('playing canplay seeked', () => set('isWaiting', false))
  on('progress timeupdate', () => set('bufferedTo', bufferedAround(video)))
  on('volumechange', () => set({ volume: video.volume, isMuted: video.muted }))
  on('error', () => set({ hasFailed: true, isPlaying: false, isWaiting: false }))
}

function bufferedAround(video: HTMLVideoElement): number {
  for (let index = 0; index < video.buffered.length; index += 1) {
    if (video.buffered.start(index) <= video.currentTime + 0.5 && video.buffered.end(index) >= video.currentTime) return video.buffered.end(index)
  }
  return 0
}
