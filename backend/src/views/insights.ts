import { namedViewers, retentionParts, type Insights, type ViewerView } from '@f2l/common/contracts/views.ts'
import { mergeSpans, secondsOf } from '@f2l/common/contracts/merge-spans.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import type { views } from '@f2l/user-dbs/schema.ts'
import type { SeenTimes } from './seen-spans.ts'

/** A view as it is stored; `seen` in source seconds. */
export type StoredView = Pick<typeof views.$inferSelect, 'visitor' | 'viewerId' | 'viewerName' | 'startedAt' | 'lastAt' | 'seen' | 'isCounted' | 'sawCallToAction' | 'clickedAt'>
/** Somebody with all of their counted views; `seen` in seconds of the output. */
export interface Person { view: ViewerView; seen: Span[] }

const shownDays = 30

export type WatchInsights = Omit<Insights, 'reactions' | 'comments' | 'callToAction'>

/** What the counted views say about the video as it is now. `cues` are those of the share page, in seconds of the output. */
export function insightsOf(stored: StoredView[], times: SeenTimes, cues: Pick<Span, 'start' | 'end'>[]): WatchInsights {
  const counted = stored.filter(view => view.isCounted)
  const people = peopleOf(counted, times)
  const seenSharesOf = meanCover(people.map(person => person.seen))
  return {
    views: counted.length, viewers: people.length, seenShare: people.length === 0 ? 0 : share(sum(people.map(person => person.view.seenShare)) / people.length),
    retention: seenSharesOf(partsOf(times.outputSeconds)), cueHeat: seenSharesOf(cues),
    viewerList: people.slice(0, namedViewers).map(person => person.view), days: daysOf(counted),
  }
}

/** Everybody who watched, the latest first. */
export function peopleOf(counted: StoredView[], times: SeenTimes): Person[] {
  const nameOf = makePersonKey(counted)
  const people = [...Map.groupBy(counted, nameOf).values()].map(theirs => personOf(theirs, times))
  return people.toSorted((a, b) => b.view.lastAt.localeCompare(a.view.lastAt))
}

/** How many people were shown the button and how many pressed it: also those who left before their view counted. */
export function callToActionOf(stored: StoredView[]): { seenBy: number; clickedBy: number } {
  const keyOf = makePersonKey(stored)
  const clicked = new Set(stored.filter(view => view.clickedAt !== null).map(keyOf))
  const seen = new Set(stored.filter(view => view.sawCallToAction || view.clickedAt !== null).map(keyOf))
  return { seenBy: seen.size, clickedBy: clicked.size }
}

/** Who signed in later on is the same person in this browser before. */
function makePersonKey(stored: StoredView[]): (view: StoredView) => string {
  const signedIn = new Map(stored.filter(view => view.viewerId !== null).map(view => [view.visitor, view.viewerId!]))
  return ({ viewerId, visitor }) => viewerId ?? signedIn.get(visitor) ?? visitor
}

function personOf(theirs: StoredView[], times: SeenTimes): Person {
  const byTime = theirs.toSorted((a, b) => a.lastAt.localeCompare(b.lastAt))
  const seen = times.toOutput(mergeSpans(theirs.flatMap(view => view.seen)))
  return {
    seen,
    view: {
      name: byTime.findLast(view => view.viewerName !== null)?.viewerName ?? null, views: theirs.length, lastAt: byTime.at(-1)!.lastAt,
      seenShare: share(secondsOf(seen) / times.outputSeconds), clicked: theirs.some(view => view.clickedAt !== null),
    },
  }
}

function partsOf(outputSeconds: number): Span[] {
  return Array.from({ length: retentionParts }, (_, part) => ({ start: part * outputSeconds / retentionParts, end: (part + 1) * outputSeconds / retentionParts }))
}

/**
 * For spans of the output: the share of each that one of `people` saw, on average. What lies before a place sums up from
 * sorted starts and ends, so ten thousand viewers cost one sort, not one walk a span.
 */
function meanCover(people: Span[][]): (spans: Pick<Span, 'start' | 'end'>[]) => number[] {
  if (people.length === 0) return () => []
  const all = people.flat()
  const [begun, ended] = [distanceBefore(all.map(span => span.start)), distanceBefore(all.map(span => span.end))]
  const seenBefore = (second: number): number => begun(second) - ended(second)
  return spans => spans.map(({ start, end }) => end <= start ? 0 : share((seenBefore(end) - seenBefore(start)) / ((end - start) * people.length)))
}

/** How far a place lies behind each of `places` that are before it, in all. */
function distanceBefore(places: number[]): (place: number) => number {
  const sorted = Float64Array.from(places).sort()
  const sums = new Float64Array(sorted.length + 1)
  sorted.forEach((place, index) => { sums[index + 1] = sums[index]! + place })
  return place => {
    const count = countBefore(sorted, place)
    return count * place - sums[count]!
  }
}

function countBefore(sorted: Float64Array, place: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < place) low = middle + 1
    else high = middle
  }
  return low
}

function daysOf(counted: StoredView[]): Insights['days'] {
  const days = Map.groupBy(counted, view => view.startedAt.slice(0, 10))
  return [...days].map(([day, theirs]) => ({ day, views: theirs.length })).toSorted((a, b) => a.day.localeCompare(b.day)).slice(-shownDays)
}

/** A thousandth is finer than anybody sees, and sums of floats may leave 0..1 by a hair. */
function share(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
