import type { SampleWindow } from './sample-window.ts'
import { endOf, soundRate, type SoundPiece } from './sound-pieces.ts'

/** One channel or two, in which a sample is one value or two. */
export type Channels = 1 | 2
/** A step in the wave is heard as a click; 3 ms are not heard as a fade. */
const fadeSamples = Math.round(0.003 * soundRate)

/** Pieces of `source`, exact to the sample, with short fades at each cut; silence between them, where the source has ended, and up to `samples`. */
export async function* cutSound(source: SampleWindow, pieces: readonly SoundPiece[], samples: number, channels: Channels): AsyncGenerator<Uint8Array> {
  let at = 0
  for (const piece of pieces) {
    yield* silence(piece.at - at, channels)
    yield* cutPiece(source, piece, channels)
    at = endOf(piece)
  }
  yield* silence(samples - at, channels)
}

async function* cutPiece(source: SampleWindow, piece: SoundPiece, channels: Channels): AsyncGenerator<Uint8Array> {
  let done = 0
  for await (const bytes of source.read(piece.start, piece.start + piece.length)) {
    yield faded(bytes, done, piece, channels)
    done += bytes.length / 4 / channels
  }
  yield* silence(piece.length - done, channels)
}

function* silence(samples: number, channels: Channels): Generator<Uint8Array> {
  for (let left = samples; left > 0; left -= soundRate) yield new Uint8Array(Math.min(left, soundRate) * 4 * channels)
}

/** A copy where something changes: the same samples may be asked for again. */
function faded(bytes: Uint8Array, offset: number, piece: SoundPiece, channels: Channels): Uint8Array {
  const count = bytes.length / 4 / channels
  const isTouched = piece.fadeIn && offset < fadeSamples || piece.fadeOut && offset + count > piece.length - fadeSamples
  if (!isTouched) return bytes
  const samples = new Float32Array(new Uint8Array(bytes).buffer)
  fade(samples, offset, piece, channels)
  return new Uint8Array(samples.buffer)
}

function fade(samples: Float32Array, offset: number, { length, fadeIn, fadeOut }: SoundPiece, channels: Channels): void {
  const count = samples.length / channels
  for (let i = 0; i < count; i++) {
    const at = offset + i
    const fromStart = fadeIn ? (at + 0.5) / fadeSamples : 1
    const toEnd = fadeOut ? (length - at - 0.5) / fadeSamples : 1
    const gain = Math.min(1, fromStart, toEnd)
    // Between the fades nothing changes: go on with the tail.
    if (gain === 1) i = Math.max(i, Math.min(count, length - fadeSamples - offset) - 1)
    else for (let channel = 0; channel < channels; channel++) samples[i * channels + channel]! *= gain
  }
}
