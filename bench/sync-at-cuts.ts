import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { editPlan, type EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { convert } from './bare-and-convert.ts'
import { measure } from './measure.ts'

export interface SyncAtCuts {
  /** Kept pieces between the cuts, and those in which exactly one flash and one beep were found. */
  pieces: number
  found: number
  /** Most that a flash and the beep of its piece are apart, in frames. */
  worstFrames: number
}

/** A flash and a beep begin together once a period, and its end is cut away. Whole frames of 25 a second. */
const period = { seconds: 1.2, keptSeconds: 0.72, flashAt: 0.4, flashSeconds: 0.16 }
const rate = 25
const soundRate = 16_000

/**
 * A recording that flashes and beeps between so many cuts, through the whole conversion: how far apart the beginnings of flash and
 * beep are in each piece of the output, read from its pictures and its sound.
 */
export async function syncAtCuts(cuts: number, folder: string, ffmpeg: string): Promise<SyncAtCuts> {
  const path = join(folder, 'flashes.mp4')
  await makeFlashes(path, cuts * period.seconds, ffmpeg)
  const out = join(folder, 'flashes')
  const options = Array.from({ length: cuts }, (_, index) => ['--cut', `${(index * period.seconds + period.keptSeconds).toFixed(2)}-${((index + 1) * period.seconds).toFixed(2)}`]).flat()
  await convert({ path, transcriptPath: null }, out, ['--trim', 'off', '--noise-reduction', 'off', ...options])
  const plan = editPlan.parse(JSON.parse(await readFile(join(out, 'plan.json'), 'utf8')))
  const flashes = await flashesOf(join(out, 'video.mp4'), plan.layout.picture, ffmpeg)
  const beeps = await beepsOf(join(out, 'video.mp4'), ffmpeg)
  return compare(plan, flashes, beeps)
}

function makeFlashes(path: string, seconds: number, ffmpeg: string): Promise<unknown> {
  const { flashAt, flashSeconds } = period
  const isOn = (early: number): string => `between(mod(t+${early},${period.seconds}),${flashAt},${flashAt + flashSeconds})`
  return measure(ffmpeg, ['-y', '-nostdin', '-v', 'error',
    '-f', 'lavfi', '-i', `color=c=0x303030:s=320x180:r=${rate}:d=${seconds},drawbox=w=iw:h=ih:color=white:t=fill:enable='${isOn(0.002)}'`,
    '-f', 'lavfi', '-i', `aevalsrc='0.02*sin(700*t)+0.5*sin(2*PI*1000*t)*${isOn(0)}':s=48000:d=${seconds}`,
    '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '100', '-c:a', 'aac', path])
}

function compare({ keep, titleCard }: EditPlan, flashes: number[], beeps: number[]): SyncAtCuts {
  let at = titleCard.frames
  let found = 0
  let worstFrames = 0
  for (const { start, end } of keep) {
    const inPiece = (frame: number): boolean => frame >= at && frame < at + end - start
    const [flash, beep] = [flashes.filter(inPiece), beeps.filter(inPiece)]
    if (flash.length === 1 && beep.length === 1) {
      found++
      worstFrames = Math.max(worstFrames, Math.abs(flash[0]! - beep[0]!))
    }
    at += end - start
  }
  return { pieces: keep.length, found, worstFrames }
}

/** Frames at which the middle of the picture turns white. */
async function flashesOf(path: string, { x, y, width, height }: EditPlan['layout']['picture'], ffmpeg: string): Promise<number[]> {
  const middle = `crop=${width / 2}:${height / 2}:${x + width / 4}:${y + height / 4},scale=1:1:flags=area,format=gray`
  const levels = await readAll(ffmpeg, ['-i', path, '-an', '-fps_mode', 'passthrough', '-vf', middle, '-f', 'rawvideo', 'pipe:1'])
  return risesOf(levels, 140, 0.1 * rate)
}

/** The same for the loud tone, in frames and parts of them. */
async function beepsOf(path: string, ffmpeg: string): Promise<number[]> {
  const bytes = await readAll(ffmpeg, ['-i', path, '-vn', '-ac', '1', '-ar', String(soundRate), '-f', 's16le', 'pipe:1'])
  const step = soundRate / 1000
  const peaks = Array.from({ length: Math.floor(bytes.length / 2 / step) }, (_, block) => Math.max(...Array.from({ length: step }, (_, index) => Math.abs(bytes.readInt16LE(2 * (block * step + index))))))
  const loudest = peaks.reduce((most, peak) => Math.max(most, peak), 0)
  return risesOf(peaks, loudest / 2, 100).map(block => block * rate / 1000)
}

/** Where a value rises over the limit after it was below for a while: the attack of a tone may waver. */
function risesOf(values: ArrayLike<number>, limit: number, leastBelow: number): number[] {
  const rises: number[] = []
  let last = -Infinity
  for (let index = 0; index < values.length; index++) {
    if (values[index]! < limit) continue
    if (index - last > leastBelow) rises.push(index)
    last = index
  }
  return rises
}

async function readAll(ffmpeg: string, args: string[]): Promise<Buffer> {
  const { stdout } = await promisify(execFile)(ffmpeg, ['-v', 'error', '-nostdin', ...args], { encoding: 'buffer', maxBuffer: 1 << 28 })
  return stdout
}
