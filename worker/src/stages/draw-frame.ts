import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { MediaInfo } from '../plan/facts.ts'
import { fadeFramesAt } from '../tools/bubble-graph.ts'
import type { BrowserTools } from '../tools/browser.ts'
import { planChunks, type Chunk } from '../tools/chunk-plan.ts'
import { continued, stillGraph, type Graph } from '../tools/chunk-graph.ts'
import { runFfmpeg, type FfmpegTools } from '../tools/ffmpeg.ts'
import type { RenderCache } from '../tools/render-cache.ts'
import { burnedCaptions, captionsIn, chunkJob, layCaptions } from './render-graphs.ts'
import { drawAllPlates, drawTitle } from './render-plates.ts'

export interface FrameWish {
  plan: EditPlan
  media: Pick<MediaInfo, 'video' | 'audio'>
  sourcePath: string
  /** A second of the source; where it is cut away, the next place that is kept. Null: the title card. */
  at: number | null
  logo: string | null
  /** Empty; for what ffmpeg reads. */
  folder: string
  cache: RenderCache
}

export interface FrameTools { tools: FfmpegTools; browser: BrowserTools; signal: AbortSignal }

/** A usual page shows it smaller still. */
const mostWidth = 1280

/** One frame of the video as it would be rendered, by the same graph and plates, as JPEG. @throws AppError as `render` does, `sketch.not_possible` */
export async function drawFrame(wish: FrameWish, tools: FrameTools): Promise<Buffer> {
  await mkdir(wish.folder, { recursive: true })
  const { graph, frame } = wish.at === null ? await titleFrame(wish, tools) : await frameAt(wish, wish.at, tools)
  const path = join(wish.folder, 'frame.jpg')
  await runFfmpeg(tools.tools, {
    inputs: graph.inputs, graph: pickFrame(graph.graph, frame),
    outputs: [{ path, options: ['-map', '[v]', '-filter_complex_threads', '1', '-an', '-fps_mode', 'passthrough', '-frames:v', '1', '-q:v', '3', '-c:v', 'mjpeg', '-f', 'image2pipe'] }],
  }, { signal: tools.signal, task: 'drawing a frame', folder: wish.folder })
  return readFile(path)
}

/** In a JPEG's own colours. */
function pickFrame(graph: string, frame: number): string {
  return continued(graph, `select='eq(n,${frame})',scale='min(${mostWidth},iw)':-2:out_color_matrix=bt601:out_range=pc,format=yuvj420p`)
}

interface Picked { graph: Graph; /** Frame of the graph that is wanted. */ frame: number }

async function titleFrame({ plan, logo, folder, cache }: FrameWish, { browser, signal }: FrameTools): Promise<Picked> {
  const title = await drawTitle(plan, logo, join(folder, 'plates'), browser, signal, { ...cache, offer: async () => undefined })
  if (title === null) throw new AppError('sketch.not_possible', 'This video has no title card.')
  return { graph: stillGraph(title, plan.frameRate), frame: 0 }
}

async function frameAt(wish: FrameWish, at: number, { tools, browser, signal }: FrameTools): Promise<Picked> {
  const { plan, folder, cache, sourcePath, media } = wish
  const output = outputFrame(plan, at)
  const window = windowAround(plan, output)
  const plates = await drawAllPlates(seenIn(window, plan), null, join(folder, 'plates'), browser, signal, cache)
  const captions = captionsIn(burnedCaptions(plan), plan, window)
  const soundPath = media.video ? '' : await soundOfWindow(wish, window, { tools, browser, signal })
  // The sound begins with the window; captions know their place already.
  const job = chunkJob({ sourcePath, media, plan }, { chunk: media.video ? window : { ...window, outputStart: 0 }, plates, soundPath, captions })
  await layCaptions([job], folder)
  return { graph: job.graph, frame: output - window.outputStart }
}

/** A plan of which no more is drawn than a stretch shows. On a stage everybody stands all the time, in the order in which they speak. */
function seenIn({ pieces }: Chunk, plan: EditPlan): EditPlan {
  const isSeen = ({ frames }: EditPlan['bubble'][number]): boolean => pieces.some(({ start, end }) => frames.start < end && frames.end > start)
  return { ...plan, titleCard: { ...plan.titleCard, frames: 0 }, bubble: plan.source.hasVideo ? plan.bubble.filter(isSeen) : plan.bubble }
}

function outputFrame(plan: EditPlan, at: number): number {
  const map = makeTimeMap(plan)
  const rate = plan.frameRate.num / plan.frameRate.den
  const last = Math.round(map.outputSeconds * rate) - 1
  return Math.min(last, Math.max(plan.titleCard.frames, Math.floor(map.toOutput(at) * rate + 1e-6)))
}

/** The part of its chunk that decides how the frame looks: the bubble cross-fades from one speaker to the next, within a chunk. */
function windowAround(plan: EditPlan, output: number): Chunk {
  const chunk = planChunks(plan).findLast(({ outputStart }) => outputStart <= output)!
  const reach = 2 * fadeFramesAt(plan.frameRate) + 2
  const from = Math.max(0, output - chunk.outputStart - reach)
  const to = Math.min(chunk.frames, output - chunk.outputStart + reach)
  let at = 0
  const pieces = chunk.pieces.flatMap(({ start, end }) => {
    const [first, last] = [Math.max(start, start + from - at), Math.min(end, start + to - at)]
    at += end - start
    return last > first ? [{ start: first, end: last }] : []
  })
  return { pieces, outputStart: chunk.outputStart + from, frames: to - from }
}

/** What the wave of a stage is drawn by: the source's sound with the gain that is expected to bring it to its loudness. */
async function soundOfWindow({ plan, media, sourcePath, folder }: FrameWish, { pieces }: Chunk, { tools, signal }: FrameTools): Promise<string> {
  const { num, den } = plan.frameRate
  const path = join(folder, 'sound.wav')
  const seconds = (frame: number): string => (frame * den / num).toFixed(6)
  const inputs = pieces.map(({ start, end }) => ({ path: sourcePath, options: ['-ss', seconds(start), '-t', seconds(end - start)] }))
  const stream = media.audio!.streamIndex
  const joined = `${pieces.map((_, index) => `[${index}:${stream}]`).join('')}concat=n=${pieces.length}:v=0:a=1,volume=${(plan.loudness.gainDb ?? 0).toFixed(2)}dB[a]`
  await runFfmpeg(tools, { inputs, graph: joined, outputs: [{ path, options: ['-map', '[a]', '-ac', '2', '-ar', '48000', '-c:a', 'pcm_s16le', '-f', 'wav'] }] }, { signal, task: 'drawing a frame', folder })
  return path
}
