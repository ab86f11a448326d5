import { join } from 'node:path'
import type Sqlite from 'better-sqlite3'
import { readMigrationFiles, type MigrationMeta } from 'drizzle-orm/migrator'
import { AppError, reasonOf } from '@f2l/common/errors.ts'

/** The SQL files that drizzle-kit made from the schema, oldest first. */
export type Migrations = readonly MigrationMeta[]

export const migrationsFolder = join(import.meta.dirname, '../drizzle')

export function readMigrations(folder = migrationsFolder): Migrations {
  return readMigrationFiles({ migrationsFolder: folder })
}

/** How many migrations a file has behind it. */
export function schemaVersionOf(sqlite: Sqlite.Database): number {
  return sqlite.pragma('user_version', { simple: true }) as number
}

/** What stands in a file does not go with a migration: the file stays as it was, and trying again would end the same way. */
export class MigrationFailed extends Error {
  constructor(cause: unknown) {
    super(reasonOf(cause), { cause })
    this.name = 'MigrationFailed'
  }
}

/**
 * Brings a file to the newest schema: all missing migrations or none. The version is read again under the write lock,
 * so two processes may try at once (drizzle's own `migrate` reads it before it locks).
 * @throws AppError `userdb.newer_than_code`; `MigrationFailed`, unless disk or locks were the reason
 */
export function migrate(sqlite: Sqlite.Database, migrations: Migrations): void {
  refuseNewer(sqlite, migrations)
  if (schemaVersionOf(sqlite) === migrations.length) return
  // A migration that rebuilds a table needs this off, and SQLite ignores the switch inside a transaction.
  sqlite.pragma('foreign_keys = OFF')
  try {
    sqlite.transaction(() => applyMissing(sqlite, migrations)).immediate()
  }
  catch (error) {
    throw mayPass(error) ? error : new MigrationFailed(error)
  }
  finally {
    sqlite.pragma('foreign_keys = ON')
  }
}

/** A full disk, a lock or our own refusal say nothing about the file. */
function mayPass(error: unknown): boolean {
  return error instanceof AppError || (error instanceof Error && 'code' in error && /^SQLITE_(BUSY|LOCKED|FULL|IOERR|NOMEM|CANTOPEN|READONLY)/.test(String(error.code)))
}

function refuseNewer(sqlite: Sqlite.Database, migrations: Migrations): void {
  if (schemaVersionOf(sqlite) <= migrations.length) return
  throw new AppError('userdb.newer_than_code', 'Your data was written by a newer version of this program, so this older one leaves it alone. Please update the program.')
}

function applyMissing(sqlite: Sqlite.Database, migrations: Migrations): void {
  refuseNewer(sqlite, migrations)
  // drizzle's own book-keeping, so that drizzle-kit can read these files too.
  sqlite.exec('CREATE TABLE IF NOT EXISTS __drizzle_migrations (id INTEGER PRIMARY KEY, hash text NOT NULL, created_at numeric)')
  const note = sqlite.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)')
  for (const migration of migrations.slice(schemaVersionOf(sqlite))) {
    for (const statement of migration.sql) sqlite.exec(statement)
    note.run(migration.hash, migration.folderMillis)
  }
  const broken = sqlite.pragma('foreign_key_check') as unknown[]
  if (broken.length > 0) throw new Error(`the migration leaves ${broken.length} rows that point nowhere`)
  sqlite.pragma(`user_version = ${migrations.length}`)
}
