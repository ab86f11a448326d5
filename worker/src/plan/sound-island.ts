import type { Span } from '@f2l/common/contracts/span.ts'
import { levelSeconds } from './sound-levels.ts'

/** One sound that stands by itself: quiet before it, quiet after it. Seconds of the source. */
export interface SoundIsland extends Span {
  /** The quiet on both sides, up to the next sound. */
  quietBefore: Span
  quietAfter: Span
  /** dBFS */
  peak: number
}

/** Quiet is so far below the loudest of the sound, and below the usual level of speech: faint words are not quiet … */
const belowPeak = 12
const belowSpeech = 20
/** … yet not below what the recording is like when nobody speaks. */
const aboveNoise = 6
/** Somewhere in the quiet it is so far below the loudest: an edge in the middle of speech never is. */
const deepBelowPeak = 18
/** Shorter dips are pitch and creak, shorter sounds clicks (frames of 10 ms). */
const shortestDip = 3
const shortestSound = 3
/** Nothing is looked at beyond this distance from the middle (frames). */
const reach = 200

/**
 * The sound around a stretch of the source (seconds); null where there is none, or no real dip on either side of it.
 * @param speech,noise usual levels of the recording in dBFS
 */
export function islandAt(seconds: Span, levels: Int8Array, { speech, noise }: { speech: number; noise: number }): SoundIsland | null {
  const from = Math.round(seconds.start / levelSeconds)
  const to = Math.min(levels.length - 1, Math.round(seconds.end / levelSeconds))
  let middle = from
  for (let i = from; i <= to; i++) if ((levels[i] ?? -120) > (levels[middle] ?? -120)) middle = i
  const peak = levels[middle] ?? -120
  const quietest = Math.max(noise + aboveNoise, Math.min(peak - belowPeak, speech - belowSpeech))
  if (quietest > peak - belowPeak) return null
  const isQuiet = (i: number): boolean => i < 0 || i >= levels.length || levels[i]! <= quietest
  const first = edgeFrom(middle, -1, isQuiet, shortestDip)
  const last = edgeFrom(middle, 1, isQuiet, shortestDip)
  const before = edgeFrom(first - 1, -1, i => !isQuiet(i), shortestSound)
  const after = edgeFrom(last + 1, 1, i => !isQuiet(i), shortestSound)
  if (![levels.subarray(Math.max(0, before), first), levels.subarray(last + 1, after + 1)].every(quiet => isDeep(quiet, peak))) return null
  const at = (frame: number): number => Math.max(0, frame) * levelSeconds
  return { start: at(first), end: at(last + 1), quietBefore: { start: at(before), end: at(first) }, quietAfter: { start: at(last + 1), end: at(after + 1) }, peak }
}

/** The last frame, going one way, before so many frames in a row that are otherwise. */
function edgeFrom(start: number, step: 1 | -1, isOther: (frame: number) => boolean, inARow: number): number {
  let edge = start
  let others = 0
  for (let i = start + step; Math.abs(i - start) <= reach; i += step) {
    others = isOther(i) ? others + 1 : 0
    if (others >= inARow) break
    if (others === 0) edge = i
  }
  return edge
}

/** At the start and the end of a recording there is nothing, which is quiet enough. */
function isDeep(quiet: Int8Array, peak: number): boolean {
  return quiet.length === 0 || quiet.some(level => level <= peak - deepBelowPeak)
}
