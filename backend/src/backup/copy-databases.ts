import { createReadStream, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { unwrapUserKey, type MasterKeys } from '@f2l/common/crypto.ts'
import { reasonOf } from '@f2l/common/errors.ts'
import { copyLive } from '@f2l/user-dbs/copy-live.ts'
import type { Registered } from './copy-pocketbase.ts'
import type { DatabasePart, Manifest } from './manifest.ts'
import { requireWhole } from './require-whole.ts'
import { placeOfDatabase, type PartWriter } from './store-part.ts'

export interface CopyDatabasesOptions {
  registered: readonly Registered[]
  previous: Manifest | null
  /** Of this backup. */
  name: string
  userDbsDir: string
  workFolder: string
  parts: PartWriter
  masterKeys: MasterKeys
  signal: AbortSignal
}

type Copied = Pick<Manifest, 'databases' | 'problems'>

/** Copies the databases that changed. One that cannot be copied stops nobody else's, and its last good copy stays in the list. */
export async function copyDatabases(options: CopyDatabasesOptions): Promise<Copied> {
  const before = new Map(options.previous?.databases.map(entry => [entry.userId, entry]))
  const copied: Copied = { databases: [], problems: [] }
  for (const person of options.registered) {
    options.signal.throwIfAborted()
    const older = before.get(person.userId)
    try {
      const entry = await unchanged(person, older, options) ?? await copyOne(person, options)
      if (entry) copied.databases.push(entry)
    }
    catch (error) {
      options.signal.throwIfAborted()
      copied.problems.push({ of: person.name, why: reasonOf(error) })
      if (older) copied.databases.push(older)
    }
  }
  return copied
}

async function unchanged({ name }: Registered, older: DatabasePart | undefined, { userDbsDir, parts }: CopyDatabasesOptions): Promise<DatabasePart | null> {
  if (older?.name !== name || older.seen === null || older.seen !== seenNow(join(userDbsDir, `${name}.db`))) return null
  return await parts.isThere(older) ? older : null
}

/** Null for whom there is no file yet: their first login broke off. */
async function copyOne({ userId, name, status, wrapped, keyId }: Registered, { userDbsDir, workFolder, parts, masterKeys, name: copiedAt }: CopyDatabasesOptions): Promise<DatabasePart | null> {
  const path = join(userDbsDir, `${name}.db`)
  // Before the copy: what is written meanwhile makes the next backup copy it again.
  const seen = seenNow(path)
  if (seen === '' && status === 'provisioning') return null
  const key = unwrapUserKey(masterKeys, userId, { wrapped, keyId })
  const copy = join(workFolder, `${name}.db`)
  try {
    await copyLive(path, copy)
    requireWhole(copy, userId)
    return { userId, name, seen: seen || null, copiedAt, ...await parts.put(key, placeOfDatabase(userId, name), createReadStream(copy)) }
  }
  finally {
    await rm(copy, { force: true })
  }
}

/** Clocks of file systems tick in steps: a change this short after another may have the same time. */
const tickMs = 2000

/**
 * What differs after each write: file, size and time of the database and of its log. Empty where there is no file; null for one that was
 * changed so lately that a further change might look the same.
 */
function seenNow(path: string): string | null {
  const files = [path, `${path}-wal`].map(file => statSync(file, { bigint: true, throwIfNoEntry: false }))
  if (!files[0]) return ''
  const isFresh = files.some(stats => stats && Number(stats.mtimeMs) > Date.now() - tickMs)
  if (isFresh) return null
  // An empty log and none are the same: it goes when the file is closed.
  return files.map(stats => !stats || stats.size === 0n ? '-' : `${stats.ino}:${stats.size}:${stats.mtimeNs}`).join(' ')
}
