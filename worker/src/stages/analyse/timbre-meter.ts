import { packTimbre } from '../../plan/timbre.ts'

/** Delays (samples at 16 kHz) at which a sound is compared with itself: enough to tell vowels from each other and from hiss. */
const lags = 6
/** A difference as large as between "s" and "a" is 1. */
const wholeChange = 2

/**
 * Colour of the sound, 10 ms by 10 ms, by autocorrelation at a few delays: a hundredth of what a spectrum costs.
 * Each value looks at 20 ms, so that the pitch of a low voice does not show as change.
 */
export function makeTimbreMeter(): { hear(block: Float32Array): void; end(): Uint8Array } {
  const packed: number[] = []
  let last: Float64Array = new Float64Array(lags + 1)
  const shapes: Float64Array[] = []
  const brightness = (shape: Float64Array): number => Math.sqrt(Math.max(0, (1 - shape[1]!) / 2))
  function hear(block: Float32Array): void {
    const sums = autocorrelation(block)
    shapes.push(shapeOf(sums, last))
    last = sums
    if (shapes.length > 3) shapes.shift()
    if (shapes.length === 3) packed.push(packTimbre(brightness(shapes[1]!), distance(shapes[0]!, shapes[2]!) / wholeChange))
    else if (shapes.length === 1) packed.push(packTimbre(brightness(shapes[0]!), 0))
  }
  function end(): Uint8Array {
    if (shapes.length > 1) packed.push(packTimbre(brightness(shapes.at(-1)!), 0))
    return Uint8Array.from(packed)
  }
  return { hear, end }
}

function autocorrelation(block: Float32Array): Float64Array {
  const sums = new Float64Array(lags + 1)
  for (let i = lags; i < block.length; i++) {
    const sample = block[i]!
    for (let lag = 0; lag <= lags; lag++) sums[lag]! += sample * block[i - lag]!
  }
  return sums
}

/** The sums of two neighbouring blocks, independent of loudness. */
function shapeOf(a: Float64Array, b: Float64Array): Float64Array {
  const energy = a[0]! + b[0]!
  return a.map((sum, lag) => energy > 1e-9 ? (sum + b[lag]!) / energy : 0)
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let lag = 1; lag <= lags; lag++) sum += (a[lag]! - b[lag]!) ** 2
  return Math.sqrt(sum)
}
