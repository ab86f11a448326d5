import type { Picture } from './face-detector.ts'
import { runFfmpeg, type FfmpegTools } from './ffmpeg.ts'

export interface BurstRequest {
  path: string
  streamIndex: number
  /** Source second it begins at; cheap at a key frame. */
  at: number
  seconds: number
  picturesPerSecond: number
  width: number
  height: number
  signal: AbortSignal
}

/** A moment of the recording as pictures close in time: what moves between them moves now. Blocks are not smoothed: that costs a sixth of the decoding and shows nothing. */
export async function readBurst(tools: FfmpegTools, { path, streamIndex, at, seconds, picturesPerSecond, width, height, signal }: BurstRequest): Promise<Picture[]> {
  const bytes: Buffer[] = []
  await runFfmpeg(tools, {
    inputs: [{ path, options: ['-an', '-sn', '-dn', '-threads', '1', '-skip_loop_filter', 'all', '-ss', at.toFixed(3), '-t', seconds.toFixed(3)] }],
    graph: `[0:${streamIndex}]fps=${picturesPerSecond},scale=${width}:${height}:flags=fast_bilinear,format=rgb24[pictures]`,
    outputs: [{ path: 'pipe:1', options: ['-map', '[pictures]', '-f', 'rawvideo'] }],
  }, { signal, task: 'looking who speaks', onOutput: part => { bytes.push(part) }, timeLimitSeconds: 120 })
  const all = Buffer.concat(bytes)
  const size = 3 * width * height
  return Array.from({ length: Math.floor(all.length / size) }, (_, index) => ({ width, height, rgb: all.subarray(index * size, (index + 1) * size) }))
}
