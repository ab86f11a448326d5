import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { loadModel, type LoadRuntime, type Model, type Values } from './inference.ts'

/** The model hears 512 new samples at 16 kHz (32 ms) after the 64 before them (silero-vad v5 and later). */
export const windowSamples = 512
const contextSamples = 64
const inputSamples = contextSamples + windowSamples
const stateSize = 128
/** What a meeting tool's gate leaves (below −80 dBFS) is not listened to once it has lasted for a quarter of a second. */
const nothing = 1e-4
const leastSilentWindows = 8

/** So many stretches of the sound are heard side by side: one pass for all costs less than half of a pass for each. */
const strands = 8
/**
 * Windows (10 s) heard before a strand's own, so that the model remembers what it would have heard. Where that still
 * differs, it rather hears more: of 2400 windows 2 to 6 fell under the threshold and about 22 rose above it.
 */
const runIn = 312
/** Windows gathered before they are heard: six and a half minutes, 28 MB. */
const blockWindows = 12_288

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
  const model = await loadModel(await readFile(join(dirname(package_), 'silero_vad_v6.onnx')), runtime)
  return { listen: () => makeListener(model), release: () => model.release() }
}

function makeListener(model: Model): SpeechListener {
  const likely: number[] = []
  const context = new Float32Array(inputSamples)
  const windows = makeWindows()
  let silentWindows = 0
  let places: number[] = []
  async function hearBlock(): Promise<void> {
    for (const [index, value] of (await hearInStrands(model, windows, places.length)).entries()) likely[places[index]!] = value
    windows.keepLast(runIn)
    places = []
  }
  return {
    async hear(samples) {
      context.copyWithin(0, windowSamples)
      context.set(samples, contextSamples)
      silentWindows = samples.every(sample => Math.abs(sample) < nothing) ? silentWindows + 1 : 0
      likely.push(0)
      if (silentWindows > leastSilentWindows) return
      windows.add(context)
      places.push(likely.length - 1)
      if (places.length === blockWindows) await hearBlock()
    },
    async end() {
      if (places.length > 0) await hearBlock()
      return Float32Array.from(likely)
    },
  }
}

interface Windows { readonly count: number; add(window: Float32Array): void; /** Silence before the first. */ at(index: number): Float32Array; keepLast(count: number): void }

/** Windows one behind the other in memory that is used again for each block: thousands of small pieces would never be given back. */
function makeWindows(): Windows {
  const room = new Float32Array((runIn + blockWindows) * inputSamples)
  const silence = new Float32Array(inputSamples)
  let count = 0
  return {
    get count() { return count },
    add(window) { room.set(window, inputSamples * count++) },
    at: index => index < 0 || index >= count ? silence : room.subarray(inputSamples * index, inputSamples * (index + 1)),
    keepLast(wanted) {
      const first = Math.max(0, count - wanted)
      room.copyWithin(0, inputSamples * first, inputSamples * count)
      count -= first
    },
  }
}

/** Hears the last `count` windows in strands of equal length, each after a run-in of what comes before it. */
async function hearInStrands(model: Model, windows: Windows, count: number): Promise<Float32Array> {
  const first = windows.count - count
  const length = Math.ceil(count / strands)
  const values = new Float32Array(count)
  const input: Values = { data: new Float32Array(strands * inputSamples), shape: [strands, inputSamples] }
  let state: Values = { data: new Float32Array(2 * strands * stateSize), shape: [2, strands, stateSize] }
  for (let step = -runIn; step < length; step++) {
    for (let strand = 0; strand < strands; strand++) (input.data as Float32Array).set(windows.at(first + strand * length + step), strand * inputSamples)
    const { output, stateN } = await model.run({ input, state, sr: sampleRate })
    state = stateN!
    if (step >= 0) for (let strand = 0; strand < strands && strand * length + step < values.length; strand++) values[strand * length + step] = output!.data[strand]!
  }
  return values
}

const sampleRate: Values = { data: BigInt64Array.of(16_000n), shape: [] }
