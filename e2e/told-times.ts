import type { RecordingDetail } from '@f2l/common/contracts/api.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'

/** The map of a plan, from what the owner is told of it: in thousandths of a second instead of frames. */
export function timesOf({ keep, page }: RecordingDetail) {
  const thousandths = keep.map(({ start, end }) => ({ start: Math.round(start * 1000), end: Math.round(end * 1000) }))
  const kept = thousandths.reduce((sum, { start, end }) => sum + end - start, 0)
  return makeTimeMap({ frameRate: { num: 1000, den: 1 }, keep: thousandths, titleCard: { frames: Math.max(0, Math.round(page!.durationSeconds * 1000) - kept) } })
}
