import type { Transcript } from '@f2l/common/contracts/transcript.ts'
import type { Analysis, MediaInfo } from '../plan/facts.ts'
import { encodeLevels } from '../plan/sound-levels.ts'
import { encodeTimbre } from '../plan/timbre.ts'
import type { FfmpegTools } from '../tools/ffmpeg.ts'
import { inOwnThread } from '../tools/own-thread.ts'
import type { PictureInput, Seen } from './analyse/find-picture.ts'
import type { Heard } from './analyse/listen.ts'
import type { ListenTask } from './analyse/listen-thread.ts'
import type { LookTask } from './analyse/look-thread.ts'
import type { NamesTask } from './analyse/names-thread.ts'

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
 * which speaker. Sound, picture and, where they are needed, names are read one after the other, each in a thread of its own
 * that gives its memory back at its end: the models are never held together, nor beside the render.
 */
export async function analyse({ sourcePath, media, transcript, folder }: AnalyseInput, context: AnalyseContext): Promise<Analysis> {
  const part = (from: number, to: number): AnalyseContext => ({ ...context, report: fraction => context.report(from + (to - from) * fraction) })
  const { speech, levels, timbre, loudness } = await hear(sourcePath, media, part(0, 0.5))
  const { video } = media
  const picture = video && { path: sourcePath, streamIndex: video.streamIndex, width: video.width, height: video.height }
  const seen = picture ? await see({ ...picture, durationSeconds: media.durationSeconds, folder, speech, cues: transcript.cues }, part(0.5, 1)) : nothingSeen
  context.report(1)
  return { speech, levels: encodeLevels(levels), timbre: encodeTimbre(timbre), loudness, ...seen }
}

const nothingSeen = { faces: [], layoutChanges: [], speakerFaces: {}, screenMotion: [] }

async function hear(path: string, { audio, durationSeconds }: MediaInfo, { tools, ...context }: AnalyseContext): Promise<Heard> {
  if (!audio) return { speech: [], levels: new Int8Array(0), timbre: new Uint8Array(0), loudness: null }
  const task: ListenTask = { input: { path, streamIndex: audio.streamIndex, durationSeconds }, tools }
  return inOwnThread(new URL('./analyse/listen-thread.ts', import.meta.url), task, { ...context, environment: tools.environment })
}

async function see(input: PictureInput, { tools, report, ...context }: AnalyseContext): Promise<Omit<Seen, 'open'>> {
  const task: LookTask = { input, tools }
  const { open, ...seen } = await inOwnThread<LookTask, Seen>(new URL('./analyse/look-thread.ts', import.meta.url), task, { ...context, report, environment: tools.environment })
  if (open === null) return seen
  const { path, streamIndex, width, height } = input
  const names: NamesTask = { input: { path, streamIndex, width, height, open }, tools }
  // The bar stands still for the second that this takes.
  return { ...seen, speakerFaces: await inOwnThread(new URL('./analyse/names-thread.ts', import.meta.url), names, { ...context, report: () => undefined, environment: tools.environment }) }
}
