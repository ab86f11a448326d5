import { pictureHeight, pictureWidth, type Part } from '../../tools/small-pictures.ts'

/** Encoding and scaling move a point no further than this out of what stands around it in the source. */
const tolerance = 20
/** More of the points elsewhere, and it is another picture. */
const mostChanged = 0.006
/** Points that differ so much between two pictures of the source tell which of them the output shows. */
const telling = 14
const leastTelling = 8
/** 1: the output shows the one; −1: it shows the other. */
const leastLeaning = 0.4

/** Share of the points (of those that `isSeen` names) that cannot come from this picture. */
export function changedShare(output: Buffer, source: Buffer, width: number, isSeen: Uint8Array | null): number {
  const height = output.length / width
  let changed = 0
  let seen = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      if (isSeen && !isSeen[at]) continue
      seen++
      if (isBeyond(output[at]!, source, x, y, width, height)) changed++
    }
  }
  return seen === 0 ? 0 : changed / seen
}

/** Is a point darker or brighter than everything around its place in the source? */
function isBeyond(value: number, source: Buffer, x: number, y: number, width: number, height: number): boolean {
  let low = 255
  let high = 0
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
    for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
      const near = source[row * width + column]!
      if (near < low) low = near
      if (near > high) high = near
    }
  }
  return value < low - tolerance || value > high + tolerance
}

export function isSamePicture(output: Buffer, source: Buffer, width: number, isSeen: Uint8Array | null): boolean {
  return changedShare(output, source, width, isSeen) <= mostChanged
}

/** Does the output show `other` rather than `own`? Looked at only where the two differ, so that a still scene hides nothing. */
export function leansTo(output: Buffer, own: Buffer, other: Buffer, isSeen: Uint8Array | null): boolean {
  let count = 0
  let products = 0
  let squares = 0
  for (let at = 0; at < own.length; at++) {
    const apart = own[at]! - other[at]!
    if (Math.abs(apart) < telling || (isSeen && !isSeen[at])) continue
    count++
    products += (output[at]! - (own[at]! + other[at]!) / 2) * apart
    squares += apart * apart / 2
  }
  return count >= leastTelling && products / squares < leastLeaning
}

/** Which points of the small meeting picture nothing is drawn over. */
export function uncovered(covers: Part[]): Uint8Array {
  const seen = new Uint8Array(pictureWidth * pictureHeight).fill(1)
  for (let y = 0; y < pictureHeight; y++) {
    for (let x = 0; x < pictureWidth; x++) {
      const isCovered = covers.some(part => (x + 1.5) / pictureWidth > part.x && (x - 0.5) / pictureWidth < part.x + part.width
        && (y + 1.5) / pictureHeight > part.y && (y - 0.5) / pictureHeight < part.y + part.height)
      if (isCovered) seen[y * pictureWidth + x] = 0
    }
  }
  return seen
}

/** A picture darker and flatter than this shows nothing. */
const black = { mean: 24, spread: 3 }

export function isBlack(picture: Buffer): boolean {
  const { mean, spread } = meanAndSpread(picture)
  return mean < black.mean && spread < black.spread
}

export function meanAndSpread(picture: Buffer): { mean: number; spread: number } {
  const mean = picture.reduce((sum, value) => sum + value, 0) / picture.length
  return { mean, spread: Math.sqrt(picture.reduce((sum, value) => sum + (value - mean) ** 2, 0) / picture.length) }
}
