import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { readFfmpeg, type FfmpegTools } from './ffmpeg.ts'
import type { Channels } from './pcm-cut.ts'
import { soundRate } from './sound-pieces.ts'

export interface SourceSound {
  sourcePath: string
  /** ffmpeg's index of the stream. */
  streamIndex: number
  channels: Channels
  plan: Pick<EditPlan, 'noiseReduction' | 'noiseFloorDbfs'>
}

/** Noise is lowered by this much: plainly quieter, not gone, and speech keeps its colour. */
const noiseReductionDb = 10
/** afftdn holds back two of the steps of 1/80 s that it works in. */
const noiseReductionDelay = 2 * Math.floor(soundRate / 80)
/** The plan's floor was measured from 80 Hz to 8 kHz; noise of the same density is louder over the whole band. */
const wideBandDb = 10 * Math.log10(soundRate / 16_000) + 1

/** Raw floats from source time 0: a late start is filled with silence. */
export function readSourceSound({ sourcePath, streamIndex, channels, plan }: SourceSound, tools: FfmpegTools, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const filters = [`aresample=${soundRate}:async=1:first_pts=0`, ...noiseFilters(plan)]
  return readFfmpeg(tools, {
    inputs: [{ path: sourcePath, options: ['-vn'] }],
    outputs: [{ path: 'pipe:1', options: ['-map', `0:${streamIndex}`, '-af', filters.join(','), '-ac', String(channels), '-f', 'f32le'] }],
  }, { signal, task: 'reading the sound' })
}

/** Before cuts and gain, so that the filter hears the recording as it went on; its delay is taken out to the sample. */
function noiseFilters({ noiseReduction, noiseFloorDbfs }: SourceSound['plan']): string[] {
  if (!noiseReduction || noiseFloorDbfs === undefined) return []
  const floor = Math.max(-80, Math.min(-20, noiseFloorDbfs + wideBandDb))
  return [
    'aformat=channel_layouts=stereo|mono', `apad=pad_len=${noiseReductionDelay}`, `afftdn=nr=${noiseReductionDb}:nf=${floor.toFixed(1)}`,
    `atrim=start_sample=${noiseReductionDelay}`, 'asetpts=N/SR/TB',
  ]
}
