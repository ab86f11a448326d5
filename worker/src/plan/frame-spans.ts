import type { FrameSpan, Span } from '@f2l/common/contracts/span.ts'
import type { FrameGrid } from './find-cuts.ts'

/** Spans in order, overlapping and touching ones as one; empty ones are nothing. */
export function joinFrames(spans: readonly FrameSpan[]): FrameSpan[] {
  const joined: FrameSpan[] = []
  for (const { start, end } of spans.filter(span => span.end > span.start).toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else joined.push({ start, end })
  }
  return joined
}

/** What is left of a span without the holes (ascending, disjoint). */
export function framesWithout({ start, end }: FrameSpan, holes: readonly FrameSpan[]): FrameSpan[] {
  const left: FrameSpan[] = []
  let at = start
  for (const hole of holes) {
    if (hole.end <= at) continue
    if (hole.start >= end) break
    if (hole.start > at) left.push({ start: at, end: hole.start })
    at = hole.end
  }
  if (at < end) left.push({ start: at, end })
  return left
}

export function lengthOfAll(spans: readonly FrameSpan[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0)
}

/** All frames that a span touches. Times that were frames once stay the same frames, to the last bit of a double. */
export function framesAround({ start, end }: Span, { num, den, frames }: FrameGrid): FrameSpan {
  const first = Math.max(0, Math.floor(start * num / den + 1e-4))
  return { start: Math.min(frames, first), end: Math.min(frames, Math.max(first, Math.ceil(end * num / den - 1e-4))) }
}
