import type { OnnxConstant } from './onnx-model.ts'

/** A piece of the file: a number, or bytes that are a text, a list or another message. */
interface Field { number: number; value: number | Uint8Array }

/**
 * The numbers that an ONNX model keeps in nodes, those of the branches of an `If` too, under the names of the nodes' outputs.
 * Read as protobuf, by the fields of onnx.proto3; only float32, which is all that weights are.
 */
export function readConstants(model: Uint8Array): Map<string, OnnxConstant> {
  const constants = new Map<string, OnnxConstant>()
  for (const graph of messages(model, 7)) collect(graph, constants)
  return constants
}

function collect(graph: Uint8Array, into: Map<string, OnnxConstant>): void {
  for (const node of messages(graph, 1)) {
    const [output] = messages(node, 2)
    for (const attribute of messages(node, 5)) {
      for (const tensor of messages(attribute, 5)) add(new TextDecoder().decode(output), tensor, into)
      for (const branch of messages(attribute, 6)) collect(branch, into)
    }
  }
}

const float32 = 1

function add(name: string, tensor: Uint8Array, into: Map<string, OnnxConstant>): void {
  const fields = [...fieldsOf(tensor)]
  const [bytes] = messages(tensor, 9)
  if (!bytes || !fields.some(({ number, value }) => number === 2 && value === float32)) return
  const shape = fields.flatMap(({ number, value }) => number !== 1 ? [] : typeof value === 'number' ? [value] : [...integers(value)])
  into.set(name, { name, shape, values: new Float32Array(new Uint8Array(bytes).slice().buffer) })
}

function messages(message: Uint8Array, wanted: number): Uint8Array[] {
  return [...fieldsOf(message)].flatMap(({ number, value }) => number === wanted && typeof value !== 'number' ? [value] : [])
}

/** A list without tags between its numbers. */
function* integers(list: Uint8Array): Generator<number> {
  const read = makeReader(list)
  while (read.isMore()) yield read.integer()
}

function* fieldsOf(message: Uint8Array): Generator<Field> {
  const read = makeReader(message)
  while (read.isMore()) {
    const tag = read.integer()
    const kind = tag & 7
    const value = kind === 0 ? read.integer() : read.bytes(kind === 1 ? 8 : kind === 5 ? 4 : read.integer())
    yield { number: tag >>> 3, value }
  }
}

function makeReader(from: Uint8Array): { isMore(): boolean; integer(): number; bytes(count: number): Uint8Array } {
  let at = 0
  function integer(): number {
    let value = 0
    for (let weight = 1; ; weight *= 128) {
      const byte = from[at++]!
      value += (byte & 127) * weight
      if (byte < 128) return value
    }
  }
  return { isMore: () => at < from.length, integer, bytes: count => from.subarray(at, at += count) }
}
