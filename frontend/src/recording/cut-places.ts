import type { RecordingDetail, RecordingEdit } from '@f2l/common/contracts/api.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import { makeTimeMap, type TimeMap } from '@f2l/common/contracts/time-map.ts'
import { restored } from './edit-draft.ts'

/** The time map counts frames; the detail tells seconds, so a millisecond serves as a frame. */
const perSecond = 1000
/** A cut is heard best when play starts a little before it. */
export const leadSeconds = 2

export interface CutPlace {
  /** Source seconds. */
  span: Span
  reason: RecordingDetail['cuts'][number]['reason']
  confidence: number
  text: string | undefined
  /** Output seconds. */
  playFrom: number
  /** It was a cut once and was taken back: it is in the video. */
  isRestored: boolean
}

/** Every cut with its place in the finished video, in order, and between them what was taken back. What the output has beside the kept spans is its title card. */
export function placeCuts(cuts: RecordingDetail['cuts'], keep: RecordingDetail['keep'], outputSeconds: number, edit?: RecordingEdit): CutPlace[] {
  const map = timeMapOf(keep, outputSeconds)
  const playFrom = ({ start }: Span): number => Math.max(0, (map?.toOutput(start) ?? 0) - leadSeconds)
  const back = edit ? restored(edit, cuts).map(span => ({ span, reason: 'silence' as const, confidence: 1, text: undefined, isRestored: true })) : []
  return [...cuts.map(({ span, reason, confidence, text }) => ({ span, reason, confidence, text, isRestored: false })), ...back]
    .sort((one, other) => one.span.start - other.span.start).map(cut => ({ ...cut, playFrom: playFrom(cut.span) }))
}

function timeMapOf(keep: RecordingDetail['keep'], outputSeconds: number): TimeMap | null {
  if (keep.length === 0) return null
  const pieces = keep.map(span => ({ start: Math.round(span.start * perSecond), end: Math.round(span.end * perSecond) }))
  const kept = pieces.reduce((sum, piece) => sum + piece.end - piece.start, 0)
  const titleCard = { frames: Math.max(0, Math.round(outputSeconds * perSecond) - kept) }
  return makeTimeMap({ frameRate: { num: perSecond, den: 1 }, keep: pieces, titleCard })
}
