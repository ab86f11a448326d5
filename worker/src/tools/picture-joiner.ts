interface PictureShape { width: number; height: number; /** Bytes a point; default: one, grey. */ colours?: number }

/** Pipes cut where they like: gives the pictures, raw, that are whole with each piece. */
export function makePictureJoiner({ width, height, colours = 1 }: PictureShape): (bytes: Uint8Array) => Uint8Array[] {
  const size = colours * width * height
  let picture = new Uint8Array(size)
  let filled = 0
  return bytes => {
    const pictures: Uint8Array[] = []
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + size - filled)
      picture.set(part, filled)
      filled += part.length
      at += part.length
      if (filled < size) continue
      pictures.push(picture)
      picture = new Uint8Array(size)
      filled = 0
    }
    return pictures
  }
}
