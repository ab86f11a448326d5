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
  let best: SoundMatch = { lag: 0, likeness: 0 }
  const energy = dot(wanted, 0, wanted)
  for (let shift = 0; shift <= 2 * steps && shift + wanted.length <= found.length; shift++) {
    const likeness = dot(wanted, shift, found) / Math.sqrt(energy * energyOf(found, shift, wanted.length) || Infinity)
    if (likeness > best.likeness) best = { lag: (shift - steps) / rate, likeness }
  }
  return best
}

function dot(wanted: Float32Array, shift: number, found: Float32Array): number {
  let sum = 0
  for (let i = 0; i < wanted.length; i++) sum += wanted[i]! * found[shift + i]!
  return sum
}

function energyOf(sound: Float32Array, start: number, length: number): number {
  let sum = 0
  for (let i = start; i < start + length; i++) sum += sound[i]! ** 2
  return sum
}
