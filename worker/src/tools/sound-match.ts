import { correlate } from './cross-correlation.ts'

export interface SoundMatch {
  /** Seconds by which `found` comes later than `wanted`. */
  lag: number
  /** 0..1: how alike they are at that lag, whatever their loudness. */
  likeness: number
}

/** A steady tone is as good as the same one period later: of places so nearly as good as the best, the nearest counts. */
const asGood = 0.98

/**
 * Where `wanted` lies inside `found` (which begins `reach` seconds earlier and ends as much later), by cross-correlation.
 */
export function matchSound(wanted: Float32Array, found: Float32Array, reach: number, rate: number): SoundMatch {
  const steps = Math.round(reach * rate)
  const likeness = likenessAt(wanted, found, 2 * steps)
  const best = likeness.reduce((most, value) => Math.max(most, value), 0)
  if (best === 0) return { lag: 0, likeness: 0 }
  let nearest = Number.POSITIVE_INFINITY
  for (const [shift, value] of likeness.entries()) {
    // The top of a hill, not the near side of it.
    const isTop = value >= (likeness[shift - 1] ?? 0) && value >= (likeness[shift + 1] ?? 0)
    if (isTop && value >= asGood * best && Math.abs(shift - steps) < Math.abs(nearest)) nearest = shift - steps
  }
  return { lag: nearest / rate, likeness: Math.min(1, likeness[nearest + steps]!) }
}

function likenessAt(wanted: Float32Array, found: Float32Array, lastShift: number): Float64Array {
  const products = correlate(wanted, found)
  const energy = energyOf(wanted, 0, wanted.length)
  let around = energyOf(found, 0, Math.min(wanted.length, found.length))
  return Float64Array.from({ length: Math.max(0, Math.min(lastShift, found.length - wanted.length) + 1) }, (_, shift) => {
    // The difference of sums leaves a rounding error where there is nothing.
    const likeness = around > 1e-9 * energy && energy > 0 ? products[shift]! / Math.sqrt(energy * around) : 0
    around += (found[shift + wanted.length] ?? 0) ** 2 - found[shift]! ** 2
    return likeness
  })
}

function energyOf(sound: Float32Array, start: number, length: number): number {
  let sum = 0
  for (let i = start; i < start + length; i++) sum += sound[i]! ** 2
  return sum
}
