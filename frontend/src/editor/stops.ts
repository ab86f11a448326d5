import type { ToldCut } from '@f2l/common/contracts/edit-plan.ts'
import type { EditorContent } from '@f2l/common/contracts/editor.ts'
import { mergeSpans } from '@f2l/common/contracts/merge-spans.ts'
import type { RecordingEdit } from '@f2l/common/contracts/api.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { restored } from '../recording/edit-draft.ts'
import type { CutBase, DraftCut } from './draft-cuts.ts'
import { sourceWords, type SourceWord } from '@f2l/common/contracts/source-words.ts'
import { firstEndingAfter, inside, spanAt } from '@f2l/common/contracts/span-sets.ts'

/** Where the cursor can stand in the transcript: on a word, or on a cut between words (`text` is null then). */
export interface Stop extends Span { text: string | null; isJoined: boolean; row: number }

/** A cue, and the stops `from` up to `to` (not with it) that lie in it. */
export interface Row { cue: Cue; from: number; to: number }

export interface Transcript { stops: Stop[]; rows: Row[] }

/** A cut this near to what is selected is joined to it: a sound so short between two cuts is only a blip. */
const joinSeconds = 0.6

/** The transcript as it is edited: the words in their order, and between them the cuts that hold no word. */
export function transcriptOf({ cues, sourceSeconds }: Pick<EditorContent, 'cues' | 'sourceSeconds'>, { cuts, edit }: CutBase): Transcript {
  const shown: readonly Cue[] = cues.length > 0 ? cues : [{ start: 0, end: sourceSeconds, speaker: null, text: '' }]
  const silences = mergeSpans(cuts.filter(({ reason }) => reason === 'silence').map(({ span }) => span))
  const words = sourceWords(shown, silences)
  const gaps = gapsOf(cuts, edit, words, shown)
  const stops: Stop[] = []
  let [word, gap] = [0, 0]
  const rows = shown.map((cue, row): Row => {
    const from = stops.length
    const here: Stop[] = []
    while (words[word]?.cue === row) here.push(stopOf(words[word++]!, row))
    while (gap < gaps.length && gaps[gap]!.row === row) here.splice(placeAmong(here, middleOf(gaps[gap]!)), 0, gaps[gap++]!)
    stops.push(...here)
    return { cue, from, to: stops.length }
  })
  return { stops, rows }
}

/** For each stop the cut of the draft that it lies in: an index, or -1. Nobody says a word in a silence. */
export function cutsOfStops(stops: readonly Stop[], cuts: readonly DraftCut[]): Int32Array {
  const spans = cuts.map(({ span }) => span)
  const states = new Int32Array(stops.length)
  let near = 0
  for (let at = 0; at < stops.length; at += 1) {
    const [stop, seconds] = [stops[at]!, middleOf(stops[at]!)]
    near = firstEndingAfter(spans, seconds, near)
    const isInside = near < spans.length && spans[near]!.start <= seconds
    states[at] = isInside && !(stop.text !== null && cuts[near]!.reason === 'silence') ? near : -1
  }
  return states
}

/** What a cut of the stops `from` to `to` (with it) takes out; a cut just beside it is joined. */
export function spanOfStops(stops: readonly Stop[], from: number, to: number, removed: readonly Span[] = []): Span {
  const chosen = stops.slice(from, to + 1)
  const span = { start: chosen.reduce((least, { start }) => Math.min(least, start), Infinity), end: chosen.reduce((most, { end }) => Math.max(most, end), 0) }
  const [before, after] = [stops[from - 1], stops[to + 1]]
  const isGone = (stop: Stop | undefined): stop is Stop => stop !== undefined && stop.text === null && spanAt(removed, middleOf(stop)) >= 0
  if (isGone(before) && span.start - before.end < joinSeconds) span.start = Math.min(span.start, before.end)
  if (isGone(after) && after.start - span.end < joinSeconds) span.end = Math.max(span.end, after.start)
  return span
}

export function middleOf({ start, end }: Span): number {
  return (start + end) / 2
}

function stopOf({ start, end, text, isJoined }: SourceWord, row: number): Stop {
  return { start, end, text, isJoined, row }
}

function gapsOf(cuts: readonly ToldCut[], saved: RecordingEdit, words: readonly SourceWord[], cues: readonly Cue[]): Stop[] {
  const middles = Float64Array.from(words, middleOf).sort()
  const back = restored(saved, cuts).filter(span => !holdsOne(middles, span))
  const empty = cuts.filter(({ span, reason }) => reason === 'silence' || !holdsOne(middles, span)).map(({ span }) => span)
  const cutByHand = mergeSpans(cuts.filter(({ reason }) => reason === 'manual').map(({ span }) => span))
  const byHand = mergeSpans(saved.cutOut).filter(span => !holdsOne(middles, span) && inside(span, cutByHand).length === 0)
  return [...empty, ...back, ...byHand].sort((one, other) => one.start - other.start).map(span => ({ ...span, text: null, isJoined: false, row: Math.max(0, lastStartedBy(cues, middleOf(span))) }))
}

function holdsOne(middles: Float64Array, { start, end }: Span): boolean {
  let low = 0
  let high = middles.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (middles[middle]! < start) low = middle + 1
    else high = middle
  }
  return low < middles.length && middles[low]! < end
}

/** Index of the last cue that has begun at `seconds`, or -1. Apart from the share page's own, so that it stays in one piece there. */
export function lastStartedBy(cues: readonly Cue[], seconds: number): number {
  let low = 0
  let high = cues.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (cues[middle]!.start <= seconds) low = middle + 1
    else high = middle
  }
  return low - 1
}

function placeAmong(stops: readonly Stop[], middle: number): number {
  const after = stops.findIndex(stop => middleOf(stop) > middle)
  return after < 0 ? stops.length : after
}
