/**
 * FLV is the simplest container in which ffmpeg hands over H.264 packets as MP4 stores them (length-prefixed, parameter sets
 * aside). Times in milliseconds. Layout after Adobe's "Video File Format Specification" 10.1, Annex E.
 */
export type FlvPacket = { kind: 'config'; record: Buffer } | { kind: 'frame'; data: Buffer; decodedAt: number; shownAt: number }

const headerBytes = 13
const tagHeadBytes = 11
const videoTag = 9
const avc = 7

/** The H.264 packets of an FLV stream, in decode order. Memory: one packet and what came with it. */
export async function* readFlv(pieces: AsyncIterable<Buffer>): AsyncGenerator<FlvPacket> {
  let held = Buffer.alloc(0) as Buffer
  let skip = headerBytes
  for await (const piece of pieces) {
    held = held.length === 0 ? piece : Buffer.concat([held, piece])
    if (held.length < skip) continue
    held = held.subarray(skip)
    skip = 0
    for (let size = tagSize(held); size !== null && held.length >= size; size = tagSize(held)) {
      const packet = packetOf(held.subarray(0, size))
      if (packet) yield packet
      held = held.subarray(size)
    }
  }
}

/** With its trailing size field; null: not even the head is there. */
function tagSize(bytes: Buffer): number | null {
  return bytes.length < tagHeadBytes ? null : tagHeadBytes + bytes.readUIntBE(1, 3) + 4
}

function packetOf(tag: Buffer): FlvPacket | null {
  const body = tag.subarray(tagHeadBytes, -4)
  if (tag[0] !== videoTag || body.length < 5 || (body[0]! & 15) !== avc || body[1]! > 1) return null
  // Copied, so that a kept packet does not keep its neighbours.
  const data = Buffer.from(body.subarray(5))
  if (body[1] === 0) return { kind: 'config', record: data }
  const decodedAt = tag.readUIntBE(4, 3) + tag[7]! * 0x100_0000
  return { kind: 'frame', data, decodedAt, shownAt: decodedAt + body.readIntBE(2, 3) }
}
