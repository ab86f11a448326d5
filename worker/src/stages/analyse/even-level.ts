/** Windows looked at on each side of the one that is raised: 47 × 32 ms = 1.5 s. */
const reach = 47
/** RMS that the loudest window nearby is raised to; the speech model knows speech at about −20 dBFS. */
const wantedRms = 0.1
/** At most 24 dB: beyond that it is noise that grows. */
const mostGain = 16

/**
 * Raises quiet passages to the level that the speech model was trained on: people far from the
 * microphone are quiet, not silent. The gain follows the loudest window within 1.5 s before *and
 * after*, so a loud word after a silence is not blown up at its start.
 */
export function makeLeveller(emit: (window: Float32Array) => Promise<void>): { push(window: Float32Array): Promise<void>; end(): Promise<void> } {
  const waiting: Float32Array[] = []
  const loudness: number[] = []
  let gain = 1
  async function emitFirst(): Promise<void> {
    const window = waiting.shift()!
    const next = gainFor(Math.max(...loudness))
    for (let i = 0; i < window.length; i++) window[i] = clip(window[i]! * (gain + (next - gain) * i / window.length))
    gain = next
    await emit(window)
  }
  async function push(window: Float32Array): Promise<void> {
    waiting.push(Float32Array.from(window))
    loudness.push(rmsOf(window))
    if (loudness.length > 2 * reach + 1) loudness.shift()
    if (waiting.length > reach) await emitFirst()
  }
  async function end(): Promise<void> {
    while (waiting.length > 0) {
      await emitFirst()
      if (loudness.length > 1) loudness.shift()
    }
  }
  return { push, end }
}

export function rmsOf(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return Math.sqrt(sum / samples.length)
}

function gainFor(loudest: number): number {
  return Math.max(1, Math.min(mostGain, wantedRms / Math.max(loudest, 1e-6)))
}

function clip(sample: number): number {
  return Math.max(-1, Math.min(1, sample))
}
