import { randomUUID } from 'node:crypto'
import { mkdir, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { sealToFile } from '@f2l/common/sealed-stream.ts'
import { partPath, type BackupFolder } from './backup-folder.ts'
import type { Part } from './manifest.ts'
import { flushFolder } from './replace-file.ts'

/** Puts sealed files into the backup folder: whole, flushed, and named by their hash. */
export class PartWriter {
  readonly #folder: BackupFolder
  readonly #touched = new Set<string>()
  bytesWritten = 0

  constructor(folder: BackupFolder) {
    this.#folder = folder
  }

  async put(key: Uint8Array, place: readonly string[], source: Readable): Promise<Part> {
    const draft = join(this.#folder.incoming, randomUUID())
    const { sha256, plainBytes } = await sealToFile(key, place, source, draft)
    const path = partPath(this.#folder, sha256)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await rename(draft, path)
    this.#touched.add(dirname(path))
    this.bytesWritten += plainBytes
    return { part: sha256, sizeBytes: plainBytes }
  }

  async isThere({ part }: Part): Promise<boolean> {
    return stat(partPath(this.#folder, part)).then(found => found.isFile(), () => false)
  }

  /** After this the parts survive a power cut; a manifest may name them. */
  async flush(): Promise<void> {
    for (const path of [...this.#touched, this.#folder.parts]) await flushFolder(path)
    this.#touched.clear()
  }
}

/** A part is what it is and whose it is: nobody's file opens in the place of another. */
export function placeOfDatabase(userId: string, name: string): string[] {
  return ['backup', 'database', userId, name]
}
export function placeOfObject(key: string): string[] {
  return ['backup', 'object', key]
}
export function placeOfPocketBase(installId: string): string[] {
  return ['backup', 'pocketbase', installId]
}
