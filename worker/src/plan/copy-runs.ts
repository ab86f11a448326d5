import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import { groupAt, safeBeginning, type CodedFrames, type PictureGroup } from './picture-groups.ts'

/** A stretch of the output whose packets are taken from the source as they are. */
export interface CopiedRun { kind: 'copied'; packets: FrameSpan; frames: FrameSpan }
/** A stretch of the output that is encoded anew: kept source frames, ascending. */
export interface EncodedRun { kind: 'encoded'; pieces: FrameSpan[] }
export type OutputRun = CopiedRun | EncodedRun

/** A shorter copy saves less than the key frame behind it costs. */
const shortestCopy = 12

/**
 * Which frames of the output can be copied: of each kept piece what lies between its first key frame and the last place where
 * the stream can be broken off; what is before (up to a whole group) and after (a few frames) is encoded anew.
 */
export function outputRuns(keep: readonly FrameSpan[], coded: CodedFrames, groups: readonly PictureGroup[]): OutputRun[] {
  const runs: OutputRun[] = []
  for (const piece of keep) {
    const copied = copiedPart(piece, coded, groups)
    if (!copied) addEncoded(runs, piece)
    else {
      addEncoded(runs, { start: piece.start, end: copied.frames.start })
      runs.push(copied)
      addEncoded(runs, { start: copied.frames.end, end: piece.end })
    }
  }
  return runs
}

function copiedPart(piece: FrameSpan, coded: CodedFrames, groups: readonly PictureGroup[]): CopiedRun | null {
  const last = groups.at(-1)!.frames.end - 1
  if (piece.start > last) return null
  const containing = groupAt(groups, piece.start)
  const first = groups[containing]!.frames.start >= piece.start ? containing : containing + 1
  for (let index = groupAt(groups, Math.min(piece.end - 1, last)); index >= first; index--) {
    const end = safeBeginning(coded, groups[index]!, piece.end)
    if (!end) continue
    const frames = { start: groups[first]!.frames.start, end: end.frames.end }
    if (frames.end - frames.start < shortestCopy) return null
    return { kind: 'copied', packets: { start: groups[first]!.packets.start, end: end.packets.end }, frames }
  }
  return null
}

/** Encoded stretches that meet in the output are one. */
function addEncoded(runs: OutputRun[], piece: FrameSpan): void {
  if (piece.end <= piece.start) return
  const last = runs.at(-1)
  if (last?.kind !== 'encoded') runs.push({ kind: 'encoded', pieces: [piece] })
  else last.pieces.push(piece)
}
