import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newTemporaryFolder, removeTemporaryFolder } from '@f2l/common/temporary-folder.ts'
import { runFfmpeg, type FfmpegTools } from './ffmpeg.ts'
import { readFrameTimes } from './frame-times.ts'

/** A part of a displayed picture, as fractions of it. */
export interface Part { x: number; y: number; width: number; height: number }
/** What is looked at: the meeting's picture and, where there is one, the bubble, of which the inside is kept: within the ring, above the name. */
export interface View {
  picture: Part
  bubble: Part
  matrix?: string
  /** ffmpeg's index of the stream; default: the first picture. */
  streamIndex?: number
}
/** Brightness of both, small. */
export interface SmallPicture { picture: Buffer; bubble: Buffer }
export interface Reading { tools: FfmpegTools; signal: AbortSignal }

export const pictureWidth = 160
export const pictureHeight = 90
export const bubbleSide = 40
/** The whole bubble before its inside is taken: its edges lie on points, those of the inside between the points of a small tile. */
const wholeBubbleSide = 64
const frameBytes = pictureWidth * (pictureHeight + bubbleSide)
export const wholePicture: Part = { x: 0, y: 0, width: 1, height: 1 }
/** Key pictures that are held at once: 33 MB, four hours with one every seven seconds. */
const mostKeyPictures = 2048
/** Each input of a run reads the file's index; more of them at once would only fill memory. */
const inputsPerRun = 8
const task = 'checking the picture'

export interface KeyPictureChoice {
  /** A picture that is to be kept however many there are. */
  isPrecious?(picture: Buffer): boolean
  most?: number
}

/**
 * Every picture that can be decoded without another, with its second: about one in two hundred, for the price of those.
 * Of more than can be held, every second one, fourth one and so on, and those that are precious.
 */
export async function keyPictures(path: string, view: View, { tools, signal }: Reading, choice: KeyPictureChoice = {}): Promise<{ at: number; small: SmallPicture }[]> {
  const folder = await newTemporaryFolder('look')
  try {
    const times = join(folder, 'times.txt')
    const thinner = makeThinner(choice)
    const takeApart = makeJoiner(thinner.take)
    await runFfmpeg(tools, {
      inputs: [{ path, options: ['-threads', '1', '-an', '-skip_frame', 'nointra'] }],
      graph: `${viewGraph('0:v', view, 'w')};[w]split[v][timed];[timed]scale=2:2[t]`,
      outputs: [
        { path: 'pipe:1', options: ['-map', '[v]', '-fps_mode', 'passthrough', '-f', 'rawvideo'] },
        { path: times, options: ['-map', '[t]', '-fps_mode', 'passthrough', '-f', 'framecrc'] },
      ],
    }, { signal, task, onOutput: takeApart })
    const seconds = readFrameTimes(await readFile(times, 'utf8'))
    return thinner.kept().flatMap(({ index, small }) => (seconds[index] === undefined ? [] : [{ at: seconds[index], small }]))
  } finally {
    await removeTemporaryFolder(folder)
  }
}

interface NumberedPicture { index: number; small: SmallPicture; isPrecious: boolean }

function makeThinner({ isPrecious = () => false, most = mostKeyPictures }: KeyPictureChoice): { take(small: SmallPicture): void; kept(): NumberedPicture[] } {
  let kept: NumberedPicture[] = []
  let every = 1
  let count = 0
  return {
    take: small => {
      const taken = { index: count++, small, isPrecious: isPrecious(small.picture) }
      if (taken.isPrecious || taken.index % every === 0) kept.push(taken)
      while (kept.length > most && every < count) {
        every *= 2
        kept = kept.filter(each => each.isPrecious || each.index % every === 0)
      }
    },
    kept: () => kept,
  }
}

export interface Place { path: string; seconds: number; view: View }

/** The first picture at or after each second; null where the file has none. Each costs the way from the key frame before it. */
export async function picturesAt(places: Place[], reading: Reading): Promise<(SmallPicture | null)[]> {
  const found: (SmallPicture | null)[] = []
  for (let at = 0; at < places.length; at += inputsPerRun) found.push(...await inOneRun(places.slice(at, at + inputsPerRun), reading))
  return found
}

async function inOneRun(places: Place[], reading: Reading): Promise<(SmallPicture | null)[]> {
  const labels = places.map((_, index) => `[w${index}]`).join('')
  const bytes = await collect(reading.tools, reading.signal, {
    inputs: places.map(({ path, seconds }) => ({ path, options: ['-threads', '1', '-an', '-ss', Math.max(0, seconds).toFixed(6)] })),
    graph: [...places.map(({ view }, index) => `${viewGraph(`${index}:${view.streamIndex ?? 'v'}`, view, `s${index}`)};[s${index}]setpts=0[w${index}]`), places.length === 1 ? '[w0]null[v]' : `${labels}vstack=inputs=${places.length}[v]`].join(';'),
    outputs: [{ path: 'pipe:1', options: ['-map', '[v]', '-frames:v', '1', '-f', 'rawvideo'] }],
  })
  if (bytes.length === places.length * frameBytes) return places.map((_, index) => smallPicture(bytes, index))
  if (places.length === 1) return [null]
  // Where one picture is missing ffmpeg gives none: each is looked for by itself.
  const alone: (SmallPicture | null)[] = []
  for (const place of places) alone.push(...await inOneRun([place], reading))
  return alone
}

/** Both parts one below the other; a colour matrix that the file does not name is put in, as the render does. */
function viewGraph(from: string, { picture, bubble, matrix }: View, to: string): string {
  const colours = `${matrix ? `:in_color_matrix=${matrix}` : ''}:out_color_matrix=bt709:out_range=tv`
  const crop = ({ x, y, width, height }: Part): string => `crop=w='iw*${width.toFixed(6)}':h='ih*${height.toFixed(6)}':x='iw*${x.toFixed(6)}':y='ih*${y.toFixed(6)}':exact=1`
  const small = (part: Part, width: number, height: number): string => `${crop(part)},scale=${width}:${height}:flags=area${colours},format=yuv420p,extractplanes=y,setsar=1`
  const inside = `crop=${bubbleSide}:${bubbleSide}:exact=1`
  return [
    `[${from}]split[${to}a][${to}b]`, `[${to}a]${small(picture, pictureWidth, pictureHeight)}[${to}p]`,
    `[${to}b]${small(bubble, wholeBubbleSide, wholeBubbleSide)},${inside},pad=${pictureWidth}:${bubbleSide}[${to}q]`, `[${to}p][${to}q]vstack[${to}]`,
  ].join(';')
}

/** Takes pictures apart as they come: four hours have thousands, which are not to be held twice. */
function makeJoiner(onPicture: (picture: SmallPicture) => void): (bytes: Buffer) => void {
  const frame = Buffer.alloc(frameBytes)
  let filled = 0
  return bytes => {
    for (let at = 0; at < bytes.length;) {
      const copied = bytes.copy(frame, filled, at)
      filled += copied
      at += copied
      if (filled < frameBytes) return
      const { picture, bubble } = smallPicture(frame, 0)
      onPicture({ picture: Buffer.from(picture), bubble })
      filled = 0
    }
  }
}

function smallPicture(bytes: Buffer, index: number): SmallPicture {
  const frame = bytes.subarray(index * frameBytes, (index + 1) * frameBytes)
  const bubble = Buffer.alloc(bubbleSide * bubbleSide)
  for (let y = 0; y < bubbleSide; y++) frame.copy(bubble, y * bubbleSide, (pictureHeight + y) * pictureWidth, (pictureHeight + y) * pictureWidth + bubbleSide)
  return { picture: frame.subarray(0, pictureHeight * pictureWidth), bubble }
}

async function collect(tools: FfmpegTools, signal: AbortSignal, command: Parameters<typeof runFfmpeg>[1]): Promise<Buffer> {
  const pieces: Buffer[] = []
  await runFfmpeg(tools, command, { signal, task, onOutput: bytes => { pieces.push(bytes) } })
  return Buffer.concat(pieces)
}
