import type { FrameSpan } from '@f2l/common/contracts/span.ts'

/** A coded picture track as it lies in the file. */
export interface CodedFrames {
  /** In decode order: the frame of the grid that each packet is. Every frame from the lowest to the highest is there once. */
  frames: Int32Array
  /** Packets that begin a group: IDR pictures, behind which nothing refers to what came before. Ascending. */
  groupStarts: Int32Array
}

/** From one IDR picture to the next: frames that can be decoded without any other. */
export interface PictureGroup {
  /** In decode order, half-open. */
  packets: FrameSpan
  /** In the order they are shown, half-open. */
  frames: FrameSpan
}

/**
 * The groups of a track, ascending in both orders; null where a group's frames are not shown in one stretch of their own,
 * or the track begins in the middle of a group: then no group may be moved alone.
 */
export function pictureGroups({ frames, groupStarts }: CodedFrames): PictureGroup[] | null {
  if (groupStarts.length === 0 || groupStarts[0] !== 0) return null
  const groups: PictureGroup[] = []
  let start = frames[0]!
  for (const [index, first] of groupStarts.entries()) {
    const end = groupStarts[index + 1] ?? frames.length
    const stop = start + end - first
    if (frames[first] !== start || !isWithin(frames.subarray(first, end), start, stop)) return null
    groups.push({ packets: { start: first, end }, frames: { start, end: stop } })
    start = stop
  }
  return groups
}

/** The group that shows this frame, which must be one of the track's. */
export function groupAt(groups: readonly PictureGroup[], frame: number): number {
  let low = 0
  let high = groups.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (groups[middle]!.frames.start <= frame) low = middle
    else high = middle - 1
  }
  return low
}

/**
 * The longest beginning of a group that shows nothing from `limit` on and lacks nothing before: its packets are first in decode
 * order as well as in the order they are shown, so none of them refers to what is left away. Null: only the IDR picture itself,
 * or less; two IDR pictures in a row could bear the same number, which H.264 forbids.
 */
export function safeBeginning({ frames }: CodedFrames, group: PictureGroup, limit: number): PictureGroup | null {
  let highest = -1
  let best: PictureGroup | null = null
  for (let packet = group.packets.start; packet < group.packets.end; packet++) {
    highest = Math.max(highest, frames[packet]!)
    const stop = group.frames.start + packet + 1 - group.packets.start
    if (stop > limit) break
    if (highest !== stop - 1 || packet === group.packets.start) continue
    best = { packets: { start: group.packets.start, end: packet + 1 }, frames: { start: group.frames.start, end: stop } }
  }
  return best
}

function isWithin(frames: Int32Array, start: number, stop: number): boolean {
  return frames.every(frame => frame >= start && frame < stop)
}
