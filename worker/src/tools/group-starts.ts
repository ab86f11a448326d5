import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'

/** The source is divided into cells so long; in the first half of each a group may begin. A group that lasts longer is encoded in parts of this length. */
export const usualPartSeconds = 120
/** After a cell of which less than this share is kept none begins. */
const leastKept = 1 / 6
/** A cut with at least so much kept on both sides of it, where a frame of AAC more or less does not matter. */
const leastSeconds = 0.1

interface Joint { piece: number; cell: number; gap: number }

/**
 * Numbers of the kept pieces with which groups of the sound begin, ascending: in each cell of the source that behind the longest cut. It depends
 * on what is kept in that cell and the one before, and on nothing else: an edit moves no other.
 */
export function groupStarts({ keep, frameRate }: Pick<EditPlan, 'keep' | 'frameRate'>, partSeconds = usualPartSeconds): number[] {
  const rate = frameRate.num / frameRate.den
  const cellFrames = partSeconds * rate
  const kept = keptInCells(keep, cellFrames)
  const longest = new Map<number, Joint>()
  for (const joint of jointsOf(keep, cellFrames, leastSeconds * rate)) {
    if ((kept.get(joint.cell - 1) ?? 0) < leastKept * cellFrames) continue
    if (joint.gap > (longest.get(joint.cell)?.gap ?? 0)) longest.set(joint.cell, joint)
  }
  return [...longest.values()].map(({ piece }) => piece)
}

/** Cuts in the first half of a cell that are long enough, as are the pieces beside them. */
function jointsOf(keep: readonly FrameSpan[], cellFrames: number, leastFrames: number): Joint[] {
  return keep.flatMap(({ start, end }, piece) => {
    const before = keep[piece - 1]
    const cell = Math.floor(start / cellFrames)
    const isFirstHalf = start - cell * cellFrames < cellFrames / 2
    if (!before || !isFirstHalf || Math.min(end - start, start - before.end, before.end - before.start) < leastFrames) return []
    return [{ piece, cell, gap: start - before.end }]
  })
}

/** How many frames of each cell are kept. */
function keptInCells(keep: readonly FrameSpan[], cellFrames: number): Map<number, number> {
  const kept = new Map<number, number>()
  for (const { start, end } of keep) {
    for (let cell = Math.floor(start / cellFrames); cell * cellFrames < end; cell++) {
      const frames = Math.min(end, (cell + 1) * cellFrames) - Math.max(start, cell * cellFrames)
      kept.set(cell, (kept.get(cell) ?? 0) + frames)
    }
  }
  return kept
}
