import type { Span } from '@f2l/common/contracts/span.ts'
import { leastSilence, pausesBetween } from '../../plan/find-cuts.ts'
import type { FfmpegTools } from '../../tools/ffmpeg.ts'
import { readGrids, type PictureGrid } from '../../tools/picture-grid.ts'
import { clearChange, isChanged, screenBlocks, type ScreenBlocks, type ScreenInput } from './screen-blocks.ts'

export interface ScreenMotionInput extends ScreenInput {
  path: string
  streamIndex: number
  durationSeconds: number
  /** By the voice activity model. */
  speech: Span[]
}
export interface ScreenMotionContext { tools: FfmpegTools; signal: AbortSignal }

const picturesPerSecond = 5
/** Decoding begins this long before the pause: a cursor that blinks has then shown all its faces. */
const leadSeconds = 1.4
/** A recording this short is decoded wherever it pauses. */
const shortSeconds = 60
/** Seconds that may be decoded in a longer one: about 1 % of what a transcode costs. A jump into the file costs as much as some seconds. */
const mostDecoded = (durationSeconds: number): number => durationSeconds <= shortSeconds ? Number.POSITIVE_INFINITY : 10 + 0.04 * durationSeconds
const jumpSeconds = 4

/**
 * When somebody works on the shared screen without a word: types, scrolls, shows a slide, moves the pointer.
 * Looked at are pauses before and after which the screen is not the same, the longest first, as long as it stays cheap.
 * @returns source seconds, ascending, inside pauses
 */
export async function findScreenMotion(input: ScreenMotionInput, { tools, signal }: ScreenMotionContext): Promise<Span[]> {
  const found: Span[] = []
  for (const { pause, blocks } of affordable(suspects(input), input.durationSeconds)) {
    const at = Math.max(0, pause.start - leadSeconds)
    const grids = await readGrids(tools, { path: input.path, streamIndex: input.streamIndex, at, seconds: pause.end - at, picturesPerSecond, signal })
    found.push(...movingSpans(grids, blocks).map(({ start, end }) => ({ start: Math.max(pause.start, at + start), end: Math.min(pause.end, at + end) })).filter(({ start, end }) => end > start))
  }
  return found.sort((a, b) => a.start - b.start)
}

/**
 * Stretches in which blocks that count show something new. What a block has shown in the last seconds is not new:
 * cursors blink, spinners turn, and where the pointer was there is again what was there before.
 * @returns seconds from the first grid on
 */
export function movingSpans(grids: PictureGrid[], blocks: ScreenBlocks): Span[] {
  const memory = Math.round(leadSeconds * picturesPerSecond)
  const counting = [...blocks.entries()].filter(([, counts]) => counts).map(([block]) => block)
  const spans: Span[] = []
  for (let i = 1; i < grids.length; i++) {
    const before = grids.slice(Math.max(0, i - memory), i)
    if (!counting.some(block => before.every(grid => Math.abs(grid[block]! - grids[i]![block]!) >= clearChange))) continue
    const last = spans.at(-1)
    if (last && last.end >= (i - 1) / picturesPerSecond) last.end = i / picturesPerSecond
    else spans.push({ start: (i - 1) / picturesPerSecond, end: i / picturesPerSecond })
  }
  return spans
}

/** The longest pauses first, as many as may be decoded in a recording of this length. */
export function affordable<Suspect extends { pause: Span }>(suspects: Suspect[], durationSeconds: number): Suspect[] {
  let left = mostDecoded(durationSeconds)
  return suspects.toSorted((a, b) => lengthOf(b.pause) - lengthOf(a.pause)).filter(({ pause }) => {
    const cost = leadSeconds + lengthOf(pause) + jumpSeconds
    if (cost > left) return false
    left -= cost
    return true
  })
}

/** Pauses that may hold motion. */
function suspects(input: ScreenMotionInput): { pause: Span; blocks: ScreenBlocks }[] {
  return pausesBetween(input.speech, input.durationSeconds).filter(pause => lengthOf(pause) >= leastSilence).flatMap(pause => {
    const blocks = screenBlocks(pause, input)
    return blocks && isSuspect(pause, blocks, input) ? [{ pause, blocks }] : []
  })
}

function isSuspect({ start, end }: Span, blocks: ScreenBlocks, { times, grids }: ScreenMotionInput): boolean {
  const first = Math.max(0, times.findLastIndex(at => at <= start))
  const after = times.findIndex(at => at >= end)
  const last = after < 0 ? times.length - 1 : after
  for (let i = first + 1; i <= last; i++) if (isChanged(grids[i]!, grids[i - 1]!, blocks)) return true
  return false
}

function lengthOf({ start, end }: Span): number {
  return end - start
}
