import type { BubbleSegment, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import type { Chunk } from './chunk-plan.ts'

/** What the bubble shows over frames of one chunk's output (0 = the chunk's first). */
export interface BubbleRun { start: number; end: number; segment: BubbleSegment | null }

/** The bubble track as the chunk's output sees it: complete, ascending, neighbours differ. */
export function bubbleRuns({ bubble }: Pick<EditPlan, 'bubble'>, chunk: Chunk): BubbleRun[] {
  const runs: BubbleRun[] = []
  let at = 0
  for (const piece of chunk.pieces) {
    for (const part of partsOf(piece, bubble)) {
      const length = part.end - part.start
      const last = runs.at(-1)
      if (last && looksOf(last.segment) === looksOf(part.segment)) last.end += length
      else runs.push({ start: at, end: at + length, segment: part.segment })
      at += length
    }
  }
  return runs
}

function partsOf(piece: FrameSpan, bubble: readonly BubbleSegment[]): BubbleRun[] {
  const parts: BubbleRun[] = []
  let at = piece.start
  for (const segment of bubble) {
    const start = Math.max(at, segment.frames.start)
    const end = Math.min(piece.end, segment.frames.end)
    if (end <= start) continue
    if (start > at) parts.push({ start: at, end: start, segment: null })
    parts.push({ start, end, segment })
    at = end
  }
  if (at < piece.end) parts.push({ start: at, end: piece.end, segment: null })
  return parts
}

function looksOf(segment: BubbleSegment | null): string {
  return segment === null ? '' : JSON.stringify([segment.speaker, segment.show])
}
