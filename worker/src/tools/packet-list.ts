import { mediaDemuxers, type FfmpegTools } from './ffmpeg.ts'
import { AppError } from '@f2l/common/errors.ts'
import { makeNumberList } from './number-list.ts'
import { runProgram } from './run-program.ts'

/** Packets of one stream in the order in which they are shown, as parallel arrays: an hour of video is 90,000. */
export interface PacketList {
  /** Seconds from the beginning of the file, as ffmpeg counts them when it seeks. */
  seconds: Float64Array
  bytes: Float64Array
  isKey: Uint8Array
  /** When the last one ends, in seconds; NaN where there is none. */
  end: number
  /** Whether the file's first packet can be decoded by itself. */
  beginsWithKey: boolean
}

const timeLimitSeconds = 300
/** Six hours of sound in packets of 2.5 ms are fewer; a small file can claim billions. */
const mostPackets = 10_000_000

/**
 * What the container says of a stream's packets (`v:0`, or an index); nothing is decoded.
 * @throws AppError `file.broken` for more of them than a recording has
 */
export async function listPackets(tools: FfmpegTools, path: string, stream: string, signal: AbortSignal, most = mostPackets): Promise<PacketList> {
  const args = ['-v', 'error', '-protocol_whitelist', 'file,pipe', '-format_whitelist', mediaDemuxers,
    '-select_streams', stream, '-show_entries', 'format=start_time:packet=pts_time,duration_time,size,flags', '-of', 'csv', path]
  const seconds = makeNumberList()
  const bytes = makeNumberList()
  const keys = makeNumberList()
  const flood = new AbortController()
  let zero = 0
  let end = Number.NaN
  // A damaged file ends with an error after the packets that could be read: those count.
  await runProgram(tools.ffprobePath, args, { env: tools.environment, signal: AbortSignal.any([signal, flood.signal]), timeLimitSeconds, onLine: line => {
    const [kind, first, duration, size, flags] = line.split(',')
    const at = Number.parseFloat(first ?? '')
    if (!Number.isFinite(at)) return
    if (kind === 'format') zero = at
    else if (!flags?.includes('D')) {
      if (seconds.count() >= most) return flood.abort(tooManyPackets())
      seconds.add(at)
      end = Math.max(Number.isNaN(end) ? at : end, at + (Number.parseFloat(duration ?? '') || 0))
      bytes.add(Number(size))
      keys.add(flags?.startsWith('K') ? 1 : 0)
    }
  } })
  return { ...inShownOrder(seconds.all(), bytes.all(), keys.all(), zero), end: end - zero }
}

function tooManyPackets(): AppError {
  return new AppError('file.broken', 'This recording is damaged: it claims more pieces than any recording has. Please export or download it again.')
}

function inShownOrder(seconds: Float64Array, bytes: Float64Array, keys: Float64Array, zero: number): Omit<PacketList, 'end'> {
  const order = Uint32Array.from(seconds, (_, index) => index).sort((a, b) => seconds[a]! - seconds[b]! || a - b)
  return {
    seconds: Float64Array.from(order, index => seconds[index]! - zero), bytes: Float64Array.from(order, index => bytes[index]!),
    isKey: Uint8Array.from(order, index => keys[index]!), beginsWithKey: keys[0] === 1,
  }
}

/** Index of the last packet at or before a second, or −1. */
export function packetAt({ seconds }: PacketList, at: number): number {
  let low = 0
  let high = seconds.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (seconds[middle]! <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** A second at which little is decoded before the first picture: just behind the last key picture, where one lies within `most` seconds before; else the second itself. */
export function cheapSecond(packets: PacketList, at: number, most: number): number {
  const index = packetAt(packets, at)
  const key = packets.seconds[index - packetsBefore(packets, Math.max(0, index))]
  return key !== undefined && at - key <= most ? Math.min(at, key + justBehind) : at
}

/** Rounding of seconds never leads to the key picture before. */
const justBehind = 0.002

/** How many packets must be decoded before this one can be shown. */
export function packetsBefore({ isKey }: PacketList, index: number): number {
  let from = index
  while (from > 0 && !isKey[from]) from--
  return index - from
}
