import type { Span } from '@f2l/common/contracts/span.ts'
import type { FrameGrid } from './find-cuts.ts'
import { levelSeconds } from './sound-levels.ts'

/** The frame within the span (source seconds, ends included) that begins where it is quietest, the one nearest to `near` among equals; null where no frame begins. */
export function quietestFrame({ start, end }: Span, near: number, levels: Int8Array, { num, den, frames }: FrameGrid): number | null {
  let best: number | null = null
  const distance = (frame: number): number => Math.abs(frame * den / num - near)
  for (let frame = Math.max(0, Math.ceil(start * num / den)); frame <= Math.min(frames, Math.floor(end * num / den)); frame++) {
    if (best === null) best = frame
    const gain = levelAtBorder(best, levels, { num, den }) - levelAtBorder(frame, levels, { num, den })
    if (gain > 0 || (gain === 0 && distance(frame) < distance(best))) best = frame
  }
  return best
}

/** The louder of the 10 ms before and after the border at which a frame begins (dBFS). */
export function levelAtBorder(frame: number, levels: Int8Array, { num, den }: Pick<FrameGrid, 'num' | 'den'>): number {
  const at = Math.round(frame * den / num / levelSeconds)
  return Math.max(levels[at - 1] ?? -128, levels[at] ?? -128)
}
