import type { Cut } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import { inSeconds, type FrameGrid } from './find-cuts.ts'
import { findFillers, type Filler, type FillerInput } from './find-fillers.ts'
import { levelSeconds } from './sound-levels.ts'

/** What stays of the quiet around a filler where there is so much of it: a word's fading, a breath before the next. */
const keptBefore = 0.25
const keptAfter = 0.2
/** An edge lies this far from any other sound, and at the quietest frame border within reach. */
const edgeMargin = 0.02
const edgeReach = 0.08
/** The words around a filler do not run into each other. */
const leastGap = 0.12

/**
 * Adds the fillers worth cutting to the silences: whole frames, ascending, disjoint. Quiet between a filler and a
 * silence, or between two fillers, goes with them, so that no sliver of nothing stays between two cuts.
 */
export function withFillerCuts(silences: Cut[], input: FillerInput, grid: FrameGrid): Cut[] {
  const fillers = findFillers(input).flatMap(filler => {
    const frames = framesOf(filler, input.sound.levels, grid)
    return frames ? [{ filler, frames }] : []
  })
  const cuts = joinNeighbours(fillers, grid).flatMap(({ filler, frames }) => {
    const joined = joinSilences(frames, filler, silences, grid)
    return joined ? [{ span: inSeconds(joined, grid), frames: joined, reason: 'filler' as const, confidence: filler.confidence, text: filler.text }] : []
  })
  return [...silences, ...cuts].sort((a, b) => a.frames.start - b.frames.start)
}

/** Null where no frame border lies in the quiet on both sides, or too little of it would be left. */
function framesOf({ start, end, quietBefore, quietAfter, room }: Filler, levels: Int8Array, grid: FrameGrid): FrameSpan | null {
  const earliest = Math.max(room.start, quietBefore.start + edgeMargin, Math.min(quietBefore.start + keptBefore, start - edgeReach))
  const first = quietestFrame(earliest, Math.min(start, earliest + edgeReach), levels, grid)
  if (first === null) return null
  const leftBefore = first * grid.den / grid.num - quietBefore.start
  const latest = Math.min(room.end, quietAfter.end - Math.max(edgeMargin, leastGap - leftBefore), Math.max(quietAfter.end - keptAfter, end + edgeReach))
  const last = quietestFrame(Math.max(end, latest - edgeReach), latest, levels, grid)
  return last === null ? null : { start: first, end: Math.min(last, grid.frames) }
}

/** The frame border in a stretch (seconds) where it is quietest; null when none lies in it. */
function quietestFrame(from: number, to: number, levels: Int8Array, { num, den }: FrameGrid): number | null {
  let best: number | null = null
  let bestLevel = Number.POSITIVE_INFINITY
  for (let frame = Math.ceil(from * num / den - 1e-6); frame <= to * num / den + 1e-6; frame++) {
    const level = levels[Math.floor(frame * den / num / levelSeconds + 1e-6)] ?? 0
    if (level < bestLevel) [best, bestLevel] = [frame, level]
  }
  return best
}

interface Placed { filler: Filler; frames: FrameSpan }

/** "Um … uh": what is quiet between them goes, if enough quiet is left on both sides. */
function joinNeighbours(placed: Placed[], { num, den }: FrameGrid): Placed[] {
  return placed.map(({ filler, frames }, index) => {
    const next = placed[index + 1]
    if (!next || next.filler.quietBefore.start > filler.end + levelSeconds || next.frames.start * den / num > filler.room.end) return { filler, frames }
    const left = frames.start * den / num - filler.quietBefore.start + next.filler.quietAfter.end - next.frames.end * den / num
    return left < leastGap && next.frames.start > frames.end ? { filler, frames } : { filler, frames: { start: frames.start, end: next.frames.start } }
  })
}

/** Up to the silence in the quiet on either side; null when a silence takes the filler itself. */
function joinSilences(frames: FrameSpan, { start, end, quietBefore, quietAfter, room }: Filler, silences: Cut[], { num, den }: FrameGrid): FrameSpan | null {
  const isIn = (frame: number, from: number, to: number): boolean => frame >= from * num / den - 1e-6 && frame <= to * num / den + 1e-6
  const before = silences.findLast(silence => isIn(silence.frames.end, Math.max(room.start, quietBefore.start), start))
  const after = silences.find(silence => isIn(silence.frames.start, end, Math.min(room.end, quietAfter.end)))
  const joined = { start: before?.frames.end ?? frames.start, end: after?.frames.start ?? frames.end }
  const isTaken = silences.some(({ frames: silence }) => silence.start < joined.end && silence.end > joined.start)
  return isTaken || joined.end <= joined.start ? null : joined
}
