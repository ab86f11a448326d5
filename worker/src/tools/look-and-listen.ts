import { runFfmpeg, type FfmpegTools } from './ffmpeg.ts'
import { readIntegrated, type Loudness } from './loudness.ts'
import { makePeakMeter } from './true-peak.ts'

interface Reading { tools: FfmpegTools; signal: AbortSignal }

export interface PictureAt {
  path: string
  seconds: number
  /** Part of the displayed picture as fractions; all of it when absent. */
  part?: { x: number; y: number; width: number; height: number }
}

/** Size of the small grey pictures that are compared. */
export const smallWidth = 96
export const smallHeight = 54

/** The pictures shown at some seconds, small and grey; null where the file shows none. */
export async function greyPictures(pictures: PictureAt[], reading: Reading): Promise<(Buffer | null)[]> {
  const size = smallWidth * smallHeight
  // All in one run; where one picture is missing, ffmpeg gives none, and each is looked for by itself.
  const bytes = pictures.length === 0 ? Buffer.alloc(0) : await collect(reading.tools, reading.signal, stackOf(pictures))
  if (bytes.length === size * pictures.length) return pictures.map((_, index) => bytes.subarray(index * size, (index + 1) * size))
  if (pictures.length === 1) return [null]
  const alone: (Buffer | null)[] = []
  for (const picture of pictures) alone.push((await greyPictures([picture], reading))[0]!)
  return alone
}

function stackOf(pictures: PictureAt[]): Parameters<typeof runFfmpeg>[1] {
  const small = pictures.map(({ part }, index) => {
    const crop = part ? `crop=iw*${part.width}:ih*${part.height}:iw*${part.x}:ih*${part.y},` : ''
    return `[${index}:v]${crop}scale=${smallWidth}:${smallHeight}:flags=area,format=gray,setsar=1,setpts=0[p${index}]`
  })
  const stack = pictures.length === 1 ? '[p0]null[v]' : `${pictures.map((_, index) => `[p${index}]`).join('')}vstack=inputs=${pictures.length}[v]`
  return {
    inputs: pictures.map(({ path, seconds }) => ({ path, options: ['-threads', '1', '-an', '-ss', Math.max(0, seconds).toFixed(6)] })),
    graph: [...small, stack].join(';'),
    outputs: [{ path: 'pipe:1', options: ['-map', '[v]', '-frames:v', '1', '-f', 'rawvideo'] }],
  }
}

export function brightness(picture: Buffer): { mean: number; spread: number } {
  const mean = picture.reduce((sum, value) => sum + value, 0) / picture.length
  const spread = Math.sqrt(picture.reduce((sum, value) => sum + (value - mean) ** 2, 0) / picture.length)
  return { mean, spread }
}

export const listenRate = 8000
/** Steps of the envelope per second. */
export const envelopeRate = 100

export interface Listening {
  path: string
  /** ffmpeg's name of the stream. */
  stream: string
  /** Stretches whose samples are kept, in seconds, ascending. */
  windows: { start: number; end: number }[]
}

export interface Heard {
  /** Loudest sample (0..1) of each 10 ms of the whole file: small even for hours. */
  envelope: Float32Array
  /** Mono samples at 8 kHz, −1..1, one array a window; shorter where the sound ends. */
  windows: Float32Array[]
}

/** Listens once through a whole file. @throws AppError `render.ffmpeg_failed` where it cannot be decoded */
export async function listenThrough({ path, stream, windows }: Listening, { tools, signal }: Reading): Promise<Heard> {
  const keeper = makeKeeper(windows)
  await runFfmpeg(tools, {
    inputs: [{ path, options: ['-threads', '1', '-vn'] }],
    outputs: [{ path: 'pipe:1', options: ['-map', stream, '-af', `aresample=${listenRate}:async=1:first_pts=0`, '-ac', '1', '-f', 's16le'] }],
  }, { signal, task: 'checking the sound', onOutput: keeper.take })
  return keeper.kept()
}

const fullRate = 48_000
const channels = 2
const perSample = fullRate / listenRate

/** The same, measured for its loudness on the way: ebur128's own true peak would cost twice as much as all the rest. */
export async function measureThrough({ path, stream, windows }: Listening, { tools, signal }: Reading): Promise<Heard & { loudness: Loudness | null }> {
  const keeper = makeKeeper(windows)
  const meter = makePeakMeter(channels)
  const wholeSteps = makeJoiner(2 * channels * perSample)
  const said = await runFfmpeg(tools, {
    inputs: [{ path, options: ['-threads', '1', '-vn'] }],
    outputs: [{ path: 'pipe:1', options: ['-map', stream, '-af', `ebur128=framelog=verbose,aresample=${fullRate}:async=1:first_pts=0`, '-ac', String(channels), '-f', 's16le'] }],
    logLevel: 'info',
  }, {
    signal, task: 'checking the sound', onOutput: bytes => {
      const samples = wholeSteps(bytes)
      meter.take(samples)
      keeper.take(mixDown(samples))
    },
  })
  const integratedLufs = readIntegrated(said)
  return { ...keeper.kept(), loudness: integratedLufs === null ? null : { integratedLufs, truePeakDbtp: meter.peakDbtp() } }
}

/** Pipes cut where they like; the rest waits for the next piece. What is given holds until the next call: an hour passes through, and nothing is left to clear away. */
function makeJoiner(stepBytes: number): (bytes: Buffer) => Int16Array {
  let room = new Uint8Array(1 << 17)
  let filled = 0
  let given = 0
  return bytes => {
    room.copyWithin(0, given, filled)
    filled -= given
    if (filled + bytes.length > room.length) {
      const larger = new Uint8Array(2 * (filled + bytes.length))
      larger.set(room.subarray(0, filled))
      room = larger
    }
    room.set(bytes, filled)
    filled += bytes.length
    given = filled - filled % stepBytes
    // The machine's order of bytes is the pipe's on all that Node 24 runs on.
    return new Int16Array(room.buffer, 0, given / 2)
  }
}

/** Mono at the listening rate: the mean of what falls on one sample. */
function mixDown(samples: Int16Array): Buffer {
  const step = channels * perSample
  const mono = new Int16Array(samples.length / step)
  for (let at = 0; at < mono.length; at++) {
    let sum = 0
    for (let i = at * step; i < (at + 1) * step; i++) sum += samples[i]!
    mono[at] = Math.round(sum / step)
  }
  return Buffer.from(mono.buffer)
}

function makeKeeper(windows: Listening['windows']): { take(bytes: Buffer): void; kept(): Heard } {
  const step = listenRate / envelopeRate
  const spans = windows.map(({ start, end }) => ({ start: Math.round(start * listenRate), end: Math.round(end * listenRate) }))
  const arrays = spans.map(({ start, end }) => new Float32Array(end - start))
  const peaks: number[] = []
  let held = Buffer.alloc(0) as Buffer
  let position = 0
  let first = 0
  const takeStep = (bytes: Buffer, from: number): void => {
    let loudest = 0
    while (first < spans.length && spans[first]!.end <= position) first++
    for (let i = 0; i < step; i++) {
      const sample = bytes.readInt16LE(from + 2 * i) / 32768
      loudest = Math.max(loudest, Math.abs(sample))
      for (let at = first; at < spans.length && spans[at]!.start <= position + i; at++) {
        if (position + i < spans[at]!.end) arrays[at]![position + i - spans[at]!.start] = sample
      }
    }
    peaks.push(loudest)
    position += step
  }
  return {
    take: bytes => {
      const all = held.length === 0 ? bytes : Buffer.concat([held, bytes])
      let at = 0
      for (; at + 2 * step <= all.length; at += 2 * step) takeStep(all, at)
      held = Buffer.from(all.subarray(at))
    },
    kept: () => ({ envelope: Float32Array.from(peaks), windows: arrays }),
  }
}

async function collect(tools: FfmpegTools, signal: AbortSignal, command: Parameters<typeof runFfmpeg>[1]): Promise<Buffer> {
  const pieces: Buffer[] = []
  await runFfmpeg(tools, command, { signal, task: 'checking the video', onOutput: bytes => { pieces.push(bytes) } })
  return Buffer.concat(pieces)
}
