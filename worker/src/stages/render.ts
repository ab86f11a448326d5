import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { toAppError } from '@f2l/common/errors.ts'
import { chaptersOf } from '../plan/chapters.ts'
import { copiedFrames, isCopyCheaper } from '../plan/copy-plan.ts'
import type { Analysis, MediaInfo } from '../plan/facts.ts'
import { isLong } from '../plan/long-recording.ts'
import { beginTask } from '../tools/begun-task.ts'
import type { BrowserTools } from '../tools/browser.ts'
import { chunkHash } from '../tools/chunk-graph.ts'
import { contentByName, type ChunkJob, type EncodedChunk } from '../tools/encode-chunk.ts'
import { ffmpegVersion, type FfmpegTools } from '../tools/ffmpeg.ts'
import type { EncodedRuns } from '../tools/encode-runs.ts'
import { isThere } from '../tools/is-there.ts'
import { joinFrames, type BesidePicture } from '../tools/join-video.ts'
import { joinedConfig, joinedFrames } from '../tools/joined-track.ts'
import { noRenderCache, type RenderCache } from '../tools/render-cache.ts'
import { runLimited, type Task } from '../tools/run-limited.ts'
import { makeSoundTrackApart } from '../tools/sound-process.ts'
import { makeSoundTrack } from '../tools/sound-track.ts'
import { softwareEncoder, type VideoEncoder } from '../tools/video-encoder.ts'
import { encodeSafely, joinChunks } from './encode-safely.ts'
import { freeIfLong } from './free-if-long.ts'
import { copyParts, copyTasks, findCopies, type CopyInput, type CopyWork } from './render-by-copy.ts'
import { graphsOf, layCaptions, type GraphJob } from './render-graphs.ts'
import { drawAllPlates, type AllPlates } from './render-plates.ts'

export interface RenderInput {
  sourcePath: string
  media: MediaInfo
  plan: EditPlan
  /** The logo on the title card, as a data URL. */
  logo?: string | null
  /** Of the source, as analysis measured it. */
  loudness: Analysis['loudness']
  /** Keeps what is finished for the next try; may be emptied when the video is stored. */
  folder: string
  /** Parallel ffmpeg processes. */
  processes: number
  /** What earlier jobs made of this source. */
  cache?: RenderCache | undefined
  /** A second try after a video that failed its checks: nothing is copied, nothing made before is used, and one thing is made at a time. */
  isSafer?: boolean
  /** Of chunks that are rendered whole; default: software. */
  encoder?: VideoEncoder
}

export interface RenderContext {
  tools: FfmpegTools
  browser: BrowserTools
  signal: AbortSignal
  report(fraction: number): void
  /** For the log: what was done in another way than hoped for, and why. */
  note?: ((sentence: string) => void) | undefined
}

export interface Rendered { videoPath: string; chunks: number; reusedChunks: number; copiedFrames: number }

/** Share of the work: the sound of a second costs this much of its picture. */
const soundWeight = 0.05
/** Bump when the way from plan to picture changes, so that older chunks are not taken for the same. */
const renderVersion = 5

/**
 * Makes the video that the plan describes. Finished chunks lie in the folder under the hash of what made them:
 * after a crash, or an edit, only what is missing is rendered.
 * @throws AppError `render.ffmpeg_failed`, `render.browser_failed`, `tool.missing`, or the signal's reason
 */
export async function render(input: RenderInput, context: RenderContext): Promise<Rendered> {
  await mkdir(input.folder, { recursive: true })
  const version = await ffmpegVersion(context.tools, context.signal)
  const sound = soundOf(input, version)
  const soundTask = taskOfSound(sound, input, version, context.tools)
  // The stills need a browser, the sound does not: side by side, except where one thing is to be made at a time or memory is short.
  if (input.isSafer || isLong(input.media)) return renderPicture(input, sound, soundTask, version, context)
  const sounding = beginTask(soundTask, context.signal)
  try {
    return await renderPicture(input, sound, sounding.task, version, context)
  } finally {
    await sounding.stop()
  }
}

async function renderPicture(input: RenderInput, sound: Sound, soundTask: Task, version: string, context: RenderContext): Promise<Rendered> {
  const { plan, folder, cache = noRenderCache } = input
  const { browser, signal } = context
  const plates = await drawAllPlates(plan, input.logo ?? null, join(folder, 'plates'), browser, signal, cache)
  const copied = await renderByCopy(input, plates, sound.path, soundTask, version, context)
  if (copied) return copied
  const graphs = graphsOf(input, plates, sound.path)
  await layCaptions(graphs, folder)
  const encoded: EncodedChunk[] = []
  const chunkTasks = graphs.map((job, index) => chunkTask(job, index, encoded, input, version, context))
  const longestFirst = chunkTasks.toSorted((one, other) => other.weight - one.weight)
  // The stage's wave is drawn from the finished sound; else both run side by side.
  const [before, together] = input.media.hasVideo ? [[], [soundTask, ...longestFirst]] : [[soundTask], longestFirst]
  const report = twoSteps(before, together, context.report)
  await runLimited(before, 1, signal, report.first)
  await runLimited(together, input.isSafer ? 1 : input.processes, signal, report.second)
  const videoPath = join(folder, 'video.mp4')
  await joinChunks(encoded, plan, besidePicture(plan, sound.path), folder, videoPath, context)
  return { videoPath, chunks: encoded.length, reusedChunks: encoded.filter(chunk => chunk.isReused).length, copiedFrames: 0 }
}

/** Where nothing is drawn over the picture and copying is cheaper. Null: it is not, or did not work out. */
async function renderByCopy(input: RenderInput, plates: AllPlates, soundPath: string, soundTask: Task, version: string, context: RenderContext): Promise<Rendered | null> {
  const copyInput = { ...input, ffmpegVersion: `${version} ${renderVersion}` }
  try {
    const work = input.isSafer ? null : await findCopies(copyInput, context.tools, context.signal)
    if (!work || !isCopyCheaper(work.plan)) return null
    return await makeByCopy(work, copyInput, plates, soundPath, soundTask, context)
  } catch (error) {
    // Every frame can be rendered anew; a stream that is odder than it looks is no reason to fail.
    if (context.signal.aborted || toAppError(error).code !== 'render.ffmpeg_failed') throw error
    context.note?.(`The picture could not be copied, so it is rendered: ${toAppError(error).message}`)
    return null
  }
}

async function makeByCopy(work: CopyWork, input: RenderInput & CopyInput, plates: AllPlates, soundPath: string, soundTask: Task, { tools, signal, report }: RenderContext): Promise<Rendered> {
  const { plan, folder, processes } = input
  const made: EncodedRuns[] = []
  await runLimited([soundTask, ...copyTasks(work, input, plates.title, made, tools)], processes, signal, report)
  const parts = copyParts(work, plan.titleCard.frames, made)
  const track = { avcConfig: joinedConfig(parts), width: plan.layout.width, height: plan.layout.height, frameRate: plan.frameRate }
  const videoPath = join(folder, 'video.mp4')
  await joinFrames(track, joinedFrames(parts, signal), besidePicture(plan, soundPath), folder, videoPath, tools, signal)
  return { videoPath, chunks: made.length, reusedChunks: made.filter(runs => runs.isReused).length, copiedFrames: copiedFrames(work.plan) }
}

function besidePicture(plan: EditPlan, soundPath: string): BesidePicture {
  return { soundPath, frameRate: plan.frameRate, title: plan.titleCard.title, chapters: chaptersOf(plan), outputSeconds: makeTimeMap(plan).outputSeconds }
}

/** What names a chunk beside its graph: the same name is the same picture, in this job, in earlier ones and in the cache. */
export function chunkJobOf({ graph, frames }: GraphJob, { sourcePath, plan, folder, encoder = softwareEncoder, cache = noRenderCache }: Pick<RenderInput, 'sourcePath' | 'plan' | 'folder' | 'encoder' | 'cache'>, version: string): ChunkJob {
  return { graph, frames, frameRate: plan.frameRate, contentOf: contentByName(sourcePath, plan.source.sha256), ffmpegVersion: `${version} ${renderVersion}`, folder, encoder, cache }
}

function chunkTask(graphJob: GraphJob, index: number, encoded: EncodedChunk[], input: RenderInput, version: string, { tools, note }: RenderContext): Task {
  const { num, den } = input.plan.frameRate
  const seconds = graphJob.frames * den / num
  return {
    weight: seconds,
    work: async ({ signal, report }) => {
      encoded[index] = await encodeSafely(chunkJobOf(graphJob, input, version), { tools, signal, note, onProgress: done => report(done / seconds) })
    },
  }
}

export interface Sound { path: string; audio: { streamIndex: number; channels: number } | null }

/** Where the output's sound lies, by a name that says all that makes it. */
export function soundOf({ media, plan, loudness, folder }: Pick<RenderInput, 'media' | 'plan' | 'loudness' | 'folder'>, version: string): Sound {
  const audio = media.audio && { streamIndex: media.audio.streamIndex, channels: media.audio.channels }
  const parts = [plan.source.sha256, audio, plan.keep, plan.frameRate, plan.titleCard.frames, plan.loudness, plan.noiseFloorDbfs, loudness, version, renderVersion]
  return { audio, path: join(folder, `sound-${chunkHash(parts)}.m4a`) }
}

function taskOfSound(sound: Sound, { sourcePath, media, plan, loudness, cache = noRenderCache }: RenderInput, version: string, tools: FfmpegTools): Task {
  const seconds = makeTimeMap(plan).outputSeconds
  return {
    weight: soundWeight * seconds,
    work: async ({ signal, report }) => {
      if (await isThere(sound.path)) return
      const madeBy = `${plan.source.sha256} ${version} ${renderVersion}`
      // What the plates left behind goes before more programs start.
      freeIfLong(media)
      const make = isLong(media) ? makeSoundTrackApart : makeSoundTrack
      await make({ sourcePath, ...sound, plan, sourceLoudness: loudness, madeBy, cache }, { tools, signal, onProgress: done => report(done / seconds) })
    },
  }
}

function twoSteps(first: Task[], second: Task[], report: (fraction: number) => void): { first(fraction: number): void; second(fraction: number): void } {
  const weigh = (tasks: Task[]): number => tasks.reduce((sum, task) => sum + task.weight, 0)
  const share = weigh(first) / (weigh(first) + weigh(second))
  return { first: fraction => report(share * fraction), second: fraction => report(share + (1 - share) * fraction) }
}
