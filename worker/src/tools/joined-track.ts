import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import { AppError } from '@f2l/common/errors.ts'
import { mergeAvcConfigs, type AvcConfig } from './avc-config.ts'
import type { TimedFrame } from './fragmented-mp4.ts'

/** An H.264 track in a file: packets by their number in decode order. */
export interface TrackFile {
  config: AvcConfig
  /** Which frame each packet is, in the order frames are shown; packets that follow a group's first show frames without a gap. */
  frames: Int32Array
  /** Packets that are IDR pictures, ascending. */
  groupStarts: Int32Array
  /** Packets from this number on. Who stops reading closes the file. */
  open(from: number, signal: AbortSignal): AsyncGenerator<{ index: number; data: Buffer }>
}

/** Packets that begin with an IDR picture and show a stretch of frames without a gap. */
export interface TrackPart { file: TrackFile; packets: FrameSpan }

/**
 * One configuration for all parts.
 * @throws AppError `render.ffmpeg_failed` when files use one parameter set id for different sets
 */
export function joinedConfig(parts: readonly TrackPart[]): Buffer {
  const config = mergeAvcConfigs([...new Set(parts.map(part => part.file))].map(file => file.config))
  if (!config) throw new AppError('render.ffmpeg_failed', 'Putting the video together did not work: its parts are not of one kind. Trying again may help.')
  return config
}

/**
 * Packets of several H.264 files, frame behind frame. All parts are shown with the same delay behind their decoding,
 * so that times grow without a break where streams change.
 */
export async function* joinedFrames(parts: readonly TrackPart[], signal: AbortSignal): AsyncGenerator<TimedFrame> {
  const delay = Math.max(...parts.map(delayOf))
  const readers = makeReaders(signal)
  try {
    let base = 0
    for (const { file, packets } of parts) {
      const first = file.frames[packets.start]!
      for (let index = packets.start; index < packets.end; index++) {
        const data = await readers.read(file, index)
        const shownAt = base + file.frames[index]! - first + delay
        yield { data, decodedAt: base + index - packets.start, shownAt, isKey: isGroupStart(file, index) }
      }
      base += packets.end - packets.start
    }
  } finally {
    await readers.close()
  }
}

/** How many frames a part's pictures may be shown before they are decoded. */
function delayOf({ file, packets }: TrackPart): number {
  const first = file.frames[packets.start]!
  let delay = 0
  for (let index = packets.start; index < packets.end; index++) delay = Math.max(delay, index - packets.start - (file.frames[index]! - first))
  return delay
}

/** One open reader a file: parts of a file come in its own order. */
function makeReaders(signal: AbortSignal): { read(file: TrackFile, index: number): Promise<Buffer>; close(): Promise<void> } {
  const open = new Map<TrackFile, ReturnType<TrackFile['open']>>()
  return {
    async read(file, index) {
      const reader = open.get(file) ?? file.open(index, signal)
      open.set(file, reader)
      for (let next = await reader.next(); !next.done; next = await reader.next()) if (next.value.index === index) return next.value.data
      throw new AppError('render.ffmpeg_failed', 'Putting the video together did not work: frames are missing. Trying again may help.')
    },
    async close() {
      for (const reader of open.values()) await reader.return(undefined)
    },
  }
}

function isGroupStart({ groupStarts }: TrackFile, index: number): boolean {
  let low = 0
  let high = groupStarts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (groupStarts[middle]! < index) low = middle + 1
    else high = middle
  }
  return groupStarts[low] === index
}
