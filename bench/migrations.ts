import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { migrate, readMigrations, type Migrations } from '@f2l/user-dbs/migrate.ts'
import { prepare } from '@f2l/user-dbs/open.ts'
import { databaseOwner } from '@f2l/user-dbs/schema.ts'
import { makeUserDatabases, type UserDatabases } from '@f2l/user-dbs/user-databases.ts'
import { folderWithNext } from '../user_dbs/test/folder-with-next.ts'
import { sqliteRegistry } from '../user_dbs/test/sqlite-registry.ts'
import { numberedPerson } from './shared-registry.ts'

export interface MigrationFigures {
  /** Milliseconds to open a database and read a row, where it lags behind and where it does not. */
  lazy: number[]; upToDate: number[]
  background: number; naivePerSecond: number; migrated: number; longestStallMs: number; migrations: number
}

const lazyOnes = 50
const naiveOnes = 200
const next = 'CREATE TABLE later (id text PRIMARY KEY, note text);--> statement-breakpoint\nALTER TABLE recordings ADD COLUMN later text DEFAULT \'\';--> statement-breakpoint\nCREATE INDEX recordings_later ON recordings (later);'

/** All databases of the folder get one migration more: some when they are opened, the rest in the background. */
export async function measureMigrations(folder: string, registryPath: string, count: number): Promise<MigrationFigures> {
  const migrations = readMigrations(folderWithNext(`${folder}-drizzle`, next))
  const naivePerSecond = migrateNaively(folder, Math.min(naiveOnes, count), migrations)
  const ids = Array.from({ length: Math.min(lazyOnes, count >> 1) }, (_, n) => numberedPerson(Math.floor(n * count / lazyOnes)).id)
  const over = async <T>(work: (databases: UserDatabases) => Promise<T>): Promise<T> => {
    const databases = makeUserDatabases({ folder, registry: sqliteRegistry(registryPath), masterKeys: readMasterKeys([randomBytes(32).toString('base64')]), log: makeLogger('bench', 'silent'), migrations })
    return work(databases).finally(() => databases.close())
  }
  // Each over a pool in which nothing is open yet.
  const lazy = await over(databases => timesToOpen(databases, ids))
  const upToDate = await over(databases => timesToOpen(databases, ids))
  return { lazy, upToDate, ...await over(migrateTheRest), naivePerSecond, migrations: migrations.length }
}

async function migrateTheRest(databases: UserDatabases): Promise<Pick<MigrationFigures, 'background' | 'migrated' | 'longestStallMs'>> {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const startedAt = performance.now()
  const { migrated, quarantined, left } = await databases.migrateAll(new AbortController().signal)
  const seconds = (performance.now() - startedAt) / 1000
  delay.disable()
  if (quarantined + left > 0) throw new Error(`${quarantined + left} databases were not migrated`)
  return { background: migrated / seconds, migrated, longestStallMs: delay.max / 1e6 }
}

async function timesToOpen(databases: UserDatabases, ids: UserId[]): Promise<number[]> {
  const times: number[] = []
  for (const id of ids) {
    const startedAt = performance.now()
    const database = await databases.open(id)
    database.read(db => db.select().from(databaseOwner).get())
    times.push(performance.now() - startedAt)
  }
  return times
}

/** Copies of some of them, in a loop that nothing else gets a turn in. */
function migrateNaively(folder: string, count: number, migrations: Migrations): number {
  const copies = `${folder}-naive`
  mkdirSync(copies)
  const names = readdirSync(folder).filter(name => /^\d.*\.db$/.test(name)).slice(0, count)
  for (const name of names) copyFileSync(join(folder, name), join(copies, name))
  const startedAt = performance.now()
  for (const name of names) {
    const sqlite = new Sqlite(join(copies, name))
    prepare(sqlite)
    migrate(sqlite, migrations)
    sqlite.close()
  }
  return names.length / ((performance.now() - startedAt) / 1000)
}
