import type { Span } from '@f2l/common/contracts/span.ts'
import { levelSeconds } from './sound-levels.ts'
import type { Timbre } from './timbre.ts'

/** What is heard around some cues, 10 ms by 10 ms. */
export interface SpeechFrames {
  /** Second of the source at which they begin. */
  start: number
  /** dBFS, smoothed over 30 ms. */
  levels: Float64Array
  /** Natural logarithm of the odds that this is pause rather than word; neighbouring frames tell much the same, so each tells little. */
  pauseOdds: Float64Array
  timbre: Timbre | null
}

export interface HeardSound { speech: Span[]; levels: Int8Array; timbre: Timbre | null }

/** The most that 10 ms can tell. */
const mostOdds = 0.6
/** The model for voice activity tells this much. */
const modelOdds = 0.15
/** The border between word and pause lies here between the quiet and the loud of the place. */
const borderShare = 0.42

/** @param span seconds of the source */
export function speechFrames({ speech, levels, timbre }: HeardSound, span: Span): SpeechFrames {
  const first = Math.max(0, Math.floor(span.start / levelSeconds))
  const last = Math.max(first, Math.min(levels.length, Math.ceil(span.end / levelSeconds)))
  const smooth = smoothed(levels, first, last)
  const quiet = levelAtShare(smooth, 0.05)
  const loud = levelAtShare(smooth, 0.85)
  const border = quiet + borderShare * (loud - quiet)
  const spread = Math.max(4, (loud - quiet) / 5)
  const pauseOdds = smooth.map(level => mostOdds * Math.tanh((border - level) / spread))
  addModel(pauseOdds, first, speech)
  return {
    start: first * levelSeconds, levels: smooth, pauseOdds,
    timbre: timbre && { brightness: timbre.brightness.subarray(first, last), change: timbre.change.subarray(first, last) },
  }
}

function smoothed(levels: Int8Array, first: number, last: number): Float64Array {
  return Float64Array.from({ length: last - first }, (_, index) => {
    const i = first + index
    return (levels[Math.max(0, i - 1)]! + 2 * levels[i]! + levels[Math.min(levels.length - 1, i + 1)]!) / 4
  })
}

function levelAtShare(levels: Float64Array, share: number): number {
  return levels.toSorted()[Math.floor(share * (levels.length - 1))] ?? 0
}

function addModel(pauseOdds: Float64Array, first: number, speech: Span[]): void {
  for (let i = 0; i < pauseOdds.length; i++) pauseOdds[i]! += modelOdds
  for (const { start, end } of speech) {
    const to = Math.min(pauseOdds.length, Math.round(end / levelSeconds) - first)
    for (let i = Math.max(0, Math.round(start / levelSeconds) - first); i < to; i++) pauseOdds[i]! -= 2 * modelOdds
  }
}
