import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'

/** All sound is cut at this rate, as 32-bit floats. */
export const soundRate = 48_000
/** One channel or two, in which a sample is one value or two. */
export type Channels = 1 | 2
/** A step in the wave is heard as a click; 3 ms are not heard as a fade. */
const fadeSamples = Math.round(0.003 * soundRate)

/** A stretch of sound that survives, in samples: `start` of the source, `at` of the output. */
export interface SoundPiece { at: number; start: number; length: number; fadeIn: boolean; fadeOut: boolean }

type SoundPlan = Pick<EditPlan, 'keep' | 'frameRate'> & { titleCard: Pick<EditPlan['titleCard'], 'frames'> }

/** Samples that a number of frames lasts, rounded once from zero, so that nothing adds up over cuts at rates like 30000/1001. */
export function samplesAt(frames: number, { num, den }: EditPlan['frameRate']): number {
  return Math.round(frames * den * soundRate / num)
}

export function soundPieces({ keep, frameRate, titleCard }: SoundPlan): SoundPiece[] {
  let frames = titleCard.frames
  return keep.map(({ start, end }, index) => {
    const from = samplesAt(frames, frameRate)
    frames += end - start
    return {
      at: from, start: samplesAt(start, frameRate), length: samplesAt(frames, frameRate) - from,
      fadeIn: keep[index - 1]?.end !== start, fadeOut: keep[index + 1]?.start !== end,
    }
  })
}

/**
 * The output's sound, exact to the sample: silence under the title card, then the kept pieces of `source`
 * (raw floats from source time 0) with short fades at each cut; silence where the source has ended.
 */
export async function* cutSound(source: AsyncIterable<Uint8Array>, plan: SoundPlan, channels: Channels): AsyncGenerator<Uint8Array> {
  yield* silence(samplesAt(plan.titleCard.frames, plan.frameRate), channels)
  const reader = new PcmReader(source, channels)
  try {
    for (const piece of soundPieces(plan)) yield* cutPiece(reader, piece)
  } finally {
    await reader.close()
  }
}

async function* cutPiece(reader: PcmReader, piece: SoundPiece): AsyncGenerator<Uint8Array> {
  await reader.skipTo(piece.start)
  for (let done = 0; done < piece.length;) {
    const samples = await reader.read(Math.min(piece.length - done, soundRate))
    if (samples === null) return yield* silence(piece.length - done, reader.channels)
    fade(samples, done, piece, reader.channels)
    done += samples.length / reader.channels
    yield new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
  }
}

function* silence(samples: number, channels: Channels): Generator<Uint8Array> {
  for (let left = samples; left > 0; left -= soundRate) yield new Uint8Array(Math.min(left, soundRate) * 4 * channels)
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

/** Reads whole samples from pieces of bytes of any size. */
class PcmReader {
  private readonly source: AsyncIterator<Uint8Array>
  private held: Buffer = Buffer.alloc(0)
  private position = 0
  readonly channels: Channels
  private readonly sampleBytes: number

  constructor(source: AsyncIterable<Uint8Array>, channels: Channels) {
    this.source = source[Symbol.asyncIterator]()
    this.channels = channels
    this.sampleBytes = 4 * channels
  }

  /** The next samples (at most `most`, at least one), as a copy that may be changed; null at the end. */
  async read(most: number): Promise<Float32Array | null> {
    if (!await this.fill()) return null
    const count = Math.min(most, Math.floor(this.held.length / this.sampleBytes))
    const samples = new Float32Array(count * this.channels)
    new Uint8Array(samples.buffer).set(this.held.subarray(0, count * this.sampleBytes))
    this.drop(count)
    return samples
  }

  async skipTo(sample: number): Promise<void> {
    while (this.position < sample && await this.fill()) {
      this.drop(Math.min(sample - this.position, Math.floor(this.held.length / this.sampleBytes)))
    }
  }

  /** Tells the source that no more is wanted: a source that waits for us would wait for ever. */
  async close(): Promise<void> {
    await this.source.return?.()
  }

  private drop(samples: number): void {
    this.held = this.held.subarray(samples * this.sampleBytes)
    this.position += samples
  }

  private async fill(): Promise<boolean> {
    while (this.held.length < this.sampleBytes) {
      const next = await this.source.next()
      if (next.done) return false
      this.held = this.held.length === 0 ? Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength) : Buffer.concat([this.held, next.value])
    }
    return true
  }
}
