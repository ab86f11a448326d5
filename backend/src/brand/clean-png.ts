import { inflateSync } from 'node:zlib'
import { PNG } from 'pngjs'
import { logoLimits } from '@f2l/common/contracts/brand.ts'
import { AppError } from '@f2l/common/errors.ts'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Signature, then length and name of the first chunk, which holds the size. */
const sizeAt = { width: 16, height: 20, interlace: 28, end: 33 }
/** What a picture of the largest size unpacks to at most: four colours of two bytes, and a byte for each row of each of seven passes. */
const mostUnpacked = logoLimits.pixels * logoLimits.pixels * 8 + 7 * logoLimits.pixels

/**
 * Decodes a PNG and writes its pixels anew: notes, places and whatever else hides in a file are left behind.
 * @throws AppError `input.invalid`, `input.too_large`
 */
export function cleanPng(bytes: Buffer): Buffer {
  requireSize(bytes)
  try {
    requireLittleInside(bytes)
    const { width, height, data } = PNG.sync.read(bytes, { checkCRC: true })
    const picture = new PNG({ width, height })
    picture.data = data
    return PNG.sync.write(picture, { deflateLevel: 6 })
  }
  catch (cause) {
    throw new AppError('input.invalid', 'This picture is damaged. Please save it again as a PNG and choose that.', { cause })
  }
}

/** Before anything is unpacked: a small file may hold a picture that fills the memory. */
function requireSize(bytes: Buffer): void {
  const isPng = bytes.length >= sizeAt.end && bytes.subarray(0, 8).equals(signature) && bytes.toString('latin1', 12, 16) === 'IHDR'
  if (!isPng) throw new AppError('input.invalid', 'A logo must be a PNG picture.')
  if (bytes.length > logoLimits.bytes) throw new AppError('input.too_large', `A logo may have at most ${logoLimits.bytes / 1024 / 1024} MB.`)
  const [width, height] = [bytes.readUInt32BE(sizeAt.width), bytes.readUInt32BE(sizeAt.height)]
  if (width === 0 || height === 0 || width > logoLimits.pixels || height > logoLimits.pixels) {
    throw new AppError('input.invalid', `A logo may be at most ${logoLimits.pixels} × ${logoLimits.pixels} pixels.`)
  }
}

/**
 * One size counts, the one that was looked at: pngjs would believe a second. Of an interlaced picture it unpacks whatever is there, and a
 * megabyte may hold a thousand of them.
 */
function requireLittleInside(bytes: Buffer): void {
  const chunks = chunksOf(bytes)
  if (chunks.filter(({ name }) => name === 'IHDR').length !== 1) throw new Error('a PNG has one size')
  const pixels = chunks.flatMap(({ name, data }) => name === 'IDAT' ? [data] : [])
  if (bytes[sizeAt.interlace] !== 0) inflateSync(Buffer.concat(pixels), { maxOutputLength: mostUnpacked })
}

function chunksOf(bytes: Buffer): { name: string; data: Buffer }[] {
  const chunks: { name: string; data: Buffer }[] = []
  for (let at = signature.length; at + 12 <= bytes.length;) {
    const end = at + 8 + bytes.readUInt32BE(at)
    chunks.push({ name: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, end) })
    // Behind the data stands its checksum.
    at = end + 4
  }
  return chunks
}
