import { readFile, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { adtsFrames } from './adts.ts'
import { runFfmpeg, type FfmpegTools } from './ffmpeg.ts'
import { readMomentary } from './loudness.ts'
import type { Channels } from './pcm-cut.ts'
import { writeSoundPart } from './sound-part-file.ts'
import type { SoundPart } from './sound-parts.ts'
import { aacFrameSamples, soundRate } from './sound-pieces.ts'

export interface SoundPartJob {
  part: SoundPart
  /** The samples that it is made from. */
  sound: AsyncIterable<Uint8Array>
  channels: Channels
  gainDb: number
  peakDbtp: number
  path: string
}

export interface SoundRun { tools: FfmpegTools; signal: AbortSignal; /** Seconds of sound made, lead-in included. */ onProgress(seconds: number): void }

/** Between samples and after AAC the wave rises a little above its limited samples. */
const peakMarginDb = 1
/** Two speakers play one channel this much louder than one does, and a meter counts both. */
const twiceDb = 20 * Math.log10(Math.SQRT2)
/** ebur128 measures every tenth of a second. */
const momentarySamples = soundRate / 10
/** Both channels are alike where the source has one: nothing is spent on what differs between them. */
const encoding: Record<Channels, string[]> = { 1: ['-aac_ms', '1', '-aac_is', '0'], 2: [] }

/** Hears a part of the sound with what is before and after it, and keeps its own frames. @throws AppError `render.ffmpeg_failed` */
export async function encodeSoundPart({ part, sound, channels, gainDb, peakDbtp, path }: SoundPartJob, { tools, signal, onProgress }: SoundRun): Promise<void> {
  const folder = dirname(path)
  const [working, measured] = ['aac', 'txt'].map(kind => `${basename(path)}.${process.pid}.${kind}.part`) as [string, string]
  try {
    await runFfmpeg(tools, {
      inputs: [{ path: 'pipe:0', options: ['-f', 'f32le', '-ar', String(soundRate), '-ac', String(channels)] }],
      graph: `[0:a]${levelled(gainDb, peakDbtp, channels)},ametadata=mode=print:key=lavfi.r128.M:file=${measured},aformat=sample_fmts=fltp:sample_rates=${soundRate}[a]`,
      outputs: [{ path: join(folder, working), options: ['-map', '[a]', '-c:a', 'aac', '-aac_coder', 'fast', ...encoding[channels], '-b:a', '128k', '-f', 'adts'] }],
    }, { signal, task: 'making the sound', folder, input: sound, onProgress })
    const frames = adtsFrames(await readFile(join(folder, working))).slice(part.leadIn, part.leadIn + part.end - part.start)
    const momentary = readMomentary(await readFile(join(folder, measured), 'utf8')).slice(Math.ceil(part.leadIn * aacFrameSamples / momentarySamples))
    await writeSoundPart(path, { momentary, frames })
  } finally {
    for (const name of [working, measured]) await rm(join(folder, name), { force: true })
  }
}

/** Gain, limiter and measurement of one channel or two; always two come out. */
function levelled(gainDb: number, peakDbtp: number, channels: Channels): string {
  const isMono = channels === 1
  const limit = 10 ** ((peakDbtp - peakMarginDb) / 20)
  return [
    `volume=${(gainDb - (isMono ? twiceDb : 0)).toFixed(3)}dB`,
    // `level` would lift everything to full scale again; `latency` keeps the look-ahead from delaying the sound.
    `alimiter=limit=${limit.toFixed(4)}:level=0:attack=5:release=60:latency=1`,
    `ebur128=framelog=verbose:metadata=1${isMono ? ':dualmono=1,pan=stereo|c0=c0|c1=c0' : ''}`,
  ].join(',')
}
