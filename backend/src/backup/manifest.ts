import { createReadStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { text } from 'node:stream/consumers'
import { createGunzip, createGzip } from 'node:zlib'
import { z } from 'zod'
import { objectKey, userId } from '@f2l/common/contracts/ids.ts'
import { openToFile, sealToFile } from '@f2l/common/sealed-stream.ts'
import { manifestPath, type BackupFolder } from './backup-folder.ts'
import { flushFolder } from './replace-file.ts'

/** A sealed file, by the hash of what lies on the disk. */
const part = z.object({ part: z.string().regex(/^[0-9a-f]{64}$/), sizeBytes: z.int() })
/** `seen`: what told that the file had not changed since; null where that could not be told for sure. `copiedAt` names the backup that copied it. */
const databasePart = part.extend({ userId, name: z.string(), seen: z.string().nullable(), copiedAt: z.string() })
const objectPart = part.extend({ key: objectKey, userId })
export const manifest = z.object({
  version: z.literal(1), installId: z.string(), startedAt: z.string(), finishedAt: z.string(),
  pocketBase: part, databases: z.array(databasePart), objects: z.array(objectPart).nullable(),
  /** What could not be copied, and why; where there was one, its older copy is listed above. */
  problems: z.array(z.object({ of: z.string(), why: z.string() })),
})
export type Part = z.output<typeof part>
export type DatabasePart = z.output<typeof databasePart>
export type ObjectPart = z.output<typeof objectPart>
export type Manifest = z.output<typeof manifest>

/** With its name a backup is there; all it lists must be there before. */
export async function writeManifest(folder: BackupFolder, key: Uint8Array, name: string, content: Manifest): Promise<void> {
  const draft = join(folder.incoming, `${name}.manifest`)
  await rm(draft, { force: true })
  await sealToFile(key, placeOf(name), Readable.from([JSON.stringify(content)]).pipe(createGzip()), draft)
  await rename(draft, manifestPath(folder, name))
  await flushFolder(folder.manifests)
}

/** @throws AppError `secret.unreadable` */
export async function readManifest(folder: Pick<BackupFolder, 'manifests'>, key: Uint8Array, name: string, workFolder: string): Promise<Manifest> {
  const opened = join(workFolder, `${name}.json.gz`)
  try {
    await openToFile(key, placeOf(name), manifestPath(folder, name), opened)
    const gunzip = createGunzip()
    const [json] = await Promise.all([text(gunzip), pipeline(createReadStream(opened), gunzip)])
    return manifest.parse(JSON.parse(json))
  }
  finally {
    await rm(opened, { force: true })
  }
}

function placeOf(name: string): string[] {
  return ['backup', 'manifest', name]
}
