import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { loadModel, type LoadRuntime, type Model, type Values } from './inference.ts'
import { readConstants } from './onnx-constants.ts'
import { writeOnnx } from './onnx-model.ts'
import { inputSamples, speechNetwork, stateSize } from './speech-network.ts'

/** The model hears 512 new samples at 16 kHz (32 ms) after the 64 before them. */
export const windowSamples = 512
const contextSamples = inputSamples - windowSamples
/** What a meeting tool's gate leaves (below −80 dBFS) is not listened to once it has lasted for a quarter of a second. */
const nothing = 1e-4
const leastSilentWindows = 8

/** Windows that are heard in one pass (four seconds): fewer cost more each, more no less. */
const windowsAtOnce = 128

export interface SpeechListener {
  /** Takes the next 512 samples. */
  hear(samples: Float32Array): Promise<void>
  /** How likely it is that somebody speaks, one value (0..1) for each window. */
  end(): Promise<Float32Array>
}

export interface SpeechModel {
  /** A listener with a memory of its own, for one sound from its start. */
  listen(): SpeechListener
  release(): Promise<void>
}

/** Silero's voice activity model, which ships inside @ricky0123/vad-web. */
export async function loadSpeechModel(runtime?: LoadRuntime): Promise<SpeechModel> {
  const package_ = createRequire(import.meta.url).resolve('@ricky0123/vad-web')
  const stored = await readFile(join(dirname(package_), 'silero_vad_v6.onnx'))
  const model = await loadModel(writeOnnx(speechNetwork(readConstants(stored))), runtime)
  return { listen: () => makeListener(model), release: () => model.release() }
}

function makeListener(model: Model): SpeechListener {
  const likely: number[] = []
  const context = new Float32Array(inputSamples)
  const windows = new Float32Array(windowsAtOnce * inputSamples)
  let places: number[] = []
  let silentWindows = 0
  let state: Pick<Heard, 'hidden' | 'cell'> = { hidden: nothingHeard(), cell: nothingHeard() }
  async function hearAll(): Promise<void> {
    const heard = await hearInOrder(model, windows.subarray(0, inputSamples * places.length), state)
    for (const [index, place] of places.entries()) likely[place] = heard.likely.data[index]!
    state = heard
    places = []
  }
  return {
    async hear(samples) {
      context.copyWithin(0, windowSamples)
      context.set(samples, contextSamples)
      silentWindows = samples.every(sample => Math.abs(sample) < nothing) ? silentWindows + 1 : 0
      likely.push(0)
      if (silentWindows > leastSilentWindows) return
      windows.set(context, inputSamples * places.length)
      places.push(likely.length - 1)
      if (places.length === windowsAtOnce) await hearAll()
    },
    async end() {
      if (places.length > 0) await hearAll()
      return Float32Array.from(likely)
    },
  }
}

/** The values of some windows, and what is remembered behind them. */
interface Heard { likely: Values<Float32Array>; hidden: Values; cell: Values }

async function hearInOrder(model: Model, windows: Float32Array, { hidden, cell }: Pick<Heard, 'hidden' | 'cell'>): Promise<Heard> {
  const { likely, hiddenNext, cellNext } = await model.run({ windows: { data: windows, shape: [1, 1, windows.length / inputSamples, inputSamples] }, hidden, cell })
  return { likely: likely!, hidden: hiddenNext!, cell: cellNext! }
}

function nothingHeard(): Values {
  return { data: new Float32Array(stateSize), shape: [1, 1, stateSize] }
}
