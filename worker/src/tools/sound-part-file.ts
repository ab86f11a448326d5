import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { adtsFrames } from './adts.ts'

/** A stretch of sound that was encoded by itself. */
export interface SoundPartFile {
  /** Its loudness every 0.1 s, in LUFS. */
  momentary: readonly number[]
  /** AAC, as ADTS stores it. */
  readFrames(): Promise<Uint8Array[]>
}

/** One file, so that neither is there without the other: how many measurements, these as 32-bit floats, then the frames. */
export async function writeSoundPart(path: string, { momentary, frames }: { momentary: readonly number[]; frames: readonly Uint8Array[] }): Promise<void> {
  const working = `${path}.${randomUUID()}.part`
  try {
    await writeFile(working, [new Uint8Array(Uint32Array.of(momentary.length).buffer), new Uint8Array(Float32Array.from(momentary).buffer), ...frames])
    await rename(working, path)
  } finally {
    await rm(working, { force: true })
  }
}

export async function openSoundPart(path: string): Promise<SoundPartFile> {
  const file = await open(path)
  try {
    const count = new Uint32Array(1)
    await file.read(count, 0, 4, 0)
    const momentary = new Float32Array(count[0]!)
    await file.read(momentary, 0, momentary.byteLength, 4)
    return { momentary: [...momentary], readFrames: async () => adtsFrames((await readFile(path)).subarray(4 + momentary.byteLength)) }
  } finally {
    await file.close()
  }
}
