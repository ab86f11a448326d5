import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { me, recordingAdded } from '@f2l/common/contracts/api.ts'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { makeLocalObjectStore } from '@f2l/common/local-object-store.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { startPocketBase } from '@f2l/common/pocketbase-process.ts'
import { startBackend, type RunningBackend } from '@f2l/backend/start-backend.ts'
import { backupFolder, holdBackupFolder, listBackups, manifestPath, openBackupFolder, partPath, readBackupStatus } from '../src/backup/backup-folder.ts'
import { BackupKeys } from '../src/backup/backup-keys.ts'
import { asEnvironment } from '../src/backup/backup-settings.ts'
import { isBackupDue } from '../src/backup/keep-backing-up.ts'
import { keptBackups } from '../src/backup/kept-backups.ts'
import { readManifest } from '../src/backup/manifest.ts'
import { restoreBackup } from '../src/backup/restore-backup.ts'
import { runBackup } from '../src/backup/run-backup.ts'
import { prepareGround, TestBrowser, type TestGround } from './running-backend.ts'

const run = promisify(execFile)
const password = 'correct horse battery'
let ground: TestGround
let backend: RunningBackend
let home: string
let settings: Record<string, string>
const masterKeys = () => readMasterKeys([ground.environment['AES_MASTER_KEY']!])

interface Somebody { browser: TestBrowser; email: string; id: UserId; database: string; recordingId: string }
let ada: Somebody
let ben: Somebody
let eve: Somebody

beforeAll(async () => {
  ground = await prepareGround()
  home = dirname(ground.environment['USER_DBS_DIR']!)
  settings = { BACKUP_DIR: join(home, 'backups'), PB_DATA_DIR: join(home, 'pb_data') }
  backend = await ground.backend(settings)
  ada = await somebody('ada')
  ben = await somebody('ben')
  eve = await somebody('eve')
})
afterAll(() => ground?.stop())

/** A person with the sample recording: a row in their database, a job, a share link, and files. */
async function somebody(name: string): Promise<Somebody> {
  const email = `${name}@example.com`
  const browser = new TestBrowser(backend)
  await browser.post('register', { email, password, name })
  await browser.login({ email, password })
  const { recording } = recordingAdded.parse((await browser.send('POST', '/api/v1/recordings/sample')).json)
  await browser.send('PATCH', `/api/v1/recordings/${recording.id}`, { title: `Plans of ${name}` })
  const { id, database } = me.parse((await browser.send('GET', '/api/v1/me')).json)
  return { browser, email, id: id as UserId, database: database!, recordingId: recording.id }
}

function backUp(changes: Partial<Parameters<typeof runBackup>[0]> = {}) {
  return runBackup({
    backupDir: settings['BACKUP_DIR']!, pocketBaseDir: settings['PB_DATA_DIR']!, userDbsDir: ground.environment['USER_DBS_DIR']!,
    store: makeLocalObjectStore(ground.environment['OBJECT_STORE_DIR']!), masterKeys: masterKeys(), keep: { days: 14, weeks: 8 }, signal: new AbortController().signal, ...changes,
  })
}
const restore = (to: string, backup = 'newest', keys = masterKeys()) => restoreBackup({ backupDir: settings['BACKUP_DIR']!, backup, to: join(home, to), masterKeys: keys })
const databaseFile = ({ database }: Somebody) => join(ground.environment['USER_DBS_DIR']!, `${database}.db`)

/** As if nothing had been written for a while. */
function letRest(): void {
  const folder = ground.environment['USER_DBS_DIR']!
  const past = new Date(Date.now() - 60_000)
  for (const name of readdirSync(folder)) if (/\.db(-wal)?$/.test(name)) utimesSync(join(folder, name), past, past)
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
}
const filesWith = (folder: string, text: string) => filesBelow(folder).filter(path => readFileSync(path).includes(text))

describe('a backup', () => {
  test('copies everything once, then only the database that changed', async () => {
    letRest()
    expect(await backUp()).toMatchObject({ databases: 3, databasesCopied: 3, objects: 6, objectsCopied: 6, problems: 0 })
    await ada.browser.send('PATCH', `/api/v1/recordings/${ada.recordingId}`, { title: 'Plans of ada, changed' })
    expect(await backUp()).toMatchObject({ databases: 3, databasesCopied: 1, objects: 6, objectsCopied: 0, problems: 0 })
    expect(await readBackupStatus(settings['BACKUP_DIR']!)).toMatchObject({ databasesCopied: 1, problems: 0 })
  })

  test('holds nothing that can be read without the keys, and leaves no copy in the clear', () => {
    for (const text of ['Plans of', 'SQLite format 3', 'ada@example.com', ground.environment['AES_MASTER_KEY']!]) {
      // keys.db and lock.db are SQLite files, and hold nothing else of these.
      expect(filesWith(settings['BACKUP_DIR']!, text).filter(path => !/(keys|lock)\.db$/.test(path)), text).toEqual([])
    }
    expect(readdirSync(ground.environment['USER_DBS_DIR']!).filter(name => name.startsWith('.backup-'))).toEqual([])
    expect(filesBelow(settings['BACKUP_DIR']!).map(path => statSync(path).mode & 0o077)).toEqual(filesBelow(settings['BACKUP_DIR']!).map(() => 0))
  })

  test('is made by one process at a time, and one that was killed is no hindrance', async () => {
    const letGo = holdBackupFolder(openBackupFolder(settings['BACKUP_DIR']!))
    await expect(backUp()).rejects.toMatchObject({ code: 'conflict' })
    letGo()
    const child = run(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../src/backup/backup.main.ts')], { env: asEnvironment(ground.config(settings)) })
    const ended = child.catch((error: { signal?: string }) => error.signal)
    await expect.poll(() => readdirSync(ground.environment['USER_DBS_DIR']!).some(name => name.startsWith('.backup-')), { timeout: 60_000, interval: 2 }).toBe(true)
    child.child.kill('SIGKILL')
    await ended
    expect(await backUp()).toMatchObject({ databases: 3, problems: 0 })
    expect(readdirSync(ground.environment['USER_DBS_DIR']!).filter(name => name.startsWith('.backup-'))).toEqual([])
  })

  test('of a damaged database keeps the last good copy, says so, and takes everybody else along', async () => {
    const whole = readFileSync(databaseFile(ben))
    const folder = join(home, 'damaged')
    mkdirSync(folder)
    for (const person of [ada, eve]) await copyOf(databaseFile(person), join(folder, `${person.database}.db`))
    writeFileSync(join(folder, `${ben.database}.db`), Buffer.concat([whole.subarray(0, 4096), randomBytes(whole.length - 4096)]))
    const outcome = await backUp({ userDbsDir: folder })
    expect(outcome).toMatchObject({ databases: 3, problems: 1, trouble: [{ of: ben.database }] })
    await restore('after-damage')
    expect(titlesIn(join(home, 'after-damage', 'user_dbs', `${ben.database}.db`))).toEqual(['Plans of ben'])
  })

  test('of another installation is not mixed with ours', async () => {
    const other = join(home, 'other')
    mkdirSync(other)
    await copyOf(join(settings['PB_DATA_DIR']!, 'data.db'), join(other, 'data.db'))
    const sqlite = new Sqlite(join(other, 'data.db'))
    sqlite.exec('UPDATE installation SET install_id = \'somebody else\'')
    sqlite.close()
    await expect(backUp({ pocketBaseDir: other })).rejects.toMatchObject({ code: 'config.invalid' })
  })

  test.each([
    [null, '2026-11-26T01:00:00Z', true], ['2026-11-25T02:30:00Z', '2026-11-26T01:59:00Z', false], ['2026-11-25T02:30:00Z', '2026-11-26T02:00:00Z', true],
    ['2026-11-26T02:00:01Z', '2026-11-26T23:00:00Z', false], ['2026-11-20T02:00:01Z', '2026-11-26T01:00:00Z', true],
  ])('after one of %s is due at %s: %s', (last, now, isDue) => {
    expect(isBackupDue(last, new Date(now), 2)).toBe(isDue)
  })

  test('is kept for some days, the last one of a week for some weeks, and the newest for ever', () => {
    const names = Array.from({ length: 100 }, (_, day) => `${new Date(Date.UTC(2026, 7, 1 + day)).toISOString().slice(0, 10)}T02-00-00.000Z`)
    const now = new Date(Date.UTC(2026, 7, 100, 3))
    const kept = keptBackups(names, now, { days: 14, weeks: 8 })
    expect(kept.slice(-14)).toEqual(names.slice(-14))
    // One a week, on Sundays, from there back to eight weeks.
    expect(kept.slice(0, -14).map(name => new Date(name.slice(0, 10)).getUTCDay())).toEqual([0, 0, 0, 0, 0, 0])
    expect(keptBackups(names, new Date(Date.UTC(2030, 1, 1)), { days: 14, weeks: 8 })).toEqual([names.at(-1)])
  })

  test('that is too old goes with what only it needed, and nothing else', async () => {
    const folder = backupFolder(settings['BACKUP_DIR']!)
    const keys = BackupKeys.read(folder.keys)
    const [oldest] = await listBackups(folder)
    const { databases } = await readManifest(folder, keys.installationKey(masterKeys()), oldest!, home)
    keys.close()
    await backUp({ keep: { days: 0, weeks: 0 } })
    expect(await listBackups(folder)).toHaveLength(1)
    expect(existsSync(manifestPath(folder, oldest!))).toBe(false)
    expect(existsSync(partPath(folder, databases.find(({ userId }) => userId === ada.id)!.part))).toBe(false)
    await restore('after-sweep')
  })
})

describe('a restore', () => {
  test('brings everything back: people sign in, see their recordings and play their files', async () => {
    await backUp()
    const restored = await restore('restored')
    expect(restored).toMatchObject({ databases: 3, objects: 6, shredded: 0, problems: [] })
    const again = await startRestored('restored')
    try {
      const browser = new TestBrowser(again.backend)
      expect((await browser.send('POST', '/api/v1/auth/refresh', undefined, { cookie: `f2l_refresh=${ada.browser.cookie}` })).status).toBe(401)
      expect((await browser.login({ email: ada.email, password })).status).toBe(200)
      expect((await browser.send('GET', '/api/v1/recordings')).json).toMatchObject({ items: [{ id: ada.recordingId, title: 'Plans of ada, changed' }] })
      expect((await browser.send('POST', '/api/v1/recordings/sample')).json).toMatchObject({ recording: { id: ada.recordingId } })
      for (const path of filesBelow(ground.environment['OBJECT_STORE_DIR']!)) {
        expect(readFileSync(path.replace(ground.environment['OBJECT_STORE_DIR']!, join(home, 'restored', 'objects'))).equals(readFileSync(path)), path).toBe(true)
      }
    }
    finally {
      await again.stop()
    }
  })

  test('goes into an empty folder only, and one that fails leaves nothing there', async () => {
    const taken = join(home, 'taken')
    mkdirSync(taken)
    writeFileSync(join(taken, 'something'), 'of somebody')
    await expect(restore('taken')).rejects.toMatchObject({ code: 'conflict' })
    await expect(restore('wrong-key', 'newest', readMasterKeys([randomBytes(32).toString('base64')]))).rejects.toMatchObject({ code: 'secret.unreadable' })
    await expect(restore('no-such', '2020-01-01T00-00-00.000Z')).rejects.toMatchObject({ code: 'file.not_found' })
    const folder = backupFolder(settings['BACKUP_DIR']!)
    const part = filesBelow(folder.parts).toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0]!
    const bytes = readFileSync(part)
    writeFileSync(part, Buffer.concat([bytes.subarray(0, -1), Buffer.of(bytes.at(-1)! ^ 1)]))
    await expect(restore('damaged-part')).rejects.toMatchObject({ code: 'file.broken' })
    writeFileSync(part, bytes)
    expect(readdirSync(home).filter(name => /wrong-key|no-such|damaged-part|\.restoring/.test(name))).toEqual([])
    expect(readdirSync(taken)).toEqual(['something'])
  })

  test('that was killed leaves nothing that the next one into the same folder does not take away, and one that runs is left alone', async () => {
    const to = join(home, 'killed')
    const begun = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../src/backup/restore.main.ts'), 'newest', '--to', to], { env: asEnvironment(ground.config(settings)), stdio: 'ignore' })
    await expect.poll(() => existsSync(join(`${to}.restoring`, 'draft')), { timeout: 60_000, interval: 2 }).toBe(true)
    begun.kill('SIGSTOP')
    const left = filesBelow(`${to}.restoring`)
    await expect(restore('killed')).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Another restore') as string })
    expect(filesBelow(`${to}.restoring`)).toEqual(left)
    begun.kill('SIGKILL')
    await once(begun, 'exit')
    expect(filesBelow(`${to}.restoring`)).toEqual(left)
    writeFileSync(join(`${to}.restoring`, 'draft', 'half a file'), 'of the one that was killed')
    expect(await restore('killed')).toMatchObject({ databases: 3, objects: 6 })
    expect(existsSync(`${to}.restoring`)).toBe(false)
    expect(readdirSync(to).sort()).toEqual(['objects', 'pb_data', 'user_dbs'])
  }, 120_000)

  test('works with the new AES_MASTER_KEY alone, once a backup was made after the rotation', async () => {
    const newest = randomBytes(32).toString('base64')
    await backUp({ masterKeys: readMasterKeys([newest, ground.environment['AES_MASTER_KEY']!]) })
    expect(await restore('rotated', 'newest', readMasterKeys([newest]))).toMatchObject({ databases: 3, objects: 6 })
    await backUp({ masterKeys: readMasterKeys([ground.environment['AES_MASTER_KEY']!, newest]) })
  })

  test('by hand says what to do next', async () => {
    const env = asEnvironment(ground.config(settings))
    const program = (name: string, ...args: string[]) => run(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, `../src/backup/${name}.main.ts`), ...args], { env })
    expect(JSON.parse((await program('backup', '--json')).stdout)).toMatchObject({ databases: 3, problems: 0 })
    const names = (await program('restore', '--list')).stdout.trim().split('\n')
    expect(names).toEqual(await listBackups(backupFolder(settings['BACKUP_DIR']!)))
    expect((await program('restore', names.at(-1)!, '--to', join(home, 'by-hand'))).stdout).toContain(`USER_DBS_DIR=${join(home, 'by-hand')}/user_dbs`)
    await expect(program('restore')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('--to') as string })
  })
})

describe('an account that is deleted', () => {
  test('67: is unreadable in every backup from that moment on, comes back with none of them, and its key is nowhere any more', async () => {
    const before = (await listBackups(backupFolder(settings['BACKUP_DIR']!))).at(-1)!
    const { wrapped_key: wrapped } = await ground.superuser.call(pb => pb.collection('user_databases').getFirstListItem<{ wrapped_key: string }>(pb.filter('user = {:id}', { id: eve.id })))
    expect(wrapped.length).toBeGreaterThan(40)
    // The search below would find it.
    expect(filesWith(settings['BACKUP_DIR']!, wrapped)).not.toEqual([])
    expect((await eve.browser.send('POST', '/api/v1/me/delete', { email: eve.email, password })).status).toBe(204)
    expect(filesWith(settings['BACKUP_DIR']!, wrapped)).toEqual([])
    expect(filesWith(settings['PB_DATA_DIR']!, wrapped)).toEqual([])
    const keys = BackupKeys.read(backupFolder(settings['BACKUP_DIR']!).keys)
    expect([keys.userKey(eve.id, masterKeys()), keys.isShredded(eve.id)]).toEqual([null, true])
    keys.close()
    expect(await restore('without-eve', before)).toMatchObject({ databases: 2, shredded: 1 })
    expect(filesBelow(join(home, 'without-eve')).filter(path => path.includes(eve.database) || path.includes(eve.id))).toEqual([])
    expect(filesWith(join(home, 'without-eve'), eve.email)).toEqual([])
    // Of her there is only what outlives an account in the running product, too: lines of the audit log.
    expect(idsOutsideOfTheAuditLog(join(home, 'without-eve', 'pb_data', 'data.db'), eve.id)).toEqual([])
    await backUp()
    const after = BackupKeys.ifThere(backupFolder(settings['BACKUP_DIR']!).keys)!
    // As a backup would that read the registry before the account was closed.
    after.keep([{ userId: eve.id, wrapped, keyId: masterKeys()[0].id }], masterKeys())
    expect([after.userKey(eve.id, masterKeys()), after.isShredded(eve.id)]).toEqual([null, true])
    after.close()
  })

  test('while no backup folder was set is made unreadable by the next backup', async () => {
    const fay = await somebody('fay')
    await backUp()
    const elsewhere = await ground.backend({ ...settings, BACKUP_DIR: '' })
    const browser = new TestBrowser(elsewhere)
    await browser.login({ email: fay.email, password })
    expect((await browser.send('POST', '/api/v1/me/delete', { email: fay.email, password })).status).toBe(204)
    await backUp()
    const keys = BackupKeys.read(backupFolder(settings['BACKUP_DIR']!).keys)
    expect([keys.userKey(fay.id, masterKeys()), keys.isShredded(fay.id)]).toEqual([null, true])
    keys.close()
  })

  test('is told from one whose key was lost: then nothing is brought back', async () => {
    const { keys: path } = backupFolder(settings['BACKUP_DIR']!)
    const saved = readFileSync(path)
    const sqlite = new Sqlite(path)
    sqlite.prepare('DELETE FROM keys WHERE user_id = ?').run(ben.id)
    sqlite.close()
    await expect(restore('lost-key')).rejects.toMatchObject({ code: 'secret.unreadable', message: expect.stringContaining('1 people') as string })
    writeFileSync(path, saved)
    rmSync(path)
    await expect(restore('no-keys')).rejects.toMatchObject({ code: 'file.not_found' })
    writeFileSync(path, saved, { mode: 0o600 })
  })
})

async function copyOf(from: string, to: string): Promise<void> {
  const sqlite = new Sqlite(from, { readonly: true })
  await sqlite.backup(to)
  sqlite.close()
}

function idsOutsideOfTheAuditLog(path: string, id: string): unknown[] {
  const sqlite = new Sqlite(path, { readonly: true })
  const tables = (sqlite.prepare('SELECT name FROM sqlite_master WHERE type = \'table\'').pluck().all() as string[]).filter(table => table !== 'audit_log')
  const found = tables.filter(table => JSON.stringify(sqlite.prepare(`SELECT * FROM "${table}"`).all()).includes(id))
  sqlite.close()
  return found
}

function titlesIn(path: string): unknown[] {
  const sqlite = new Sqlite(path, { readonly: true })
  const titles = sqlite.prepare('SELECT title FROM recordings').pluck().all()
  sqlite.close()
  return titles
}

/** PocketBase and backend over what was brought back, as an operator would start them. */
async function startRestored(name: string) {
  const folder = join(home, name)
  const log = makeLogger('test', 'silent')
  const { PB_ADMIN_PASSWORD, PB_ENCRYPTION_KEY, WORKER_SECRET } = ground.environment as Record<'PB_ADMIN_PASSWORD' | 'PB_ENCRYPTION_KEY' | 'WORKER_SECRET', string>
  const pocketBase = await startPocketBase({ dataDir: join(folder, 'pb_data'), adminEmail: 'admin@example.com', adminPassword: PB_ADMIN_PASSWORD, encryptionKey: PB_ENCRYPTION_KEY, workerSecret: WORKER_SECRET, log })
  const config = ground.config({ PB_URL: pocketBase.url, PB_DATA_DIR: join(folder, 'pb_data'), USER_DBS_DIR: join(folder, 'user_dbs'), OBJECT_STORE_DIR: join(folder, 'objects') })
  const started = await startBackend(config, { log })
  return {
    backend: started,
    async stop() {
      await started.stop()
      await pocketBase.stop()
    },
  }
}
