import type { Span } from '@f2l/common/contracts/span.ts'
import type { FaceTrack } from '../../plan/facts.ts'
import type { Picture } from '../../tools/face-detector.ts'
import type { FfmpegTools } from '../../tools/ffmpeg.ts'
import { readBurst } from '../../tools/picture-burst.ts'
import { layoutAt } from './layouts.ts'

export interface StretchesInput {
  path: string
  streamIndex: number
  width: number
  height: number
  durationSeconds: number
  layouts: FaceTrack[][]
  /** When the picture was looked at, ascending. */
  times: number[]
}
export interface StretchesContext { tools: FfmpegTools; signal: AbortSignal }

/** A stretch of the recording in one layout; −1 where none of the known faces is to be seen, or it is not known which. */
export interface Stretch extends Span { layout: number }

/** Small pictures show well enough which layout it is; so many a second find the frame at 25 and 30 a second. */
const smallWidth = 160
const picturesPerSecond = 30
/** Seconds of the recording that may be decoded to find changes, and the longest gap worth it. */
const mostRefined = (durationSeconds: number): number => 40 + 0.05 * durationSeconds
const longestGap = 20
/** A change is one where both sides are clearly apart (mean difference of 0..255). */
const leastChange = 4

/**
 * When the recording is in which layout. Looks lie seconds apart; where two neighbours differ, the pictures
 * between them tell the frame. Where they cannot, the time between the looks belongs to no layout.
 */
export async function layoutStretches(input: StretchesInput, context: StretchesContext): Promise<Stretch[]> {
  const { times, layouts, durationSeconds } = input
  const ids = withoutMisses(layoutAt(times, layouts))
  const stretches: Stretch[] = [{ start: 0, end: durationSeconds, layout: ids[0] ?? -1 }]
  const begin = (start: number, layout: number): void => {
    stretches.at(-1)!.end = start
    stretches.push({ start, end: durationSeconds, layout })
  }
  let left = mostRefined(durationSeconds)
  for (let i = 0; i + 1 < times.length; i++) {
    if (ids[i] === ids[i + 1]) continue
    const gap = { start: times[i]!, end: times[i + 1]! }
    const seconds = gap.end - gap.start
    const change = seconds <= Math.min(longestGap, left) ? await findChange(gap, input, context) : null
    if (change !== null) left -= seconds
    else begin(gap.start, -1)
    begin(change ?? gap.end, ids[i + 1]!)
  }
  return stretches.filter(({ start, end }) => end > start)
}

/** One look at which all faces were missed between two of the same layout is no change. */
function withoutMisses(ids: number[]): number[] {
  return ids.map((id, index) => id < 0 && index > 0 && ids[index - 1] === ids[index + 1] ? ids[index - 1]! : id)
}

async function findChange({ start, end }: Span, { path, streamIndex, width, height }: StretchesInput, { tools, signal }: StretchesContext): Promise<number | null> {
  const size = { width: smallWidth, height: Math.max(2, Math.round(smallWidth * height / width)) }
  // A little further than the second look, so that its own picture is the last one.
  const pictures = await readBurst(tools, { path, streamIndex, at: start, seconds: end - start + 0.1, picturesPerSecond, ...size, signal })
  const [first, last] = [pictures[0], pictures.at(-1)]
  if (!first || !last || difference(first, last) < leastChange) return null
  return Math.min(end, start + splitBetween(pictures.map(picture => difference(picture, first) - difference(picture, last))) / picturesPerSecond)
}

/** Where pictures stop being like the first one (values below 0) and are like the last one from then on. */
function splitBetween(likeness: number[]): number {
  let sum = 0
  let least = 0
  let split = 0
  for (const [index, value] of likeness.entries()) {
    sum += value
    if (sum < least) [least, split] = [sum, index + 1]
  }
  return split
}

function difference(one: Picture, other: Picture): number {
  let sum = 0
  for (let i = 0; i < one.rgb.length; i++) sum += Math.abs(one.rgb[i]! - other.rgb[i]!)
  return sum / one.rgb.length
}
