import type { FrameSpan, Span } from '@f2l/common/contracts/span.ts'
import type { FrameGrid } from './find-cuts.ts'

export function lengthOfAll(spans: readonly FrameSpan[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0)
}

/** All frames that a span touches. Times that were frames once stay the same frames, to the last bit of a double. */
export function framesAround({ start, end }: Span, { num, den, frames }: FrameGrid): FrameSpan {
  const first = Math.max(0, Math.floor(start * num / den + 1e-4))
  return { start: Math.min(frames, first), end: Math.min(frames, Math.max(first, Math.ceil(end * num / den - 1e-4))) }
}
