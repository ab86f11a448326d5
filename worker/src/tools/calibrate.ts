import { cpus } from 'node:os'
import { join } from 'node:path'
import type { MachineSpeed } from '@f2l/common/contracts/machine-speed.ts'
import { newTemporaryFolder, removeTemporaryFolder } from '@f2l/common/temporary-folder.ts'
import { clipSize, makeClip, measureDecode, measureTranscode } from './calibration-clip.ts'
import type { ModelSpeeds } from './calibration-models.ts'
import { ffmpegVersion, type FfmpegTools } from './ffmpeg.ts'
import { inOwnProcess } from './own-process.ts'
import { chooseEncoder, type EncoderSetting } from './video-encoder.ts'

export interface Calibration {
  tools: FfmpegTools
  encoder: EncoderSetting
  processes: number
  /** How often the clip of two seconds is read and encoded; default: often enough for a steady figure within 5 seconds on two idle cores. */
  rounds?: { decode: number; transcode: number }
}

const usualRounds = { decode: 4, transcode: 2 }

/** What a measured speed holds for: another version, encoder or number of processes is another machine. */
export type SpeedOwner = Pick<MachineSpeed, 'ffmpegVersion' | 'encoder' | 'cores' | 'processes'>

/** What a speed measured now would hold for. */
export async function speedOwner({ tools, encoder, processes }: Calibration, signal: AbortSignal): Promise<SpeedOwner> {
  const chosen = await chooseEncoder(encoder, clipSize, tools, signal)
  return { ffmpegVersion: await ffmpegVersion(tools, signal), encoder: chosen.encoder.name, cores: cpus().length, processes }
}

/**
 * Measures how fast this machine decodes, encodes, listens and looks, on a clip that it draws itself: about 3 seconds on two cores.
 * @throws AppError `render.ffmpeg_failed`, `tool.missing`, or the signal's reason
 */
export async function calibrate(setup: Calibration, signal: AbortSignal): Promise<MachineSpeed> {
  const { tools, processes, rounds = usualRounds } = setup
  const owner = await speedOwner(setup, signal)
  const { encoder } = await chooseEncoder(setup.encoder, clipSize, tools, signal)
  const folder = await newTemporaryFolder('calibration')
  const run = { tools, signal }
  try {
    const clip = join(folder, 'clip.mp4')
    await makeClip(clip, run)
    const decodeSeconds = await measureDecode(clip, rounds.decode, processes, run)
    const transcodeSeconds = await measureTranscode(clip, encoder, rounds.transcode, processes, run)
    return {
      version: 2, ...owner, measuredAt: new Date().toISOString(), decodeSeconds,
      // A GPU may decode and encode at once: then nothing would be left.
      encodeSeconds: Math.max(0.1 * transcodeSeconds, transcodeSeconds - decodeSeconds),
      ...await inOwnProcess<null, ModelSpeeds>(new URL('./measure-models.main.ts', import.meta.url), null, { environment: tools.environment, signal, report: () => undefined }),
    }
  } finally {
    await removeTemporaryFolder(folder)
  }
}
