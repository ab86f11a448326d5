/** An ONNX model, as far as small convolutional networks need it. */
export interface OnnxModel {
  inputs: OnnxValue[]
  outputs: OnnxValue[]
  nodes: OnnxNode[]
  constants: OnnxConstant[]
}
/** A number of values; a name instead of a number is a size that is told at run time. */
export interface OnnxValue { name: string; shape: (number | string)[] }
/** An input without a name is left out. */
export interface OnnxNode { operator: string; inputs: string[]; output: string | string[]; attributes?: Record<string, number | number[] | string> }
/** float32 or int64, as the array says. */
export interface OnnxConstant { name: string; shape: number[]; values: Float32Array | BigInt64Array }

/** Version of the operators and of the file format that this writes; every runtime of the last years reads them. */
const operatorSet = 13
const fileFormat = 8

const float32 = 1
const int64 = 7
/** `AttributeProto.type`. */
const attributeType = { int: 2, string: 3, ints: 7 }

/** The model as a file (protobuf; numbers of fields from onnx.proto3). */
export function writeOnnx({ inputs, outputs, nodes, constants }: OnnxModel): Uint8Array {
  const graph = join(
    ...nodes.map(node => message(1, nodeBytes(node))), text(2, 'graph'),
    ...constants.map(constant => message(5, constantBytes(constant))),
    ...inputs.map(value => message(11, valueBytes(value))), ...outputs.map(value => message(12, valueBytes(value))),
  )
  return join(integer(1, fileFormat), message(7, graph), message(8, join(text(1, ''), integer(2, operatorSet))))
}

function nodeBytes({ operator, inputs, output, attributes = {} }: OnnxNode): Uint8Array {
  const outputs = [output].flat()
  return join(
    ...inputs.map(name => text(1, name)), ...outputs.map(name => text(2, name)), text(3, outputs[0]!), text(4, operator),
    ...Object.entries(attributes).map(([name, value]) => message(5, join(text(1, name), attributeBytes(value)))),
  )
}

function attributeBytes(value: number | number[] | string): Uint8Array {
  if (typeof value === 'string') return join(text(4, value), integer(20, attributeType.string))
  if (typeof value === 'number') return join(integer(3, value), integer(20, attributeType.int))
  return join(...value.map(one => integer(8, one)), integer(20, attributeType.ints))
}

function constantBytes({ name, shape, values }: OnnxConstant): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return join(...shape.map(size => integer(1, size)), integer(2, values instanceof Float32Array ? float32 : int64), text(8, name), message(9, bytes))
}

function valueBytes({ name, shape }: OnnxValue): Uint8Array {
  const sizes = shape.map(size => message(1, typeof size === 'number' ? integer(1, size) : text(2, size)))
  return join(text(1, name), message(2, message(1, join(integer(1, float32), message(2, join(...sizes))))))
}

function integer(field: number, value: number): Uint8Array {
  return join(variable(field << 3), variable(value))
}

function text(field: number, value: string): Uint8Array {
  return message(field, new TextEncoder().encode(value))
}

function message(field: number, bytes: Uint8Array): Uint8Array {
  return join(variable(field << 3 | 2), variable(bytes.length), bytes)
}

/** Seven bits a byte, the lowest first. */
function variable(value: number): Uint8Array {
  const bytes: number[] = []
  for (let left = value; ; left = Math.floor(left / 128)) {
    bytes.push(left % 128 + (left > 127 ? 128 : 0))
    if (left <= 127) return Uint8Array.from(bytes)
  }
}

function join(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
