import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'

/** A stretch of the output that is rendered by itself. */
export interface Chunk {
  /** Kept source frames, ascending. */
  pieces: FrameSpan[]
  /** Output frame it begins with. */
  outputStart: number
  frames: number
}

const cellSeconds = 45
/** Below this a chunk's start costs more than the second process wins. */
const shortestCellSeconds = 10
/** A chunk border may move this far to fall on a cut, where a new key frame is wanted anyway. */
const reachSeconds = 5

/**
 * Divides the output into chunks. Borders hang on source time, so that an edit changes only the chunks around it
 * and all others are found again by their hash.
 */
export function planChunks({ keep, frameRate, sourceFrames, titleCard }: Pick<EditPlan, 'keep' | 'frameRate' | 'sourceFrames' | 'titleCard'>): Chunk[] {
  const rate = frameRate.num / frameRate.den
  const borders = bordersOf(keep, sourceFrames, rate)
  const chunks: Chunk[] = []
  let outputStart = titleCard.frames
  for (let index = 0; index + 1 < borders.length; index++) {
    const pieces = piecesBetween(keep, borders[index]!, borders[index + 1]!)
    const frames = pieces.reduce((sum, piece) => sum + piece.end - piece.start, 0)
    if (frames > 0) chunks.push({ pieces, outputStart, frames })
    outputStart += frames
  }
  return chunks
}

function bordersOf(keep: readonly FrameSpan[], sourceFrames: number, rate: number): number[] {
  const cell = cellFrames(sourceFrames, rate)
  const end = Math.max(sourceFrames, keep.at(-1)!.end)
  const borders = [0]
  for (let wish = cell; wish < end - cell / 4; wish += cell) {
    const border = nearestCut(keep, wish, Math.min(reachSeconds * rate, cell / 4))
    if (border > borders.at(-1)!) borders.push(border)
  }
  return [...borders, end]
}

function cellFrames(sourceFrames: number, rate: number): number {
  const seconds = sourceFrames / rate
  if (seconds >= 2 * cellSeconds) return Math.round(cellSeconds * rate)
  return Math.max(1, Math.ceil(seconds >= 2 * shortestCellSeconds ? sourceFrames / 2 : sourceFrames))
}

function nearestCut(keep: readonly FrameSpan[], wish: number, reach: number): number {
  let best = wish
  let distance = reach
  for (const { start, end } of keep) {
    for (const frame of [start, end]) {
      if (Math.abs(frame - wish) < distance) [best, distance] = [frame, Math.abs(frame - wish)]
    }
  }
  return best
}

function piecesBetween(keep: readonly FrameSpan[], from: number, to: number): FrameSpan[] {
  return keep.map(({ start, end }) => ({ start: Math.max(start, from), end: Math.min(end, to) })).filter(({ start, end }) => end > start)
}
