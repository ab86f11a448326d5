import { join } from 'node:path'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Analysis, MediaInfo } from '../plan/facts.ts'
import { chunkName } from '../tools/encode-chunk.ts'
import { ffmpegVersion, type FfmpegTools } from '../tools/ffmpeg.ts'
import type { RenderCache } from '../tools/render-cache.ts'
import { chooseEncoder, softwareEncoder, type EncoderSetting } from '../tools/video-encoder.ts'
import { chunkJobOf, soundOf } from './render.ts'
import { graphsOf } from './render-graphs.ts'
import { placeAllPlates } from './render-plates.ts'

export interface ForecastFacts {
  plan: EditPlan
  media: MediaInfo
  loudness: Analysis['loudness']
  logo: string | null
  cache: RenderCache
  encoder: EncoderSetting | undefined
}

export interface MissingPieces { made: number; all: number; /** Of all frames, those in the pieces to be made. */ share: number }

/**
 * The pieces of the picture that are not in the cache, by the very names that the render would give them; nothing is drawn. Null where
 * the picture would be copied in runs, which are divided by the source's own pictures.
 */
export async function missingPieces({ plan, media, loudness, logo, cache, encoder: setting }: ForecastFacts, tools: FfmpegTools, signal: AbortSignal): Promise<MissingPieces | null> {
  if (media.video && plan.layout.picture.width === plan.layout.width && plan.captions !== 'burned') return null
  const version = await ffmpegVersion(tools, signal)
  const { encoder } = await chooseEncoder(setting ?? softwareEncoder.name, plan.layout, tools, signal)
  // Names hold no path: neither of the source nor of the folder that the pieces will lie in.
  const facts = { sourcePath: 'source', folder: 'render', plan, media, loudness, encoder, cache }
  const jobs = graphsOf(facts, placeAllPlates(plan, logo, join(facts.folder, 'plates')), soundOf(facts, version).path)
  const kept = await cache.names()
  const missing = jobs.filter(job => !kept.has(chunkName(chunkJobOf(job, facts, version))))
  const frames = (some: typeof jobs): number => some.reduce((sum, job) => sum + job.frames, 0)
  return { made: missing.length, all: jobs.length, share: frames(missing) / frames(jobs) }
}
