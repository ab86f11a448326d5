import type { ConvertOptions, Cut } from '@f2l/common/contracts/edit-plan.ts'
import { mergeSpans } from '@f2l/common/contracts/merge-spans.ts'
import type { FrameSpan, Span } from '@f2l/common/contracts/span.ts'
import { outside } from '@f2l/common/contracts/span-sets.ts'
import { inSeconds, type FrameGrid } from './find-cuts.ts'
import { framesAround, lengthOfAll } from './frame-spans.ts'
import { levelAtBorder, quietestFrame } from './quiet-frame.ts'

/** A cut by hand may move this far, and only to a place that is so much quieter: what a person says counts. */
const reachSeconds = 0.08
const worthDecibels = 6
/** What is left of a cut after an undo must still save more than its jump costs. */
const leastRestSeconds = 0.25

/**
 * The planner's cuts as a person wants them: what they took back stays in, what they cut out goes.
 * Where both are asked for, the cut holds. Ascending, disjoint, in whole frames.
 */
export function editCuts(found: readonly Cut[], { undo, cutOut }: Pick<ConvertOptions, 'undo' | 'cutOut'>, levels: Int8Array, grid: FrameGrid): Cut[] {
  const byHand = mergeSpans(cutOut.map(span => framesByHand(span, levels, grid)))
  const left = undoCuts(found, undo, grid).flatMap(cut => outside(cut.frames, byHand).map(frames => ({ ...cut, frames, span: inSeconds(frames, grid) })))
  const manual = byHand.map(frames => ({ span: inSeconds(frames, grid), frames, reason: 'manual' as const, confidence: 1 }))
  return [...left, ...manual].sort((a, b) => a.frames.start - b.frames.start)
}

/** Cuts without what is undone of them: covered to more than half, a cut goes whole. */
export function undoCuts(cuts: readonly Cut[], undo: readonly Span[], grid: FrameGrid): Cut[] {
  const back = mergeSpans(undo.map(span => framesAround(span, grid)))
  const leastFrames = leastRestSeconds * grid.num / grid.den
  return cuts.flatMap(cut => {
    const length = cut.frames.end - cut.frames.start
    const rest = outside(cut.frames, back)
    if (lengthOfAll(rest) === length) return [cut]
    if (2 * lengthOfAll(rest) < length) return []
    return rest.filter(({ start, end }) => end - start >= leastFrames).map(frames => ({ ...cut, frames, span: inSeconds(frames, grid) }))
  })
}

function framesByHand(span: Span, levels: Int8Array, grid: FrameGrid): FrameSpan {
  const start = frameByHand(span.start, levels, grid)
  const end = frameByHand(span.end, levels, grid)
  return end > start ? { start, end } : { start: nearestFrame(span.start, grid), end: nearestFrame(span.end, grid) }
}

function frameByHand(seconds: number, levels: Int8Array, grid: FrameGrid): number {
  const exact = nearestFrame(seconds, grid)
  if (exact === 0 || exact === grid.frames) return exact
  const quiet = quietestFrame({ start: seconds - reachSeconds, end: seconds + reachSeconds }, seconds, levels, grid) ?? exact
  return levelAtBorder(quiet, levels, grid) <= levelAtBorder(exact, levels, grid) - worthDecibels ? quiet : exact
}

function nearestFrame(seconds: number, { num, den, frames }: FrameGrid): number {
  return Math.min(frames, Math.max(0, Math.round(seconds * num / den)))
}
