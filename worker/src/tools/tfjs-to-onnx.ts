import type { OnnxConstant, OnnxModel, OnnxNode } from './onnx-model.ts'

/** A graph model as tfjs stores it: `model.json`, and the weights of its manifest one behind the other. */
export interface StoredModel {
  modelTopology: { node: StoredNode[] }
  weightsManifest: { weights: StoredWeight[] }[]
}
interface StoredNode { name: string; op: string; input?: string[]; attr?: Record<string, { s?: string; list?: { i?: string[]; s?: string[] } }> }
interface StoredWeight { name: string; shape: number[]; dtype: string }

/**
 * The same convolutional network for ONNX runtimes. tfjs lays pictures out as rows × columns × channels, ONNX as channels × rows × columns:
 * the input is wanted in the latter, outputs keep the former. `batch` is the name of the outermost size of input and outputs.
 * @throws Error for an operator that such networks do not have
 */
export function onnxFromTfjs({ modelTopology: { node: nodes }, weightsManifest }: StoredModel, weightData: Uint8Array<ArrayBuffer>): OnnxModel {
  const weights = readWeights(weightsManifest.flatMap(group => group.weights), weightData)
  const translated = nodes.filter(({ op }) => op !== 'Const').map(node => translate(node, weights))
  const input = nodes.find(({ op }) => op === 'Placeholder')!
  const outputs = nodes.filter(({ op }) => op === 'Identity')
  return {
    nodes: translated.flatMap(part => part.nodes),
    constants: translated.flatMap(part => part.constants),
    inputs: [{ name: input.name, shape: ['batch', 3, 'rows', 'columns'] }],
    outputs: outputs.map(({ name }) => ({ name, shape: ['batch', 'places', 'values'] })),
  }
}

type Weights = Map<string, { shape: number[]; values: Float32Array | Int32Array }>
interface Translated { nodes: OnnxNode[]; constants: OnnxConstant[] }

function translate(node: StoredNode, weights: Weights): Translated {
  const [from = '', ...others] = node.input ?? []
  const numbers = (index: number): number[] => Array.from(weights.get(others[index]!)!.values)
  switch (node.op) {
    case 'Placeholder': return { nodes: [], constants: [] }
    case '_FusedConv2D': return convolution(node, weights, false)
    case 'DepthwiseConv2dNative': return convolution(node, weights, true)
    case 'AddV2': return only({ operator: 'Add', inputs: [from, others[0]!], output: node.name })
    case 'Relu': return only({ operator: 'Relu', inputs: [from], output: node.name })
    case 'Identity': return only({ operator: 'Identity', inputs: [from], output: node.name })
    case 'MaxPool': return only({ operator: 'MaxPool', inputs: [from], output: node.name, attributes: { kernel_shape: inner(node, 'ksize'), strides: inner(node, 'strides'), auto_pad: padding(node) } })
    case 'Pad': return padded(node, from, numbers(0))
    case 'Reshape': return reshaped(node, from, numbers(0))
    default: throw new Error(`no translation for ${node.op}`)
  }
}

function only(node: OnnxNode): Translated {
  return { nodes: [node], constants: [] }
}

/** tfjs keeps a kernel as rows × columns × in × out, of a depthwise one as rows × columns × in × 1. */
function convolution(node: StoredNode, weights: Weights, isDepthwise: boolean): Translated {
  const [from, kernelName, biasName] = node.input as [string, string, string | undefined]
  const { shape: [rows, columns, depth, count], values } = weights.get(kernelName) as { shape: [number, number, number, number]; values: Float32Array }
  const kernel: OnnxConstant = { name: `${node.name}/kernel`, shape: [isDepthwise ? depth : count, isDepthwise ? 1 : depth, rows, columns], values: channelsFirst(values, rows * columns, depth, count) }
  if (isDepthwise && count !== 1) throw new Error('depthwise kernels must give one channel each')
  const bias = biasName === undefined ? [] : [{ name: `${node.name}/bias`, shape: weights.get(biasName)!.shape, values: Float32Array.from(weights.get(biasName)!.values) }]
  const isActivated = fusedWith(node).includes('Relu')
  const output = isActivated ? `${node.name}/before` : node.name
  return {
    constants: [kernel, ...bias],
    nodes: [
      { operator: 'Conv', inputs: [from, kernel.name, ...bias.map(({ name }) => name)], output, attributes: { strides: inner(node, 'strides'), auto_pad: padding(node), kernel_shape: [rows, columns], group: isDepthwise ? depth : 1 } },
      ...isActivated ? [{ operator: 'Relu', inputs: [output], output: node.name }] : [],
    ],
  }
}

/** Place × in × out becomes out × in × place. */
function channelsFirst(values: Float32Array, places: number, depth: number, count: number): Float32Array {
  const turned = new Float32Array(values.length)
  for (let place = 0; place < places; place++) {
    for (let channel = 0; channel < depth; channel++) {
      for (let out = 0; out < count; out++) turned[(out * depth + channel) * places + place] = values[(place * depth + channel) * count + out]!
    }
  }
  return turned
}

function padded(node: StoredNode, from: string, sides: number[]): Translated {
  const pairs = [0, 3, 1, 2].map(axis => [sides[2 * axis]!, sides[2 * axis + 1]!] as const)
  const pads = `${node.name}/sides`
  return {
    nodes: [{ operator: 'Pad', inputs: [from, pads], output: node.name }],
    constants: [{ name: pads, shape: [8], values: BigInt64Array.from([...pairs.map(([before]) => before), ...pairs.map(([, after]) => after)], BigInt) }],
  }
}

/** Values are counted channel by channel within a place, as tfjs lays them out: as many places as the picture has, of `size` values. */
function reshaped(node: StoredNode, from: string, [, , size]: number[]): Translated {
  const [turned, shape] = [`${node.name}/turned`, `${node.name}/sizes`]
  return {
    nodes: [
      { operator: 'Transpose', inputs: [from], output: turned, attributes: { perm: [0, 2, 3, 1] } },
      { operator: 'Reshape', inputs: [turned, shape], output: node.name },
    ],
    // 0: the same batch; -1: whatever is left.
    constants: [{ name: shape, shape: [3], values: BigInt64Array.from([0, -1, size!], BigInt) }],
  }
}

/** Of the sizes for batch, rows, columns and channels those in the middle. */
function inner({ attr }: StoredNode, name: string): number[] {
  return attr![name]!.list!.i!.slice(1, 3).map(Number)
}

function padding({ attr }: StoredNode): string {
  return fromBase64(attr!['padding']!.s!) === 'SAME' ? 'SAME_UPPER' : 'VALID'
}

function fusedWith({ attr }: StoredNode): string[] {
  return (attr?.['fused_ops']?.list?.s ?? []).map(fromBase64)
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1')
}

function readWeights(specs: StoredWeight[], data: Uint8Array<ArrayBuffer>): Weights {
  const weights: Weights = new Map()
  let at = 0
  for (const { name, shape, dtype } of specs) {
    const count = shape.reduce((product, size) => product * size, 1)
    const bytes = data.buffer.slice(data.byteOffset + at, data.byteOffset + at + 4 * count)
    weights.set(name, { shape, values: dtype === 'int32' ? new Int32Array(bytes) : new Float32Array(bytes) })
    at += 4 * count
  }
  return weights
}
