import type { Cut } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan, Span } from '@f2l/common/contracts/span.ts'
import { levelSeconds } from './sound-levels.ts'
import { speechCover, usualSpeechLevel, type SpeechEvidence } from './speech-cover.ts'

export interface FrameGrid { num: number; den: number; frames: number }

/** Shorter pauses are breath and rhythm: within a turn people think for as long, and so few of them save little. */
export const leastSilence = 0.95
/** What stays of a pause: words end softly and begin with a breath. */
const marginAfterSpeech = 0.25
const marginBeforeSpeech = 0.2
/** An edge may move this far into the pause, to where it is quietest. */
const edgeReach = 0.05
/** A cut that saves less is not worth its jump. */
const leastCut = 0.25

/** The silences worth cutting, in whole frames: ascending, disjoint, never within a margin of speech. */
export function findSilences(evidence: SpeechEvidence, grid: FrameGrid, cover = speechCover(evidence)): Cut[] {
  const usual = usualSpeechLevel(evidence.speech, evidence.levels)
  return pausesBetween(cover, evidence.durationSeconds)
    .filter(({ start, end }) => end - start >= leastSilence)
    .flatMap(pause => {
      const inner = quietEdges(withoutMargins(pause, evidence.durationSeconds), evidence)
      const frames = wholeFrames(inner, evidence.durationSeconds, grid)
      const seconds = (frames.end - frames.start) * grid.den / grid.num
      return seconds < leastCut ? [] : [{ span: inSeconds(frames, grid), frames, reason: 'silence' as const, confidence: confidenceOf(inner, evidence.levels, usual) }]
    })
}

/** What the cuts leave, in whole frames. */
export function keptBetween(cuts: { frames: FrameSpan }[], frames: number): FrameSpan[] {
  const keep: FrameSpan[] = []
  let at = 0
  for (const { frames: cut } of cuts) {
    if (cut.start > at) keep.push({ start: at, end: cut.start })
    at = Math.max(at, cut.end)
  }
  if (frames > at) keep.push({ start: at, end: frames })
  return keep
}

export function inSeconds({ start, end }: FrameSpan, { num, den }: FrameGrid): Span {
  return { start: start * den / num, end: end * den / num }
}

/** What lies between the spans of `cover` (ascending, disjoint), and before and after them. */
export function pausesBetween(cover: Span[], durationSeconds: number): Span[] {
  const starts = [0, ...cover.map(({ end }) => end)]
  const ends = [...cover.map(({ start }) => start), durationSeconds]
  return starts.map((start, index) => ({ start, end: ends[index]! })).filter(({ start, end }) => end > start)
}

/** The recording's own start and end need no margin: nobody speaks beyond them. */
function withoutMargins({ start, end }: Span, durationSeconds: number): Span {
  return {
    start: start <= 0 ? 0 : start + marginAfterSpeech,
    end: end >= durationSeconds ? durationSeconds : end - marginBeforeSpeech,
  }
}

/** Moves both edges inwards to the quietest 10 ms within reach: a cut there is not heard. */
function quietEdges({ start, end }: Span, { levels, durationSeconds }: SpeechEvidence): Span {
  const reach = Math.max(0, Math.min(edgeReach, (end - start) / 4))
  return {
    start: start <= 0 ? 0 : quietest(start, start + reach, levels),
    end: end >= durationSeconds ? end : Math.max(start, quietest(end - reach, end, levels)),
  }
}

function quietest(from: number, to: number, levels: Int8Array): number {
  let best = from
  let bestLevel = Number.POSITIVE_INFINITY
  for (let i = Math.ceil(from / levelSeconds); i <= Math.floor(to / levelSeconds); i++) {
    const level = levels[i] ?? 0
    if (level < bestLevel) [best, bestLevel] = [i * levelSeconds, level]
  }
  return best
}

/** Only frames that lie wholly inside the span; at the recording's end everything left of it. */
function wholeFrames({ start, end }: Span, durationSeconds: number, { num, den, frames }: FrameGrid): FrameSpan {
  // Times on the grid must not lose a frame to the last bit of a double.
  const first = Math.max(0, Math.ceil(start * num / den - 1e-6))
  const last = end >= durationSeconds ? frames : Math.floor(end * num / den + 1e-6)
  return { start: Math.min(first, frames), end: Math.max(Math.min(first, frames), Math.min(last, frames)) }
}

/** The further the pause lies below speech, the surer. */
function confidenceOf({ start, end }: Span, levels: Int8Array, usual: number): number {
  const inside = levels.subarray(Math.floor(start / levelSeconds), Math.ceil(end / levelSeconds))
  if (inside.length === 0) return 0.9
  const mean = inside.reduce((sum, level) => sum + level, 0) / inside.length
  return Math.round(100 * Math.max(0.5, Math.min(0.99, 0.5 + (usual - mean) / 60))) / 100
}
