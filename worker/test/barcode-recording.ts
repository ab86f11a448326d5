import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { MediaInfo } from '../src/plan/facts.ts'
import { probe } from '../src/stages/probe.ts'
import { makeFfmpegTools, runFfmpeg, type FfmpegTools } from '../src/tools/ffmpeg.ts'

export const tools: FfmpegTools = makeFfmpegTools({ FFMPEG_PATH: process.env['FFMPEG_PATH'] ?? 'ffmpeg', FFPROBE_PATH: process.env['FFPROBE_PATH'] ?? 'ffprobe' }, process.env)
export const signal: AbortSignal = new AbortController().signal
export const browser = { executablePath: process.env['PUPPETEER_EXECUTABLE_PATH'] ?? '', environment: tools.environment, isRoot: process.getuid?.() === 0 }
export const lavfi = ['-f', 'lavfi']

const bits = 12
const width = 192
const height = 108

export interface Recording { path: string; media: MediaInfo }
interface Clip { frames: number; rate?: string; codec?: string[]; filter?: string; hasSound?: boolean; seconds: number }

/** A recording whose every frame shows its own number as black and white bars, with noise that sounds different everywhere. */
export async function barcodeRecording(path: string, { frames, rate = '25', codec, filter, hasSound = true, seconds }: Clip): Promise<Recording> {
  await runFfmpeg(tools, {
    inputs: [
      { path: 'pipe:0', options: ['-f', 'rawvideo', '-pixel_format', 'gray', '-video_size', `${width}x${height}`, '-framerate', rate] },
      ...(hasSound ? [{ path: `anoisesrc=d=${seconds}:c=pink:seed=7:a=0.3:r=48000`, options: lavfi }] : []),
    ],
    outputs: [{ path, options: ['-map', '0:v', ...(hasSound ? ['-map', '1:a', '-c:a', 'aac', '-b:a', '192k'] : []), ...(filter ? ['-vf', filter, '-fps_mode', 'passthrough'] : []), ...(codec ?? ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '12', '-g', '60', '-pix_fmt', 'yuv420p'])] }],
  }, { signal, task: 'making a test clip', input: barcodes(frames) })
  return readRecording(path)
}

export async function readRecording(path: string): Promise<Recording> {
  const sha256 = createHash('sha256').update(await readFile(path)).digest('hex')
  return { path, media: await probe(path, { sha256, maxSeconds: 100_000 }, { tools, signal }) }
}

async function* barcodes(frames: number): AsyncGenerator<Uint8Array> {
  for (let number = 0; number < frames; number++) {
    const row = Uint8Array.from({ length: width }, (_, x) => (number >> Math.floor(x * bits / width)) & 1 ? 235 : 16)
    const frame = new Uint8Array(width * height)
    for (let y = 0; y < height; y++) frame.set(row, y * width)
    yield frame
  }
}

/** The numbers that the frames of a video show, in order. */
export async function readBarcodes(path: string): Promise<number[]> {
  const numbers: number[] = []
  let held = Buffer.alloc(0) as Buffer
  await runFfmpeg(tools, {
    inputs: [{ path }],
    outputs: [{ path: 'pipe:1', options: ['-an', '-fps_mode', 'passthrough', '-vf', `scale=${bits}:1:flags=area,format=gray`, '-f', 'rawvideo'] }],
  }, {
    signal, task: 'reading a test clip', onOutput: bytes => {
      held = Buffer.concat([held, bytes])
      for (; held.length >= bits; held = held.subarray(bits)) numbers.push(held.subarray(0, bits).reduce((sum, value, bit) => sum + (value > 125 ? 1 << bit : 0), 0))
    },
  })
  return numbers
}

/** All sound of a file as mono at 48 kHz. */
export async function readSound(path: string): Promise<Float32Array> {
  const pieces: Buffer[] = []
  await runFfmpeg(tools, {
    inputs: [{ path }], outputs: [{ path: 'pipe:1', options: ['-vn', '-af', 'aresample=48000:async=1:first_pts=0', '-ac', '1', '-f', 'f32le'] }],
  }, { signal, task: 'reading a test clip', onOutput: bytes => { pieces.push(bytes) } })
  const bytes = Buffer.concat(pieces)
  const samples = new Float32Array(bytes.length / 4)
  new Uint8Array(samples.buffer).set(bytes)
  return samples
}

/** A plan that shows the picture as it is: no frame, no bubble, no title. */
export function barePlan({ media }: Recording, keep: EditPlan['keep'], changes: Partial<EditPlan> = {}): EditPlan {
  const { num, den, frames } = media.grid
  const size = { width: media.video?.width ?? 320, height: media.video?.height ?? 180 }
  return {
    version: 1,
    source: { sha256: media.sha256, durationSeconds: media.durationSeconds, width: media.video?.width ?? 0, height: media.video?.height ?? 0, hasVideo: media.hasVideo, hasAudio: media.hasAudio },
    frameRate: { num, den }, sourceFrames: frames, keep, cuts: [], bubble: [], cues: [],
    chapters: [{ start: keep[0]!.start * den / num, title: 'Start' }], highlights: [],
    titleCard: { title: 'A test', subtitle: '', people: [], frames: 0 }, captions: 'sidecar',
    layout: { ...size, picture: { x: 0, y: 0, ...size }, cornerRadius: 0, bubble: null, background: { from: '#eef1f8', to: '#cfd8ea' } },
    loudness: { targetLufs: -16, peakDbtp: -1.5 }, noiseReduction: false,
    ...changes,
  }
}
