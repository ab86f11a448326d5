import { rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { AppError } from '@f2l/common/errors.ts'
import { chunkHash, type Graph } from './chunk-graph.ts'
import { runFfmpeg, runFfprobe, type FfmpegTools } from './ffmpeg.ts'
import { isThere } from './is-there.ts'
import { trackTimescale } from './join-video.ts'
import type { RenderCache } from './render-cache.ts'

export interface EncodedChunk { name: string; frames: number; isReused: boolean }

export interface ChunkJob {
  graph: Graph
  frames: number
  frameRate: EditPlan['frameRate']
  /** What the graph's inputs hold, by path: a path may change, its content's hash may not. */
  contentOf(path: string): string
  ffmpegVersion: string
  folder: string
  /** Chunks of earlier jobs. */
  cache: RenderCache
}

/**
 * Measured on composed meetings against plain `veryfast` at the same SSIM: 0.72 of its processor time and 1.15 of its bytes.
 * Small partitions, weighted prediction and the 8×8 transform find next to nothing in screens and calm faces.
 */
const leanSearch = 'subme=1:me=dia:weightp=0:partitions=i4x4:8x8dct=0'
const encoderArguments = [
  // Chunks run side by side: threads inside one only wait for each other.
  '-filter_complex_threads', '1',
  '-an', '-fps_mode', 'passthrough', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-x264-params', leanSearch, '-pix_fmt', 'yuv420p', '-threads', '1',
  '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv',
  '-bitexact',
]

/** Renders one stretch of the output, unless the folder or the cache already holds exactly this one. A half-written one is never taken for done. */
export async function encodeChunk(job: ChunkJob, { tools, signal, onProgress }: { tools: FfmpegTools; signal: AbortSignal; onProgress(seconds: number): void }): Promise<EncodedChunk> {
  const { graph, frames, frameRate, folder, cache } = job
  const name = `chunk-${nameOf(job)}.mp4`
  const path = join(folder, name)
  if (await isThere(path) || await cache.take(name, path)) return { name, frames, isReused: true }
  // A process that outlived its killed worker may still be writing a file of the other name.
  const part = join(folder, `${name}.${process.pid}.part`)
  try {
    await runFfmpeg(tools, {
      inputs: graph.inputs, graph: graph.graph,
      outputs: [{ path: part, options: ['-map', '[v]', '-frames:v', String(frames), ...encoderArguments, '-video_track_timescale', String(trackTimescale(frameRate)), '-f', 'mp4'] }],
    }, { signal, task: 'rendering the picture', folder, onProgress })
    await refuseWrongLength(tools, part, frames, signal)
    await rename(part, path)
    await cache.offer(name, path)
  } finally {
    await rm(part, { force: true })
  }
  return { name, frames, isReused: false }
}

function nameOf({ graph, frames, frameRate, contentOf, ffmpegVersion }: ChunkJob): string {
  const inputs = graph.inputs.map(({ path, options }) => [contentOf(path), options])
  return chunkHash([inputs, graph.graph, frames, frameRate, encoderArguments, ffmpegVersion])
}

/** Plates, captions and sound are named by the hash of their content. */
export function contentByName(sourcePath: string, sourceSha256: string): (path: string) => string {
  return path => path === sourcePath ? sourceSha256 : basename(path)
}

async function refuseWrongLength(tools: FfmpegTools, path: string, frames: number, signal: AbortSignal): Promise<void> {
  const probed = await runFfprobe(tools, path, ['-select_streams', 'v:0', '-show_entries', 'stream=nb_frames'], signal) as { streams?: { nb_frames?: string }[] }
  const found = Number(probed.streams?.[0]?.nb_frames)
  if (found !== frames) throw new AppError('render.ffmpeg_failed', 'Rendering the picture did not work: frames are missing. Trying again may help.', { cause: new Error(`${found} of ${frames} frames`) })
}
