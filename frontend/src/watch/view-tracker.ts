import { isCountedView } from '@f2l/common/contracts/counted-view.ts'
import { mergeSpans, secondsOf } from '@f2l/common/contracts/merge-spans.ts'
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
export function makeViewTracker(options: TrackerOptions): ViewTracker {
  const { durationSeconds, now } = options
  const teller = makeTeller(options)
  let last: (Watched & { at: number }) | null = null
  let seen: Span[] = []
  let isCounted = false

  const follow = (before: Watched & { at: number }, after: Watched & { at: number }): void => {
    const span = playedBetween(before, after, durationSeconds)
    if (span) {
      seen = mergeSpans([...seen, span])
      teller.add(span)
    }
    else if (isSeekToEnd(before, after, durationSeconds)) teller.note({ hasSoughtEnd: true })
  }
  return {
    observe(watched) {
      const before = last
      const after = last = { ...watched, at: now() }
      if (after.isPlaying && !before?.isPlaying) teller.waitAnew()
      if (!before) return
      follow(before, after)
      const counts = isCountedView({ seenSeconds: secondsOf(seen), videoSeconds: durationSeconds, hasSoughtEnd: teller.flags().hasSoughtEnd })
      const hasPaused = before.isPlaying && !after.isPlaying
      if (counts && !isCounted || hasPaused || after.isPlaying && teller.isDue()) teller.say(false)
      isCounted = counts
    },
    leave: () => teller.say(true),
    noteCallToAction(kind) {
      const isNew = teller.note(kind === 'saw' ? { sawCallToAction: true } : { sawCallToAction: true, clickedCallToAction: true })
      // The press may lead away from the page.
      if (isNew && kind === 'clicked') teller.say(true)
    },
  }
}

interface Flags { hasSoughtEnd: boolean; sawCallToAction: boolean; clickedCallToAction: boolean }

/** What was not told yet; what did not arrive is told again with the next word. */
function makeTeller({ id, durationSeconds, asksForPrivacy, now, tell }: TrackerOptions) {
  let untold: Span[] = []
  let flags: Flags = { hasSoughtEnd: false, sawCallToAction: false, clickedCallToAction: false }
  let hasNews = false
  let toldAt = now()
  return {
    flags: () => flags,
    isDue: () => now() - toldAt >= tellEverySeconds * 1000,
    waitAnew: () => { toldAt = now() },
    add: (span: Span) => { untold = mergeSpans([...untold, span]) },
    /** Answers whether any of it is new. */
    note(more: Partial<Flags>): boolean {
      const isNew = Object.entries(more).some(([name, value]) => flags[name as keyof Flags] !== value)
      flags = { ...flags, ...more }
      hasNews ||= isNew
      return isNew
    },
    say(isLeaving: boolean): void {
      if (untold.length === 0 && !hasNews) return
      const told = untold.slice(0, mostSpansAWord)
      untold = untold.slice(mostSpansAWord)
      hasNews = false
      toldAt = now()
      const again = (): void => {
        untold = mergeSpans([...told, ...untold])
        hasNews = true
      }
      void Promise.resolve(tell({ id, durationSeconds, asksForPrivacy, seen: told.map(rounded), ...flags }, isLeaving)).then(hasArrived => { if (!hasArrived) again() }, again)
    },
  }
}

/** What was played since the last look; null where the player stood or somebody sought. */
function playedBetween(before: Watched & { at: number }, after: Watched & { at: number }, durationSeconds: number): Span | null {
  const step = after.time - before.time
  const most = Math.min(longestLookSeconds, (after.at - before.at) / 1000) * Math.max(before.rate, after.rate) + slackSeconds
  const span = { start: Math.max(0, before.time), end: Math.min(after.time, durationSeconds) }
  return before.isPlaying && step <= most && span.end > span.start ? span : null
}

function isSeekToEnd(before: Watched, after: Watched, durationSeconds: number): boolean {
  return Math.abs(after.time - before.time) > slackSeconds && after.time >= durationSeconds - Math.max(1, durationSeconds * 0.02)
}

function rounded({ start, end }: Span): Span {
  return { start: Math.floor(start * 100) / 100, end: Math.ceil(end * 100) / 100 }
}
