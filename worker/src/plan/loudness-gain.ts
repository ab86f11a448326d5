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
const crestDb = 3.5
/** EBU R 128: loudness is the mean of 0.4 s windows, every 0.1 s, that pass both gates. */
const windowLevels = 40
const stepLevels = 10
const absoluteGate = -70
const relativeGate = -10
const mostGainDb = 60

/**
 * The gain (dB) that brings what is kept to the wanted loudness, with a guess of what the limiter will take from its peaks:
 * close enough that the sound is mostly encoded once.
 */
export function loudnessGain({ levels, plan, integratedLufs, target }: GainInput): number {
  const all = Float32Array.from(levels)
  // The levels are not weighted as ears are; by how much differs from source to source.
  const offset = integratedLufs - (gatedLoudness(all) ?? integratedLufs)
  const kept = keptLevels(levels, plan)
  let low = -mostGainDb
  let high = mostGainDb
  while (high - low > 0.05) {
    const gain = (low + high) / 2
    const reached = gatedLoudness(limited(kept, gain, target.peakDbtp))
    if (reached === null || reached + offset < target.targetLufs) low = gain
    else high = gain
  }
  return Math.round(10 * high) / 10
}

function keptLevels(levels: Int8Array, { keep, frameRate }: GainInput['plan']): Float32Array {
  const at = (frame: number): number => Math.round(frame * frameRate.den / frameRate.num / levelSeconds)
  return Float32Array.from(keep.flatMap(({ start, end }) => [...levels.subarray(at(start), at(end))]))
}

function limited(levels: Float32Array, gain: number, peak: number): Float32Array {
  return levels.map(level => Math.min(level + gain, peak - crestDb))
}

/** In dB; null when nothing passes the absolute gate. */
function gatedLoudness(levels: Float32Array): number | null {
  const windows = windowPowers(levels)
  const heard = windows.filter(power => decibels(power) > absoluteGate)
  const gate = decibels(mean(heard)) + relativeGate
  const loud = heard.filter(power => decibels(power) > gate)
  return loud.length === 0 ? null : decibels(mean(loud))
}

function windowPowers(levels: Float32Array): Float64Array {
  const width = Math.min(windowLevels, levels.length)
  const powers = new Float64Array(levels.length === 0 ? 0 : 1 + Math.floor((levels.length - width) / stepLevels))
  let sum = 0
  for (let i = 0; i < levels.length; i++) {
    sum += 10 ** (levels[i]! / 10)
    if (i >= width) sum -= 10 ** (levels[i - width]! / 10)
    if (i >= width - 1 && (i - width + 1) % stepLevels === 0) powers[(i - width + 1) / stepLevels] = Math.max(0, sum) / width
  }
  return powers
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function decibels(power: number): number {
  return 10 * Math.log10(power)
}
