import type { Span } from '@f2l/common/contracts/span.ts'
import { levelSeconds } from './sound-levels.ts'
import type { Timbre } from './timbre.ts'

/** Frames at both ends of a sound that belong to its beginning and fading. */
const edges = 2
/** The usual brightness and change of a hesitation and of other talk lie on both sides of these. */
const middleBrightness = 4
const middleChange = 1
/** How much a step of either tells (natural logarithm), and the most that all of it may tell against and for. */
const tellsBrightness = 0.8
const tellsChange = 1.2
const mostAgainst = 3
const mostFor = 1

/**
 * How much better a stretch (frames) fits a held vowel or hum ("um", "äh", "mm") than any other word: a factor. Hiss
 * and quick changes speak against it.
 */
export function hesitationFit({ brightness, change }: Timbre): (from: number, to: number) => number {
  const bright = sumsOf(brightness)
  const changes = sumsOf(change)
  return (from, to) => {
    const first = to - from > 3 * edges ? from + edges : from
    const last = to - from > 3 * edges ? to - edges : to
    const mean = (sums: Float64Array): number => (sums[last]! - sums[first]!) / Math.max(1, last - first)
    const fit = tellsBrightness * (middleBrightness - mean(bright)) + tellsChange * (middleChange - mean(changes))
    return Math.exp(Math.max(-mostAgainst, Math.min(mostFor, fit)))
  }
}

/** The mouth shuts for an "m": a hum is quieter than the vowel before it by this much (decibels). */
const humBelowVowel = 7
/** A vowel's onset is not its loudness (seconds). */
const onset = 0.03

/** Does a sound (seconds of the source) end as it is written? "um" and its kin end in a hum; nothing is asked of others. */
export function endsAsWritten(text: string, { start, end }: Span, levels: Int8Array): boolean {
  if (!/m$/iu.test(text)) return true
  const third = (end - start) / 3
  const meanOf = (from: number, to: number): number => {
    const part = levels.subarray(Math.round(from / levelSeconds), Math.round(to / levelSeconds))
    return part.reduce((sum, level) => sum + level, 0) / Math.max(1, part.length)
  }
  return meanOf(end - third, end) <= meanOf(start + Math.min(onset, third / 2), start + third) - humBelowVowel
}

function sumsOf(values: Uint8Array): Float64Array {
  const sums = new Float64Array(values.length + 1)
  for (let i = 0; i < values.length; i++) sums[i + 1] = sums[i]! + values[i]!
  return sums
}
