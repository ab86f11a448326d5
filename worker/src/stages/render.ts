import { access, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { captionsOf } from '../plan/caption-lines.ts'
import { chaptersOf } from '../plan/chapters.ts'
import type { Analysis, MediaInfo } from '../plan/facts.ts'
import type { BrowserTools } from '../tools/browser.ts'
import { assDocument } from '../tools/burned-captions.ts'
import { layCaptionFonts } from '../tools/caption-fonts.ts'
import { chunkHash, pictureGraph, stageGraph, stillGraph, type Graph } from '../tools/chunk-graph.ts'
import { planChunks, type Chunk } from '../tools/chunk-plan.ts'
import { contentByName, encodeChunk, type EncodedChunk } from '../tools/encode-chunk.ts'
import { ffmpegVersion, type FfmpegTools } from '../tools/ffmpeg.ts'
import { joinVideo } from '../tools/join-video.ts'
import { untaggedMatrix } from '../tools/picture-colour.ts'
import { runLimited, type Task } from '../tools/run-limited.ts'
import { makeSoundTrack } from '../tools/sound-track.ts'
import { drawAllPlates, type AllPlates } from './render-plates.ts'

export interface RenderInput {
  sourcePath: string
  media: MediaInfo
  plan: EditPlan
  /** Of the source, as analysis measured it. */
  loudness: Analysis['loudness']
  /** Keeps what is finished for the next try; may be emptied when the video is stored. */
  folder: string
  /** Parallel ffmpeg processes. */
  processes: number
  /** A second try after a video that failed its checks: nothing made before is used, and one thing is made at a time. */
  isSafer?: boolean
}

export interface RenderContext { tools: FfmpegTools; browser: BrowserTools; signal: AbortSignal; report(fraction: number): void }

export interface Rendered { videoPath: string; chunks: number; reusedChunks: number }

/** Share of the work: the sound of a second costs this much of its picture. */
const soundWeight = 0.05
/** Bump when the way from plan to picture changes, so that older chunks are not taken for the same. */
const renderVersion = 1

/**
 * Makes the video that the plan describes. Finished chunks lie in the folder under the hash of what made them:
 * after a crash, or an edit, only what is missing is rendered.
 * @throws AppError `render.ffmpeg_failed`, `render.browser_failed`, `tool.missing`, or the signal's reason
 */
export async function render(input: RenderInput, context: RenderContext): Promise<Rendered> {
  await mkdir(input.folder, { recursive: true })
  const { plan, folder } = input
  const processes = input.isSafer ? 1 : input.processes
  const { tools, browser, signal } = context
  const plates = await drawAllPlates(plan, join(folder, 'plates'), browser, signal)
  const version = await ffmpegVersion(tools, signal)
  const sound = soundOf(input, version)
  const graphs = await makeGraphs(input, plates, sound.path, context)
  const encoded: EncodedChunk[] = []
  const chunkTasks = graphs.map((job, index) => chunkTask(job, index, encoded, input, version, tools))
  const soundTask = taskOfSound(sound, input, tools)
  // The stage's wave is drawn from the finished sound; else both run side by side.
  const [before, together] = input.media.hasVideo ? [[], [soundTask, ...chunkTasks]] : [[soundTask], chunkTasks]
  const report = twoSteps(before, together, context.report)
  await runLimited(before, 1, signal, report.first)
  await runLimited(together, processes, signal, report.second)
  const videoPath = join(folder, 'video.mp4')
  await joinVideo({
    chunks: encoded, soundPath: sound.path, frameRate: plan.frameRate, title: plan.titleCard.title,
    chapters: chaptersOf(plan), outputSeconds: makeTimeMap(plan).outputSeconds,
  }, folder, videoPath, tools, signal)
  return { videoPath, chunks: encoded.length, reusedChunks: encoded.filter(chunk => chunk.isReused).length }
}

interface GraphJob { graph: Graph; frames: number }

async function makeGraphs({ sourcePath, media, plan, folder }: RenderInput, plates: AllPlates, soundPath: string, { tools, signal }: RenderContext): Promise<GraphJob[]> {
  const burned = plan.captions === 'burned' ? captionsOf(plan) : []
  if (burned.length > 0) await layCaptionFonts(join(folder, 'fonts'))
  const sourceMatrix = media.hasVideo ? await untaggedMatrix(tools, sourcePath, signal) : null
  const jobs: GraphJob[] = plates.title ? [{ graph: stillGraph(plates.title, plan.frameRate), frames: plan.titleCard.frames }] : []
  for (const chunk of planChunks(plan)) {
    const captions = await writeCaptions(burned, plan, chunk, folder)
    const graph = media.hasVideo
      ? pictureGraph({ sourcePath, sourceMatrix, plan, chunk, plates: plates.frame, captions })
      : stageGraph({ plan, chunk, stages: plates.stages, soundPath, captions })
    jobs.push({ graph, frames: chunk.frames })
  }
  return jobs
}

async function writeCaptions(captions: ReturnType<typeof captionsOf>, plan: EditPlan, chunk: Chunk, folder: string): Promise<string | null> {
  const seconds = (frames: number): number => frames * plan.frameRate.den / plan.frameRate.num
  const document = captions.length === 0 ? null : assDocument(captions, plan, seconds(chunk.outputStart), seconds(chunk.outputStart + chunk.frames))
  if (document === null) return null
  const name = `captions-${chunkHash(document)}.ass`
  await writeFile(join(folder, name), document)
  return name
}

function chunkTask({ graph, frames }: GraphJob, index: number, encoded: EncodedChunk[], { sourcePath, plan, folder }: RenderInput, version: string, tools: FfmpegTools): Task {
  const seconds = frames * plan.frameRate.den / plan.frameRate.num
  return {
    weight: seconds,
    work: async ({ signal, report }) => {
      const job = { graph, frames, frameRate: plan.frameRate, contentOf: contentByName(sourcePath, plan.source.sha256), ffmpegVersion: `${version} ${renderVersion}`, folder }
      encoded[index] = await encodeChunk(job, { tools, signal, onProgress: done => report(done / seconds) })
    },
  }
}

interface Sound { path: string; streamIndex: number | null }

function soundOf({ media, plan, loudness, folder }: RenderInput, version: string): Sound {
  const streamIndex = media.audio?.streamIndex ?? null
  const parts = [plan.source.sha256, streamIndex, plan.keep, plan.frameRate, plan.titleCard.frames, plan.loudness, loudness, version, renderVersion]
  return { streamIndex, path: join(folder, `sound-${chunkHash(parts)}.m4a`) }
}

function taskOfSound({ path, streamIndex }: Sound, { sourcePath, plan, loudness }: RenderInput, tools: FfmpegTools): Task {
  const seconds = makeTimeMap(plan).outputSeconds
  return {
    weight: soundWeight * seconds,
    work: async ({ signal, report }) => {
      if (await access(path).then(() => true, () => false)) return
      await makeSoundTrack({ sourcePath, streamIndex, plan, sourceLoudness: loudness, path }, { tools, signal, onProgress: done => report(done / seconds) })
    },
  }
}

function twoSteps(first: Task[], second: Task[], report: (fraction: number) => void): { first(fraction: number): void; second(fraction: number): void } {
  const weigh = (tasks: Task[]): number => tasks.reduce((sum, task) => sum + task.weight, 0)
  const share = weigh(first) / (weigh(first) + weigh(second))
  return { first: fraction => report(share * fraction), second: fraction => report(share + (1 - share) * fraction) }
}
