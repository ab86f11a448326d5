import { stat } from 'node:fs/promises'
import type { FfmpegTools } from './ffmpeg.ts'
import { listPackets, type PacketList } from './packet-list.ts'

/** Packet lists that several stages of a job ask for: each is read once, unless the file is another one by then. */
export interface PacketShelf { list(path: string, stream: string, signal: AbortSignal): Promise<PacketList> }

/** Keeps the last two: of the source's picture, and of the video's. An hour of picture is 1.5 MB. */
const mostKept = 2

export function makePacketShelf(tools: FfmpegTools): PacketShelf {
  const kept = new Map<string, PacketList>()
  return {
    async list(path, stream, signal) {
      const { ino, size, mtimeMs } = await stat(path)
      const key = [path, stream, ino, size, mtimeMs].join(' ')
      const packets = kept.get(key) ?? await listPackets(tools, path, stream, signal)
      kept.delete(key)
      kept.set(key, packets)
      for (const oldest of [...kept.keys()].slice(0, -mostKept)) kept.delete(oldest)
      return packets
    },
  }
}
