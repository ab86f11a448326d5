const headBytes = 7

/**
 * The frames of an AAC stream as ADTS stores it, each with its head (ISO/IEC 13818-7 §6.2).
 * @throws Error where the bytes are no such stream, or end within a frame
 */
export function adtsFrames(bytes: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const isHead = at + headBytes <= bytes.length && bytes[at] === 0xff && (bytes[at + 1]! & 0xf6) === 0xf0
    const length = isHead ? (bytes[at + 3]! & 3) << 11 | bytes[at + 4]! << 3 | bytes[at + 5]! >> 5 : 0
    if (length < headBytes || at + length > bytes.length) throw new Error(`no whole ADTS frame at byte ${at} of ${bytes.length}`)
    frames.push(bytes.subarray(at, at + length))
    at += length
  }
  return frames
}
