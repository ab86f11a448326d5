import { correlate } from './cross-correlation.ts'

export interface SoundMatch {
  /** Seconds by which `found` comes later than `wanted`. */
  lag: number
  /** 0..1: how alike they are at that lag, whatever their loudness. */
  likeness: number
}

/**
 * Where `wanted` lies inside `found` (which begins `reach` seconds earlier and ends as much later), by cross-correlation.
 */
export function matchSound(wanted: Float32Array, found: Float32Array, reach: number, rate: number): SoundMatch {
  const steps = Math.round(reach * rate)
  const products = correlate(wanted, found)
  const energy = energyOf(wanted, 0, wanted.length)
  let around = energyOf(found, 0, Math.min(wanted.length, found.length))
  let best: SoundMatch = { lag: 0, likeness: 0 }
  for (let shift = 0; shift <= 2 * steps && shift + wanted.length <= found.length; shift++) {
    // The difference of sums leaves a rounding error where there is nothing.
    const likeness = around > 1e-9 * energy && energy > 0 ? products[shift]! / Math.sqrt(energy * around) : 0
    if (likeness > best.likeness) best = { lag: (shift - steps) / rate, likeness: Math.min(1, likeness) }
    around += (found[shift + wanted.length] ?? 0) ** 2 - found[shift]! ** 2
  }
  return best
}

function energyOf(sound: Float32Array, start: number, length: number): number {
  let sum = 0
  for (let i = start; i < start + length; i++) sum += sound[i]! ** 2
  return sum
}
