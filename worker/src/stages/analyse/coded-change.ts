import type { Span } from '@f2l/common/contracts/span.ts'
import { packetAt, type PacketList } from '../../tools/packet-list.ts'

/** A change shows in the bytes of this many seconds. */
const windowSeconds = 0.2
/** Drawn anew without a key picture, a part takes at least this share of what it takes in one. */
const leastShare = 0.25

/**
 * Whether the picture changed with the key picture at the end of a span, by the bytes it was coded in: nothing is decoded.
 * Encoders begin a new group where all changes; a change inside a group costs bytes, and so does a slow one.
 */
export type ChangesAtEnd = (span: Span, /** Part of the picture that changes, 0..1. */ part: number) => boolean

/** `packets`: of the picture, in shown order. */
export function makeChangesAtEnd(packets: PacketList): ChangesAtEnd {
  const usual = usualBytes(packets)
  return ({ start, end }, part) => {
    const from = packetAt(packets, start + rounding)
    const to = packetAt(packets, end + rounding)
    const key = packets.bytes[to]
    if (from < 0 || key === undefined || !isGroup(packets, from, to)) return false
    return mostBytes(packets, from + 1, to) - usual < leastShare * part * key
  }
}

/** Times of looks are rounded to milliseconds. */
const rounding = 0.002

/** From one key picture to the next. */
function isGroup({ isKey }: PacketList, from: number, to: number): boolean {
  return to > from && isKey[from] === 1 && isKey[to] === 1 && isKey.subarray(from + 1, to).every(key => key === 0)
}

/** In the middle of all windows of the recording, without key pictures. */
function usualBytes({ seconds, bytes, isKey }: PacketList): number {
  const windows = new Float64Array(Math.max(1, Math.ceil((seconds.at(-1) ?? 0) / windowSeconds)))
  for (const [index, at] of seconds.entries()) {
    const window = Math.min(windows.length - 1, Math.max(0, Math.floor(at / windowSeconds)))
    if (!isKey[index]) windows[window]! += bytes[index]!
  }
  return windows.sort()[windows.length >> 1]!
}

/** In the fullest window of some packets. */
function mostBytes({ seconds, bytes }: PacketList, from: number, to: number): number {
  let most = 0
  let sum = 0
  let first = from
  for (let index = from; index < to; index++) {
    sum += bytes[index]!
    while (seconds[index]! - seconds[first]! > windowSeconds) sum -= bytes[first++]!
    most = Math.max(most, sum)
  }
  return most
}
