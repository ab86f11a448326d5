import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activityPage, type ActivityEntry } from '@f2l/common/contracts/activity.ts'
import { exportLink, sessionList, usage, type SessionView } from '@f2l/common/contracts/account.ts'
import { me, recordingAdded } from '@f2l/common/contracts/api.ts'
import { sealField } from '@f2l/common/crypto.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { makeLocalObjectStore } from '@f2l/common/local-object-store.ts'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { makeUserDatabases } from '@f2l/user-dbs/user-databases.ts'
import { credentials } from '@f2l/user-dbs/schema.ts'
import { finishOnce } from '../src/account/delete-account.ts'
import { readUserAgent } from '../src/account/user-agent.ts'
import { makeIdentities } from '../src/identities.ts'
import type { RunningBackend } from '../src/start-backend.ts'
import { makeUserDatabaseRegistry } from '../src/user-database-registry.ts'
import { prepareGround, TestBrowser, type TestGround } from './running-backend.ts'

const run = promisify(execFile)
const password = 'correct horse battery'
const chromeOnLinux = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
let ground: TestGround
let backend: RunningBackend
let count = 0
beforeAll(async () => {
  ground = await prepareGround()
  backend = await ground.backend()
})
afterAll(() => ground?.stop())

async function signedIn(): Promise<{ email: string; browser: TestBrowser; id: string }> {
  const email = `own${++count}@example.com`
  const browser = new TestBrowser(backend)
  await browser.post('register', { email, password, name: 'Ada' })
  await browser.login({ email, password })
  return { email, browser, id: me.parse((await browser.send('GET', '/api/v1/me')).json).id }
}

async function another(email: string, secret = password): Promise<TestBrowser> {
  const browser = new TestBrowser(backend)
  expect((await browser.keep(await browser.post('login', { email, password: secret }, { 'user-agent': chromeOnLinux }))).status).toBe(200)
  return browser
}

const sessionsOf = async (browser: TestBrowser): Promise<SessionView[]> => sessionList.parse((await browser.send('GET', '/api/v1/me/sessions')).json).items

test('none of the account\'s routes answers a guest', async () => {
  const guest = new TestBrowser(backend)
  for (const [method, path] of [['GET', '/api/v1/me/sessions'], ['POST', '/api/v1/me/sessions/end-others'], ['DELETE', '/api/v1/me/sessions/aaaaaaaaaaaaaaa'], ['POST', '/api/v1/me/password'], ['POST', '/api/v1/me/delete'], ['PATCH', '/api/v1/me'], ['POST', '/api/v1/me/export-link'], ['GET', '/api/v1/doctor']] as const) {
    expect((await guest.send(method, path, method === 'GET' || method === 'DELETE' ? undefined : {})).status, path).toBe(401)
  }
})

test('a name is changed, and stays one line', async () => {
  const { browser } = await signedIn()
  expect((await browser.send('PATCH', '/api/v1/me', { name: ' Ada\nLovelace\u0000 ' })).json).toMatchObject({ name: 'Ada Lovelace' })
  expect((await browser.send('PATCH', '/api/v1/me', { name: 'x'.repeat(101) })).status).toBe(400)
})

test('a language is chosen, and nothing else changes with it', async () => {
  const { browser } = await signedIn()
  expect((await browser.send('GET', '/api/v1/me')).json).toMatchObject({ name: 'Ada', language: 'en' })
  expect((await browser.send('PATCH', '/api/v1/me', { language: 'de' })).json).toMatchObject({ name: 'Ada', language: 'de' })
  expect((await browser.send('PATCH', '/api/v1/me', { name: 'Bea' })).json).toMatchObject({ name: 'Bea', language: 'de' })
  for (const language of ['fr', '', null, 5, '../de']) expect((await browser.send('PATCH', '/api/v1/me', { language })).status).toBe(400)
})

test('who registers in a language keeps it, and a language that is not spoken is refused', async () => {
  const browser = new TestBrowser(backend)
  await browser.post('register', { email: 'german@example.com', password, language: 'de' })
  await browser.login({ email: 'german@example.com', password })
  expect((await browser.send('GET', '/api/v1/me')).json).toMatchObject({ language: 'de' })
  expect((await browser.post('register', { email: 'french@example.com', password, language: 'fr' })).status).toBe(400)
})

describe('sessions', () => {
  test('are listed with their browser, and the one that asks is marked', async () => {
    const { email, browser } = await signedIn()
    await another(email)
    const items = await sessionsOf(browser)
    expect(items).toHaveLength(2)
    expect(items.filter(item => item.isThis)).toHaveLength(1)
    expect(items.find(item => !item.isThis)).toMatchObject({ browser: 'Chrome', system: 'Linux', isPhone: false })
    expect(JSON.stringify(items)).not.toContain(browser.cookie!.split('.')[1]!)
  })

  test('one that is ended is over at once, for its access token, too; the others go on', async () => {
    const { email, browser } = await signedIn()
    const other = await another(email)
    const ended = (await sessionsOf(browser)).find(item => !item.isThis)!
    expect((await browser.send('DELETE', `/api/v1/me/sessions/${ended.id}`)).status).toBe(204)
    expect((await other.send('GET', '/api/v1/me')).status).toBe(401)
    expect((await other.refresh()).status).toBe(401)
    expect((await browser.send('GET', '/api/v1/me')).status).toBe(200)
    expect(await sessionsOf(browser)).toHaveLength(1)
  })

  test('all others end together', async () => {
    const { email, browser } = await signedIn()
    const others = [await another(email), await another(email)]
    expect((await browser.send('POST', '/api/v1/me/sessions/end-others')).status).toBe(204)
    for (const other of others) expect((await other.send('GET', '/api/v1/me')).status).toBe(401)
    expect((await browser.refresh()).status).toBe(200)
  })

  test('of somebody else can be neither seen nor ended', async () => {
    const [ann, bob] = [await signedIn(), await signedIn()]
    const [his] = await sessionsOf(bob.browser)
    expect((await sessionsOf(ann.browser)).map(item => item.id)).not.toContain(his!.id)
    expect((await ann.browser.send('DELETE', `/api/v1/me/sessions/${his!.id}`)).status).toBe(204)
    expect((await bob.browser.send('GET', '/api/v1/me')).status).toBe(200)
    expect((await bob.browser.refresh()).status).toBe(200)
  })
})

test.each([
  [chromeOnLinux, { browser: 'Chrome', system: 'Linux', isPhone: false }],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1', { browser: 'Safari', system: 'iPhone', isPhone: true }],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0', { browser: 'Edge', system: 'Windows', isPhone: false }],
  ['Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', { browser: 'Firefox', system: 'Android', isPhone: true }],
  ['', { browser: null, system: null, isPhone: false }],
])('a browser that calls itself %s is told in words', (userAgent, said) => {
  expect(readUserAgent(userAgent)).toEqual(said)
})

describe('a password', () => {
  test('is changed with the current one; the others end, and the browser that asked goes on', async () => {
    const { email, browser } = await signedIn()
    const other = await another(email)
    expect(await browser.send('POST', '/api/v1/me/password', { current: 'wrong one here', password: 'another fine password' })).toMatchObject({ status: 403, code: 'access.denied' })
    expect((await other.refresh()).status).toBe(200)
    const changed = browser.keep(await browser.send('POST', '/api/v1/me/password', { current: password, password: 'another fine password' }))
    expect(changed.status).toBe(200)
    expect((await browser.send('GET', '/api/v1/me')).status).toBe(200)
    expect((await browser.refresh()).status).toBe(200)
    expect((await other.refresh()).status).toBe(401)
    expect((await new TestBrowser(backend).login({ email, password })).status).toBe(401)
    await another(email, 'another fine password')
  })

  test('that is too short is refused before the current one is looked at', async () => {
    const { browser } = await signedIn()
    expect((await browser.send('POST', '/api/v1/me/password', { current: 'wrong', password: 'short' })).code).toBe('auth.password_too_short')
  })

  test('cannot be guessed through a browser that was left open', async () => {
    const { browser } = await signedIn()
    const answers = []
    for (let guess = 0; guess < 11; guess++) answers.push((await browser.send('POST', '/api/v1/me/password', { current: `guess ${guess}`, password: 'another fine password' })).status)
    expect(answers).toEqual([...Array<number>(10).fill(403), 429])
  })
})

describe('the activity of an account', () => {
  const activityOf = async (browser: TestBrowser): Promise<ActivityEntry[]> => activityPage.parse((await browser.send('GET', '/api/v1/me/activity')).json).items
  const kindsOf = (entries: ActivityEntry[]) => entries.map(({ kind }) => kind)
  const seen = async (browser: TestBrowser, kind: ActivityEntry['kind']): Promise<ActivityEntry> => {
    for (let waits = 0; waits < 100; waits += 1) {
      const found = (await activityOf(browser)).find(entry => entry.kind === kind)
      if (found) return found
      await sleep(50)
    }
    throw new Error(`no ${kind} was written down`)
  }

  test('tells each sign-in with browser, system and network, the newest first, and never a whole address', async () => {
    const { email, browser } = await signedIn()
    await another(email)
    const entries = await activityOf(browser)
    expect(kindsOf(entries)).toEqual(['session.started', 'session.started', 'user.registered'])
    expect(entries[0]).toMatchObject({ browser: 'Chrome', system: 'Linux', network: '127.0.0.0/24', times: 1 })
    const rows = await ground.superuser.call(pb => pb.collection('audit_log').getFullList())
    expect(JSON.stringify(rows)).not.toMatch(/127\.0\.0\.1|@example\.com|Mozilla/)
  })

  test('counts refused sign-ins of one place in one line, and tells nobody else', async () => {
    const { email, browser } = await signedIn()
    const stranger = await signedIn()
    for (let guess = 0; guess < 3; guess += 1) await new TestBrowser(backend).login({ email, password: `guess ${guess}` })
    for (let waits = 0; waits < 100 && (await seen(browser, 'session.refused')).times < 3; waits += 1) await sleep(50)
    expect(kindsOf(await activityOf(browser)).filter(kind => kind === 'session.refused')).toHaveLength(1)
    expect((await seen(browser, 'session.refused')).times).toBe(3)
    expect(kindsOf(await activityOf(stranger.browser))).not.toContain('session.refused')
  })

  test('tells passwords, sessions, keys, links and exports as they change, and a link by the title of its video', async () => {
    const { browser } = await signedIn()
    await browser.send('POST', '/api/v1/me/password', { current: 'wrong one here', password: 'another fine password' })
    browser.keep(await browser.send('POST', '/api/v1/me/password', { current: password, password: 'another fine password' }))
    const { item } = (await browser.send('POST', '/api/v1/api-keys', { name: 'Script', scopes: ['read'], expiresAt: null })).json as { item: { id: string; lastFour: string } }
    for (let twice = 0; twice < 2; twice += 1) await browser.send('DELETE', `/api/v1/api-keys/${item.id}`)
    const { recording } = recordingAdded.parse((await browser.send('POST', '/api/v1/recordings/sample')).json)
    for (const change of [{ audience: 'owner' }, { audience: 'link', password: 'a word' }, { allowsComments: false }, { password: null }]) await browser.send('PATCH', `/api/v1/recordings/${recording.id}/share`, change)
    await browser.send('POST', `/api/v1/recordings/${recording.id}/share/renew`)
    const link = exportLink.parse((await browser.send('POST', '/api/v1/me/export-link')).json)
    await (await fetch(backend.url + link.url)).arrayBuffer()
    const entries = await activityOf(browser)
    expect(kindsOf(entries).toReversed().slice(2)).toEqual(['user.password_refused', 'user.password_set', 'session.started', 'key.made', 'key.ended', 'link.closed', 'link.everybody', 'link.password_set', 'link.password_removed', 'link.renewed', 'export.asked', 'export.fetched'])
    expect(entries.find(({ kind }) => kind === 'key.ended')).toMatchObject({ lastFour: item.lastFour, recording: null })
    expect(entries.find(({ kind }) => kind === 'link.closed')).toMatchObject({ recording: { id: recording.id, title: recording.title } })
  })

  test('forgets places with the account, and after a year all but that it was deleted', async () => {
    const { email, browser, id } = await signedIn()
    await browser.send('POST', '/api/v1/me/delete', { email, password })
    const linesOf = () => ground.superuser.call(pb => pb.collection('audit_log').getFullList<{ id: string; action: string; network: string; browser: string }>({ filter: pb.filter('actor = {:id}', { id }) }))
    expect((await linesOf()).length).toBeGreaterThan(2)
    expect((await linesOf()).every(line => line.network === '' && line.browser === '')).toBe(true)
    for (const line of await linesOf()) await ground.superuser.call(pb => pb.collection('audit_log').update(line.id, { last_at: new Date(Date.now() - 366 * 24 * 3600_000).toISOString() }))
    await ground.superuser.call(pb => pb.crons.run('forget-old-audit-lines'))
    for (let waits = 0; waits < 100 && (await linesOf()).length > 1; waits += 1) await sleep(50)
    expect((await linesOf()).map(({ action }) => action)).toEqual(['user.closed'])
  })
})

test('what somebody uses and may use is told: their own limits, else those of the installation', async () => {
  const { browser, id } = await signedIn()
  const read = async () => usage.parse((await browser.send('GET', '/api/v1/me/usage')).json)
  expect(await read()).toEqual({ storage: { usedBytes: 0, limitBytes: null }, waiting: { count: 0, limit: 50 }, apiKeys: { count: 0, limit: 50 }, uploadBytes: 4294967296, recordingSeconds: 21600 })
  await browser.send('POST', '/api/v1/recordings/sample')
  await ground.superuser.call(pb => pb.collection('users').update(id, { storage_limit_bytes: 5_000_000_000, max_pending_jobs: 3 }))
  const now = await read()
  expect(now).toMatchObject({ storage: { limitBytes: 5_000_000_000 }, waiting: { count: 1, limit: 3 } })
  expect(now.storage.usedBytes).toBeGreaterThan(1_000_000)
  const small = await ground.backend({ MAX_STORAGE_BYTES: '1000' })
  expect(await new TestBrowser(small).send('GET', '/api/v1/me/usage', undefined, { authorization: `Bearer ${browser.accessToken}` })).toMatchObject({ json: { storage: { limitBytes: 5_000_000_000 } } })
  await ground.superuser.call(pb => pb.collection('users').update(id, { storage_limit_bytes: 0 }))
  expect(await new TestBrowser(small).send('GET', '/api/v1/me/usage', undefined, { authorization: `Bearer ${browser.accessToken}` })).toMatchObject({ json: { storage: { limitBytes: 1000 } } })
})

describe('an archive', () => {
  test('holds the database without what opens anything, and every file, and unpacks with tar', async () => {
    const { browser, id } = await signedIn()
    const { recording } = recordingAdded.parse((await browser.send('POST', '/api/v1/recordings/sample')).json)
    const secret = await storeSecret(id)
    const link = exportLink.parse((await browser.send('POST', '/api/v1/me/export-link')).json)
    expect(link.recordings).toBe(1)
    const answer = await fetch(backend.url + link.url)
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(answer.status).toBe(200)
    expect(bytes.length).toBe(Number(answer.headers.get('content-length')))
    const folder = await mkdtemp(join(tmpdir(), 'unpacked-'))
    await writeFile(join(folder, 'all.tar'), bytes)
    await run('tar', ['-xf', 'all.tar'], { cwd: folder })
    const { stdout } = await run('find', ['.', '-type', 'f', '-name', 'source*'], { cwd: folder })
    expect(stdout).toMatch(/\.\/recordings\/\d{4}-\d\d-\d\d-Sample-meeting-a-new-remote-control-\w{8}\/source\.mp4/)
    expect(stdout).toContain('source-transcript.json')
    const database = new Sqlite(join(folder, 'data.db'), { readonly: true })
    expect(database.prepare('SELECT id FROM recordings').all()).toEqual([{ id: recording.id }])
    expect(database.prepare('SELECT * FROM credentials').all()).toEqual([])
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    database.close()
    expect(bytes.includes(secret)).toBe(false)
    await rm(folder, { recursive: true, force: true })
  })

  test('78: whatever a recording is called, its files lie in folders of the archive and nowhere else', async () => {
    const { browser } = await signedIn()
    const { recording } = recordingAdded.parse((await browser.send('POST', '/api/v1/recordings/sample')).json)
    for (const title of ['../../../etc/passwd', '/etc/cron.d/x', '..\\..\\x', '\u202e$(id)\u0007;-rf', 'a/b\nc', '…'.repeat(200)]) {
      expect((await browser.send('PATCH', `/api/v1/recordings/${recording.id}`, { title })).status).toBe(200)
      const link = exportLink.parse((await browser.send('POST', '/api/v1/me/export-link')).json)
      const folder = await mkdtemp(join(tmpdir(), 'listed-'))
      await writeFile(join(folder, 'all.tar'), Buffer.from(await (await fetch(backend.url + link.url)).arrayBuffer()))
      const names = (await run('tar', ['-tf', 'all.tar'], { cwd: folder })).stdout.trim().split('\n')
      await rm(folder, { recursive: true, force: true })
      for (const name of names) expect(name, title).toMatch(/^(README\.txt|data\.db|activity\.\w+|recordings\/\d{4}-\d\d-\d\d-[A-Za-z0-9-]+\/[a-z-]+\.[a-z0-9]+)$/)
    }
  })

  test('holds every line of the activity page, however many pages it has, and nobody else\'s', async () => {
    const { browser, id } = await signedIn()
    const other = await signedIn()
    const line = { action: 'session.refused', browser: 'Chrome', system: 'Linux', network: '192.0.2.0/24', times: 1 }
    for (let minute = 0; minute < 60; minute++) await ground.superuser.call(pb => pb.collection('audit_log').create({ ...line, actor: id, last_at: new Date(Date.now() - minute * 60_000).toISOString() }))
    await ground.superuser.call(pb => pb.collection('audit_log').create({ ...line, actor: other.id, network: '198.51.100.0/24', last_at: new Date().toISOString() }))
    const { recording } = recordingAdded.parse((await browser.send('POST', '/api/v1/recordings/sample')).json)
    await browser.send('PATCH', `/api/v1/recordings/${recording.id}/share`, { audience: 'owner' })
    const link = exportLink.parse((await browser.send('POST', '/api/v1/me/export-link')).json)
    const folder = await mkdtemp(join(tmpdir(), 'activity-'))
    await writeFile(join(folder, 'all.tar'), Buffer.from(await (await fetch(backend.url + link.url)).arrayBuffer()))
    const { stdout } = await run('tar', ['-xOf', 'all.tar', 'activity.json'], { cwd: folder })
    await rm(folder, { recursive: true, force: true })
    const pages = await Promise.all([1, 2].map(async page => activityPage.parse((await browser.send('GET', `/api/v1/me/activity?page=${page}`)).json)))
    expect(pages.map(({ isMore }) => isMore)).toEqual([true, false])
    expect(JSON.parse(stdout)).toEqual(pages.flatMap(({ items }) => items))
    expect(stdout).toContain(recording.title)
    expect(stdout).not.toContain('198.51.100.0')
  })

  test('holds what lies in the bin, too', async () => {
    const { browser } = await signedIn()
    const { recording } = recordingAdded.parse((await browser.send('POST', '/api/v1/recordings/sample')).json)
    expect((await browser.send('DELETE', `/api/v1/recordings/${recording.id}`)).status).toBe(204)
    const link = exportLink.parse((await browser.send('POST', '/api/v1/me/export-link')).json)
    expect(link.recordings).toBe(1)
    expect(Buffer.from(await (await fetch(backend.url + link.url)).arrayBuffer()).includes('source.mp4')).toBe(true)
  })

  test('is given neither to a guest nor with a key of another kind, and its address dies with a new password', async () => {
    const { browser } = await signedIn()
    const link = exportLink.parse((await browser.send('POST', '/api/v1/me/export-link')).json)
    for (const token of ['', 'x', browser.accessToken!, `${link.url.split('token=')[1]!.slice(0, -4)}AAAA`]) {
      expect((await fetch(`${backend.url}/api/v1/me/export?token=${token}`)).status, token.slice(0, 8)).toBe(401)
    }
    expect((await fetch(`${backend.url}/api/v1/me/export`)).status).toBe(400)
    await browser.send('POST', '/api/v1/me/password', { current: password, password: 'another fine password' })
    expect((await fetch(backend.url + link.url)).status).toBe(401)
  })
})

describe('an account that is deleted', () => {
  test('needs the typed address and the password, and nothing happens without', async () => {
    const { email, browser } = await signedIn()
    expect((await browser.send('POST', '/api/v1/me/delete', { email: 'somebody@example.com', password })).status).toBe(400)
    expect((await browser.send('POST', '/api/v1/me/delete', { email, password: 'wrong one here' })).status).toBe(403)
    expect((await browser.send('GET', '/api/v1/recordings')).status).toBe(200)
  })

  test('leaves no file, no key, no address, and its links and sessions are dead at once', async () => {
    const { email, browser, id } = await signedIn()
    const other = await another(email)
    const { recording } = recordingAdded.parse((await browser.send('POST', '/api/v1/recordings/sample')).json)
    const { database } = me.parse((await browser.send('GET', '/api/v1/me')).json)
    const links = await rowsOf('share_links', id)
    expect(links).toHaveLength(1)
    expect((await browser.send('POST', '/api/v1/me/delete', { email: ` ${email.toUpperCase()} `, password })).status).toBe(204)
    expect((await browser.send('GET', '/api/v1/me')).status).toBe(401)
    expect((await other.refresh()).status).toBe(401)
    expect((await rowsOf('share_links', id)).every(row => row['revoked_at'] !== '')).toBe(true)
    expect((await rowsOf('user_databases', id))[0]).toMatchObject({ status: 'deleting', wrapped_key: 'deleted' })
    expect((await rowsOf('global_queue', id)).map(row => row['status'])).not.toContain('pending')
    expect(existsSync(join(ground.environment['USER_DBS_DIR']!, `${database}.db`))).toBe(false)
    expect(await keysBelow(`users/${id}/`)).toEqual([])
    expect((await fetch(`${backend.url}/api/v1/recordings/${recording.id}`)).status).toBe(401)
    expect((await new TestBrowser(backend).login({ email, password })).status).toBe(401)
    // The address is free again, for a new and empty account.
    const again = new TestBrowser(backend)
    await again.post('register', { email, password: 'a new password here', name: '' })
    expect((await again.login({ email, password: 'a new password here' })).status).toBe(200)
    expect((await again.send('GET', '/api/v1/recordings')).json).toEqual({ items: [] })
  })

  test('is forgotten after its time with whatever came late, and not before', async () => {
    const { email, browser, id } = await signedIn()
    await browser.send('POST', '/api/v1/me/delete', { email, password })
    const store = makeLocalObjectStore(ground.environment['OBJECT_STORE_DIR']!)
    const late = join(ground.environment['OBJECT_STORE_DIR']!, '..', 'late.txt')
    await writeFile(late, 'late')
    await store.putFile(`users/${id}/recordings/late/upload` as never, late)
    const identities = makeIdentities(ground.superuser)
    const log = makeLogger('test', 'silent')
    const userDatabases = makeUserDatabases({ folder: ground.environment['USER_DBS_DIR']!, registry: makeUserDatabaseRegistry(ground.superuser), masterKeys: readMasterKeys([ground.environment['AES_MASTER_KEY']!]), log })
    const deps = { identities, userDatabases, store, log, signal: new AbortController().signal, config: ground.config() }
    await finishOnce(deps, 600)
    expect(await keysBelow(`users/${id}/`)).toEqual([])
    expect(await rowsOf('user_databases', id)).toHaveLength(1)
    await finishOnce(deps, 0)
    expect(await identities.read(id as never)).toBeNull()
    for (const name of ['user_databases', 'sessions', 'share_links', 'global_queue']) expect(await rowsOf(name, id), name).toEqual([])
    userDatabases.close()
  })
})

async function rowsOf(collection: string, user: string): Promise<Record<string, unknown>[]> {
  return ground.superuser.call(pb => pb.collection(collection).getFullList({ filter: pb.filter('user = {:user}', { user }) }))
}

async function keysBelow(prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const key of makeLocalObjectStore(ground.environment['OBJECT_STORE_DIR']!).list(prefix)) keys.push(key)
  return keys
}

/** A sealed credential in the person's database, as a connected Fathom account leaves it; answers what is stored. */
async function storeSecret(id: string): Promise<string> {
  const userDatabases = makeUserDatabases({ folder: ground.environment['USER_DBS_DIR']!, registry: makeUserDatabaseRegistry(ground.superuser), masterKeys: readMasterKeys([ground.environment['AES_MASTER_KEY']!]), log: makeLogger('test', 'silent') })
  const row = `crd_${randomBytes(8).toString('hex')}`
  const sealed = sealField(await userDatabases.userKey(id as never), { userId: id as never, table: 'credentials', row, column: 'sealed' }, 'a-fathom-key')
  ;(await userDatabases.open(id as never)).transact(db => db.insert(credentials).values({ id: row, kind: 'fathom-api-key', sealed, lastFour: '-key', createdAt: new Date().toISOString() }).run())
  userDatabases.close()
  return sealed
}
