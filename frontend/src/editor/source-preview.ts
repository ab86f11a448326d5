import type { Span } from '@f2l/common/contracts/span.ts'
import { createMemo, onCleanup, type Accessor } from 'solid-js'
import { createStore } from 'solid-js/store'
import { makeSkipList } from '../watch/skip-list.ts'

export interface PreviewState {
  /** Seconds of the source. */
  time: number
  isPlaying: boolean
  isWaiting: boolean
  /** The browser cannot play it, or nobody could tell where it lies. */
  hasFailed: boolean
  rate: number
}

/** The source, played without what the draft cuts. */
export interface SourcePreview {
  state: PreviewState
  attach: (video: HTMLVideoElement) => void
  play: (from?: number) => void
  pause: () => void
  toggle: () => void
  seek: (seconds: number) => void
  setRate: (rate: number) => void
  retry: () => void
}

/** The skip list counts frames; a millisecond serves as one. */
const perSecond = 1000
/** An address lives for some minutes only: one that failed so soon was not too old. */
const youngMs = 20_000

/** `link` gives an address of the source; one that has become too old is replaced while it plays. */
export function createSourcePreview({ link, kept }: { link: () => Promise<string>; kept: Accessor<Span[]> }): SourcePreview {
  const [state, set] = createStore<PreviewState>({ time: 0, isPlaying: false, isWaiting: false, hasFailed: false, rate: 1 })
  const skips = createMemo(() => skipListOf(kept()))
  let video: HTMLVideoElement | null = null
  let linkedAt = 0
  let wantsToPlay = false
  const seek = (seconds: number): void => {
    set('time', seconds)
    if (video && video.readyState >= HTMLMediaElement.HAVE_METADATA) video.currentTime = seconds
  }
  const start = (): void => { void video?.play().catch((cause: unknown) => { if (!(cause instanceof DOMException)) throw cause }) }
  const load = async (): Promise<void> => {
    set({ hasFailed: false, isWaiting: wantsToPlay })
    const url = await link().catch(() => null)
    linkedAt = performance.now()
    if (url === null || !video) { set({ hasFailed: true, isWaiting: false }); return }
    video.src = url
  }
  const play = (from?: number): void => {
    const isOver = skips()?.pass({ seconds: from ?? state.time, rate: 1, bufferedTo: Infinity, isHidden: true }).isOver
    if (isOver || from !== undefined) seek(isOver ? 0 : from!)
    wantsToPlay = true
    // While its address is asked for it begins as soon as that is there.
    if (linkedAt > 0) start()
  }
  const pause = (): void => {
    wantsToPlay = false
    video?.pause()
  }
  return {
    state, seek, play, pause, toggle: () => { if (state.isPlaying) pause(); else play() },
    setRate(rate) {
      set('rate', rate)
      if (video) video.playbackRate = rate
    },
    retry: () => void load(),
    attach(element) {
      video = element
      follow(element, {
        leap: () => leapOver(element, skips(), state.rate),
        tell: told => set(told),
        ready() {
          if (state.time > 0) element.currentTime = state.time
          element.playbackRate = state.rate
          if (wantsToPlay) start()
        },
        fail() {
          if (performance.now() - linkedAt > youngMs) void load()
          else set({ hasFailed: true, isPlaying: false, isWaiting: false })
        },
        end: () => { wantsToPlay = false },
      })
      // The first picture is there before anybody presses Play.
      void load()
    },
  }
}

interface Followed { leap: () => boolean; tell: (told: Partial<PreviewState>) => void; ready: () => void; fail: () => void; end: () => void }

function follow(video: HTMLVideoElement, { leap, tell, ready, fail, end }: Followed): void {
  const gone = new AbortController()
  let frame = 0
  onCleanup(() => { gone.abort(); cancelAnimationFrame(frame); video.removeAttribute('src'); video.load() })
  const on = (names: string, act: () => void): void => { for (const name of names.split(' ')) video.addEventListener(name, act, { signal: gone.signal }) }
  const eachFrame = (): void => {
    if (leap()) { end(); video.pause() } else tell({ time: video.currentTime })
    frame = requestAnimationFrame(eachFrame)
  }
  on('play', () => { tell({ isPlaying: true }); cancelAnimationFrame(frame); eachFrame() })
  on('pause ended', () => { tell({ isPlaying: false }); cancelAnimationFrame(frame) })
  on('seeked', () => { if (video.paused && video.readyState > 0) tell({ time: video.currentTime }) })
  on('waiting', () => tell({ isWaiting: true }))
  on('playing canplay seeked', () => tell({ isWaiting: false }))
  on('loadedmetadata', ready)
  on('error', () => { if (video.hasAttribute('src')) fail() })
}

/** Over a cut, softly. @returns whether all that is kept was played */
function leapOver(video: HTMLVideoElement, skips: ReturnType<typeof makeSkipList> | null, rate: number): boolean {
  if (!skips) return true
  if (video.seeking) return false
  const step = skips.pass({ seconds: video.currentTime, rate, bufferedTo: bufferedAround(video), isHidden: document.hidden })
  if (Math.abs(video.volume - step.gain) > 0.001) video.volume = step.gain
  if (video.playbackRate !== step.rate) video.playbackRate = step.rate
  if (step.seekTo !== null) video.currentTime = step.seekTo
  return step.isOver
}

function skipListOf(kept: readonly Span[]): ReturnType<typeof makeSkipList> | null {
  const keep = kept.map(({ start, end }) => ({ start: Math.round(start * perSecond), end: Math.round(end * perSecond) })).filter(({ start, end }) => end > start)
  return keep.length === 0 ? null : makeSkipList({ frameRate: { num: perSecond, den: 1 }, keep, titleCard: { frames: 0 }, hasPicture: false })
}

function bufferedAround(video: HTMLVideoElement): number {
  for (let index = 0; index < video.buffered.length; index += 1) {
    if (video.buffered.start(index) <= video.currentTime + 0.5 && video.buffered.end(index) >= video.currentTime) return video.buffered.end(index)
  }
  return 0
}
