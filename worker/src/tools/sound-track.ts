import { rename, rm } from 'node:fs/promises'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { readFfmpeg, runFfmpeg, type FfmpegTools } from './ffmpeg.ts'
import { cutSound, soundChannels, soundRate } from './pcm-cut.ts'

export interface SoundTrack {
  sourcePath: string
  /** ffmpeg's index of the audio stream; null makes a silent track. */
  streamIndex: number | null
  plan: EditPlan
  /** Loudness of the source as analysis measured it; null where it is silent or unknown. */
  sourceLoudness: { integratedLufs: number; truePeakDbtp: number } | null
  /** The .m4a to make. */
  path: string
}

export interface SoundRun { tools: FfmpegTools; signal: AbortSignal; onProgress(seconds: number): void }

/** Between samples and after AAC the wave rises a little above its limited samples. */
const peakMarginDb = 1
const toleranceLu = 0.5
const mostPasses = 3
/** More would only lift noise. */
const mostGainDb = 40

/**
 * The output's whole sound in one pass: cut, brought to the wanted loudness by one linear gain and a limiter, encoded.
 * A limiter that had much to do leaves the sound too quiet: then once more with the difference added.
 */
export async function makeSoundTrack(track: SoundTrack, run: SoundRun): Promise<void> {
  const { loudness } = track.plan
  let gain = track.sourceLoudness ? Math.min(mostGainDb, loudness.targetLufs - track.sourceLoudness.integratedLufs) : 0
  for (let pass = 1; pass <= mostPasses; pass++) {
    const measured = await encode(track, gain, run)
    const miss = measured === null ? 0 : loudness.targetLufs - measured
    if (Math.abs(miss) <= toleranceLu || gain + miss > mostGainDb) break
    gain += miss
  }
  await rename(`${track.path}.part`, track.path)
}

async function encode({ sourcePath, streamIndex, plan, path }: SoundTrack, gainDb: number, { tools, signal, onProgress }: SoundRun): Promise<number | null> {
  const part = `${path}.part`
  await rm(part, { force: true })
  const said = await runFfmpeg(tools, {
    inputs: [{ path: 'pipe:0', options: ['-f', 'f32le', '-ar', String(soundRate), '-ac', String(soundChannels)] }],
    graph: `[0:a]volume=${gainDb.toFixed(3)}dB,${limiter(plan.loudness.peakDbtp)},ebur128=framelog=verbose,aformat=sample_fmts=fltp:sample_rates=${soundRate}[a]`,
    outputs: [{ path: part, options: ['-map', '[a]', '-c:a', 'aac', '-aac_coder', 'fast', '-b:a', '128k', '-f', 'mp4'] }],
    logLevel: 'info',
  }, { signal, task: 'making the sound', onProgress, input: cutSound(sourceSound(tools, sourcePath, streamIndex, signal), plan) })
  return readIntegrated(said)
}

/** `level` would lift everything to full scale again; `latency` keeps the look-ahead from delaying the sound. */
function limiter(peakDbtp: number): string {
  const limit = 10 ** ((peakDbtp - peakMarginDb) / 20)
  return `alimiter=limit=${limit.toFixed(4)}:level=0:attack=5:release=60:latency=1`
}

/** Raw floats from source time 0: a late start is filled with silence. */
async function* sourceSound(tools: FfmpegTools, path: string, streamIndex: number | null, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if (streamIndex === null) return
  yield* readFfmpeg(tools, {
    inputs: [{ path, options: ['-vn'] }],
    outputs: [{ path: 'pipe:1', options: ['-map', `0:${streamIndex}`, '-af', `aresample=${soundRate}:async=1:first_pts=0`, '-ac', String(soundChannels), '-f', 'f32le'] }],
  }, { signal, task: 'reading the sound' })
}

function readIntegrated(said: string): number | null {
  const summary = said.slice(said.lastIndexOf('Summary:'))
  const value = Number(/\bI:\s+(-?[\d.]+) LUFS/.exec(summary)?.[1])
  return Number.isFinite(value) && value > -70 ? value : null
}
