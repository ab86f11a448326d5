import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { loadFaceDetector, type Picture, type SeenFace } from '../src/tools/face-detector.ts'
import { loadModel, nativeRuntime, portableRuntime, type LoadRuntime, type Values } from '../src/tools/inference.ts'
import { readConstants } from '../src/tools/onnx-constants.ts'
import { writeOnnx } from '../src/tools/onnx-model.ts'
import { loadSpeechModel, windowSamples } from '../src/tools/speech-model.ts'
import { speechNetwork } from '../src/tools/speech-network.ts'
import { onnxFromTfjs, type StoredModel } from '../src/tools/tfjs-to-onnx.ts'

const run = promisify(execFile)
const meeting = fileURLToPath(new URL('../../demo/media/sample-meeting.mp4', import.meta.url))

test('faces are the same on native code and on WebAssembly', async () => {
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-ss', '3', '-i', meeting, '-frames:v', '1', '-s', '640x360', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], { encoding: 'buffer', maxBuffer: 8 << 20 })
  const [native, portable] = [await facesBy(nativeRuntime, { width: 640, height: 360, rgb: stdout }), await facesBy(portableRuntime, { width: 640, height: 360, rgb: stdout })]
  expect(native.length).toBeGreaterThanOrEqual(4)
  expect(portable.map(numbersOf)).toEqual(native.map(face => numbersOf(face).map(value => expect.closeTo(value, 1))))
})

test('speech is the same on native code and on WebAssembly, a value for each window', async () => {
  const samples = await samplesOf({ from: 10, seconds: 8 })
  const [native, portable] = [await speechBy(nativeRuntime, samples), await speechBy(portableRuntime, samples)]
  expect(native).toHaveLength(250)
  expect(Math.max(...native)).toBeGreaterThan(0.9)
  expect(portable).toEqual(native.map(value => expect.closeTo(value, 2)))
})

test('the native runtime sends no telemetry: it begins no session for it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'f2l-runtime-'))
  const load = `import { nativeRuntime, loadModel } from ${JSON.stringify(new URL('../src/tools/inference.ts', import.meta.url).href)}
    await loadModel(new Uint8Array([1]), nativeRuntime).catch(() => undefined)`
  await run(process.execPath, ['--input-type=module', '-e', load], { env: { PATH: process.env['PATH'], TMPDIR: folder } })
  expect(await readdir(folder)).toEqual([])
  await rm(folder, { recursive: true })
})

test('many windows in one pass have the values that the model as it ships gives them one by one', async () => {
  const samples = await samplesOf({ from: 10, seconds: 9 })
  const stored = await readFile(join(dirname(createRequire(import.meta.url).resolve('@ricky0123/vad-web')), 'silero_vad_v6.onnx'))
  const model = await loadModel(stored)
  let state: Values = { data: new Float32Array(256), shape: [2, 1, 128] }
  const alone: number[] = []
  const window = new Float32Array(576)
  for (let at = 0; at + windowSamples <= samples.length; at += windowSamples) {
    window.copyWithin(0, windowSamples)
    window.set(samples.subarray(at, at + windowSamples), 64)
    const { output, stateN } = await model.run({ input: { data: window, shape: [1, 576] }, state, sr: { data: BigInt64Array.of(16_000n), shape: [] } })
    state = stateN!
    alone.push(output!.data[0]!)
  }
  await model.release()
  expect(await speechBy(nativeRuntime, samples)).toEqual(alone.map(value => expect.closeTo(value, 4)))
})

test('a speech model without the weights that are wanted is refused', () => {
  expect(() => speechNetwork(readConstants(writeOnnx({ inputs: [], outputs: [], nodes: [], constants: [] })))).toThrow('encoder.0')
})

test('a sound of any number of windows has as many values, and silence none above zero', async () => {
  const model = await loadSpeechModel()
  for (const count of [0, 1, 9, 127, 128, 129]) {
    const listener = model.listen()
    for (let n = 0; n < count; n++) await listener.hear(new Float32Array(windowSamples))
    const values = await listener.end()
    expect(values).toHaveLength(count)
    expect(values.slice(9).every(value => value === 0)).toBe(true)
  }
  await model.release()
})

test('a convolution, a depthwise one and a pool are translated with their sizes, steps and padding', async () => {
  const weights = new Uint8Array([...floats([1, 0, 0, 2, 0, 0]), ...floats(Array<number>(18).fill(1)), ...floats([0, -1]), ...new Uint8Array(Int32Array.of(1, 4, 2).buffer)])
  const model = await loadModel(writeOnnx(onnxFromTfjs(small, weights)))
  // Red 1 … 16 in four rows, green all ones, blue zeros: red stays, green becomes 2 − 1.
  const picture = Float32Array.from({ length: 48 }, (_, index) => index < 16 ? index + 1 : index < 32 ? 1 : 0)
  const { out } = await model.run({ input: { data: picture, shape: [1, 3, 4, 4] } })
  expect(Array.from(out!.data)).toEqual([54, 9, 45, 6, 72, 6, 54, 4])
  await model.release()
})

test('an operator that is not known is refused, not left out', () => {
  expect(() => onnxFromTfjs({ modelTopology: { node: [{ name: 'a', op: 'Softmax', input: ['input'] }] }, weightsManifest: [] }, new Uint8Array(0))).toThrow('Softmax')
})

async function facesBy(runtime: LoadRuntime, picture: Picture): Promise<SeenFace[]> {
  const detector = await loadFaceDetector(runtime)
  const faces = await detector.find(picture)
  await detector.release()
  return faces
}

function numbersOf({ face: { x, y, width, height }, score }: SeenFace): number[] {
  return [x, y, width, height, score]
}

/** Of the demo's meeting, 16 kHz mono. */
async function samplesOf({ from, seconds }: { from: number; seconds: number }): Promise<Float32Array> {
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-ss', String(from), '-i', meeting, '-t', String(seconds), '-vn', '-ac', '1', '-ar', '16000', '-f', 'f32le', '-'], { encoding: 'buffer', maxBuffer: 8 << 20 })
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length))
}

async function speechBy(runtime: LoadRuntime, samples: Float32Array): Promise<number[]> {
  const model = await loadSpeechModel(runtime)
  const listener = model.listen()
  for (let at = 0; at + windowSamples <= samples.length; at += windowSamples) await listener.hear(samples.subarray(at, at + windowSamples))
  const values = await listener.end()
  await model.release()
  return Array.from(values)
}

function floats(values: number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer)
}

const word = (text: string): string => Buffer.from(text).toString('base64')
const steps = (size: number): { list: { i: string[] } } => ({ list: { i: ['1', String(size), String(size), '1'] } })
/** 1 × 1 convolution of three channels into two with bias and a ReLU, sums of 3 × 3 of each at every second place, then flat. */
const small: StoredModel = {
  modelTopology: { node: [
    { name: 'input', op: 'Placeholder' },
    { name: 'mix', op: '_FusedConv2D', input: ['input', 'kernel', 'bias'], attr: { strides: steps(1), padding: { s: word('VALID') }, fused_ops: { list: { s: [word('BiasAdd'), word('Relu')] } } } },
    { name: 'sum', op: 'DepthwiseConv2dNative', input: ['mix', 'ones'], attr: { strides: steps(2), padding: { s: word('SAME') } } },
    { name: 'flat', op: 'Reshape', input: ['sum', 'shape'] },
    { name: 'out', op: 'Identity', input: ['flat'] },
  ] },
  weightsManifest: [{ weights: [
    { name: 'kernel', shape: [1, 1, 3, 2], dtype: 'float32' },
    { name: 'ones', shape: [3, 3, 2, 1], dtype: 'float32' },
    { name: 'bias', shape: [2], dtype: 'float32' },
    { name: 'shape', shape: [3], dtype: 'int32' },
  ] }],
}
