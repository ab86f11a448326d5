/** Windows looked at on each side of the one that is raised: 47 × 32 ms = 1.5 s. */
const reach = 47
/** RMS that the loudest window nearby is raised to; the speech model knows speech at about −20 dBFS. */
const wantedRms = 0.1
/** At most 24 dB. */
const mostGain = 16
/** What is steady in the last ten seconds is noise, and raised no higher than −54 dBFS: louder, the model hears speech in it now and then. */
const noiseReach = 312
const noiseShare = 0.1
const mostNoiseDecibels = -54
/** dB below full scale; what is quieter counts as this quiet. */
const quietest = 120

/**
 * Raises quiet passages to the level that the speech model was trained on: people far from the
 * microphone are quiet, not silent. The gain follows the loudest window within 1.5 s before *and
 * after*, so a loud word after a silence is not blown up at its start; and it leaves noise where it is.
 */
export function makeLeveller(emit: (window: Float32Array) => Promise<void>): { push(window: Float32Array): Promise<void>; end(): Promise<void> } {
  const waiting: Float32Array[] = []
  const loudness: number[] = []
  const noise = makeNoiseMeter()
  let gain = 1
  async function emitFirst(): Promise<void> {
    const window = waiting.shift()!
    const next = Math.max(1, Math.min(mostGain, wantedRms / Math.max(...loudness, 1e-6), 10 ** ((mostNoiseDecibels - noise.decibels()) / 20)))
    for (let i = 0; i < window.length; i++) window[i] = clip(window[i]! * (gain + (next - gain) * i / window.length))
    gain = next
    await emit(window)
  }
  async function push(window: Float32Array): Promise<void> {
    waiting.push(Float32Array.from(window))
    loudness.push(rmsOf(window))
    noise.add(loudness.at(-1)!)
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

/** The level (dBFS) that a tenth of the last windows lies below. Counted, not sorted: it is asked for each of a hundred thousand windows. */
function makeNoiseMeter(): { add(rms: number): void; decibels(): number } {
  const counts = new Uint16Array(quietest + 1)
  const recent: number[] = []
  return {
    add(rms) {
      const below = Math.min(quietest, Math.max(0, Math.round(-20 * Math.log10(Math.max(rms, 1e-6)))))
      recent.push(below)
      counts[below]!++
      if (recent.length > noiseReach + reach) counts[recent.shift()!]!--
    },
    decibels() {
      let left = noiseShare * recent.length
      let below = quietest
      while (below > 0 && (left -= counts[below]!) >= 0) below--
      return -below
    },
  }
}

function clip(sample: number): number {
  return Math.max(-1, Math.min(1, sample))
}
