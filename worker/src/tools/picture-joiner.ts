import type { Picture } from './face-detector.ts'

/** Pipes cut where they like: gives the pictures (RGB) that are whole with each piece. */
export function makePictureJoiner(width: number, height: number): (bytes: Uint8Array) => Picture[] {
  const size = 3 * width * height
  let rgb = new Uint8Array(size)
  let filled = 0
  return bytes => {
    const pictures: Picture[] = []
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + size - filled)
      rgb.set(part, filled)
      filled += part.length
      at += part.length
      if (filled < size) continue
      pictures.push({ width, height, rgb })
      rgb = new Uint8Array(size)
      filled = 0
    }
    return pictures
  }
}
