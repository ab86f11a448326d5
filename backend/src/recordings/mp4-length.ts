import { buffer } from 'node:stream/consumers'
import type { ObjectKey } from '@f2l/common/contracts/ids.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'

/** Boxes that are looked at before giving up: a file has a handful, a trap has millions. */
const mostBoxes = 64
/** More is no recording but a wrong header. */
const mostSeconds = 100 * 3600

interface Box { name: string; start: number; end: number }

/**
 * Seconds that the header of an MP4 or MOV file gives (ISO 14496-12, `mvhd`); null for any other file, and where the header does
 * not say or says nonsense. Only the header is read: what it says is a guess to tell people, the worker measures.
 */
export async function mp4Seconds(store: ObjectStore, key: ObjectKey): Promise<number | null> {
  const size = (await store.stat(key))?.sizeBytes ?? 0
  const read = async (start: number, length: number): Promise<Buffer> => {
    const end = Math.min(size, start + length) - 1
    return end < start ? Buffer.alloc(0) : buffer(await store.read(key, { start, end }))
  }
  const movie = await findBox('moov', { start: 0, end: size }, read)
  const header = movie && await findBox('mvhd', movie, read)
  return header ? secondsOf(await read(header.start, 32)) : null
}

async function findBox(name: string, within: { start: number; end: number }, read: (start: number, length: number) => Promise<Buffer>): Promise<Box | null> {
  let at = within.start
  for (let n = 0; n < mostBoxes && at + 8 <= within.end; n++) {
    const head = await read(at, 16)
    if (head.length < 8) return null
    const isLong = head.readUInt32BE(0) === 1 && head.length === 16
    // 0: to the end of the file.
    const size = isLong ? Number(head.readBigUInt64BE(8)) : head.readUInt32BE(0) || within.end - at
    const box = { name: head.toString('latin1', 4, 8), start: at + (isLong ? 16 : 8), end: at + size }
    if (box.end < box.start || box.end > within.end) return null
    if (box.name === name) return box
    at = box.end
  }
  return null
}

function secondsOf(header: Buffer): number | null {
  const isLong = header[0] === 1
  if (header.length < (isLong ? 32 : 20)) return null
  const unitsPerSecond = header.readUInt32BE(isLong ? 20 : 12)
  const units = isLong ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16)
  const seconds = units / unitsPerSecond
  return seconds > 0 && seconds < mostSeconds ? seconds : null
}
