import type { GreyPicture, Picture } from './face-detector.ts'
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
export async function* streamBurst(tools: FfmpegTools, { at, ...shape }: BurstRequest): AsyncGenerator<Picture> {
  const toPictures = makePictureJoiner({ ...shape, colours: 3 })
  const command = { inputs: [inputAt(at, shape)], graph: `${timed(0, shape)},${scaled(shape)},format=rgb24[pictures]`, outputs }
  for await (const bytes of readFfmpeg(tools, command, { signal: shape.signal, ...run })) yield* toPictures(bytes).map(rgb => ({ ...sizeOf(shape), rgb }))
}

/** A moment in grey, and its last picture in colour. */
export interface Burst { greys: GreyPicture[]; last: Picture }

/**
 * Several moments of equal length, decoded in one run: starting a program costs as much as decoding a second.
 * A moment at the end of the picture has its last picture repeated; null for one without any.
 */
export async function readBursts(tools: FfmpegTools, moments: number[], shape: BurstShape): Promise<(Burst | null)[]> {
  const each = Math.round(shape.seconds * shape.picturesPerSecond)
  const graph = `${moments.map((_, index) => burstGraph(index, each, shape)).join(';')};${moments.flatMap((_, index) => padsOf(index)).join('')}concat=n=${4 * moments.length}[pictures]`
  const greys: GreyPicture[] = []
  const toGreys = makePictureJoiner(shape)
  for await (const bytes of readFfmpeg(tools, { inputs: moments.map(at => inputAt(at, shape)), graph, outputs }, { signal: shape.signal, ...run })) greys.push(...toGreys(bytes).map(grey => ({ ...sizeOf(shape), grey })))
  if (greys.length === (each + 3) * moments.length) return moments.map((_, index) => burstOf(greys.slice(index * (each + 3), (index + 1) * (each + 3))))
  // Where one has no picture at all, nobody can tell whose the others are.
  if (moments.length === 1) return [null]
  const alone: (Burst | null)[] = []
  for (const moment of moments) alone.push(...await readBursts(tools, [moment], shape))
  return alone
}

/** All in grey, which is a third of the bytes; behind them the last one's colours, each as one more grey picture. */
function burstGraph(index: number, each: number, shape: BurstShape): string {
  const [grey, ...colours] = padsOf(index)
  return `${timed(index, shape)},tpad=stop=-1:stop_mode=clone,trim=end_frame=${each},split[all${index}][ends${index}];[all${index}]${scaled(shape)},format=gray${grey};`
    + `[ends${index}]trim=start_frame=${each - 1},${scaled(shape)},format=gbrp,extractplanes=r+g+b${colours.join('')}`
}

function padsOf(index: number): string[] {
  return ['grey', 'red', 'green', 'blue'].map(part => `[${part}${index}]`)
}

function burstOf(pictures: GreyPicture[]): Burst {
  const [red, green, blue] = pictures.slice(-3).map(({ grey }) => grey)
  const rgb = new Uint8Array(3 * red!.length)
  for (let i = 0; i < red!.length; i++) {
    rgb[3 * i] = red![i]!
    rgb[3 * i + 1] = green![i]!
    rgb[3 * i + 2] = blue![i]!
  }
  return { greys: pictures.slice(0, -3), last: { ...sizeOf(pictures[0]!), rgb } }
}

function sizeOf({ width, height }: { width: number; height: number }): { width: number; height: number } {
  return { width, height }
}

const outputs: FfmpegCommand['outputs'] = [{ path: 'pipe:1', options: ['-map', '[pictures]', '-fps_mode', 'passthrough', '-f', 'rawvideo'] }]

/** What moves between the pictures moves now. Blocks are not smoothed: that costs a sixth of the decoding and shows nothing. */
function inputAt(at: number, { path, seconds, decoded }: BurstShape): FfmpegCommand['inputs'][number] {
  return { path, options: ['-an', '-sn', '-dn', '-threads', '1', '-skip_loop_filter', 'all', ...decoded === 'most' ? ['-skip_frame', 'noref'] : [], '-ss', at.toFixed(3), '-t', seconds.toFixed(3)] }
}

function timed(index: number, { streamIndex, picturesPerSecond }: BurstShape): string {
  return `[${index}:${streamIndex}]fps=${picturesPerSecond}`
}

/** Right before the wanted format: the colours of a thin line live in full size only. */
function scaled({ width, height }: BurstShape): string {
  return `scale=${width}:${height}:flags=fast_bilinear,setsar=1`
}
