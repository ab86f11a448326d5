import { envelopeRate } from '../../tools/look-and-listen.ts'
import type { VerifyInput } from './verify-input.ts'

/** How loud both sounds are over time, and what of the source must be heard. */
export interface Levels {
  source: Float32Array
  output: Float32Array
  /** Planned: by so much the output is louder. */
  gain: number
  /** Source levels (0..1) above this are more than noise: they must survive. */
  audible: number
}

/** Below this (about −50 dB) there is nothing that could be lost. */
const faintest = 0.003
/** Noise reduction lowers what is steady: only what stands out this far is sure to be left. */
const aboveNoise = 6

export function levelsOf({ plan, loudness }: VerifyInput, source: Float32Array, output: Float32Array): Levels {
  const gain = loudness === null ? 1 : 10 ** ((plan.loudness.targetLufs - loudness.integratedLufs) / 20)
  const noise = source.slice().sort()[Math.floor(source.length / 5)] ?? 0
  return { source, output, gain, audible: plan.noiseReduction ? Math.max(faintest, aboveNoise * noise) : faintest }
}

/** The loudest moment between two seconds. */
export function loudest(envelope: Float32Array, from: number, to: number): number {
  let highest = 0
  const end = Math.min(envelope.length, Math.ceil(to * envelopeRate))
  for (let i = Math.max(0, Math.floor(from * envelopeRate)); i < end; i++) if (envelope[i]! > highest) highest = envelope[i]!
  return highest
}

/** Limiter and encoder take something of what is loud; more than this is not asked for (0..1). */
const mostAsked = 0.6

export function expectedLevel({ gain }: Levels, sourceLevel: number): number {
  return Math.min(sourceLevel * gain, mostAsked)
}
