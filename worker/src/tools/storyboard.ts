import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { writeStoryboardVtt } from '@f2l/common/transcript-formats/write-captions.ts'
import { runFfmpeg, type FfmpegTools } from './ffmpeg.ts'
import { readFrameTimes } from './frame-times.ts'
import type { PacketList } from './packet-list.ts'

const columns = 10
const mostTiles = 300
const leastSpacing = 2
/** Of the longer side, in pixels. */
const tileSide = 160

interface StoryboardInput {
  videoPath: string
  packets: PacketList
  /** Of the video's picture. */
  size: { width: number; height: number }
  seconds: number
  picturePath: string
  vttPath: string
}

/**
 * Small pictures for who looks for a place: key pictures of the video, at least two seconds apart and at most 300, as tiles
 * of one JPEG, and a WebVTT file that says which tile belongs to which time. Only the key pictures are read and decoded.
 */
export async function makeStoryboard({ videoPath, packets, size, seconds, picturePath, vttPath }: StoryboardInput, tools: FfmpegTools, signal: AbortSignal): Promise<void> {
  const spacing = Math.max(leastSpacing, seconds / mostTiles)
  const tile = tileSize(size)
  const rows = Math.ceil(countTiles(packets, spacing) / columns)
  const timesPath = `${vttPath}.times`
  await runFfmpeg(tools, {
    inputs: [{ path: videoPath, options: ['-an', '-sn', '-dn', '-threads', '1', '-discard', 'nokey', '-skip_frame', 'nokey'] }],
    graph: `[0:v:0]select='isnan(prev_selected_t)+gte(t-prev_selected_t,${spacing - justLess})',scale=${tile.width}:${tile.height}:flags=area:out_color_matrix=bt601:out_range=pc,format=yuvj420p,split[tiles][timed];[tiles]tile=${columns}x${rows}[sheet];[timed]crop=2:2:0:0[times]`,
    outputs: [
      { path: `${picturePath}.part`, options: ['-map', '[sheet]', '-fps_mode', 'passthrough', '-frames:v', '1', '-q:v', '5', '-c:v', 'mjpeg', '-f', 'image2pipe'] },
      { path: timesPath, options: ['-map', '[times]', '-fps_mode', 'passthrough', '-f', 'framecrc'] },
    ],
  }, { signal, task: 'making the storyboard' })
  const times = readFrameTimes(await readFile(timesPath, 'utf8')).slice(0, rows * columns)
  await rm(timesPath)
  await writeFile(vttPath, writeStoryboardVtt(tilesOf(times, seconds, tile)))
  await rename(`${picturePath}.part`, picturePath)
}

/** Times are rounded to the file's clock: two seconds may read as a little less. */
const justLess = 0.01

function tileSize({ width, height }: { width: number; height: number }): { width: number; height: number } {
  const scale = tileSide / Math.max(width, height)
  return { width: even(width * scale), height: even(height * scale) }
}

function even(pixels: number): number {
  return Math.max(2, 2 * Math.round(pixels / 2))
}

/** How many of the key pictures will be chosen: the sheet has room for them and no more. */
function countTiles({ seconds, isKey }: PacketList, spacing: number): number {
  let last = -Infinity
  let count = 0
  for (let index = 0; index < seconds.length; index++) {
    if (!isKey[index] || seconds[index]! - last < spacing - justLess) continue
    last = seconds[index]!
    count++
  }
  return Math.max(1, count)
}

function tilesOf(times: readonly number[], seconds: number, { width, height }: { width: number; height: number }) {
  return times.map((time, index) => ({
    start: index === 0 ? 0 : time, end: times[index + 1] ?? Math.max(seconds, time),
    x: index % columns * width, y: Math.floor(index / columns) * height, width, height,
  }))
}
