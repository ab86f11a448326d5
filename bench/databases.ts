import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { makeUserDatabases } from '@f2l/user-dbs/user-databases.ts'
import { sqliteRegistry } from '../user_dbs/test/sqlite-registry.ts'
import { openWithFewHandles } from './few-handles.ts'
import { measureFirstLogins, measureNaiveFiles } from './first-logins.ts'
import { median } from './measure.ts'
import { measureMigrations } from './migrations.ts'
import { atLeast, atMost, beside, exactly, type Row } from './row.ts'
import { makeSharedRegistry, numberedPerson } from './shared-registry.ts'

/** `scale`: so many of the ten thousand databases. */
export interface DatabasesBench { scale: number; say(line: string): void }

const manyDatabases = 10_000

/** What it takes to have a database a person: to make one, to have ten thousand, to open them with few handles, to migrate them. */
export async function benchDatabases({ scale, say }: DatabasesBench): Promise<Row[]> {
  const home = await mkdtemp(join(tmpdir(), 'f2l-bench-databases-'))
  try {
    say('first logins …')
    const rows = await firstLoginRows(home)
    const count = Math.max(20, Math.round(manyDatabases * scale))
    say(`making ${count} databases …`)
    const many = await makeMany(home, count)
    rows.push(beside(`databases on disk after ${(many.seconds / 60).toFixed(1)} minutes`, count, `${(count / many.seconds).toFixed(0)}/s, each flushed; ${(many.bytes / count / 1000).toFixed(0)} kB each, ${(many.bytes / 1e6).toFixed(0)} MB together`))
    say('opening them all …')
    rows.push(...await openRows(many, count))
    say('migrating them …')
    rows.push(...await migrationRows(many, count))
    return rows
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

interface Many { folder: string; registryPath: string; seconds: number; bytes: number }

async function firstLoginRows(home: string): Promise<Row[]> {
  const logins = await measureFirstLogins(join(home, 'logins'))
  const naive = await measureNaiveFiles(join(home, 'naive'))
  return [
    atMost(15, 'ms of a first login for its database, registry in PocketBase included, median of 200', logins.whole.p50, `95 %: ${logins.whole.p95.toFixed(1)} ms`),
    atMost(15, '  of that the file: a copied template, owner, flushed', logins.file.p50, `95 %: ${logins.file.p95.toFixed(1)} ms`),
    beside('  a new file with all migrations run in it, as a naive program would', naive.p50, `95 %: ${naive.p95.toFixed(1)} ms; ours × ${(naive.p50 / logins.file.p50).toFixed(1)}`),
  ]
}

async function makeMany(home: string, count: number): Promise<Many> {
  const [folder, registryPath] = [join(home, 'many'), join(home, 'registry.sqlite')]
  makeSharedRegistry(registryPath)
  const databases = makeUserDatabases({ folder, registry: sqliteRegistry(registryPath), masterKeys: readMasterKeys([randomBytes(32).toString('base64')]), log: makeLogger('bench', 'silent') })
  const startedAt = performance.now()
  for (let n = 0; n < count; n += 1) await databases.provision(numberedPerson(n))
  const seconds = (performance.now() - startedAt) / 1000
  databases.close()
  return { folder, registryPath, seconds, bytes: await bytesIn(folder) }
}

async function bytesIn(folder: string): Promise<number> {
  let bytes = 0
  for (const name of await readdir(folder)) bytes += (await stat(join(folder, name))).blocks * 512
  return bytes
}

async function openRows({ folder, registryPath }: Many, count: number): Promise<Row[]> {
  const opened = await openWithFewHandles(folder, registryPath, count)
  return [
    exactly(0, `databases that could not be read, ${count} in random order twice, under \`ulimit -n 256\``, opened.failed),
    atMost(256, '  most handles of the process', opened.mostHandles, `${opened.mostOpen} databases open at most`),
    atLeast(200, '  opened and read a second', opened.perSecond, 'nearly each one has to be opened: 200 fit into the pool, fewer under this limit'),
  ]
}

async function migrationRows({ folder, registryPath }: Many, count: number): Promise<Row[]> {
  const { lazy, upToDate, background, naivePerSecond, longestStallMs, migrated, migrations } = await measureMigrations(folder, registryPath, count)
  return [
    atMost(50, 'ms to open a database that lags behind a migration, median of 50', median(lazy), `up to date: ${median(upToDate).toFixed(1)} ms; the migration adds a table, a column and an index, ${migrations} migrations in all`),
    atLeast(50, 'migrations/s in the background', background, `${migrated} databases; meanwhile the program stood still for ${longestStallMs.toFixed(0)} ms at most`),
    beside('  opened, migrated and closed one after the other in the program itself', naivePerSecond, `ours × ${(background / naivePerSecond).toFixed(1)} as fast`),
  ]
}
