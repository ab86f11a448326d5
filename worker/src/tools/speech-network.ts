import type { OnnxConstant, OnnxModel, OnnxNode } from './onnx-model.ts'

/** Sizes of silero-vad v5 and later at 16 kHz: 64 samples from before, 512 new ones. */
export const inputSamples = 576
export const stateSize = 128
/** The end of each window is heard once more backwards, up to a whole number of steps. */
const mirrored = 64
const spectrumStep = 128
/** Names of the weights inside the file begin with the branch for 16 kHz. */
const branch = 'If_0_then_branch__Inline_0__'

/**
 * Silero's network for many windows in one pass: what it makes of the sound of a window knows no other window and is done for
 * all at once; its memory (an LSTM) then goes through them in their order, so each value is the one that window by window gives.
 * The file that ships hears one window after the other, at twice the cost. Weights are the file's own.
 * Inputs `windows` (1 × 1 × count × samples), `hidden` and `cell` (1 × 1 × state); outputs `likely` (count × 1), `hiddenNext`, `cellNext`.
 * @throws Error where a weight is not in the file
 */
export function speechNetwork(constants: Map<string, OnnxConstant>): OnnxModel {
  const weight = (name: string): OnnxConstant => {
    const found = constants.get(branch + name)
    if (!found) throw new Error(`the speech model has no ${name}`)
    return found
  }
  const layers = [0, 1, 2, 3].map(index => layer(index, weight))
  const memory = memoryOf(weight)
  const state = (name: string): { name: string; shape: number[] } => ({ name, shape: [1, 1, stateSize] })
  return {
    inputs: [{ name: 'windows', shape: [1, 1, 'count', inputSamples] }, state('hidden'), state('cell')],
    outputs: [{ name: 'likely', shape: ['count', 1] }, state('hiddenNext'), state('cellNext')],
    nodes: [...spectrum, ...layers.flatMap(({ nodes }) => nodes), ...memory.nodes],
    constants: [
      { ...flat(weight('stft.forward_basis_buffer')), name: 'waves' }, { name: 'mirror', shape: [8], values: BigInt64Array.of(0n, 0n, 0n, 0n, 0n, 0n, 0n, BigInt(mirrored)) },
      ...layers.flatMap(layer => layer.constants), ...memory.constants,
    ],
  }
}

type Weight = (name: string) => OnnxConstant
interface Part { nodes: OnnxNode[]; constants: OnnxConstant[] }

/** Windows are rows of a picture, time runs along them: a kernel is one row high. */
function flat({ shape: [count, depth, length], ...rest }: OnnxConstant): OnnxConstant {
  return { ...rest, shape: [count!, depth!, 1, length!] }
}

/** How strong which pitch is: length of cosine and sine parts. */
const spectrum: OnnxNode[] = [
  { operator: 'Pad', inputs: ['windows', 'mirror'], output: 'whole', attributes: { mode: 'reflect' } },
  { operator: 'Conv', inputs: ['whole', 'waves'], output: 'both', attributes: { strides: [1, spectrumStep] } },
  { operator: 'Split', inputs: ['both'], output: ['cosines', 'sines'], attributes: { axis: 1 } },
  { operator: 'Mul', inputs: ['cosines', 'cosines'], output: 'cosines2' },
  { operator: 'Mul', inputs: ['sines', 'sines'], output: 'sines2' },
  { operator: 'Add', inputs: ['cosines2', 'sines2'], output: 'power' },
  { operator: 'Sqrt', inputs: ['power'], output: 'layer0' },
]

/** The middle layers see half of the times each. */
const timeSteps = [1, 2, 2, 1]

function layer(index: number, weight: Weight): Part {
  const kernel = flat(weight(`encoder.${index}.reparam_conv.weight`))
  const bias = weight(`encoder.${index}.reparam_conv.bias`)
  return {
    nodes: [
      { operator: 'Conv', inputs: [`layer${index}`, kernel.name, bias.name], output: `mixed${index}`, attributes: { pads: [0, 1, 0, 1], strides: [1, timeSteps[index]!] } },
      { operator: 'Relu', inputs: [`mixed${index}`], output: `layer${index + 1}` },
    ],
    constants: [kernel, bias],
  }
}

function memoryOf(weight: Weight): Part {
  const gates = (name: string): Float32Array => inOnnxOrder(weight(`decoder.rnn.${name}`).values as Float32Array)
  const [readOut, bias] = [weight('decoder.decoder.2.weight'), weight('decoder.decoder.2.bias')]
  return {
    nodes: [
      { operator: 'Transpose', inputs: ['layer4'], output: 'inOrder', attributes: { perm: [2, 0, 1, 3] } },
      { operator: 'Reshape', inputs: ['inOrder', 'sequence'], output: 'heard' },
      { operator: 'LSTM', inputs: ['heard', 'inputGates', 'stateGates', 'gateBias', '', 'hidden', 'cell'], output: ['remembered', 'hiddenNext', 'cellNext'], attributes: { hidden_size: stateSize } },
      { operator: 'Relu', inputs: ['remembered'], output: 'active' },
      { operator: 'Reshape', inputs: ['active', 'rows'], output: 'each' },
      { operator: 'MatMul', inputs: ['each', 'readOut'], output: 'sum' },
      { operator: 'Add', inputs: ['sum', bias.name], output: 'odds' },
      { operator: 'Sigmoid', inputs: ['odds'], output: 'likely' },
    ],
    constants: [
      { name: 'sequence', shape: [3], values: BigInt64Array.of(-1n, 1n, BigInt(stateSize)) }, { name: 'rows', shape: [2], values: BigInt64Array.of(-1n, BigInt(stateSize)) },
      { name: 'inputGates', shape: [1, 4 * stateSize, stateSize], values: gates('weight_ih') }, { name: 'stateGates', shape: [1, 4 * stateSize, stateSize], values: gates('weight_hh') },
      { name: 'gateBias', shape: [1, 8 * stateSize], values: Float32Array.of(...gates('bias_ih'), ...gates('bias_hh')) },
      { name: 'readOut', shape: [stateSize, 1], values: readOut.values }, bias,
    ],
  }
}

/** PyTorch keeps the gates as in, forget, cell, out; ONNX as in, out, forget, cell. */
function inOnnxOrder(values: Float32Array): Float32Array {
  const gate = values.length / 4
  const ordered = new Float32Array(values.length)
  for (const [place, from] of [0, 3, 1, 2].entries()) ordered.set(values.subarray(gate * from, gate * (from + 1)), gate * place)
  return ordered
}
