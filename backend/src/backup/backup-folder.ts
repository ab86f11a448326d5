import { mkdirSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { holdLock } from './hold-lock.ts'
import { replaceFile } from './replace-file.ts'

/** What lies in BACKUP_DIR. */
export interface BackupFolder {
  root: string
  /** One sealed list a backup, named by its moment. */
  manifests: string
  /** Sealed files by the hash of what lies on the disk; several backups share them. */
  parts: string
  incoming: string
  keys: string
}

/** How the last run ended; in clear, for the doctor and for whoever watches over the backups. */
const backupStatus = z.object({
  name: z.string(), startedAt: z.string(), finishedAt: z.string(), databases: z.int(), databasesCopied: z.int(), objects: z.int(), objectsCopied: z.int(),
  bytesWritten: z.int(), problems: z.int(),
})
export type BackupStatus = z.output<typeof backupStatus>

/** Also makes what is missing. */
export function openBackupFolder(root: string): BackupFolder {
  const folder = backupFolder(root)
  for (const path of [root, folder.manifests, folder.parts, folder.incoming]) mkdirSync(path, { recursive: true, mode: 0o700 })
  return folder
}

export function backupFolder(root: string): BackupFolder {
  return { root, manifests: join(root, 'backups'), parts: join(root, 'parts'), incoming: join(root, 'parts', 'incoming'), keys: join(root, 'keys.db') }
}

/**
 * Holds the folder for one run; the answer lets go of it, and so does the death of this process.
 * @throws AppError `conflict` while another run holds it
 */
export function holdBackupFolder({ root }: BackupFolder): () => void {
  return holdLock(join(root, 'lock.db'), 'Another backup is running. Only one at a time writes to BACKUP_DIR.')
}

const manifestName = /^(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}\.\d{3}Z)\.manifest$/

/** Backups by name, oldest first; a name is the moment of its start. */
export async function listBackups({ manifests }: BackupFolder): Promise<string[]> {
  return (await readdir(manifests).catch(() => [])).flatMap(file => manifestName.exec(file)?.[1] ?? []).sort()
}

/** `2026-11-26T02-30-00.000Z`: a moment that may be a file's name everywhere. */
export function nameOfMoment(moment: Date): string {
  return moment.toISOString().replaceAll(':', '-')
}

export function momentOf(name: string): Date {
  return new Date(name.replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:'))
}

export function manifestPath({ manifests }: Pick<BackupFolder, 'manifests'>, name: string): string {
  return join(manifests, `${name}.manifest`)
}

export function partPath({ parts }: Pick<BackupFolder, 'parts'>, sha256: string): string {
  return join(parts, sha256.slice(0, 2), sha256)
}

/** Null where no run ever came to its end. */
export async function readBackupStatus(root: string): Promise<BackupStatus | null> {
  const text = await readFile(join(root, 'last.json'), 'utf8').catch(() => null)
  return text === null ? null : backupStatus.parse(JSON.parse(text))
}

export function writeBackupStatus({ root }: BackupFolder, status: BackupStatus): Promise<void> {
  return replaceFile(join(root, 'last.json'), `${JSON.stringify(status, null, 2)}\n`)
}
