import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import type { MasterKeys } from '@f2l/common/crypto.ts'
import { AppError } from '@f2l/common/errors.ts'
import { hashOfFile, openToFile } from '@f2l/common/sealed-stream.ts'
import { inCopy } from '@f2l/user-dbs/copy-live.ts'
import { backupFolder, listBackups, partPath, type BackupFolder } from './backup-folder.ts'
import { BackupKeys } from './backup-keys.ts'
import { holdLock } from './hold-lock.ts'
import { readManifest, type Manifest, type Part } from './manifest.ts'
import { mendRegistry } from './mend-registry.ts'
import { requireWhole } from './require-whole.ts'
import { flushFolder } from './replace-file.ts'
import { placeOfDatabase, placeOfObject, placeOfPocketBase } from './store-part.ts'

export interface RestoreOptions {
  backupDir: string
  /** Its name, or `newest`. */
  backup: string
  /** An empty folder, or one that is not there yet. */
  to: string
  masterKeys: MasterKeys
}

export interface Restored {
  name: string
  databases: number
  /** Null where the backup holds no recordings and videos. */
  objects: number | null
  /** People who deleted their account after this backup: nothing of theirs came back. */
  shredded: number
  problems: Manifest['problems']
}

/**
 * Brings a backup back into a new folder: `pb_data`, `user_dbs` and `objects`. It appears whole or not at all; each file's hash, seal and
 * each database's integrity were checked.
 * @throws AppError `conflict` where the folder is not empty, `file.not_found` without such a backup, `secret.unreadable`, `file.broken`
 */
export async function restoreBackup({ backupDir, backup, to, masterKeys }: RestoreOptions): Promise<Restored> {
  const folder = backupFolder(backupDir)
  const name = await findBackup(folder, backup)
  const target = resolve(to)
  await requireEmpty(target)
  return besideTarget(target, async draft => {
    const keys = BackupKeys.read(folder.keys)
    try {
      return await restoreInto(draft, { folder, name, keys, masterKeys })
    }
    finally {
      keys.close()
    }
  })
}

/**
 * Fills a folder beside the target, which takes its place once it is whole. What a restore into the same target left when it was killed goes
 * first; one that still runs holds its lock.
 */
async function besideTarget<T>(target: string, fill: (draft: string) => Promise<T>): Promise<T> {
  const workplace = `${target}.restoring`
  const draft = join(workplace, 'draft')
  await mkdir(workplace, { recursive: true, mode: 0o700 })
  const lock = join(workplace, 'lock.db')
  const letGo = holdLock(lock, `Another restore into ${target} is running.`)
  try {
    await rm(draft, { recursive: true, force: true })
    await mkdir(draft, { mode: 0o700 })
    const filled = await fill(draft)
    // Over an empty folder this works, over anything else it does not.
    await rename(draft, target)
    await flushFolder(dirname(target))
    return filled
  }
  finally {
    await rm(draft, { recursive: true, force: true })
    await rm(lock)
    letGo()
    // What somebody else has in a folder of this name stays.
    await rmdir(workplace).catch(ignoreNotEmpty)
  }
}

function ignoreNotEmpty(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY') throw error
}

async function findBackup(folder: BackupFolder, wanted: string): Promise<string> {
  const names = await listBackups(folder)
  const name = wanted === 'newest' ? names.at(-1) : names.find(known => known === wanted)
  if (name === undefined) throw new AppError('file.not_found', `There is no such backup in ${folder.root}. \`npm run restore -- --list\` names those that are there.`)
  return name
}

async function requireEmpty(target: string): Promise<void> {
  const there = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  if (there.length > 0) throw new AppError('conflict', `${target} is not empty. A backup is brought back into an empty folder only; nothing was changed.`)
}

interface Restoring { folder: BackupFolder; name: string; keys: BackupKeys; masterKeys: MasterKeys }

async function restoreInto(draft: string, { folder, name, keys, masterKeys }: Restoring): Promise<Restored> {
  const key = keys.installationKey(masterKeys)
  const content = await readManifest(folder, key, name, draft)
  const gone = new Set(keys.shreddedUsers())
  const databases = content.databases.filter(({ userId }) => !gone.has(userId))
  const objects = content.objects?.filter(({ userId }) => !gone.has(userId)) ?? null
  const userKeys = openUserKeys(new Set([...databases, ...objects ?? []].map(({ userId }) => userId)), keys, masterKeys)
  const take = (part: Part, partKey: Uint8Array, place: string[], path: string[]) => takePart(folder, part, { key: partKey, place, path: join(draft, ...path) })
  for (const entry of databases) {
    await take(entry, userKeys.get(entry.userId)!, placeOfDatabase(entry.userId, entry.name), ['user_dbs', `${entry.name}.db`])
    requireWhole(join(draft, 'user_dbs', `${entry.name}.db`), entry.userId)
  }
  for (const entry of objects ?? []) await take(entry, userKeys.get(entry.userId)!, placeOfObject(entry.key), ['objects', ...entry.key.split('/')])
  const global = join(draft, 'pb_data', 'data.db')
  await take(content.pocketBase, key, placeOfPocketBase(content.installId), ['pb_data', 'data.db'])
  requireWhole(global)
  const shredded = inCopy(global, sqlite => mendRegistry(sqlite, keys))
  return { name, databases: databases.length, objects: objects && objects.length, shredded, problems: content.problems }
}

/** A key that is neither there nor known to be destroyed was lost: then it is better to stop than to leave people out. */
function openUserKeys(users: ReadonlySet<UserId>, keys: BackupKeys, masterKeys: MasterKeys): Map<UserId, Buffer> {
  const opened = [...users].map(userId => [userId, keys.userKey(userId, masterKeys)] as const)
  const lost = opened.filter(([, key]) => key === null).length
  if (lost > 0) throw new AppError('secret.unreadable', `keys.db has no key for ${lost} people of this backup, and does not say that they deleted their account. Perhaps it is an older copy of keys.db; nothing was brought back.`)
  return new Map(opened.flatMap(([userId, key]) => key ? [[userId, key]] : []))
}

async function takePart(folder: BackupFolder, { part }: Part, { key, place, path }: { key: Uint8Array; place: string[]; path: string }): Promise<void> {
  const sealed = partPath(folder, part)
  const hash = await hashOfFile(sealed).catch((error: unknown) => { throw new AppError('file.broken', `A part of the backup is missing: ${part}.`, { cause: error }) })
  if (hash !== part) throw new AppError('file.broken', `A part of the backup is damaged: ${part}.`)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await openToFile(key, place, sealed, path)
}
