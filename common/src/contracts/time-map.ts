import type { EditPlan } from './edit-plan.ts'

/**
 * Source seconds ↔ output seconds. Captions, chapters, comments, `?t=` links and
 * analytics all go through it.
 */
export interface TimeMap {
  /** Length of the output with its title card. */
  readonly outputSeconds: number
  /**
   * Where a source second lies in the output. A second that was cut away
   * gives the place of the cut (the first frame after it).
   */
  toOutput(sourceSeconds: number): number
  /** Which source second is shown at an output second. During the title card: the first kept second. */
  toSource(outputSeconds: number): number
  /** Is this source second part of the output? */
  isKept(sourceSeconds: number): boolean
}

export type TimeMapSource = Pick<EditPlan, 'frameRate' | 'keep'> & { titleCard: Pick<EditPlan['titleCard'], 'frames'> }

/** As much of a plan as tells where its seconds lie. */
export function timeMapOf({ frameRate, keep, titleCard: { frames } }: TimeMapSource): TimeMapSource {
  return { frameRate, keep, titleCard: { frames } }
}

export function makeTimeMap(plan: TimeMapSource): TimeMap {
  const rate = plan.frameRate.num / plan.frameRate.den
  const pieces = piecesOf(plan)
  const outputFrames = pieces.at(-1)!.outputStart + lengthOf(pieces.at(-1)!)
  return {
    outputSeconds: outputFrames / rate,
    toOutput: seconds => frameToOutput(pieces, seconds * rate) / rate,
    toSource: seconds => frameToSource(pieces, seconds * rate) / rate,
    isKept: seconds => isInside(pieces, seconds * rate),
  }
}

interface Piece { start: number; end: number; outputStart: number }

function piecesOf(plan: TimeMapSource): Piece[] {
  let outputStart = plan.titleCard.frames
  return plan.keep.map(({ start, end }) => {
    const piece = { start, end, outputStart }
    outputStart += end - start
    return piece
  })
}

function lengthOf(piece: Piece): number {
  return piece.end - piece.start
}

/** Index of the last piece for which `isAtOrBefore` holds, or -1; pieces ascend. */
function lastPiece(pieces: Piece[], isAtOrBefore: (piece: Piece) => boolean): number {
  let low = 0
  let high = pieces.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isAtOrBefore(pieces[middle]!)) low = middle + 1
    else high = middle
  }
  return low - 1
}

function frameToOutput(pieces: Piece[], frame: number): number {
  const index = lastPiece(pieces, piece => piece.start <= frame)
  if (index < 0) return pieces[0]!.outputStart
  const piece = pieces[index]!
  return piece.outputStart + Math.min(frame - piece.start, lengthOf(piece))
}

function frameToSource(pieces: Piece[], outputFrame: number): number {
  const index = lastPiece(pieces, piece => piece.outputStart <= outputFrame)
  if (index < 0) return pieces[0]!.start
  const piece = pieces[index]!
  return piece.start + Math.min(outputFrame - piece.outputStart, lengthOf(piece))
}

function isInside(pieces: Piece[], frame: number): boolean {
  const index = lastPiece(pieces, piece => piece.start <= frame)
  return index >= 0 && frame < pieces[index]!.end
}
