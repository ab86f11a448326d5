import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Analysis, MediaInfo } from '../../plan/facts.ts'
import type { BrowserTools } from '../../tools/browser.ts'
import type { FfmpegTools } from '../../tools/ffmpeg.ts'
import type { PacketShelf } from '../../tools/packet-shelf.ts'

export interface VerifyInput {
  videoPath: string
  sourcePath: string
  media: MediaInfo
  plan: EditPlan
  /** Of the source; null: it is silent. */
  loudness: Analysis['loudness']
  /** The WebVTT file that goes with the video; null where there are no captions. */
  captionsPath: string | null
}
export interface VerifyContext { tools: FfmpegTools; packets?: PacketShelf; browser: BrowserTools; signal: AbortSignal; report(fraction: number): void }

/** The same places for the same video, others for another. */
export function seedOf({ plan }: VerifyInput): string {
  return JSON.stringify([plan.source.sha256, plan.keep, plan.frameRate])
}

export function frameSeconds({ frameRate }: Pick<EditPlan, 'frameRate'>): number {
  return frameRate.den / frameRate.num
}
