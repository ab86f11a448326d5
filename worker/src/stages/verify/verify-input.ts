import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Analysis, MediaInfo } from '../../plan/facts.ts'
import type { FfmpegTools } from '../../tools/ffmpeg.ts'

export interface VerifyInput {
  videoPath: string
  sourcePath: string
  media: MediaInfo
  plan: EditPlan
  /** Of the source; null: it is silent. */
  loudness: Analysis['loudness']
}
export interface VerifyContext { tools: FfmpegTools; signal: AbortSignal; report(fraction: number): void }
