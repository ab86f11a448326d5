import { join } from 'node:path'
import type { Logger } from '@f2l/common/log.ts'
import { isDatabaseName } from './database-name.ts'
import { MigrationFailed, type Migrations } from './migrate.ts'
import { MigrationThread } from './migration-thread.ts'
import { OneAtATime } from './one-at-a-time.ts'
import { unavailable } from './open.ts'
import type { RegistryRow, UserDatabaseRegistry } from './registry.ts'
import type { RowCache } from './row-cache.ts'

export interface FileMigrator {
  /**
   * Brings the user's file up to date and answers its size; many calls at once are one migration.
   * @throws AppError `userdb.unavailable`, with `MigrationFailed` as its cause where the file went into quarantine; `userdb.newer_than_code`
   */
  migrate(row: RegistryRow): Promise<number>
  /** Shuts the one file that cannot be migrated and tells the operator. Answers what the person gets. */
  setAside(row: RegistryRow, trouble: MigrationFailed): Error
  close(): void
}

export interface FileMigratorOptions { folder: string; registry: UserDatabaseRegistry; rows: RowCache; migrations: Migrations; log: Logger }

export function makeFileMigrator({ folder, registry, rows, migrations, log }: FileMigratorOptions): FileMigrator {
  const thread = new MigrationThread(migrations)
  const underWay = new OneAtATime<number>()

  async function migrateOnce(row: RegistryRow): Promise<number> {
    try {
      const sizeBytes = await thread.migrate({ path: pathOf(folder, row), userId: row.userId })
      rows.put({ ...row, status: 'ready', schemaVersion: migrations.length })
      return sizeBytes
    }
    catch (error) {
      throw error instanceof MigrationFailed ? setAside(row, error) : error
    }
  }

  function setAside(row: RegistryRow, trouble: MigrationFailed): Error {
    rows.put({ ...row, status: 'quarantined' })
    log.error({ userId: row.userId, trouble: trouble.message }, 'a user database cannot be migrated and is in quarantine')
    registry.quarantine(row.userId, trouble.message).catch((error: unknown) => log.error({ err: error, userId: row.userId }, 'a quarantine could not be noted'))
    return unavailable(trouble)
  }

  return {
    migrate: row => underWay.run(row.userId, () => migrateOnce(row)),
    setAside,
    close: () => thread.close(),
  }
}

/** No name reaches a path that is not exactly of the registry's form. */
export function pathOf(folder: string, row: Pick<RegistryRow, 'name'>): string {
  if (!isDatabaseName(row.name)) throw unavailable(new Error('the registry holds a name of another form'))
  return join(folder, `${row.name}.db`)
}
