import { AppError } from '@f2l/common/errors.ts'
import type { Logger } from '@f2l/common/log.ts'
import { MigrationFailed } from './migrate.ts'
import type { RegistryRow, UserDatabaseRegistry } from './registry.ts'

/** `left`: those that could not be opened just now; they are migrated when they can be. */
export interface MigrationSummary { migrated: number; quarantined: number; left: number }

export interface MigrateAllOptions {
  registry: UserDatabaseRegistry
  version: number
  log: Logger
  signal: AbortSignal
  /** Brings one file up to date and answers its size. */
  migrate(row: RegistryRow): Promise<number>
}

/** So many are asked for and noted at once: a note for each would be a flush of the registry's disk for each. */
const pageSize = 50

/** Brings every file up to date, by name, one after the other. One that cannot be brought there hinders nobody else. */
export async function migrateAll({ registry, version, log, signal, migrate }: MigrateAllOptions): Promise<MigrationSummary> {
  const summary: MigrationSummary = { migrated: 0, quarantined: 0, left: 0 }
  for (let after = ''; !signal.aborted;) {
    const page = await registry.listOutdated(version, { after, limit: pageSize })
    after = page.at(-1)?.name ?? ''
    if (after === '') break
    const outcomes = await migratePage(page, { migrate, signal })
    const done = outcomes.flatMap(({ row, sizeBytes }) => sizeBytes === null ? [] : [{ userId: row.userId, schemaVersion: version, sizeBytes }])
    if (done.length > 0) await registry.noteMigrated(done)
    for (const { outcome } of outcomes) summary[outcome] += 1
  }
  if (summary.migrated + summary.quarantined + summary.left > 0) log.info(summary, 'user databases were brought up to date')
  return summary
}

interface Outcome { row: RegistryRow; outcome: keyof MigrationSummary; sizeBytes: number | null }

async function migratePage(page: RegistryRow[], { migrate, signal }: Pick<MigrateAllOptions, 'migrate' | 'signal'>): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const row of page) {
    if (signal.aborted) break
    outcomes.push(await migrate(row).then(
      (sizeBytes): Outcome => ({ row, outcome: 'migrated', sizeBytes }),
      (error: unknown): Outcome => ({ row, outcome: error instanceof AppError && error.cause instanceof MigrationFailed ? 'quarantined' : 'left', sizeBytes: null }),
    ))
  }
  return outcomes
}
