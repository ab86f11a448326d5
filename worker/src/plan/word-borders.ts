import type { SpeechFrames } from './speech-frames.ts'

/** A place where a word may begin or end. */
export interface WordBorder {
  /** Index of the first frame after it. */
  frame: number
  /** How likely words part here, as a factor: dips of the level and changes of the sound raise it. */
  weight: number
}

/** Where nothing happens a border may still lie, at this distance (frames of 10 ms). */
const farthest = 6
const dipReach = 8
/** A dip of so many decibels is as good as a change from one sound to quite another. */
const clearDip = 12
const clearChange = 6
const sureness = 1.2

/** Places where words may part, ascending, from the first frame to the end. */
export function wordBorders({ levels, timbre }: SpeechFrames): WordBorder[] {
  const borders: WordBorder[] = [{ frame: 0, weight: 1 }]
  const strengths = Float64Array.from(levels, (_, i) => strengthAt(i, levels, timbre?.change ?? null))
  for (let i = 1; i < levels.length; i++) {
    const isPeak = strengths[i]! >= 0.15 && strengths[i]! >= strengths[i - 1]! && strengths[i]! > (strengths[i + 1] ?? 0)
    if (isPeak || i - borders.at(-1)!.frame >= farthest) borders.push({ frame: i, weight: Math.exp(sureness * strengths[i]!) })
  }
  borders.push({ frame: levels.length, weight: 1 })
  return borders
}

/** 0..2 */
function strengthAt(i: number, levels: Float64Array, change: Uint8Array | null): number {
  const before = loudest(levels, i - dipReach, i)
  const after = loudest(levels, i + 1, i + 1 + dipReach)
  const dip = Math.max(0, Math.min(before, after) - levels[i]!)
  return Math.min(1, dip / clearDip) + Math.min(1, (change?.[i] ?? 0) / clearChange) * (change ? 0.6 : 0)
}

function loudest(levels: Float64Array, from: number, to: number): number {
  let highest = Number.NEGATIVE_INFINITY
  for (let i = Math.max(0, from); i < Math.min(levels.length, to); i++) highest = Math.max(highest, levels[i]!)
  return highest
}
