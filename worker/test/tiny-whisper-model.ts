/**
 * A model file in whisper.cpp's format, small enough to be made in a test: one layer, 32 numbers wide. It hears
 * nothing. Its decoder is a chain: each token leads to the next, so every half minute of sound has the same words.
 * Loading, decoding, token times and languages are whisper.cpp's own.
 */
const wide = 32
const vocabulary = 51_865
const audioPositions = 1500
const textPositions = 448
const mels = 80
/** Ids that are fixed in multilingual models. */
const ids = { end: 50_257, start: 50_258, german: 50_261, transcribe: 50_359, second: (seconds: number) => 50_364 + 50 * seconds }

/** The tokens' bytes, in the order they are said; " " must exist in any model. */
export function tinyWhisperModel(tokens: readonly (string | Buffer)[], endSeconds = 28): Buffer {
  const chain = [ids.start, ids.german, ids.transcribe, ids.second(0), ...tokens.map((_, index) => index + 1), ids.second(endSeconds), ids.end]
  return Buffer.concat([header(), wordList([' ', ...tokens]), ...encoder(), ...decoder(chain)])
}

function header(): Buffer {
  const numbers = [0x67_67_6d_6c, vocabulary, audioPositions, wide, 1, 1, textPositions, wide, 1, 1, mels, 0, mels, 201]
  return Buffer.concat([int32(...numbers), Buffer.alloc(4 * mels * 201)])
}

function wordList(words: readonly (string | Buffer)[]): Buffer {
  const bytes = words.map(word => Buffer.from(word as string))
  return Buffer.concat([int32(words.length), ...bytes.flatMap(word => [int32(word.length), word])])
}

function encoder(): Buffer[] {
  return [
    tensor('encoder.positional_embedding', [wide, audioPositions]),
    tensor('encoder.conv1.weight', [3, mels, wide]), tensor('encoder.conv1.bias', [1, wide]),
    tensor('encoder.conv2.weight', [3, wide, wide]), tensor('encoder.conv2.bias', [1, wide]),
    ...norm('encoder.ln_post'), ...attention('encoder.blocks.0.attn'), ...mlp('encoder.blocks.0', []),
  ]
}

function decoder(chain: readonly number[]): Buffer[] {
  const embedding = new Float32Array(wide * vocabulary)
  chain.forEach((token, index) => { embedding[token * wide + index] = 10 })
  return [
    tensor('decoder.positional_embedding', [wide, textPositions]), tensor('decoder.token_embedding.weight', [wide, vocabulary], embedding),
    ...norm('decoder.ln'), ...attention('decoder.blocks.0.attn'), ...attention('decoder.blocks.0.cross_attn'), ...mlp('decoder.blocks.0', chain),
  ]
}

/** What lights up in place n lights up place n + 1. */
function mlp(name: string, chain: readonly number[]): Buffer[] {
  const into = new Float32Array(wide * 4 * wide)
  const out = new Float32Array(wide * 4 * wide)
  chain.slice(1).forEach((_, index) => {
    into[index * wide + index] = 1
    out[(index + 1) * 4 * wide + index] = 100
  })
  return [
    ...norm(`${name}.mlp_ln`), tensor(`${name}.mlp.0.weight`, [wide, 4 * wide], into), tensor(`${name}.mlp.0.bias`, [4 * wide], new Float32Array(4 * wide).fill(-1)),
    tensor(`${name}.mlp.2.weight`, [4 * wide, wide], out), tensor(`${name}.mlp.2.bias`, [wide]),
  ]
}

/** All zero: it adds nothing. */
function attention(name: string): Buffer[] {
  return [
    ...norm(`${name}_ln`), tensor(`${name}.query.weight`, [wide, wide]), tensor(`${name}.query.bias`, [wide]), tensor(`${name}.key.weight`, [wide, wide]),
    tensor(`${name}.value.weight`, [wide, wide]), tensor(`${name}.value.bias`, [wide]), tensor(`${name}.out.weight`, [wide, wide]), tensor(`${name}.out.bias`, [wide]),
  ]
}

function norm(name: string): Buffer[] {
  return [tensor(`${name}.weight`, [wide], new Float32Array(wide).fill(1)), tensor(`${name}.bias`, [wide])]
}

function tensor(name: string, sizes: number[], values = new Float32Array(sizes.reduce((product, size) => product * size, 1))): Buffer {
  return Buffer.concat([int32(sizes.length, name.length, 0, ...sizes), Buffer.from(name), Buffer.from(values.buffer)])
}

function int32(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length)
  numbers.forEach((number, index) => bytes.writeInt32LE(number, 4 * index))
  return bytes
}
