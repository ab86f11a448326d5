import { rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { AppError } from '@f2l/common/errors.ts'
import { chunkHash, continued, type Graph } from './chunk-graph.ts'
import { runFfmpeg, type FfmpegInput, type FfmpegTools } from './ffmpeg.ts'
import { isThere } from './is-there.ts'
import { trackTimescale } from './join-video.ts'
import type { RenderCache } from './render-cache.ts'
import type { VideoEncoder } from './video-encoder.ts'

export interface EncodedChunk {
  name: string
  frames: number
  isReused: boolean
  /** Made by another encoder than was asked for. */
  isFallback?: boolean
}

export interface ChunkJob {
  graph: Graph
  frames: number
  frameRate: EditPlan['frameRate']
  /** What the graph's inputs hold, by path: a path may change, its content's hash may not. */
  contentOf(path: string): string
  ffmpegVersion: string
  folder: string
  encoder: VideoEncoder
  /** Chunks of earlier jobs. */
  cache: RenderCache
}

const encoderArguments = ({ arguments: own, upload }: VideoEncoder): string[] => [
  // Chunks run side by side: threads inside one only wait for each other.
  '-filter_complex_threads', '1',
  '-an', '-fps_mode', 'passthrough', ...own, ...upload ? [] : ['-pix_fmt', 'yuv420p'],
  '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv',
  '-bitexact',
]

/** Renders one stretch of the output, unless the folder or the cache already holds exactly this one. A half-written one is never taken for done. */
export async function encodeChunk(job: ChunkJob, { tools, signal, onProgress }: { tools: FfmpegTools; signal: AbortSignal; onProgress(seconds: number): void }): Promise<EncodedChunk> {
  const { frames, frameRate, folder, encoder, cache } = job
  const graph = uploaded(job.graph, encoder)
  const name = chunkName(job)
  const path = join(folder, name)
  if (await isThere(path) || await cache.take(name, path)) return { name, frames, isReused: true }
  // A process that outlived its killed worker may still be writing a file of the other name.
  const part = join(folder, `${name}.${process.pid}.part`)
  try {
    let made = 0
    await runFfmpeg(tools, {
      inputs: graph.inputs, graph: graph.graph,
      outputs: [{ path: part, options: ['-map', '[v]', '-frames:v', String(frames), ...encoderArguments(encoder), '-video_track_timescale', String(trackTimescale(frameRate)), '-f', 'mp4'] }],
    }, { signal, task: 'rendering the picture', folder, onProgress, onFrames: count => { made = count } })
    refuseWrongLength(made, frames)
    await rename(part, path)
    await cache.offer(name, path)
  } finally {
    await rm(part, { force: true })
  }
  return { name, frames, isReused: false }
}

/** The graph with its open end where the encoder takes its pictures from. */
function uploaded({ inputs, graph }: Graph, { device, upload }: VideoEncoder): Graph {
  const [first, ...rest] = inputs as [FfmpegInput, ...FfmpegInput[]]
  const whole = device ? [{ ...first, options: [...device, ...first.options ?? []] }, ...rest] : inputs
  return { inputs: whole, graph: upload ? continued(graph, upload) : graph }
}

/** Says what the chunk is made from, as the file that it becomes. */
export function chunkName({ graph, frames, frameRate, contentOf, ffmpegVersion, encoder }: ChunkJob): string {
  const inputs = graph.inputs.map(({ path, options }) => [contentOf(path), options])
  return `chunk-${chunkHash([inputs, graph.graph, frames, frameRate, encoderArguments(encoder), ffmpegVersion])}.mp4`
}

/** Plates, captions and sound are named by the hash of their content. */
export function contentByName(sourcePath: string, sourceSha256: string): (path: string) => string {
  return path => path === sourcePath ? sourceSha256 : basename(path)
}

function refuseWrongLength(found: number, frames: number): void {
  if (found !== frames) throw new AppError('render.ffmpeg_failed', 'Rendering the picture did not work: frames are missing. Trying again may help.', { cause: new Error(`${found} of ${frames} frames`) })
}
