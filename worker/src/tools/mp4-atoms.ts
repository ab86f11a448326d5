import { open } from 'node:fs/promises'

/** Names of the outermost boxes of an MP4 file, in order. */
export async function topAtoms(path: string): Promise<string[]> {
  const file = await open(path)
  try {
    const { size: fileSize } = await file.stat()
    const names: string[] = []
    for (let at = 0; at + 8 <= fileSize;) {
      const head = Buffer.alloc(16)
      await file.read(head, 0, 16, at)
      names.push(head.toString('latin1', 4, 8))
      // 1: the real size follows in 64 bits; 0: to the end of the file.
      const size = head.readUInt32BE(0) === 1 ? Number(head.readBigUInt64BE(8)) : head.readUInt32BE(0)
      if (size < 8) break
      at += size
    }
    return names
  } finally {
    await file.close()
  }
}
