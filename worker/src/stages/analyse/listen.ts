import type { Span } from '@f2l/common/contracts/span.ts'
import { levelSeconds, toDecibels } from '../../plan/sound-levels.ts'
import { decodeSound, sampleRate } from '../../tools/audio-pcm.ts'
import type { FfmpegTools } from '../../tools/ffmpeg.ts'
import { loadSpeechModel, windowSamples, type SpeechListener } from '../../tools/speech-model.ts'
import { makeLeveller, rmsOf } from './even-level.ts'
import { speechSpans } from './speech-spans.ts'
import { makeTimbreMeter } from './timbre-meter.ts'

/** `timbre`: one packed byte per 10 ms, as `levels`. */
export interface Heard { speech: Span[]; levels: Int8Array; timbre: Uint8Array; loudness: { integratedLufs: number } | null }

export interface ListenInput { path: string; streamIndex: number; durationSeconds: number }
export interface ListenContext { tools: FfmpegTools; signal: AbortSignal; report(fraction: number): void }

/** Two seconds. */
const windowsAReport = 64

/** Hears the whole sound once: where somebody speaks, how loud and of which colour each 10 ms is, and the loudness as a whole. */
export async function listen({ path, streamIndex, durationSeconds }: ListenInput, { tools, signal, report }: ListenContext): Promise<Heard> {
  const model = await loadSpeechModel()
  try {
    const ear = makeEar(model.listen(), durationSeconds, report)
    const levels: number[] = []
    const timbre = makeTimbreMeter()
    const meter = makeBlocks(sampleRate * levelSeconds, async block => {
      levels.push(toDecibels(rmsOf(block)))
      timbre.hear(block)
    })
    const loudness = await decodeSound(tools, {
      path, streamIndex, signal,
      onSamples: async samples => { await meter.push(samples); await ear.push(samples) },
    })
    await meter.end()
    return { speech: speechSpans(await ear.end(), windowSamples / sampleRate), levels: Int8Array.from(levels), timbre: timbre.end(), loudness }
  } finally {
    await model.release()
  }
}

function makeEar(listener: SpeechListener, durationSeconds: number, report: (fraction: number) => void): { push(samples: Float32Array): Promise<void>; end(): Promise<Float32Array> } {
  let heard = 0
  const expected = Math.max(1, durationSeconds * sampleRate / windowSamples)
  const leveller = makeLeveller(async window => {
    await listener.hear(window)
    if (++heard % windowsAReport === 0) report(Math.min(1, heard / expected))
  })
  const blocks = makeBlocks(windowSamples, window => leveller.push(window))
  return {
    push: blocks.push,
    async end() {
      await blocks.end()
      await leveller.end()
      return listener.end()
    },
  }
}

/** Cuts a stream of samples into blocks of one size; the last is filled up with silence. */
function makeBlocks(size: number, use: (block: Float32Array) => Promise<void>): { push(samples: Float32Array): Promise<void>; end(): Promise<void> } {
  const block = new Float32Array(size)
  let filled = 0
  async function push(samples: Float32Array): Promise<void> {
    for (let at = 0; at < samples.length;) {
      const part = samples.subarray(at, at + size - filled)
      block.set(part, filled)
      filled += part.length
      at += part.length
      if (filled < size) return
      filled = 0
      await use(block)
    }
  }
  async function end(): Promise<void> {
    if (filled > 0) await push(new Float32Array(size - filled))
  }
  return { push, end }
}
