import { isCountedView } from '@f2l/common/contracts/counted-view.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import type { viewBody } from '@f2l/common/contracts/views.ts'
import type { z } from 'zod'

/** What of the player's state tells what is watched. */
export interface Watched { time: number; isPlaying: boolean; rate: number }
export type ViewWord = z.input<typeof viewBody>
/** Answers whether it may have arrived: what did not is told again. `isLeaving`: the page may be gone at once. */
export type TellView = (word: ViewWord, isLeaving: boolean) => Promise<boolean> | boolean

export interface ViewTracker {
  /** To be called whenever the player's state changes. */
  observe: (watched: Watched) => void
  /** Tells what was not told yet, for a page that is hidden or left. */
  leave: () => void
  noteCallToAction: (kind: 'saw' | 'clicked') => void
}

interface TrackerOptions { id: string; durationSeconds: number; asksForPrivacy: boolean; now: () => number; tell: TellView }

/** While it plays the page tells so often; the first word comes as soon as the view counts. */
const tellEverySeconds = 15
/** What a player's clock and ours may differ by between two looks; whoever goes further has sought. */
const slackSeconds = 0.5
/** A hidden tab looks once a second or so; what took longer was waiting for the video to load. */
const longestLookSeconds = 3
const mostSpansAWord = 200

/**
 * Collects what was really played of a video, at any speed and not what was sought over, and tells it in few words.
 * It looks at the player's state only, and no word of it holds anything up.
 */
export function makeViewTracker({ id, durationSeconds, asksForPrivacy, now, tell }: TrackerOptions): ViewTracker {
  let last: (Watched & { at: number }) | null = null
  let [seen, untold]: [Span[], Span[]] = [[], []]
  let [hasSoughtEnd, isCounted, sawCallToAction, clickedCallToAction, hasNews] = [false, false, false, false, false]
  let toldAt = now()

  const say = (isLeaving: boolean): void => {
    if (untold.length === 0 && !hasNews) return
    const [first, later] = [untold.slice(0, mostSpansAWord), untold.slice(mostSpansAWord)]
    const word = { id, durationSeconds, seen: first.map(rounded), hasSoughtEnd, sawCallToAction, clickedCallToAction, asksForPrivacy }
    ;[untold, hasNews, toldAt] = [later, false, now()]
    const again = (): void => { untold = withSpans(first, untold); hasNews = true }
    void Promise.resolve(tell(word, isLeaving)).then(hasArrived => { if (!hasArrived) again() }, again)
  }
  const note = (start: number, end: number): void => {
    const span = { start: Math.max(0, start), end: Math.min(end, durationSeconds) }
    if (span.end <= span.start) return
    seen = withSpans(seen, [span])
    untold = withSpans(untold, [span])
  }
  const seek = (to: number): void => {
    if (to < durationSeconds - Math.max(1, durationSeconds * 0.02) || hasSoughtEnd) return
    hasSoughtEnd = hasNews = true
  }
  return {
    observe(watched) {
      const before = last
      last = { ...watched, at: now() }
      if (watched.isPlaying && !before?.isPlaying) toldAt = last.at
      if (!before) return
      const step = watched.time - before.time
      const most = Math.min(longestLookSeconds, (last.at - before.at) / 1000) * Math.max(before.rate, watched.rate) + slackSeconds
      if (before.isPlaying && step > 0 && step <= most) note(before.time, watched.time)
      else if (Math.abs(step) > slackSeconds) seek(watched.time)
      const counts = isCountedView({ seenSeconds: secondsOf(seen), videoSeconds: durationSeconds, hasSoughtEnd })
      const isDue = watched.isPlaying && last.at - toldAt >= tellEverySeconds * 1000
      const hasPaused = before.isPlaying && !watched.isPlaying
      if (counts && !isCounted || isDue || hasPaused) say(false)
      isCounted = counts
    },
    leave: () => say(true),
    noteCallToAction(kind) {
      if (kind === 'saw' ? sawCallToAction : clickedCallToAction) return
      if (kind === 'clicked') clickedCallToAction = true
      sawCallToAction = hasNews = true
      if (kind === 'clicked') say(true)
    },
  }
}

/** Ascending and apart. Almost always the last span only grows. */
function withSpans(spans: Span[], more: Span[]): Span[] {
  const merged: Span[] = []
  for (const { start, end } of [...spans, ...more].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else merged.push({ start, end })
  }
  return merged
}

function secondsOf(spans: Span[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0)
}

function rounded({ start, end }: Span): Span {
  return { start: Math.floor(start * 100) / 100, end: Math.ceil(end * 100) / 100 }
}
