import { createReadStream, mkdirSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { MasterKeys } from '@f2l/common/crypto.ts'
import { reasonOf } from '@f2l/common/errors.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import { holdBackupFolder, listBackups, nameOfMoment, openBackupFolder, writeBackupStatus, type BackupFolder, type BackupStatus } from './backup-folder.ts'
import { BackupKeys } from './backup-keys.ts'
import { copyDatabases } from './copy-databases.ts'
import { copyObjects } from './copy-objects.ts'
import { copyPocketBase } from './copy-pocketbase.ts'
import { readManifest, writeManifest, type Manifest } from './manifest.ts'
import { PartWriter, placeOfPocketBase } from './store-part.ts'
import { sweepBackups } from './sweep-backups.ts'

export interface BackupOptions {
  backupDir: string
  pocketBaseDir: string
  userDbsDir: string
  /** Null: recordings and videos are left out. */
  store: ObjectStore | null
  masterKeys: MasterKeys
  keep: { days: number; weeks: number }
  signal: AbortSignal
}
export interface BackupOutcome extends BackupStatus { trouble: Manifest['problems'] }

/**
 * One backup, beside a running product or a stopped one: the registry first, then each person's database, then the files, so that
 * whatever a database names has its file.
 * @throws AppError `conflict` while another runs, `config.invalid` for another installation's folder
 */
export async function runBackup(options: BackupOptions): Promise<BackupOutcome> {
  const folder = openBackupFolder(options.backupDir)
  const letGo = holdBackupFolder(folder)
  try {
    await rm(folder.incoming, { recursive: true, force: true })
    mkdirSync(folder.incoming, { mode: 0o700 })
    return await inWorkFolder(options.userDbsDir, workFolder => backUp(folder, workFolder, options))
  }
  finally {
    letGo()
  }
}

const workPrefix = '.backup-'

/** Copies lie in the clear for a moment: where the databases themselves do. What a killed run left there goes. */
async function inWorkFolder<T>(userDbsDir: string, work: (folder: string) => Promise<T>): Promise<T> {
  for (const name of await readdir(userDbsDir)) if (name.startsWith(workPrefix)) await rm(join(userDbsDir, name), { recursive: true, force: true })
  const folder = await mkdtemp(join(userDbsDir, workPrefix))
  try {
    return await work(folder)
  }
  finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function backUp(folder: BackupFolder, workFolder: string, options: BackupOptions): Promise<BackupOutcome> {
  const { masterKeys, store } = options
  const startedAt = new Date()
  const name = nameOfMoment(startedAt)
  const globalPath = join(workFolder, 'global.db')
  const { installId, registered, closed } = await copyPocketBase(options.pocketBaseDir, globalPath)
  const keys = BackupKeys.of(folder.keys, installId)
  try {
    keys.shred(closed)
    keys.keep(registered, masterKeys)
    const key = keys.installationKey(masterKeys)
    const previous = await newestManifest(folder, key, workFolder)
    const parts = new PartWriter(folder)
    const pocketBase = await parts.put(key, placeOfPocketBase(installId), createReadStream(globalPath))
    const databases = await copyDatabases({ ...options, registered, previous, name, workFolder, parts })
    const files = store ? await copyObjects({ ...options, store, registered, previous, parts }) : { objects: null, objectsCopied: 0, problems: [] }
    await parts.flush()
    const listed = [...databases.problems, ...files.problems]
    const finishedAt = new Date().toISOString()
    await writeManifest(folder, key, name, { version: 1, installId, startedAt: startedAt.toISOString(), finishedAt, pocketBase, databases: databases.databases, objects: files.objects, problems: listed })
    const problems = [...listed, ...await sweepBackups({ folder, key, workFolder, keep: options.keep, shredded: keys.shreddedUsers(), now: startedAt }).then(() => [], asProblem)]
    const status: BackupStatus = {
      name, startedAt: startedAt.toISOString(), finishedAt, databases: databases.databases.length, databasesCopied: databases.databases.filter(({ copiedAt }) => copiedAt === name).length,
      objects: files.objects?.length ?? 0, objectsCopied: files.objectsCopied, bytesWritten: parts.bytesWritten, problems: problems.length,
    }
    await writeBackupStatus(folder, status)
    return { ...status, trouble: problems }
  }
  finally {
    keys.close()
  }
}

/** The backup itself is there; what is too old stays until it can be swept. */
function asProblem(error: unknown): Manifest['problems'] {
  return [{ of: 'older backups', why: reasonOf(error) }]
}

/** What the newest backup has need not be copied again; one that cannot be read is as good as none. */
async function newestManifest(folder: BackupFolder, key: Uint8Array, workFolder: string): Promise<Manifest | null> {
  const newest = (await listBackups(folder)).at(-1)
  return newest === undefined ? null : readManifest(folder, key, newest, workFolder).catch(() => null)
}
