import { rename, rm } from 'node:fs/promises'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { readFfmpeg, runFfmpeg, type FfmpegTools } from './ffmpeg.ts'
import { readIntegrated } from './loudness.ts'
import { cutSound, soundChannels, soundRate } from './pcm-cut.ts'

export interface SoundTrack {
  sourcePath: string
  /** ffmpeg's index of the audio stream; null makes a silent track. */
  streamIndex: number | null
  plan: EditPlan
  /** Loudness of the source as analysis measured it; null where it is silent or unknown. */
  sourceLoudness: { integratedLufs: number } | null
  /** The .m4a to make. */
  path: string
}

export interface SoundRun { tools: FfmpegTools; signal: AbortSignal; onProgress(seconds: number): void }

/** Between samples and after AAC the wave rises a little above its limited samples. */
const peakMarginDb = 1
const toleranceLu = 0.5
const mostPasses = 3
/** More would only lift what a meter does not hear. */
const mostGainDb = 60
/** Noise is lowered by this much: plainly quieter, not gone, and speech keeps its colour. */
const noiseReductionDb = 10
/** afftdn holds back two of the steps of 1/80 s that it works in. */
const noiseReductionDelay = 2 * Math.floor(soundRate / 80)
/** The plan's floor was measured from 80 Hz to 8 kHz; noise of the same density is louder over the whole band. */
const wideBandDb = 10 * Math.log10(soundRate / 16_000) + 1

/**
 * The output's whole sound in one pass: cut, brought to the wanted loudness by one linear gain and a limiter, encoded.
 * A limiter that had much to do leaves the sound too quiet: then once more with the difference added.
 */
export async function makeSoundTrack(track: SoundTrack, run: SoundRun): Promise<void> {
  const { loudness } = track.plan
  let gain = track.sourceLoudness ? Math.min(mostGainDb, loudness.gainDb ?? loudness.targetLufs - track.sourceLoudness.integratedLufs) : 0
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
  }, { signal, task: 'making the sound', onProgress, input: cutSound(sourceSound({ sourcePath, streamIndex, plan }, tools, signal), plan) })
  return readIntegrated(said)
}

/** `level` would lift everything to full scale again; `latency` keeps the look-ahead from delaying the sound. */
function limiter(peakDbtp: number): string {
  const limit = 10 ** ((peakDbtp - peakMarginDb) / 20)
  return `alimiter=limit=${limit.toFixed(4)}:level=0:attack=5:release=60:latency=1`
}

/** Raw floats from source time 0: a late start is filled with silence. */
async function* sourceSound({ sourcePath, streamIndex, plan }: Pick<SoundTrack, 'sourcePath' | 'streamIndex' | 'plan'>, tools: FfmpegTools, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if (streamIndex === null) return
  const filters = [`aresample=${soundRate}:async=1:first_pts=0`, ...noiseFilters(plan)]
  yield* readFfmpeg(tools, {
    inputs: [{ path: sourcePath, options: ['-vn'] }],
    outputs: [{ path: 'pipe:1', options: ['-map', `0:${streamIndex}`, '-af', filters.join(','), '-ac', String(soundChannels), '-f', 'f32le'] }],
  }, { signal, task: 'reading the sound' })
}

/** Before cuts and gain, so that the filter hears the recording as it went on; its delay is taken out to the sample. */
function noiseFilters({ noiseReduction, noiseFloorDbfs }: EditPlan): string[] {
  if (!noiseReduction || noiseFloorDbfs === undefined) return []
  const floor = Math.max(-80, Math.min(-20, noiseFloorDbfs + wideBandDb))
  return [
    'aformat=channel_layouts=stereo|mono', `apad=pad_len=${noiseReductionDelay}`, `afftdn=nr=${noiseReductionDb}:nf=${floor.toFixed(1)}`,
    `atrim=start_sample=${noiseReductionDelay}`, 'asetpts=N/SR/TB',
  ]
}
