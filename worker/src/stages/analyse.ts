import type { Span } from '@f2l/common/contracts/span.ts'
import type { Cue, Transcript } from '@f2l/common/contracts/transcript.ts'
import type { Analysis, MediaInfo } from '../plan/facts.ts'
import { encodeLevels } from '../plan/sound-levels.ts'
import { encodeTimbre } from '../plan/timbre.ts'
import type { FfmpegTools } from '../tools/ffmpeg.ts'
import { listen, type Heard } from './analyse/listen.ts'
import { layoutStretches } from './analyse/layout-stretches.ts'
import { layoutsOf } from './analyse/layouts.ts'
import { look, type LookInput } from './analyse/look.ts'
import { findScreenMotion } from './analyse/screen-motion.ts'
import { splitSharedTiles } from './analyse/shared-tiles.ts'
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
  const { speech, levels, timbre, loudness } = await hear(sourcePath, media, part(0, 0.5))
  const { video } = media
  const picture = video && { path: sourcePath, streamIndex: video.streamIndex, width: video.width, height: video.height }
  const seen = picture ? await findPicture({ ...picture, durationSeconds: media.durationSeconds, folder, speech, cues: transcript.cues }, part(0.5, 1)) : { faces: [], layoutChanges: [], speakerFaces: {}, screenMotion: [] }
  context.report(1)
  return { speech, levels: encodeLevels(levels), timbre: encodeTimbre(timbre), loudness, ...seen }
}

type Seen = Pick<Analysis, 'faces' | 'layoutChanges' | 'speakerFaces' | 'screenMotion'>

/** Faces first, then when the picture is laid out how, then who is who, and what moves beside them while nobody speaks. */
async function findPicture({ cues, speech, ...input }: LookInput & { cues: Cue[]; speech: Span[] }, context: AnalyseContext): Promise<Seen> {
  const { faces: tracks, times, grids, pictures, small } = await look(input, { ...context, report: fraction => context.report(0.75 * fraction) })
  const { faces, evidence } = splitSharedTiles(tracks, { small, pictures }, cues)
  const layouts = layoutsOf(faces)
  const stretches = await layoutStretches({ ...input, layouts, times }, context)
  const speakerFaces = await matchSpeakers({ ...input, layouts, stretches, pictures, cues, known: evidence }, { ...context, report: fraction => context.report(0.8 + 0.2 * fraction) })
  const screenMotion = speech.length > 0 ? await findScreenMotion({ ...input, speech, faces, times, grids }, context) : []
  return { faces, screenMotion, layoutChanges: stretches.slice(1).map(({ start }) => start), speakerFaces }
}

async function hear(path: string, { audio, durationSeconds }: MediaInfo, context: AnalyseContext): Promise<Heard> {
  if (!audio) return { speech: [], levels: new Int8Array(0), timbre: new Uint8Array(0), loudness: null }
  return listen({ path, streamIndex: audio.streamIndex, durationSeconds }, context)
}
