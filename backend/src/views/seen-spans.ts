import { mergeSpans } from '@f2l/common/contracts/merge-spans.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import { makeTimeMap, type TimeMapSource } from '@f2l/common/contracts/time-map.ts'

/** A cut so short that both of its sides were seen in a row is stored as seen, too: recordings have hundreds of them. */
const closedCutSeconds = 2
/** Stored of one view; where there would be more, the shortest gaps are closed. */
const mostSpans = 300

/** What was seen, in source seconds, ascending and apart. The title card lies before second 0. Nothing that is seen twice counts twice. */
export interface SeenTimes {
  outputSeconds: number
  /** Spans of output seconds as spans of the source: each cut between them is a gap. */
  toSource(spans: Span[]): Span[]
  /** The same way back; what was cut away since then is gone. */
  toOutput(spans: Span[]): Span[]
}

export function makeSeenTimes(plan: TimeMapSource): SeenTimes {
  const map = makeTimeMap(plan)
  const pieces = piecesOf(plan)
  const titleSeconds = pieces[0]!.seconds
  const placeOf = (second: number): number => second < 0 ? Math.max(0, second + titleSeconds) : Math.min(map.toOutput(second), map.outputSeconds)
  return {
    outputSeconds: map.outputSeconds,
    toSource: spans => closeCuts(mergeSpans(spans.flatMap(span => pieces.flatMap(piece => partIn(piece, span)))), pieces),
    toOutput: spans => mergeSpans(spans.map(({ start, end }) => ({ start: placeOf(start), end: placeOf(end) }))),
  }
}

/** What is kept of a view in the database: hundredths of a second, and not more than a few kilobytes. */
export function storedSpans(spans: Span[]): Span[] {
  const rounded = mergeSpans(spans.map(({ start, end }) => ({ start: hundredths(start), end: hundredths(end) })))
  if (rounded.length <= mostSpans) return rounded
  const longestClosed = rounded.slice(1).map((span, index) => span.start - rounded[index]!.end).toSorted((a, b) => a - b)[rounded.length - mostSpans - 1]!
  return mergeSpans(rounded.map((span, index) => ({ ...span, end: closes(rounded[index + 1], span, longestClosed) ? rounded[index + 1]!.start : span.end })))
}

function closes(next: Span | undefined, { end }: Span, longest: number): boolean {
  return next !== undefined && next.start - end <= longest
}

interface Piece { source: number; output: number; seconds: number }

/** The title card, then what is kept. */
function piecesOf({ frameRate, keep, titleCard }: TimeMapSource): Piece[] {
  const seconds = (frames: number): number => frames * frameRate.den / frameRate.num
  let output = titleCard.frames
  const kept = keep.map(({ start, end }) => {
    const piece = { source: seconds(start), output: seconds(output), seconds: seconds(end - start) }
    output += end - start
    return piece
  })
  return [{ source: -seconds(titleCard.frames), output: 0, seconds: seconds(titleCard.frames) }, ...kept]
}

function partIn({ source, output, seconds }: Piece, span: Span): Span[] {
  const [start, end] = [Math.max(0, span.start - output), Math.min(seconds, span.end - output)]
  return end > start ? [{ start: source + start, end: source + end }] : []
}

/** Only what is cut out of this very plan is closed, never what somebody skipped. */
function closeCuts(spans: Span[], pieces: Piece[]): Span[] {
  const cuts = pieces.slice(1, -1).map((piece, index) => ({ start: piece.source + piece.seconds, end: pieces[index + 2]!.source }))
  const ends = new Map(cuts.filter(({ start, end }) => end - start <= closedCutSeconds).map(({ start, end }) => [hundredths(start), end]))
  return mergeSpans(spans.map((span, index) => {
    const cutEnd = ends.get(hundredths(span.end))
    const next = spans[index + 1]
    return cutEnd !== undefined && next !== undefined && hundredths(next.start) === hundredths(cutEnd) ? { ...span, end: next.start } : span
  }))
}

function hundredths(seconds: number): number {
  return Math.round(seconds * 100) / 100
}
