import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { MediaInfo } from '../plan/facts.ts'
import { planCopy, type CopyPlan, type EncodeBatch } from '../plan/copy-plan.ts'
import { freeSetIds } from '../tools/avc-config.ts'
import { readAvcSource, type AvcSource } from '../tools/avc-source.ts'
import { chunkHash, stillGraph } from '../tools/chunk-graph.ts'
import { encodeRuns, feedSource, runsGraph, type EncodedRuns, type RunsJob } from '../tools/encode-runs.ts'
import type { FfmpegTools } from '../tools/ffmpeg.ts'
import type { TrackPart } from '../tools/joined-track.ts'
import type { DrawnPlate } from '../tools/plates.ts'
import type { Task } from '../tools/run-limited.ts'

export interface CopyInput { sourcePath: string; media: MediaInfo; plan: EditPlan; folder: string; ffmpegVersion: string }

/** A picture that is mostly copied: what must be encoded, and where everything stands in the output. */
export interface CopyWork { plan: CopyPlan; source: AvcSource; setIds: SetIds; matrix: 'bt709' | 'bt601' }

/** Ids of parameter sets that the source leaves free. The title card's encoder may describe its pictures in other words than the batches' does. */
interface SetIds { title: number; batches: number }

/** A stream of more would load slowly on a share page; what is encoded anew stays below. */
const mostBitsPerSecond = 8_000_000

/**
 * How the output's picture can be copied from the source around its cuts.
 * Null: it must be rendered whole, as is everything that something is drawn over.
 */
export async function findCopies({ sourcePath, media, plan }: CopyInput, tools: FfmpegTools, signal: AbortSignal): Promise<CopyWork | null> {
  const video = media.video
  if (!video || !isUntouched(plan) || video.codec !== 'h264' || video.bitDepth !== 8 || video.isVariableRate || video.rotation !== 0) return null
  if (media.sizeBytes * 8 > mostBitsPerSecond * media.durationSeconds) return null
  const source = await readAvcSource(tools, { path: sourcePath, streamIndex: video.streamIndex }, plan.frameRate, signal)
  if (typeof source === 'string') return null
  const [title, batches] = freeSetIds(source.config)
  const matrix = matrixOf(source, plan)
  const { width, height } = plan.layout
  const copies = planCopy({ keep: plan.keep, coded: source, bytes: source.bytes, pixels: width * height })
  return copies && matrix && title !== undefined && batches !== undefined ? { plan: copies, source, setIds: { title, batches }, matrix } : null
}

/** Nothing is drawn over the source's picture, and it is not scaled. */
function isUntouched({ layout, source, captions, cues }: EditPlan): boolean {
  const { width, height, picture } = layout
  return layout.bubble === null && (captions !== 'burned' || cues.length === 0)
    && width === source.width && height === source.height
    && picture.x === 0 && picture.y === 0 && picture.width === width && picture.height === height
}

/** The title card must be in the source's colours; where it tells none, in those that players take for its size. */
function matrixOf({ colour }: AvcSource, { source }: EditPlan): 'bt709' | 'bt601' | null {
  if (colour.space === 'bt709') return 'bt709'
  if (colour.space === 'smpte170m' || colour.space === 'bt470bg') return 'bt601'
  if (colour.space !== null) return null
  return source.width >= 1280 || source.height >= 720 ? 'bt709' : 'bt601'
}

/** One task for the title card and one for each batch; what they make goes into `made` in this order. */
export function copyTasks(work: CopyWork, input: CopyInput, title: DrawnPlate | null, made: EncodedRuns[], tools: FfmpegTools): Task[] {
  const jobs = [...title ? [titleJob(work, input, title)] : [], ...work.plan.batches.map(batch => batchJob(work, input, batch))]
  return jobs.map((job, index) => {
    const { num, den } = job.frameRate
    const seconds = job.runLengths.reduce((sum, length) => sum + length, 0) * den / num
    return {
      weight: seconds,
      work: async ({ signal, report }) => { made[index] = await encodeRuns(job, { tools, signal, onProgress: done => report(done / seconds) }) },
    }
  })
}

function titleJob({ source, setIds, matrix }: CopyWork, { plan, folder, ffmpegVersion }: CopyInput, title: DrawnPlate): RunsJob {
  return {
    graph: stillGraph(title, plan.frameRate, matrix), inputHash: '', runLengths: [plan.titleCard.frames],
    frameRate: plan.frameRate, colour: source.colour, setId: setIds.title, folder, ffmpegVersion,
  }
}

function batchJob({ source, setIds }: CopyWork, { plan, folder, ffmpegVersion }: CopyInput, { runs, feed }: EncodeBatch): RunsJob {
  return {
    graph: runsGraph(feed, plan.frameRate), input: signal => feedSource(source, feed, { ...plan.layout, frameRate: plan.frameRate }, signal),
    inputHash: chunkHash([plan.source.sha256, feed.packets]),
    runLengths: runs.map(({ pieces }) => pieces.reduce((sum, { start, end }) => sum + end - start, 0)),
    frameRate: plan.frameRate, colour: source.colour, setId: setIds.batches, folder, ffmpegVersion,
  }
}

/** Title card, copied and encoded stretches in the order of the output. */
export function copyParts({ plan, source }: CopyWork, titleFrames: number, made: readonly EncodedRuns[]): TrackPart[] {
  const files = made.map(({ file }) => file)
  const parts: TrackPart[] = titleFrames > 0 ? [{ file: files.shift()!, packets: { start: 0, end: titleFrames } }] : []
  const encoded = plan.batches.flatMap(({ runs }, index) => {
    let at = 0
    return runs.map(({ pieces }) => {
      const start = at
      at += pieces.reduce((sum, piece) => sum + piece.end - piece.start, 0)
      return { file: files[index]!, packets: { start, end: at } }
    })
  })
  for (const run of plan.runs) parts.push(run.kind === 'copied' ? { file: source, packets: run.packets } : encoded.shift()!)
  return parts
}
