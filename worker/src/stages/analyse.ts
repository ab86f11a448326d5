import type { Transcript } from '@f2l/common/contracts/transcript.ts'
import type { Analysis, MediaInfo } from '../plan/facts.ts'
import { encodeLevels } from '../plan/sound-levels.ts'
import type { FfmpegTools } from '../tools/ffmpeg.ts'
import { listen, type Heard } from './analyse/listen.ts'
import { look } from './analyse/look.ts'
import { matchSpeakers } from './analyse/speaker-faces.ts'

export interface AnalyseInput {
  sourcePath: string
  media: MediaInfo
  transcript: Transcript
  /** Scratch folder; it must exist. */
  folder: string
}
export interface AnalyseContext {
  tools: FfmpegTools
  signal: AbortSignal
  /** How much is done, 0..1. */
  report(fraction: number): void
}

/**
 * Finds where somebody speaks, how loud it is, whose faces are to be seen, and which face belongs to
 * which speaker. Sound and picture are read one after the other, so that memory stays small.
 */
export async function analyse({ sourcePath, media, transcript, folder }: AnalyseInput, context: AnalyseContext): Promise<Analysis> {
  const part = (from: number, to: number): AnalyseContext => ({ ...context, report: fraction => context.report(from + (to - from) * fraction) })
  const { speech, levels, loudness } = await hear(sourcePath, media, part(0, 0.5))
  const { video } = media
  const picture = video && { path: sourcePath, streamIndex: video.streamIndex, width: video.width, height: video.height }
  const faces = picture ? await look({ ...picture, durationSeconds: media.durationSeconds, folder }, part(0.5, 0.9)) : []
  const speakerFaces = picture ? await matchSpeakers({ ...picture, faces, cues: transcript.cues }, part(0.9, 1)) : {}
  context.report(1)
  return { speech, levels: encodeLevels(levels), loudness, faces, speakerFaces }
}

async function hear(path: string, { audio, durationSeconds }: MediaInfo, context: AnalyseContext): Promise<Heard> {
  if (!audio) return { speech: [], levels: new Int8Array(0), loudness: null }
  return listen({ path, streamIndex: audio.streamIndex, durationSeconds }, context)
}
