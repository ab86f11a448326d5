import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { listBackups, manifestPath, type BackupFolder } from './backup-folder.ts'
import { keptBackups } from './kept-backups.ts'
import { readManifest, type Manifest } from './manifest.ts'

export interface SweepOptions {
  folder: BackupFolder
  key: Uint8Array
  workFolder: string
  keep: { days: number; weeks: number }
  /** Of them nothing can be read any more. */
  shredded: readonly UserId[]
  now: Date
}

/** Deletes backups that are too old, and the parts that no backup needs any more. */
export async function sweepBackups({ folder, key, workFolder, keep, shredded, now }: SweepOptions): Promise<void> {
  const names = await listBackups(folder)
  const kept = new Set(keptBackups(names, now, keep))
  for (const name of names) if (!kept.has(name)) await rm(manifestPath(folder, name), { force: true })
  const needed = new Set<string>()
  for (const name of kept) {
    // One that cannot be read might need any part, so none is deleted: its error ends the sweep.
    for (const part of partsOf(await readManifest(folder, key, name, workFolder), new Set(shredded))) needed.add(part)
  }
  await deleteOthers(folder, needed)
}

function partsOf({ pocketBase, databases, objects }: Manifest, gone: ReadonlySet<UserId>): string[] {
  return [pocketBase.part, ...[...databases, ...objects ?? []].filter(({ userId }) => !gone.has(userId)).map(({ part }) => part)]
}

async function deleteOthers({ parts, incoming }: BackupFolder, needed: ReadonlySet<string>): Promise<void> {
  for (const shelf of await readdir(parts)) {
    if (join(parts, shelf) === incoming) continue
    for (const part of await readdir(join(parts, shelf))) if (!needed.has(part)) await rm(join(parts, shelf, part), { force: true })
  }
}
