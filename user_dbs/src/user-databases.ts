import { mkdirSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { newUserKey, unwrapUserKey, wrapUserKey, type MasterKeys } from '@f2l/common/crypto.ts'
import type { Logger } from '@f2l/common/log.ts'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { copyWithoutSecrets } from './copy-without-secrets.ts'
import { usernameOf } from './database-name.ts'
import { makeFileMigrator, pathOf, type FileMigrator } from './file-migrator.ts'
import { HandlePool, roomForFiles } from './handle-pool.ts'
import { MigrationFailed, readMigrations, type Migrations } from './migrate.ts'
import { migrateAll, type MigrationSummary } from './migrate-all.ts'
import { asUnavailable, openUserFile, unavailable, type Drizzle, type Handle } from './open.ts'
import { OneAtATime } from './one-at-a-time.ts'
import { createUserFile } from './provision.ts'
import type { RegistryRow, UserDatabaseRegistry } from './registry.ts'
import { RowCache } from './row-cache.ts'
import type * as schema from './schema.ts'

/** SQLite transactions are synchronous: an async one would commit before it wrote. */
type Sync<T> = T extends PromiseLike<unknown> ? never : T
type Database = BetterSQLite3Database<typeof schema>
export type Reader = Pick<Database, 'select' | 'selectDistinct' | 'query' | '$count'>
export type Writer = Reader & Pick<Database, 'insert' | 'update' | 'delete'>

/** One user's database. */
export interface UserDatabase {
  /** `yyyy-mm-dd-XXX-username` */
  readonly name: string
  read<T>(query: (db: Reader) => Sync<T>): T
  /** One immediate transaction: all of it or nothing. */
  transact<T>(work: (db: Writer) => Sync<T>): T
}

/** The user databases of this installation. Handles are pooled; never keep one across an await. */
export interface UserDatabases {
  /**
   * The user's database, made, migrated and registered if this is their first login.
   * 100 calls at once for one user give one database.
   */
  provision(user: { id: UserId; email: string }): Promise<UserDatabase>
  /** The database of a user who has one. @throws `userdb.unavailable` */
  open(userId: UserId): Promise<UserDatabase>
  /** Everybody who has a database that can be opened. */
  listUsers(): Promise<UserId[]>
  /** Brings every file up to date that is not; a user who comes meanwhile does not wait for the others. */
  migrateAll(signal: AbortSignal): Promise<MigrationSummary>
  /** Files that are open now. */
  openCount(): number
  /** The user's own key, unwrapped; seals and opens their credentials. */
  userKey(userId: UserId): Promise<Uint8Array>
  /** A consistent copy of the user's file at `path`, without stored secrets and password hashes; for who takes their data along. */
  copyWithoutSecrets(userId: UserId, path: string): Promise<void>
  /** Deletes the user's file for good. The registry's row is not touched, and the user is shut out from now on. */
  remove(userId: UserId): Promise<void>
  close(): void
}

export interface UserDatabasesOptions {
  /** Where the files lie; made when missing. */
  folder: string
  registry: UserDatabaseRegistry
  masterKeys: MasterKeys
  log: Logger
  /** Files kept open at once; fewer where the process may not have so many. */
  maxOpen?: number
  migrations?: Migrations
}

/** Registry rows are read again after this time, so that a database put in quarantine closes soon. */
const rowFreshMilliseconds = 30_000

/** The user databases in a folder of this machine. */
export function makeUserDatabases({ folder, registry, masterKeys, log, maxOpen = 200, migrations = readMigrations() }: UserDatabasesOptions): UserDatabases {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const pool = new HandlePool(roomForFiles(maxOpen))
  const rows = new RowCache(registry, rowFreshMilliseconds)
  const firstLogins = new OneAtATime<UserDatabase>()
  const migrator = makeFileMigrator({ folder, registry, rows, migrations, log })
  const openHandle = (row: RegistryRow): Handle => pool.take(row.userId, () => openOrSetAside(row, { folder, migrations, migrator }))

  async function provisionOnce(user: { id: UserId; email: string }): Promise<UserDatabase> {
    const row = await registry.find(user.id) ?? await register(user)
    requireUsable(row)
    if (row.status === 'provisioning') await createUserFile(folder, row.name, user.id, migrations)
    else if (row.schemaVersion < migrations.length) await migrator.migrate(row)
    openHandle(row)
    const { size } = statSync(pathOf(folder, row))
    await registry.noteOpened(user.id, { schemaVersion: migrations.length, sizeBytes: size })
    rows.put({ ...row, status: 'ready', schemaVersion: migrations.length })
    if (row.status === 'provisioning') log.info({ userId: user.id }, 'a user database was made')
    return overPool(row.name, () => openHandle(row))
  }

  async function readyRow(userId: UserId): Promise<RegistryRow> {
    const row = await rows.get(userId)
    if (row.status !== 'ready') throw unavailable(new Error(`the database is ${row.status}`))
    return row
  }
  function register(user: { id: UserId; email: string }): Promise<RegistryRow> {
    const { wrapped, keyId } = wrapUserKey(masterKeys, user.id, newUserKey())
    return registry.register({ userId: user.id, username: usernameOf(user.email), wrappedKey: wrapped, keyId })
  }

  return {
    provision: user => firstLogins.run(user.id, () => provisionOnce(user).catch(rethrowAsUnavailable)),
    async open(userId) {
      const row = await readyRow(userId)
      if (row.schemaVersion < migrations.length) await migrator.migrate(row)
      return overPool(row.name, () => openHandle(row))
    },
    listUsers: () => registry.listUsers(),
    migrateAll: signal => migrateAll({ registry, version: migrations.length, log, signal, migrate: row => migrator.migrate(row) }),
    openCount: () => pool.size,
    async userKey(userId) {
      const { wrappedKey, keyId } = await rows.get(userId)
      return unwrapUserKey(masterKeys, userId, { wrapped: wrappedKey, keyId })
    },
    async copyWithoutSecrets(userId, path) {
      const row = await readyRow(userId)
      await copyWithoutSecrets(pathOf(folder, row), path).catch(rethrowAsUnavailable)
    },
    async remove(userId) {
      const row = await registry.find(userId)
      if (!row) return
      rows.put({ ...row, status: 'deleting' })
      pool.drop(userId)
      for (const suffix of ['', '-wal', '-shm']) await rm(`${pathOf(folder, row)}${suffix}`, { force: true })
    },
    close() {
      pool.close()
      migrator.close()
    },
  }
}

interface Opening { folder: string; migrations: Migrations; migrator: FileMigrator }

/** The registry may know a newer version than the file has, as after an older file was put back. */
function openOrSetAside(row: RegistryRow, { folder, migrations, migrator }: Opening): Handle {
  try {
    return openUserFile(pathOf(folder, row), row.userId, migrations)
  }
  catch (error) {
    throw error instanceof MigrationFailed ? migrator.setAside(row, error) : error
  }
}

/** Takes the handle from the pool at each call, so that the object may be kept across an await. */
function overPool(name: string, handle: () => Handle): UserDatabase {
  function run<T>(work: (db: Drizzle) => T): T {
    try {
      return work(handle().db)
    }
    catch (error) {
      throw asUnavailable(error)
    }
  }
  return {
    name,
    // A deferred transaction: all queries of one read see the same moment.
    read: query => run(db => db.transaction(tx => query(tx), { behavior: 'deferred' })),
    transact: work => run(db => db.transaction(tx => work(tx), { behavior: 'immediate' })),
  }
}

function requireUsable(row: RegistryRow): void {
  if (row.status === 'quarantined' || row.status === 'deleting') throw unavailable(new Error(`the database is ${row.status}`))
}

function rethrowAsUnavailable(error: unknown): never {
  throw asUnavailable(error)
}
