import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import { runFfmpeg } from '../../src/tools/ffmpeg.ts'
import { readSound, signal, tools } from '../barcode-recording.ts'

export type Colour = 'red' | 'green' | 'blue' | 'yellow' | 'other'

export interface SeenVideo {
  /** Seconds at which the middle turns white. */
  flashes: number[]
  /** Seconds at which the loud tone begins. */
  beeps: number[]
  /** Top left, top right, bottom left, bottom right. */
  corners: Colour[]
  frames: number
}

const side = 8

/** What a converted flash recording shows, in the part of the video where the picture is. */
export async function readFlashes(path: string, picture: Box, frameSeconds: number, from: number): Promise<SeenVideo> {
  const pictures = await smallPictures(path, picture)
  const shown = pictures[Math.min(pictures.length - 1, Math.round((from + 0.5) / frameSeconds))]!
  const corners = [0, side - 1, side * (side - 1), side * side - 1].map(cell => colourOf(shown.subarray(3 * cell, 3 * cell + 3)))
  const bright = pictures.map(brightnessOf)
  return { flashes: risesOf(bright, 140, frameSeconds).filter(at => at >= from), beeps: await beepsOf(path), corners, frames: pictures.length }
}

async function smallPictures(path: string, { x, y, width, height }: Box): Promise<Buffer[]> {
  const pieces: Buffer[] = []
  await runFfmpeg(tools, {
    inputs: [{ path }],
    outputs: [{ path: 'pipe:1', options: ['-an', '-fps_mode', 'passthrough', '-vf', `crop=${width}:${height}:${x}:${y},scale=${side}:${side}:flags=area,format=rgb24`, '-f', 'rawvideo'] }],
  }, { signal, task: 'reading a test clip', onOutput: bytes => { pieces.push(bytes) } })
  const all = Buffer.concat(pieces)
  const size = 3 * side * side
  return Array.from({ length: all.length / size }, (_, index) => all.subarray(index * size, (index + 1) * size))
}

function brightnessOf(picture: Buffer): number {
  const middle = [3, 4].flatMap(y => [3, 4].map(x => 3 * (y * side + x)))
  return middle.reduce((sum, at) => sum + Math.min(picture[at]!, picture[at + 1]!, picture[at + 2]!), 0) / middle.length
}

function colourOf([red, green, blue]: Uint8Array): Colour {
  const [r, g, b] = [red! > 120, green! > 120, blue! > 120]
  if (r && g && !b) return 'yellow'
  if (r && !g && !b) return 'red'
  if (!r && g && !b) return 'green'
  return !r && !g && b ? 'blue' : 'other'
}

async function beepsOf(path: string): Promise<number[]> {
  const sound = await readSound(path)
  const step = 240
  const peaks = Array.from({ length: Math.floor(sound.length / step) }, (_, block) => sound.subarray(block * step, (block + 1) * step).reduce((most, value) => Math.max(most, Math.abs(value)), 0))
  const loudest = peaks.reduce((most, value) => Math.max(most, value), 0)
  return loudest < 0.02 ? [] : risesOf(peaks, 0.6 * loudest, step / 48_000)
}

/** Where a value rises over the limit after at least 0.3 s below it. */
function risesOf(values: number[], limit: number, stepSeconds: number): number[] {
  const rises: number[] = []
  let last = Number.NEGATIVE_INFINITY
  for (const [index, value] of values.entries()) {
    if (value < limit) continue
    if ((index - last) * stepSeconds > 0.3) rises.push(index * stepSeconds)
    last = index
  }
  return rises
}
