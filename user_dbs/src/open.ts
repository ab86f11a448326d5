import { lstatSync, type Stats } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { AppError } from '@f2l/common/errors.ts'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { migrate, type Migrations } from './migrate.ts'
import * as schema from './schema.ts'

/** How long a statement waits for another writer of the same file, in milliseconds. */
const busyTimeout = 5000

export type Drizzle = ReturnType<typeof drizzleOver>
/** An open file. */
export interface Handle { readonly sqlite: Sqlite.Database; readonly db: Drizzle }

/**
 * Opens a user's file, checks that it is theirs, and migrates it.
 * @throws AppError `userdb.unavailable` when it is missing, not a plain SQLite file or somebody else's; `userdb.newer_than_code`
 */
export function openUserFile(path: string, owner: UserId, migrations: Migrations): Handle {
  requireSqliteFile(path)
  const sqlite = new Sqlite(path, { fileMustExist: true, timeout: busyTimeout })
  try {
    prepare(sqlite)
    migrate(sqlite, migrations)
    requireOwner(sqlite, owner)
    return { sqlite, db: drizzleOver(sqlite) }
  }
  catch (error) {
    sqlite.close()
    throw error
  }
}

/** Settings that every connection needs; WAL is remembered by the file, the others are not. */
export function prepare(sqlite: Sqlite.Database): void {
  sqlite.pragma('journal_mode = WAL')
  // FULL: what was acknowledged survives a power cut. Writes of one user are few, so its price does not show.
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('foreign_keys = ON')
  sqlite.pragma('trusted_schema = OFF')
}

/** Anything SQLite or the disk throws, as the error a person gets; the reason is kept as its cause. */
export function asUnavailable(error: unknown): unknown {
  if (error instanceof AppError) return error
  const code = codeOf(error)
  const isFileTrouble = /^SQLITE_(CORRUPT|NOTADB|IOERR|FULL|CANTOPEN|READONLY|BUSY|PERM|AUTH)/.test(code) || /^E[A-Z]+$/.test(code)
  return isFileTrouble ? unavailable(error) : error
}

export function unavailable(cause?: unknown): AppError {
  return new AppError('userdb.unavailable', 'Your data cannot be opened right now. Nothing was changed; please try again, and tell the operator if it stays like this.', { cause })
}

/** True when the process or the machine has no file descriptors left for another database. */
export function isOutOfHandles(error: unknown): boolean {
  const code = codeOf(error instanceof AppError ? error.cause : error)
  return code === 'EMFILE' || code === 'ENFILE' || code.startsWith('SQLITE_CANTOPEN')
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function drizzleOver(sqlite: Sqlite.Database) {
  return drizzle({ client: sqlite, schema, casing: 'snake_case' })
}

/**
 * SQLite would take an empty file for a new database and follow a planted link. The file is not opened for this: closing it
 * again would give back the locks that this process holds on it through other connections, and another process might then
 * take away the log below our hands (SQLite, "How to corrupt", 2.2).
 */
function requireSqliteFile(path: string): void {
  const stats = statsOf(path)
  if (!stats.isFile()) throw unavailable(new Error('not a plain file'))
  if (stats.size === 0) throw unavailable(new Error('the file is empty'))
}

function statsOf(path: string): Stats {
  try {
    return lstatSync(path)
  }
  catch (error) {
    throw unavailable(error)
  }
}

function requireOwner(sqlite: Sqlite.Database, owner: UserId): void {
  const row = sqlite.prepare('SELECT user_id FROM database_owner').get() as { user_id: string } | undefined
  if (row?.user_id !== owner) throw unavailable(new Error('the file belongs to another user'))
}
