import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { closeSync, fsyncSync, openSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { makeLogger } from '@f2l/common/log.ts'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { connectAsSuperuser, type PocketBaseClient } from '@f2l/common/pocketbase-client.ts'
import { startPocketBase } from '@f2l/common/pocketbase-process.ts'
import { migrate, readMigrations } from '@f2l/user-dbs/migrate.ts'
import { prepare } from '@f2l/user-dbs/open.ts'
import { createUserFile } from '@f2l/user-dbs/provision.ts'
import { makeUserDatabases } from '@f2l/user-dbs/user-databases.ts'
import { makeUserDatabaseRegistry } from '../backend/src/user-database-registry.ts'
import { numberedPerson } from './shared-registry.ts'

export interface Times { p50: number; p95: number }

const people = 200
const log = makeLogger('bench', 'silent')
const admin = { email: 'admin@example.com', password: randomBytes(12).toString('hex') }

/** Milliseconds of first logins, one after the other, with the real registry; and of their file alone. */
export async function measureFirstLogins(home: string): Promise<{ whole: Times; file: Times }> {
  const pocketBase = await startPocketBase({
    dataDir: join(home, 'pocketbase'), adminEmail: admin.email, adminPassword: admin.password,
    encryptionKey: randomBytes(16).toString('hex'), workerSecret: randomBytes(24).toString('hex'), log,
  })
  try {
    const client = connectAsSuperuser({ url: pocketBase.url, ...admin })
    const users = await makeUsers(client)
    const databases = makeUserDatabases({ folder: join(home, 'whole'), registry: makeUserDatabaseRegistry(client), masterKeys: readMasterKeys([randomBytes(32).toString('base64')]), log })
    const whole = await timesOf(n => databases.provision(users[n]!))
    databases.close()
    return { whole, file: await measureFiles(join(home, 'files')) }
  } finally {
    await pocketBase.stop()
  }
}

/** A new database that all migrations are run in, flushed as ours. */
export async function measureNaiveFiles(folder: string): Promise<Times> {
  await mkdir(folder, { recursive: true })
  const migrations = readMigrations()
  return timesOf(async n => {
    const path = join(folder, `${n}.db`)
    const sqlite = new Sqlite(path)
    prepare(sqlite)
    migrate(sqlite, migrations)
    sqlite.prepare('INSERT INTO database_owner (user_id, database_name, created_at) VALUES (?, ?, ?)').run(numberedPerson(n).id, String(n), new Date().toISOString())
    sqlite.close()
    flush(path)
    flush(folder)
  })
}

async function measureFiles(folder: string): Promise<Times> {
  await mkdir(folder, { recursive: true })
  const migrations = readMigrations()
  return timesOf(n => createUserFile(folder, `2026-01-15-${String(n + 1).padStart(3, '0')}-person`, numberedPerson(n).id, migrations))
}

async function makeUsers(client: PocketBaseClient): Promise<{ id: UserId; email: string }[]> {
  return Promise.all(Array.from({ length: people }, async (_, n) => {
    const { email } = numberedPerson(n)
    const password = randomBytes(12).toString('hex')
    return { email, id: (await client.call(pb => pb.collection('users').create({ email, password, passwordConfirm: password }))).id as UserId }
  }))
}

async function timesOf(work: (n: number) => Promise<unknown>): Promise<Times> {
  const times: number[] = []
  for (let n = 0; n < people; n += 1) {
    const startedAt = performance.now()
    await work(n)
    times.push(performance.now() - startedAt)
  }
  const sorted = times.toSorted((a, b) => a - b)
  return { p50: sorted[people >> 1]!, p95: sorted[Math.floor(people * 0.95)]! }
}

function flush(path: string): void {
  const file = openSync(path, 'r')
  fsyncSync(file)
  closeSync(file)
}
