import { mediaDemuxers, type FfmpegTools } from './ffmpeg.ts'
import { runProgram } from './run-program.ts'

/** Packets of one stream in the order in which they are shown, as parallel arrays: an hour of video is 90,000. */
export interface PacketList {
  /** Seconds from the beginning of the file, as ffmpeg counts them when it seeks. */
  seconds: Float64Array
  bytes: Float64Array
  isKey: Uint8Array
  /** Whether the file's first packet can be decoded by itself. */
  beginsWithKey: boolean
}

const timeLimitSeconds = 300

/** What the container says of a stream's packets (`v:0`, or an index); nothing is decoded. */
export async function listPackets(tools: FfmpegTools, path: string, stream: string, signal: AbortSignal): Promise<PacketList> {
  const args = ['-v', 'error', '-protocol_whitelist', 'file,pipe', '-format_whitelist', mediaDemuxers,
    '-select_streams', stream, '-show_entries', 'format=start_time:packet=pts_time,size,flags', '-of', 'csv', path]
  const { stdout } = await runProgram(tools.ffprobePath, args, { env: tools.environment, signal, timeLimitSeconds })
  return readList(stdout)
}

interface Packet { seconds: number; bytes: number; isKey: boolean }

function readList(lines: string): PacketList {
  const packets: Packet[] = []
  let zero = 0
  for (const line of lines.split('\n')) {
    const [kind, first, bytes, flags] = line.split(',')
    const seconds = Number.parseFloat(first ?? '')
    if (!Number.isFinite(seconds)) continue
    if (kind === 'format') zero = seconds
    else if (!flags?.includes('D')) packets.push({ seconds, bytes: Number(bytes), isKey: flags?.startsWith('K') ?? false })
  }
  const beginsWithKey = packets[0]?.isKey ?? false
  packets.sort((a, b) => a.seconds - b.seconds)
  return {
    seconds: Float64Array.from(packets, packet => packet.seconds - zero), bytes: Float64Array.from(packets, packet => packet.bytes),
    isKey: Uint8Array.from(packets, packet => Number(packet.isKey)), beginsWithKey,
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

/** How many packets must be decoded before this one can be shown. */
export function packetsBefore({ isKey }: PacketList, index: number): number {
  let from = index
  while (from > 0 && !isKey[from]) from--
  return index - from
}
