import type { InferenceSession, Tensor } from 'onnxruntime-common'

/** Numbers in a shape: what goes into a model and comes out. */
export interface Values<Data = Float32Array | BigInt64Array> { shape: readonly number[]; data: Data }

export interface Model {
  inputNames: readonly string[]
  outputNames: readonly string[]
  /** One pass. Inputs and outputs by name. */
  run(inputs: Record<string, Values>): Promise<Record<string, Values<Float32Array>>>
  release(): Promise<void>
}

/** What both builds of the ONNX runtime offer. */
interface Runtime { InferenceSession: { create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession> }; Tensor: typeof Tensor }
export type LoadRuntime = () => Promise<Runtime>

/** Native code of a platform's own: about three times as fast on small models. Not for every platform, and not where optional packages are left out. */
export const nativeRuntime: LoadRuntime = async () => {
  // Its Linux build reports to Microsoft from 1.30 on unless it is told not to, and reads that from here only. Nobody is told of our work.
  // eslint-disable-next-line no-restricted-properties
  process.env['ORT_DISABLE_TELEMETRY'] = '1'
  return await import('onnxruntime-node') as Runtime
}

/** WebAssembly: runs wherever Node does. */
export const portableRuntime: LoadRuntime = async () => {
  const runtime = await import('onnxruntime-web/wasm')
  runtime.env.wasm.numThreads = 1
  return runtime
}

const quickest: LoadRuntime = () => nativeRuntime().catch(portableRuntime)

/** More threads only burn more processor time on models this small. */
const options: InferenceSession.SessionOptions = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 }

/** Readies an ONNX model for this machine. A model for a few passes only need not be rewritten for speed: that takes longer than it saves. */
export async function loadModel(bytes: Uint8Array, load: LoadRuntime = quickest, isForFewPasses = false): Promise<Model> {
  const runtime = await load()
  const session = await runtime.InferenceSession.create(bytes, isForFewPasses ? { ...options, graphOptimizationLevel: 'disabled' } : options)
  const tensor = ({ data, shape }: Values): Tensor => data instanceof Float32Array ? new runtime.Tensor('float32', data, shape) : new runtime.Tensor('int64', data, shape)
  return {
    inputNames: session.inputNames, outputNames: session.outputNames,
    async run(inputs) {
      const outputs = await session.run(Object.fromEntries(Object.entries(inputs).map(([name, values]) => [name, tensor(values)])))
      return Object.fromEntries(Object.entries(outputs).map(([name, { data, dims }]) => [name, { data: data as Float32Array, shape: dims }]))
    },
    release: () => session.release(),
  }
}
