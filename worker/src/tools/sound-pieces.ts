import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'

/** All sound is cut at this rate, as 32-bit floats. */
export const soundRate = 48_000
/** Samples in a frame of AAC; each is decoded together with the one before it. */
export const aacFrameSamples = 1024

/** A stretch of sound that survives, in samples: `start` of the source, `at` of what is made of it. */
export interface SoundPiece { at: number; start: number; length: number; fadeIn: boolean; fadeOut: boolean }

/** Samples that a number of frames lasts, rounded once from zero, so that nothing adds up over cuts at rates like 30000/1001. */
export function samplesAt(frames: number, { num, den }: EditPlan['frameRate']): number {
  return Math.round(frames * den * soundRate / num)
}

/** Kept frames as sound, one behind the other after so many silent frames; faded wherever the source does not go on. */
export function piecesOf(keep: readonly FrameSpan[], silentFrames: number, frameRate: EditPlan['frameRate']): SoundPiece[] {
  let frames = silentFrames
  return keep.map(({ start, end }, index) => {
    const from = samplesAt(frames, frameRate)
    frames += end - start
    return {
      at: from, start: samplesAt(start, frameRate), length: samplesAt(frames, frameRate) - from,
      fadeIn: keep[index - 1]?.end !== start, fadeOut: keep[index + 1]?.start !== end,
    }
  })
}

export function endOf({ at, length }: SoundPiece): number {
  return at + length
}

/** What of the pieces is heard from `start` to `end`, counted from there: equal lists sound equal. */
export function piecesWithin(pieces: readonly SoundPiece[], start: number, end: number): SoundPiece[] {
  return pieces.filter(piece => piece.at < end && endOf(piece) > start).map(piece => {
    const [skipped, left] = [Math.max(0, start - piece.at), Math.max(0, endOf(piece) - end)]
    return {
      at: piece.at + skipped - start, start: piece.start + skipped, length: piece.length - skipped - left,
      fadeIn: piece.fadeIn && skipped === 0, fadeOut: piece.fadeOut && left === 0,
    }
  })
}
