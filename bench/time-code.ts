import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { editPlan } from '@f2l/common/contracts/edit-plan.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { convert } from './bare-and-convert.ts'
import { readRecordingPicture } from './recording-picture.ts'

const recording = fileURLToPath(new URL('../../shared/media/long-silence-talk.mp4', import.meta.url))
/** Where the recording's picture shows its time code, as shares of it. */
const clock = { x: 0.6, y: 0.8, width: 0.38, height: 0.16 }
const framesAround = 3

export interface TimeCodeFigures {
  cuts: number
  places: number
  /** Most frames that a place's time code was off what the time map says. */
  worstFrames: number
}

/**
 * A recording whose every frame bears its own time code is converted; on both sides of each cut the time code in the output
 * is compared with those of the source's frames around the place that the time map names: the likest must be that very frame.
 */
export async function benchTimeCode(ffmpeg: string): Promise<TimeCodeFigures | null> {
  if (!existsSync(recording)) return null
  const folder = await mkdtemp(join(tmpdir(), 'f2l-time-code-'))
  try {
    const out = join(folder, 'out')
    await convert({ path: recording, transcriptPath: null }, out, ['--bubble', 'none'])
    const plan = editPlan.parse(JSON.parse(await readFile(join(out, 'plan.json'), 'utf8')))
    const rate = plan.frameRate.num / plan.frameRate.den
    const map = makeTimeMap(plan)
    const { picture, width, height } = plan.layout
    const inOutput = { x: (picture.x + clock.x * picture.width) / width, y: (picture.y + clock.y * picture.height) / height, width: clock.width * picture.width / width, height: clock.height * picture.height / height }
    const frames = plan.keep.flatMap(({ start, end }) => [start, start + 1, Math.floor((start + end) / 2), end - 1])
    let worst = 0
    for (const frame of new Set(frames)) {
      const shown = await readRecordingPicture(ffmpeg, join(out, 'video.mp4'), map.toOutput((frame + 0.5) / rate), inOutput)
      const candidates = Array.from({ length: 2 * framesAround + 1 }, (_, index) => frame + index - framesAround).filter(candidate => candidate >= 0)
      const differences = await Promise.all(candidates.map(async candidate => ({ candidate, difference: differenceOf(shown, await readRecordingPicture(ffmpeg, recording, (candidate + 0.5) / rate, clock)) })))
      const likest = differences.reduce((best, each) => each.difference < best.difference ? each : best)
      worst = Math.max(worst, Math.abs(likest.candidate - frame))
    }
    return { cuts: plan.cuts.length, places: new Set(frames).size, worstFrames: worst }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function differenceOf(one: Buffer, other: Buffer): number {
  if (one.length !== other.length || one.length === 0) return Number.POSITIVE_INFINITY
  return one.reduce((sum, value, index) => sum + Math.abs(value - other[index]!), 0)
}
