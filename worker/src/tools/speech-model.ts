import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import * as ort from 'onnxruntime-web/wasm'

/** The model hears 512 new samples at 16 kHz (32 ms) after the 64 before them (silero-vad v5 and later). */
export const windowSamples = 512
const contextSamples = 64
const stateSize = 2 * 1 * 128
/** What a meeting tool's gate leaves (below −80 dBFS) is not listened to once it has lasted for a quarter of a second. */
const nothing = 1e-4
const leastSilentWindows = 8

export interface SpeechListener {
  /** How likely it is that somebody speaks in these 512 samples (0..1). Call in order, one at a time. */
  hear(samples: Float32Array): Promise<number>
}

export interface SpeechModel {
  /** A listener with a memory of its own, for one sound from its start. */
  listen(): SpeechListener
  release(): Promise<void>
}

/**
 * Silero's voice activity model, which ships inside @ricky0123/vad-web, on WebAssembly:
 * no native build and no download.
 */
export async function loadSpeechModel(): Promise<SpeechModel> {
  // More threads only burn more processor time on a model this small.
  ort.env.wasm.numThreads = 1
  const package_ = createRequire(import.meta.url).resolve('@ricky0123/vad-web')
  const session = await ort.InferenceSession.create(await readFile(join(dirname(package_), 'silero_vad_v6.onnx')))
  return { listen: () => makeListener(session), release: () => session.release() }
}

function makeListener(session: ort.InferenceSession): SpeechListener {
  const sr = new ort.Tensor('int64', BigInt64Array.of(16_000n), [])
  const heard = new Float32Array(contextSamples + windowSamples)
  const input = new ort.Tensor('float32', heard, [1, heard.length])
  let silentWindows = 0
  let state: ort.Tensor = new ort.Tensor('float32', new Float32Array(stateSize), [2, 1, 128])
  return {
    async hear(samples) {
      heard.copyWithin(0, windowSamples)
      heard.set(samples, contextSamples)
      silentWindows = samples.every(sample => Math.abs(sample) < nothing) ? silentWindows + 1 : 0
      if (silentWindows > leastSilentWindows) return 0
      const { output, stateN } = await session.run({ input, state, sr })
      state = stateN!
      return Number(output!.data[0])
    },
  }
}
