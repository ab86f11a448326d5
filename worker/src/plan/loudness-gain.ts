import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { levelSeconds } from './sound-levels.ts'

export interface GainInput {
  /** dBFS per 10 ms of the source. */
  levels: Int8Array
  plan: Pick<EditPlan, 'keep' | 'frameRate'>
  /** Of the whole source. */
  integratedLufs: number
  target: { targetLufs: number; peakDbtp: number }
}

/** How far the limiter lets the level of 10 ms come up to its peak; found by trying real recordings. */
const crestDb = 4
/** EBU R 128: loudness is the mean of 0.4 s windows, every 0.1 s, that pass both gates. */
const stepLevels = 10
const windowSteps = 4
const absoluteGate = -70
const relativeGate = -10
const mostGainDb = 60
const precisionDb = 0.1

/**
 * The gain (dB) that brings what is kept to the wanted loudness, with a guess of what the limiter will take from its peaks:
 * close enough that the sound is mostly encoded once.
 */
export function loudnessGain({ levels, plan, integratedLufs, target }: GainInput): number {
  // The levels are not weighted as ears are; by how much differs from source to source.
  const offset = integratedLufs - (gatedLoudness(levels, level => level) ?? integratedLufs)
  const kept = keptLevels(levels, plan)
  let low = -mostGainDb
  let high = mostGainDb
  while (high - low > precisionDb) {
    const gain = (low + high) / 2
    const reached = gatedLoudness(kept, level => Math.min(level + gain, target.peakDbtp - crestDb))
    if (reached === null || reached + offset < target.targetLufs) low = gain
    else high = gain
  }
  return Math.round(10 * high) / 10
}

function keptLevels(levels: Int8Array, { keep, frameRate }: GainInput['plan']): Int8Array {
  const at = (frame: number): number => Math.round(frame * frameRate.den / frameRate.num / levelSeconds)
  const kept = new Int8Array(levels.length)
  let filled = 0
  for (const { start, end } of keep) {
    const piece = levels.subarray(at(start), at(end))
    kept.set(piece, filled)
    filled += piece.length
  }
  return kept.subarray(0, filled)
}

/** In dB, of the levels as `change` makes them; null when nothing passes the absolute gate. */
function gatedLoudness(levels: Int8Array, change: (level: number) => number): number | null {
  const windows = windowPowers(levels, change)
  const heard = windows.filter(power => power > powerOf(absoluteGate))
  const gate = powerOf(decibels(mean(heard)) + relativeGate)
  const loud = heard.filter(power => power > gate)
  return loud.length === 0 ? null : decibels(mean(loud))
}

/** By steps of 0.1 s, summed once each; sound shorter than a window is one. Hours of levels are millions: powers come from a table. */
function windowPowers(levels: Int8Array, change: (level: number) => number): Float64Array {
  const table = Float64Array.from({ length: 256 }, (_, index) => powerOf(change(index - 128)))
  const steps = new Float64Array(Math.ceil(levels.length / stepLevels))
  for (let i = 0; i < levels.length; i++) steps[Math.floor(i / stepLevels)]! += table[levels[i]! + 128]!
  const width = Math.min(windowSteps, steps.length)
  return steps.subarray(0, width === 0 ? 0 : steps.length - width + 1).map((_, index) => {
    let sum = 0
    for (let step = index; step < index + width; step++) sum += steps[step]!
    return sum / Math.min(width * stepLevels, levels.length)
  })
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function powerOf(db: number): number {
  return 10 ** (db / 10)
}

function decibels(power: number): number {
  return 10 * Math.log10(power)
}
