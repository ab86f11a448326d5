import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import type { MachineSpeed } from '@f2l/common/contracts/machine-speed.ts'
import { makeMachineSpeedFile, type MachineSpeedFile } from './machine-speed-file.ts'
import type { PipelineTools } from './pipeline.ts'
import { assumedSpeed, crowdingOf } from './plan/expected-time.ts'
import { calibrate, speedOwner, type Calibration } from './tools/calibrate.ts'

export interface MachineSpeeds {
  /** Measured, or assumed where nothing is measured yet. */
  known(signal: AbortSignal): Promise<{ speed: MachineSpeed; crowding: number }>
  /** Measures what is not known yet; null while another process does. */
  measure(signal: AbortSignal): Promise<MachineSpeed | null>
}

export type SpeedTools = Pick<PipelineTools, 'ffmpeg' | 'processes'> & { videoEncoder: Calibration['encoder'] }

/** How fast this machine is, kept in a file of the work folder, which several workers may share. */
export function makeMachineSpeeds({ ffmpeg, processes, videoEncoder }: SpeedTools, workFolder: string): MachineSpeeds {
  const setup: Calibration = { tools: ffmpeg, encoder: videoEncoder, processes }
  const file: MachineSpeedFile = makeMachineSpeedFile({
    path: join(workFolder, 'machine-speed.json'),
    owner: signal => speedOwner(setup, signal), measure: signal => calibrate(setup, signal),
  })
  return {
    known: async signal => ({
      speed: await file.read(signal) ?? assumedSpeed(processes),
      crowding: crowdingOf(loadavg()[0]!, processes, cpus().length),
    }),
    measure: file.measured,
  }
}
