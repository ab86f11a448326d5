import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'

/** All sound is cut at this rate, in stereo, as 32-bit floats. */
export const soundRate = 48_000
export const soundChannels = 2
const bytesPerSample = 4 * soundChannels
/** A step in the wave is heard as a click; 3 ms are not heard as a fade. */
const fadeSamples = Math.round(0.003 * soundRate)

/** A stretch of sound that survives, in samples. */
export interface SoundPiece { start: number; length: number; fadeIn: boolean; fadeOut: boolean }

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
      start: samplesAt(start, frameRate), length: samplesAt(frames, frameRate) - from,
      fadeIn: keep[index - 1]?.end !== start, fadeOut: keep[index + 1]?.start !== end,
    }
  })
}

/**
 * The output's sound, exact to the sample: silence under the title card, then the kept pieces of `source`
 * (raw floats from source time 0) with short fades at each cut; silence where the source has ended.
 */
export async function* cutSound(source: AsyncIterable<Uint8Array>, plan: SoundPlan): AsyncGenerator<Uint8Array> {
  yield* silence(samplesAt(plan.titleCard.frames, plan.frameRate))
  const reader = new PcmReader(source)
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
    if (samples === null) return yield* silence(piece.length - done)
    fade(samples, done, piece)
    done += samples.length / soundChannels
    yield new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
  }
}

function* silence(samples: number): Generator<Uint8Array> {
  for (let left = samples; left > 0; left -= soundRate) yield new Uint8Array(Math.min(left, soundRate) * bytesPerSample)
}

function fade(samples: Float32Array, offset: number, { length, fadeIn, fadeOut }: SoundPiece): void {
  const count = samples.length / soundChannels
  for (let i = 0; i < count; i++) {
    const at = offset + i
    const fromStart = fadeIn ? (at + 0.5) / fadeSamples : 1
    const toEnd = fadeOut ? (length - at - 0.5) / fadeSamples : 1
    const gain = Math.min(1, fromStart, toEnd)
    // Between the fades nothing changes: go on with the tail.
    if (gain === 1) i = Math.max(i, Math.min(count, length - fadeSamples - offset) - 1)
    else for (let channel = 0; channel < soundChannels; channel++) samples[i * soundChannels + channel]! *= gain
  }
}

/** Reads whole samples from pieces of bytes of any size. */
class PcmReader {
  private readonly source: AsyncIterator<Uint8Array>
  private held: Buffer = Buffer.alloc(0)
  private position = 0

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]()
  }

  /** The next samples (at most `most`, at least one), as a copy that may be changed; null at the end. */
  async read(most: number): Promise<Float32Array | null> {
    if (!await this.fill()) return null
    const count = Math.min(most, Math.floor(this.held.length / bytesPerSample))
    const samples = new Float32Array(count * soundChannels)
    new Uint8Array(samples.buffer).set(this.held.subarray(0, count * bytesPerSample))
    this.drop(count)
    return samples
  }

  async skipTo(sample: number): Promise<void> {
    while (this.position < sample && await this.fill()) {
      this.drop(Math.min(sample - this.position, Math.floor(this.held.length / bytesPerSample)))
    }
  }

  /** Tells the source that no more is wanted: a source that waits for us would wait for ever. */
  async close(): Promise<void> {
    await this.source.return?.()
  }

  private drop(samples: number): void {
    this.held = this.held.subarray(samples * bytesPerSample)
    this.position += samples
  }

  private async fill(): Promise<boolean> {
    while (this.held.length < bytesPerSample) {
      const next = await this.source.next()
      if (next.done) return false
      this.held = this.held.length === 0 ? Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength) : Buffer.concat([this.held, next.value])
    }
    return true
  }
}
