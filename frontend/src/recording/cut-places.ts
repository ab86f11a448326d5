import type { RecordingDetail } from '@f2l/common/contracts/api.ts'
import { makeTimeMap, type TimeMap } from '@f2l/common/contracts/time-map.ts'

/** The time map counts frames; the detail tells seconds, so a millisecond serves as a frame. */
const perSecond = 1000
/** A cut is heard best when play starts a little before it. */
const leadSeconds = 2

export interface CutPlace { sourceSeconds: number; lengthSeconds: number; reason: RecordingDetail['cuts'][number]['reason']; confidence: number; playFrom: number }

/** Every cut with its place in the finished video, in order. What the output has beside the kept spans is its title card. */
export function placeCuts(cuts: RecordingDetail['cuts'], keep: RecordingDetail['keep'], outputSeconds: number): CutPlace[] {
  const map = timeMapOf(keep, outputSeconds)
  return cuts.toSorted((one, other) => one.span.start - other.span.start).map(({ span, reason, confidence }) => ({
    sourceSeconds: span.start, lengthSeconds: span.end - span.start, reason, confidence,
    playFrom: Math.max(0, (map?.toOutput(span.start) ?? 0) - leadSeconds),
  }))
}

function timeMapOf(keep: RecordingDetail['keep'], outputSeconds: number): TimeMap | null {
  if (keep.length === 0) return null
  const pieces = keep.map(span => ({ start: Math.round(span.start * perSecond), end: Math.round(span.end * perSecond) }))
  const kept = pieces.reduce((sum, piece) => sum + piece.end - piece.start, 0)
  const titleCard = { frames: Math.max(0, Math.round(outputSeconds * perSecond) - kept) }
  return makeTimeMap({ frameRate: { num: perSecond, den: 1 }, keep: pieces, titleCard })
}
