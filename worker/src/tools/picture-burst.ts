import type { Picture } from './face-detector.ts'
import { readFfmpeg, type FfmpegCommand, type FfmpegTools } from './ffmpeg.ts'
import { makePictureJoiner } from './picture-joiner.ts'

interface BurstShape {
  path: string
  streamIndex: number
  seconds: number
  picturesPerSecond: number
  width: number
  height: number
  /** `most`: without pictures that no other is made from, every second one where there are such; a quarter of the decoding. */
  decoded: 'all' | 'most'
  signal: AbortSignal
}
export interface BurstRequest extends BurstShape { /** Source second it begins at; cheap at a key frame. */ at: number }

const run = { task: 'looking who speaks', timeLimitSeconds: 120 }

/** A moment of the recording as pictures close in time, as they are decoded; who stops reading ends the decoding. */
export function streamBurst(tools: FfmpegTools, { at, ...shape }: BurstRequest): AsyncGenerator<Picture> {
  return picturesOf(tools, { inputs: [inputAt(at, shape)], graph: `${scaled(0, shape)}[pictures]`, outputs }, shape)
}

/**
 * Several moments of equal length, decoded in one run: starting a program costs as much as decoding a second.
 * A moment at the end of the picture has its last picture repeated.
 */
export async function readBursts(tools: FfmpegTools, moments: number[], shape: BurstShape): Promise<Picture[][]> {
  const each = Math.round(shape.seconds * shape.picturesPerSecond)
  const bursts = moments.map((_, index) => `${scaled(index, shape)},tpad=stop=-1:stop_mode=clone,trim=end_frame=${each}[p${index}]`)
  const graph = `${bursts.join(';')};${moments.map((_, index) => `[p${index}]`).join('')}concat=n=${moments.length}[pictures]`
  const pictures: Picture[] = []
  for await (const picture of picturesOf(tools, { inputs: moments.map(at => inputAt(at, shape)), graph, outputs }, shape)) pictures.push(picture)
  if (pictures.length === each * moments.length) return moments.map((_, index) => pictures.slice(index * each, (index + 1) * each))
  // Where one has no picture at all, nobody can tell whose the others are.
  if (moments.length === 1) return [pictures]
  const alone: Picture[][] = []
  for (const moment of moments) alone.push(...await readBursts(tools, [moment], shape))
  return alone
}

const outputs: FfmpegCommand['outputs'] = [{ path: 'pipe:1', options: ['-map', '[pictures]', '-f', 'rawvideo'] }]

/** What moves between the pictures moves now. Blocks are not smoothed: that costs a sixth of the decoding and shows nothing. */
function inputAt(at: number, { path, seconds, decoded }: BurstShape): FfmpegCommand['inputs'][number] {
  return { path, options: ['-an', '-sn', '-dn', '-threads', '1', '-skip_loop_filter', 'all', ...decoded === 'most' ? ['-skip_frame', 'noref'] : [], '-ss', at.toFixed(3), '-t', seconds.toFixed(3)] }
}

function scaled(index: number, { streamIndex, picturesPerSecond, width, height }: BurstShape): string {
  return `[${index}:${streamIndex}]fps=${picturesPerSecond},scale=${width}:${height}:flags=fast_bilinear,setsar=1,format=rgb24`
}

async function* picturesOf(tools: FfmpegTools, command: FfmpegCommand, { width, height, signal }: BurstShape): AsyncGenerator<Picture> {
  const toPictures = makePictureJoiner(width, height)
  for await (const bytes of readFfmpeg(tools, command, { signal, ...run })) yield* toPictures(bytes)
}
