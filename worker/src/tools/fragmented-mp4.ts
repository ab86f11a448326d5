import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'

/** One H.264 picture as MP4 stores it, with its places in the orders of decoding and showing, in frames. */
export interface TimedFrame { data: Buffer; decodedAt: number; shownAt: number; isKey: boolean }

export interface PictureTrack { avcConfig: Buffer; width: number; height: number; frameRate: EditPlan['frameRate'] }

/** So many frames share a head of about 100 bytes; so many are held in memory. */
const framesPerFragment = 50

/**
 * Packets of H.264 as an MP4 that can be read from a pipe, on a clock on which every frame lasts exactly as long as it should
 * (ISO/IEC 14496-12 §8.8, movie fragments).
 */
export async function* fragmentedMp4(track: PictureTrack, frames: AsyncIterable<TimedFrame>): AsyncGenerator<Uint8Array> {
  yield Buffer.concat([box('ftyp', ascii('isom'), u32(0), ascii('isomiso6avc1')), movie(track)])
  let held: TimedFrame[] = []
  for await (const frame of frames) {
    held.push(frame)
    if (held.length < framesPerFragment) continue
    yield fragment(held, track)
    held = []
  }
  if (held.length > 0) yield fragment(held, track)
}

function movie({ avcConfig, width, height, frameRate: { num, den } }: PictureTrack): Buffer {
  const tables = box('stbl', box('stsd', u32(0, 1), sampleEntry(avcConfig, width, height)), ...['stts', 'stsc', 'stco'].map(name => box(name, u32(0, 0))), box('stsz', u32(0, 0, 0)))
  const media = box('mdia',
    box('mdhd', u32(0, 0, 0, num, 0), u16(0x55c4, 0)),
    box('hdlr', u32(0, 0), ascii('vide'), u32(0, 0, 0), Buffer.alloc(1)),
    box('minf', box('vmhd', u32(1, 0, 0)), box('dinf', box('dref', u32(0, 1), box('url ', u32(1)))), tables))
  const head = box('tkhd', u32(3, 0, 0, 1, 0, 0, 0, 0), u16(0, 0, 0, 0), unity, u32(width * 0x10000, height * 0x10000))
  return box('moov',
    box('mvhd', u32(0, 0, 0, num, 0, 0x10000), u16(0x100, 0), u32(0, 0), unity, Buffer.alloc(24), u32(2)),
    box('trak', head, media),
    box('mvex', box('trex', u32(0, 1, 1, den, 0, 0))))
}

function sampleEntry(avcConfig: Buffer, width: number, height: number): Buffer {
  return box('avc1', u32(0), u16(0, 1), Buffer.alloc(16), u16(width, height), u32(0x480000, 0x480000, 0), u16(1), Buffer.alloc(32), u16(0x18, 0xffff), box('avcC', avcConfig))
}

const sampleFlags = { key: 0x2000000, other: 0x1010000 } as const

function fragment(frames: TimedFrame[], { frameRate: { den } }: PictureTrack): Buffer {
  const first = frames[0]!.decodedAt
  const start = Buffer.alloc(8)
  start.writeBigUInt64BE(BigInt(first) * BigInt(den))
  const entries = frames.map(({ data, decodedAt, shownAt, isKey }) => u32(data.length, isKey ? sampleFlags.key : sampleFlags.other, (shownAt - decodedAt) * den))
  const head = (dataAt: number): Buffer => box('moof',
    box('mfhd', u32(0, first + 1)),
    box('traf',
      box('tfhd', u32(0x20000, 1)),
      box('tfdt', u32(0x1000000), start),
      // Sizes, flags and the times of showing of every frame.
      box('trun', u32(0x1000e01, frames.length, dataAt), ...entries)))
  return Buffer.concat([head(head(0).length + 8), box('mdat', ...frames.map(({ data }) => data))])
}

function box(name: string, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([u32(body.length + 8), ascii(name), body])
}

function ascii(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}

/** Negative numbers in two's complement. */
function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, 4 * index)
  return bytes
}

function u16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length)
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, 2 * index)
  return bytes
}

/** A matrix that changes nothing. */
const unity = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
