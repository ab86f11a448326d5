import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import { groupAt, type CodedFrames, type PictureGroup } from './picture-groups.ts'

/** What a decoder must be given so that some frames come out, and which of those that come out are wanted. */
export interface EncodeFeed {
  /** Packets in decode order, half-open, ascending. */
  packets: FrameSpan[]
  /** Wanted among the decoded frames, counted as they come out. */
  wanted: FrameSpan[]
  /** So many times the first wanted frame is shown before itself: the output begins before the picture does. */
  before: number
  /** Frames decoded in all. */
  decoded: number
}

/**
 * Whole groups around the pieces, the last one only as far as it is needed. A piece beyond the picture's own
 * beginning or end shows its first or last frame, as every render does.
 */
export function encodeFeed(pieces: readonly FrameSpan[], coded: CodedFrames, groups: readonly PictureGroup[]): EncodeFeed {
  const [first, end] = [groups[0]!.frames.start, groups.at(-1)!.frames.end]
  const shown = shownFrames(pieces, first, end)
  const packets: FrameSpan[] = []
  for (const span of shown) addPackets(packets, packetsFor(span, coded, groups))
  const decoded = Int32Array.from(packets.flatMap(span => [...coded.frames.subarray(span.start, span.end)])).sort()
  const wanted = shown.map(({ start, end: stop }) => ({ start: decoded.indexOf(start), end: decoded.indexOf(stop - 1) + 1 }))
  const early = pieces.reduce((sum, piece) => sum + Math.max(0, Math.min(piece.end, first) - piece.start), 0)
  // The first frame itself is one of those that are shown early, unless a piece wants it in its own right.
  const isOwn = pieces.some(piece => piece.start <= first && piece.end > first)
  return { packets, wanted, before: isOwn ? early : Math.max(0, early - 1), decoded: decoded.length }
}

function shownFrames(pieces: readonly FrameSpan[], first: number, end: number): FrameSpan[] {
  const shown = pieces.map(piece => ({ start: Math.max(piece.start, first), end: Math.min(piece.end, end) })).filter(span => span.end > span.start)
  if (pieces[0]!.start < first && shown[0]?.start !== first) shown.unshift({ start: first, end: first + 1 })
  if (pieces.at(-1)!.end > end && shown.at(-1)?.end !== end) shown.push({ start: end - 1, end })
  return shown
}

function packetsFor({ start, end }: FrameSpan, { frames }: CodedFrames, groups: readonly PictureGroup[]): FrameSpan {
  const last = groups[groupAt(groups, end - 1)]!.packets
  let stop = last.end
  while (frames[stop - 1]! >= end) stop--
  return { start: groups[groupAt(groups, start)]!.packets.start, end: stop }
}

function addPackets(packets: FrameSpan[], span: FrameSpan): void {
  const last = packets.at(-1)
  if (last && span.start <= last.end) last.end = Math.max(last.end, span.end)
  else packets.push({ ...span })
}
