import type { BubbleSegment, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import type { Chunk } from './chunk-plan.ts'

/** What the bubble shows over frames of one chunk's output (0 = the chunk's first), and which layout of the source (0 = its first) the picture then has. */
export interface BubbleRun { start: number; end: number; segment: BubbleSegment | null; layout: number }

/** The bubble track as the chunk's output sees it: complete, ascending; neighbours differ in what is shown or in the layout. */
export function bubbleRuns({ bubble, layoutChanges = [] }: Pick<EditPlan, 'bubble' | 'layoutChanges'>, chunk: Chunk): BubbleRun[] {
  const runs: BubbleRun[] = []
  let at = 0
  for (const { start, end, segment, layout } of piecesByLayout(chunk.pieces, layoutChanges).flatMap(piece => partsOf(piece, bubble))) {
    const last = runs.at(-1)
    if (last && last.layout === layout && looksOf(last.segment) === looksOf(segment)) last.end += end - start
    else runs.push({ start: at, end: at + end - start, segment, layout })
    at += end - start
  }
  return runs
}

interface Piece extends FrameSpan { layout: number }

function piecesByLayout(pieces: readonly FrameSpan[], changes: readonly number[]): Piece[] {
  return pieces.flatMap(({ start, end }) => {
    const borders = [start, ...changes.filter(frame => frame > start && frame < end), end]
    return borders.slice(1).map((until, index) => ({ start: borders[index]!, end: until, layout: changes.filter(frame => frame <= borders[index]!).length }))
  })
}

function partsOf({ layout, ...piece }: Piece, bubble: readonly BubbleSegment[]): BubbleRun[] {
  const parts: BubbleRun[] = []
  let at = piece.start
  for (const segment of bubble) {
    const start = Math.max(at, segment.frames.start)
    const end = Math.min(piece.end, segment.frames.end)
    if (end <= start) continue
    if (start > at) parts.push({ start: at, end: start, segment: null, layout })
    parts.push({ start, end, segment, layout })
    at = end
  }
  if (at < piece.end) parts.push({ start: at, end: piece.end, segment: null, layout })
  return parts
}

function looksOf(segment: BubbleSegment | null): string {
  return segment === null ? '' : JSON.stringify([segment.speaker, segment.show])
}
