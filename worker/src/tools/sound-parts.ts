import { nearestPlace } from './nearest-place.ts'
import { soundRate, type SoundPiece } from './pcm-cut.ts'

/** Samples in a frame of AAC; each is decoded together with the one before it. */
export const aacFrameSamples = 1024

/** A stretch of the output's sound that is encoded by itself: frames of the whole, `end` not among them. */
export interface SoundPart { start: number; end: number }

/** What an edit changes from some second on is encoded anew from the last border before it. */
const usualPartSeconds = 120
/** Borders are moved to a cut so close by (share of a part), where the sound has faded out. */
const farthestMove = 0.05
/** Heard before and after a part's own frames, so that filters, limiter and encoder do there what they would do in one piece. */
const leadIn = 24
const leadOut = 4
/** Samples that a part and the one after it are both made of. */
export const mostReadTwice = (leadIn + leadOut) * aacFrameSamples

/**
 * Divides the sound into parts. A border depends on what is cut around it and on nothing that comes later: parts before an edit
 * stay what they were. After it, they begin at other samples of the source.
 */
export function soundParts(pieces: SoundPiece[], partSeconds = usualPartSeconds): SoundPart[] {
  const partSamples = partSeconds * soundRate
  const samples = samplesOf(pieces)
  const frames = Math.ceil(samples / aacFrameSamples)
  const cuts = pieces.filter(({ fadeOut }) => fadeOut).map(({ at, length }) => at + length)
  const borders = [0]
  for (let wanted = partSamples; wanted < samples - partSamples / 2; wanted += partSamples) {
    borders.push(Math.round(nearestPlace(cuts, wanted, farthestMove * partSamples) / aacFrameSamples))
  }
  return borders.map((start, index) => ({ start, end: borders[index + 1] ?? frames }))
}

/** Length of the output's sound. */
export function samplesOf(pieces: SoundPiece[]): number {
  const { at, length } = pieces.at(-1)!
  return at + length
}

/** The samples of the whole that a part is made of, and how many frames of what comes out are its lead-in. */
export interface HeardSamples { start: number; end: number; leadInFrames: number }

export function heardFor({ start, end }: SoundPart): HeardSamples {
  const leadInFrames = Math.min(start, leadIn)
  return { start: (start - leadInFrames) * aacFrameSamples, end: (end + leadOut) * aacFrameSamples, leadInFrames }
}

/** What of the pieces is heard from `start` to `end`, counted from there: equal lists sound equal. */
export function piecesHeard(pieces: SoundPiece[], { start, end }: HeardSamples): SoundPiece[] {
  return pieces.filter(({ at, length }) => at < end && at + length > start).map(piece => {
    const [skipped, left] = [Math.max(0, start - piece.at), Math.max(0, piece.at + piece.length - end)]
    return {
      at: piece.at + skipped - start, start: piece.start + skipped, length: piece.length - skipped - left,
      fadeIn: piece.fadeIn && skipped === 0, fadeOut: piece.fadeOut && left === 0,
    }
  })
}
