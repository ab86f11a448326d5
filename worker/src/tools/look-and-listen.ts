import { runFfmpeg, type FfmpegTools } from './ffmpeg.ts'

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

/** The picture shown at a second, small and grey; null where the file shows none. */
export async function greyPicture({ path, seconds, part }: PictureAt, { tools, signal }: Reading): Promise<Buffer | null> {
  const crop = part ? `crop=iw*${part.width}:ih*${part.height}:iw*${part.x}:ih*${part.y},` : ''
  const bytes = await collect(tools, signal, {
    inputs: [{ path, options: ['-threads', '1', '-ss', Math.max(0, seconds).toFixed(6)] }],
    outputs: [{ path: 'pipe:1', options: ['-an', '-frames:v', '1', '-vf', `${crop}scale=${smallWidth}:${smallHeight}:flags=area,format=gray`, '-f', 'rawvideo'] }],
  })
  return bytes.length === smallWidth * smallHeight ? bytes : null
}

/** Mean difference of two grey pictures, 0..255. */
export function difference(a: Buffer, b: Buffer): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!)
  return sum / a.length
}

export function brightness(picture: Buffer): { mean: number; spread: number } {
  const mean = picture.reduce((sum, value) => sum + value, 0) / picture.length
  const spread = Math.sqrt(picture.reduce((sum, value) => sum + (value - mean) ** 2, 0) / picture.length)
  return { mean, spread }
}

export const listenRate = 8000

/** Mono sound of a stretch at 8 kHz, −1..1. */
export async function soundBetween(path: string, stream: string, start: number, seconds: number, { tools, signal }: Reading): Promise<Float32Array> {
  const bytes = await collect(tools, signal, {
    inputs: [{ path, options: ['-vn', '-ss', Math.max(0, start).toFixed(6), '-t', seconds.toFixed(6)] }],
    outputs: [{ path: 'pipe:1', options: ['-map', stream, '-af', `aresample=${listenRate}:async=1:first_pts=0`, '-ac', '1', '-f', 'f32le'] }],
  })
  const samples = new Float32Array(Math.floor(bytes.length / 4))
  new Uint8Array(samples.buffer).set(bytes.subarray(0, samples.length * 4))
  return samples
}

/** Steps of the envelope per second. */
export const envelopeRate = 50

/** Loudest sample (0..1) of each 20 ms of a whole file: small even for hours. */
export async function soundEnvelope(path: string, stream: string, { tools, signal }: Reading): Promise<Float32Array> {
  const step = listenRate / envelopeRate
  const peaks: number[] = []
  let held = Buffer.alloc(0) as Buffer
  await runFfmpeg(tools, {
    inputs: [{ path, options: ['-vn'] }],
    outputs: [{ path: 'pipe:1', options: ['-map', stream, '-af', `aresample=${listenRate}:async=1:first_pts=0`, '-ac', '1', '-f', 's16le'] }],
  }, {
    signal, task: 'checking the sound', onOutput: bytes => {
      held = Buffer.concat([held, bytes])
      for (; held.length >= 2 * step; held = held.subarray(2 * step)) peaks.push(loudestOf(held, step))
    },
  })
  return Float32Array.from(peaks)
}

function loudestOf(bytes: Buffer, samples: number): number {
  let loudest = 0
  for (let i = 0; i < samples; i++) loudest = Math.max(loudest, Math.abs(bytes.readInt16LE(2 * i)))
  return loudest / 32768
}

async function collect(tools: FfmpegTools, signal: AbortSignal, command: Parameters<typeof runFfmpeg>[1]): Promise<Buffer> {
  const pieces: Buffer[] = []
  await runFfmpeg(tools, command, { signal, task: 'checking the video', onOutput: bytes => { pieces.push(bytes) } })
  return Buffer.concat(pieces)
}
