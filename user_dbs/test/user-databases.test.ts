import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { convertOptions } from '@f2l/common/contracts/edit-plan.ts'
import { recordingId, type UserId } from '@f2l/common/contracts/ids.ts'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { migrationsFolder, readMigrations } from '@f2l/user-dbs/migrate.ts'
import { databaseOwner, recordings } from '@f2l/user-dbs/schema.ts'
import { makeUserDatabases, type UserDatabases, type UserDatabasesOptions } from '@f2l/user-dbs/user-databases.ts'
import { folderWithNext } from './folder-with-next.ts'
import { numberedUser, writeManyFiles } from './many-files.ts'
import { sqliteRegistry, type TestRegistry } from './sqlite-registry.ts'

const log = makeLogger('test', 'silent')
const masterKey = randomBytes(32).toString('base64')
const namePattern = /^\d{4}-\d{2}-\d{2}-\d{3,}-[a-z0-9-]{1,32}$/
const unavailable = expect.objectContaining({ code: 'userdb.unavailable' })

let home: string
let folder: string
let registry: TestRegistry
const open: UserDatabases[] = []

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'user-dbs-'))
  folder = join(home, 'data')
  registry = sqliteRegistry(join(home, 'registry.sqlite'))
})
afterEach(() => {
  for (const databases of open.splice(0)) databases.close()
  rmSync(home, { recursive: true })
})

function make(options: Partial<UserDatabasesOptions> = {}): UserDatabases {
  const databases = makeUserDatabases({ folder, registry, masterKeys: readMasterKeys([masterKey]), log, ...options })
  open.push(databases)
  return databases
}

const idOf: (number: number) => UserId = numberedUser
const person = (number: number) => ({ id: idOf(number), email: `person${number}@example.com` })
const files = () => readdirSync(folder).filter(name => name.endsWith('.db') && !name.startsWith('.'))
const sequenceOf = (name: string) => Number(name.split('-')[3])
const newRecording = (number: number) => ({
  id: recordingId.parse(`rec_${String(number).padStart(16, '0')}`), title: 'Weekly', state: 'queued' as const, source: { kind: 'url' as const, url: 'https://x.y/z' },
  sourceIdentity: `url:${number}`, options: convertOptions.parse({}), createdAt: '2026-01-15T00:00:00Z', updatedAt: '2026-01-15T00:00:00Z',
})

describe('first login', () => {
  test('32: 100 first logins at once make 100 databases, numbered 001 to 100', async () => {
    const databases = make()
    const made = await Promise.all(Array.from({ length: 100 }, (_, number) => databases.provision(person(number))))
    const names = made.map(database => database.name)
    expect(new Set(names).size).toBe(100)
    expect(names.every(name => namePattern.test(name))).toBe(true)
    expect(names.map(sequenceOf).sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
    expect(files().sort()).toEqual(names.map(name => `${name}.db`).sort())
  })

  test('nobody but the owner of the process can read a database, its log or the template', async () => {
    await make().provision(person(1))
    const modes = readdirSync(folder).map(name => [name, statSync(join(folder, name)).mode & 0o777])
    expect(modes.length).toBeGreaterThan(1)
    expect(modes).toEqual(modes.map(([name]) => [name, 0o600]))
  })

  test('32: 100 first logins of one user at once make one database', async () => {
    const databases = make()
    const made = await Promise.all(Array.from({ length: 100 }, () => databases.provision(person(1))))
    expect(new Set(made.map(database => database.name)).size).toBe(1)
    expect(files()).toHaveLength(1)
  })

  test('three processes that see the same first logins agree on one database each', async () => {
    const users = Array.from({ length: 12 }, (_, number) => idOf(number))
    const children = Array.from({ length: 3 }, () => spawn(process.execPath, [
      '--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'provision-child.ts'), folder, join(home, 'registry.sqlite'), masterKey, ...users,
    ], { stdio: ['ignore', 'ignore', 'inherit'] }))
    const codes = await Promise.all(children.map(async child => (await once(child, 'exit'))[0] as number))
    expect(codes).toEqual([0, 0, 0])
    expect(registry.rows().map(row => sequenceOf(row.name))).toEqual(Array.from({ length: 12 }, (_, index) => index + 1))
    expect(files()).toHaveLength(12)
    expect((await make().open(users[0]!)).read(db => db.select().from(databaseOwner).all())).toMatchObject([{ userId: users[0] }])
  })

  test('a second login opens the same database', async () => {
    const first = await make().provision(person(1))
    first.transact(db => db.insert(recordings).values(newRecording(1)).run())
    const again = await make().provision({ ...person(1), email: 'changed@example.com' })
    expect(again.name).toBe(first.name)
    expect(again.read(db => db.select().from(recordings).all())).toHaveLength(1)
  })

  test('31: people with the same prefix at two domains get different databases', async () => {
    const databases = make()
    const [first, second] = await Promise.all([1, 2].map(number => databases.provision({ id: idOf(number), email: `same@domain${number}.com` })))
    expect(first!.name).not.toBe(second!.name)
    expect(first!.name).toMatch(/-same$/)
  })

  test('the file is only for the one who runs the program', async () => {
    const { name } = await make().provision(person(1))
    expect(statSync(folder).mode & 0o077).toBe(0)
    expect(existsSync(join(folder, `${name}.db`))).toBe(true)
  })

  test('a login that broke off before the file was there is finished by the next', async () => {
    await registry.register({ userId: idOf(1), username: 'person1', wrappedKey: '', keyId: '' })
    const database = await make().provision(person(1))
    expect(files()).toEqual([`${database.name}.db`])
    expect(registry.rows()[0]!.status).toBe('ready')
  })

  test('leaves no half-made file behind', async () => {
    const databases = make()
    await Promise.all([1, 2, 3].map(number => databases.provision(person(number))))
    expect(readdirSync(folder).filter(name => name.includes('.part'))).toEqual([])
  })

  test('the key of a user is theirs, and comes back after a restart', async () => {
    const databases = make()
    await Promise.all([1, 2].map(number => databases.provision(person(number))))
    const key = await databases.userKey(idOf(1))
    expect(key).toHaveLength(32)
    expect(await databases.userKey(idOf(2))).not.toEqual(key)
    expect(await make().userKey(idOf(1))).toEqual(key)
    await expect(make({ masterKeys: readMasterKeys([randomBytes(32).toString('base64')]) }).userKey(idOf(1))).rejects.toMatchObject({ code: 'secret.unreadable' })
  })
})

describe('a file in trouble', () => {
  async function made(): Promise<string> {
    const databases = make()
    const { name } = await databases.provision(person(1))
    databases.close()
    return join(folder, `${name}.db`)
  }

  const damage: [string, (path: string) => void][] = [
    ['missing', path => rmSync(path)],
    ['empty', path => truncateSync(path, 0)],
    ['cut off', path => truncateSync(path, 5000)],
    ['not SQLite', path => writeFileSync(path, 'something else entirely, and long enough')],
    ['a link', path => { copyFileSync(path, join(home, 'elsewhere.db')); rmSync(path); symlinkSync(join(home, 'elsewhere.db'), path) }],
    ['a folder', path => { rmSync(path); cpSync(migrationsFolder, path, { recursive: true }) }],
  ]
  test.each(damage)('36: that is %s is refused and never replaced by a new one', async (_, harm) => {
    const path = await made()
    harm(path)
    const before = readdirSync(folder)
    const databases = make()
    await expect(databases.provision(person(1))).rejects.toEqual(unavailable)
    expect(readdirSync(folder)).toEqual(before)
  })

  test('36: of another user is not opened, even under the right name', async () => {
    const databases = make()
    const [mine, theirs] = await Promise.all([1, 2].map(number => databases.provision(person(number))))
    databases.close()
    copyFileSync(join(folder, `${theirs!.name}.db`), join(folder, `${mine!.name}.db`))
    const again = await make().open(idOf(1))
    expect(() => again.read(db => db.select().from(recordings).all())).toThrow(unavailable)
  })

  test('35: a symlink planted at the target path is refused, and what it leads to stays as it was', async () => {
    const row = await registry.register({ userId: idOf(1), username: 'person1', wrappedKey: '', keyId: '' })
    make()
    writeFileSync(join(home, 'victim'), 'untouched')
    symlinkSync(join(home, 'victim'), join(folder, `${row.name}.db`))
    await expect(make().provision(person(1))).rejects.toEqual(unavailable)
    expect(readFileSync(join(home, 'victim'), 'utf8')).toBe('untouched')
  })

  // In blocks of 512 bytes: no room for the template, for the copy, for its log; the file itself has some 450.
  test.each([8, 200, 440])('36: a first login on a disk that is full after %i blocks leaves nothing, and works once there is room', async blocks => {
    const databases = make()
    if (blocks > 200) await databases.provision(person(9))
    const before = files()
    const { output } = await inShell(`trap '' XFSZ && ulimit -f ${blocks}`, 'full-disk-child.ts')
    expect(output).toBe('userdb.unavailable')
    expect(files()).toEqual(before)
    expect(readdirSync(folder).filter(name => name.includes('.part'))).toEqual([])
    await make().provision(person(1))
  })

  test('36: that may only be read is refused, and nothing is lost', async () => {
    const path = await made()
    // What a disk that was mounted for reading only is to SQLite, for root, too: its log cannot be made.
    mkdirSync(`${path}-wal`)
    await expect(make().provision(person(1))).rejects.toEqual(unavailable)
    rmSync(`${path}-wal`, { recursive: true })
    expect((await make().provision(person(1))).read(db => db.select().from(databaseOwner).all())).toMatchObject([{ userId: idOf(1) }])
  })

  test('in quarantine stays shut', async () => {
    await made()
    registry.setStatus(idOf(1), 'quarantined')
    await expect(make().open(idOf(1))).rejects.toEqual(unavailable)
    await expect(make().provision(person(1))).rejects.toEqual(unavailable)
  })

  test('of a user who never logged in is an error, not a new file', async () => {
    await expect(make().open(idOf(7))).rejects.toEqual(unavailable)
  })

  test('under a name of another form is never opened', async () => {
    const evil = make({ registry: { ...registry, find: async () => ({ userId: idOf(1), name: '../../etc/passwd', status: 'ready', wrappedKey: '', keyId: '', schemaVersion: 0 }) } })
    await expect(evil.provision(person(1))).rejects.toEqual(unavailable)
    expect(() => readdirSync(join(home, 'etc'))).toThrow()
  })
})

/** A program of this folder in a process with other limits. */
async function inShell(limits: string, program: string, args: string[] = []): Promise<{ code: number; output: string }> {
  const child = spawn('/bin/sh', ['-c', `${limits} && exec "$0" "$@"`, process.execPath,
    '--disable-warning=ExperimentalWarning', join(import.meta.dirname, program), folder, join(home, 'registry.sqlite'), ...args,
  ], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', part => { output += String(part) })
  return { code: (await once(child, 'close'))[0] as number, output }
}

describe('the schema', () => {
  const migrationsWith = (sql: string) => readMigrations(folderWithNext(join(home, 'drizzle'), sql))

  test('37: of a file made by newer code is left alone', async () => {
    const newer = make({ migrations: migrationsWith('CREATE TABLE later (id text);') })
    await newer.provision(person(1))
    newer.close()
    await expect(make().provision(person(1))).rejects.toMatchObject({ code: 'userdb.newer_than_code' })
  })

  test('of an older file is brought up to date at its next opening, with its content', async () => {
    const older = make()
    const { name } = await older.provision(person(1))
    ;(await older.open(idOf(1))).transact(db => db.insert(recordings).values(newRecording(1)).run())
    older.close()
    const newer = make({ migrations: migrationsWith('ALTER TABLE recordings ADD COLUMN later text DEFAULT \'yes\';') })
    await newer.provision(person(1))
    newer.close()
    const sqlite = new Sqlite(join(folder, `${name}.db`), { readonly: true })
    expect(sqlite.prepare('SELECT title, later FROM recordings').all()).toEqual([{ title: 'Weekly', later: 'yes' }])
    sqlite.close()
  })

  /** People with a file of the older schema; the first one's already has what the migration `later` would make. */
  async function manyOlder(count: number): Promise<{ broken: string; version: number }> {
    const older = make()
    const made = await Promise.all(Array.from({ length: count }, (_, number) => older.provision(person(number))))
    older.close()
    const broken = join(folder, `${made[0]!.name}.db`)
    inFile(broken, sqlite => sqlite.exec('CREATE TABLE later (id text)'))
    return { broken, version: readMigrations().length }
  }
  const twoSteps = 'CREATE TABLE first_part (id text);--> statement-breakpoint\nCREATE TABLE later (id text);'
  const noSignal = new AbortController().signal

  test('37: a migration that fails for 1 of 100 changes nothing there, shuts that file alone and says why', async () => {
    const { broken, version } = await manyOlder(100)
    const newer = make({ migrations: migrationsWith(twoSteps) })
    expect(await newer.migrateAll(noSignal)).toEqual({ migrated: 99, quarantined: 1, left: 0 })
    expect(registry.rows().filter(row => row.status !== 'ready')).toMatchObject([{ userId: idOf(0), status: 'quarantined', trouble: expect.stringContaining('later') as string }])
    await expect(newer.open(idOf(0))).rejects.toEqual(unavailable)
    for (let number = 1; number < 100; number++) (await newer.open(idOf(number))).read(db => db.select().from(recordings).all())
    inFile(broken, sqlite => {
      expect(sqlite.pragma('user_version', { simple: true })).toBe(version)
      expect(sqlite.prepare('SELECT name FROM sqlite_master WHERE name = \'first_part\'').all()).toEqual([])
    })
    expect(registry.rows().filter(row => row.schemaVersion === version + 1)).toHaveLength(99)
  })

  test('that could not be brought up to date is tried again at the next start, and is open again once it can be', async () => {
    const { broken } = await manyOlder(2)
    const migrations = migrationsWith(twoSteps)
    await make({ migrations }).migrateAll(noSignal)
    inFile(broken, sqlite => sqlite.exec('DROP TABLE later'))
    const next = make({ migrations })
    expect(await next.migrateAll(noSignal)).toEqual({ migrated: 1, quarantined: 0, left: 0 })
    ;(await next.open(idOf(0))).read(db => db.select().from(recordings).all())
  })

  test('is not touched by the program where an operator put the file into quarantine', async () => {
    await make().provision(person(1))
    registry.setStatus(idOf(1), 'quarantined')
    expect(await make({ migrations: migrationsWith(twoSteps) }).migrateAll(noSignal)).toEqual({ migrated: 0, quarantined: 0, left: 0 })
    expect(registry.rows()[0]!.status).toBe('quarantined')
  })

  test('is brought up to date for many requests at once in one go, and for a person at once who comes before their turn', async () => {
    await make().provision(person(1))
    const newer = make({ migrations: migrationsWith(twoSteps) })
    const opened = await Promise.all([...Array.from({ length: 20 }, () => newer.open(idOf(1))), newer.provision(person(1))])
    for (const database of opened) expect(database.read(db => db.select().from(recordings).all())).toEqual([])
  })

  test('that fails for an older file that was put back shuts that file, too', async () => {
    const older = make()
    const { name } = await older.provision(person(1))
    older.close()
    inFile(join(folder, `${name}.db`), sqlite => sqlite.exec('CREATE TABLE later (id text)'))
    const migrations = migrationsWith(twoSteps)
    await registry.noteMigrated([{ userId: idOf(1), schemaVersion: migrations.length, sizeBytes: 1 }])
    const database = await make({ migrations }).open(idOf(1))
    expect(() => database.read(db => db.select().from(recordings).all())).toThrow(unavailable)
    expect(registry.rows()[0]).toMatchObject({ status: 'quarantined', trouble: expect.stringContaining('later') as string })
  })

  test('is not blamed for a lock that somebody else holds', async () => {
    const older = make()
    const { name } = await older.provision(person(1))
    older.close()
    const other = new Sqlite(join(folder, `${name}.db`))
    other.exec('BEGIN IMMEDIATE')
    const newer = make({ migrations: migrationsWith(twoSteps) })
    expect(await newer.migrateAll(noSignal)).toEqual({ migrated: 0, quarantined: 0, left: 1 })
    other.close()
    expect(await newer.migrateAll(noSignal)).toEqual({ migrated: 1, quarantined: 0, left: 0 })
  })
})

function inFile<T>(path: string, work: (sqlite: Sqlite.Database) => T): T {
  const sqlite = new Sqlite(path)
  try {
    return work(sqlite)
  }
  finally {
    sqlite.close()
  }
}

describe('reading and writing', () => {
  test('a transaction is all or nothing', async () => {
    const database = await make().provision(person(1))
    expect(() => database.transact(db => {
      db.insert(recordings).values(newRecording(1)).run()
      throw new Error('half way')
    })).toThrow('half way')
    expect(database.read(db => db.select().from(recordings).all())).toEqual([])
  })

  test('an async transaction is refused instead of committing before it wrote', async () => {
    const database = await make().provision(person(1))
    // @ts-expect-error the type forbids it too
    expect(() => database.transact(async db => db.insert(recordings).values(newRecording(1)).run())).toThrow()
    expect(database.read(db => db.select().from(recordings).all())).toEqual([])
  })

  test('60 users with four files open at once lose nothing', async () => {
    const databases = make({ maxOpen: 4 })
    const all = []
    for (let number = 0; number < 60; number++) all.push(await databases.provision(person(number)))
    all.forEach((database, number) => database.transact(db => db.insert(recordings).values(newRecording(number)).run()))
    all.forEach((database, number) => expect(database.read(db => db.select().from(recordings).all())[0]?.sourceIdentity).toBe(`url:${number}`))
  })

  test('38: a flood of 5000 people in a process that may open 256 files opens everybody their own', async () => {
    make()
    writeManyFiles(folder, join(home, 'registry.sqlite'), 5000)
    const { code, output } = await inShell('ulimit -n 256', 'flood-child.ts', ['5000'])
    expect(code).toBe(0)
    const { own, mostOpen } = JSON.parse(output) as { own: number; mostOpen: number }
    expect(own).toBe(5500)
    expect(mostOpen).toBeLessThan(256 / 3)
  })

  test('a process that may open 64 files serves 60 users and still reaches their registry', async () => {
    const { code, output } = await inShell('ulimit -n 64', 'flood-child.ts', ['60'])
    expect([code, JSON.parse(output)]).toMatchObject([0, { own: 120 }])
  })

  test('after closing nothing opens again', async () => {
    const databases = make()
    const database = await databases.provision(person(1))
    databases.close()
    expect(() => database.read(db => db.select().from(recordings).all())).toThrow(unavailable)
  })
})
