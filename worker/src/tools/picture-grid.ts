import { runFfmpeg, type FfmpegTools } from './ffmpeg.ts'

/** A picture as so few blocks, row by row, each with its mean brightness (0..255): 20 × 20 points of 720p. */
export type PictureGrid = Uint8Array
export const gridColumns = 64
export const gridRows = 36

export interface GridRequest {
  path: string
  streamIndex: number
  /** Source second it begins at. */
  at: number
  seconds: number
  picturesPerSecond: number
  signal: AbortSignal
}

/** A stretch of the recording as grids: what is written, scrolled or pointed at changes single blocks. */
export async function readGrids(tools: FfmpegTools, { path, streamIndex, at, seconds, picturesPerSecond, signal }: GridRequest): Promise<PictureGrid[]> {
  const bytes: Buffer[] = []
  await runFfmpeg(tools, {
    inputs: [{ path, options: ['-an', '-sn', '-dn', '-threads', '1', '-ss', at.toFixed(3), '-t', seconds.toFixed(3)] }],
    graph: `[0:${streamIndex}]fps=${picturesPerSecond}:start_time=0,scale=${gridColumns}:${gridRows}:flags=area,format=gray[grids]`,
    outputs: [{ path: 'pipe:1', options: ['-map', '[grids]', '-f', 'rawvideo'] }],
  }, { signal, task: 'looking at the shared screen', onOutput: part => { bytes.push(part) }, timeLimitSeconds: 300 })
  const all = Buffer.concat(bytes)
  const size = gridColumns * gridRows
  return Array.from({ length: Math.floor(all.length / size) }, (_, index) => Uint8Array.from(all.subarray(index * size, (index + 1) * size)))
}
