import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import { nearestPlace } from './nearest-place.ts'

/** A stretch of the output that is rendered by itself. */
export interface Chunk {
  /** Kept source frames, ascending. */
  pieces: FrameSpan[]
  /** Output frame it begins with. */
  outputStart: number
  frames: number
}

const cellSeconds = 45
const longestCellSeconds = 60
/** Below this a chunk's start costs more than the second process wins. */
const shortestCellSeconds = 5

type ChunkSource = Pick<EditPlan, 'keep' | 'frameRate' | 'sourceFrames' | 'titleCard' | 'chunkBorders' | 'entryFrames'>

/**
 * Divides the output into chunks. Borders are places of the source, wherever it is cut: an edit changes only the chunk it
 * lies in, another length has the same chunks where it shows the same, and all are found again by their hash.
 */
export function planChunks({ keep, frameRate, sourceFrames, titleCard, chunkBorders = [], entryFrames = [] }: ChunkSource): Chunk[] {
  const borders = bordersOf(Math.max(sourceFrames, keep.at(-1)!.end), cellFrames(sourceFrames, frameRate.num / frameRate.den), chunkBorders, entryFrames)
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

/** Regular cells; where one would begin or end close to a border that is given, that one does instead; else it begins at an entry nearby. */
function bordersOf(end: number, cell: number, given: readonly number[], entries: readonly number[]): number[] {
  const borders = new Set([0, end, ...given])
  for (let at = cell; at < end - cell / 4; at += cell) {
    if (given.every(border => Math.abs(border - at) > cell / 4)) borders.add(nearestPlace(entries, at, cell / 8))
  }
  return [...borders].sort((a, b) => a - b)
}

/** An even number of equal cells: two processes, or four, end together. */
function cellFrames(sourceFrames: number, rate: number): number {
  const seconds = sourceFrames / rate
  if (seconds < 2 * shortestCellSeconds) return Math.max(1, sourceFrames)
  const pairs = Math.max(1, Math.round(seconds / (2 * cellSeconds)))
  return Math.ceil(sourceFrames / (2 * (seconds > 2 * longestCellSeconds * pairs ? pairs + 1 : pairs)))
}

function piecesBetween(keep: readonly FrameSpan[], from: number, to: number): FrameSpan[] {
  return keep.map(({ start, end }) => ({ start: Math.max(start, from), end: Math.min(end, to) })).filter(({ start, end }) => end > start)
}
