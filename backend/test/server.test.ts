import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiRoutes } from '@f2l/common/contracts/api.ts'
import { userId } from '@f2l/common/contracts/ids.ts'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { makeUserDatabases } from '@f2l/user-dbs/user-databases.ts'
import { makeIdentities } from '@f2l/backend/identities.ts'
import { publicPath } from '@f2l/backend/request-log.ts'
import { requireStrongSecrets } from '@f2l/backend/strong-secrets.ts'
import type { RunningBackend } from '@f2l/backend/start-backend.ts'
import { makeUserDatabaseRegistry } from '@f2l/backend/user-database-registry.ts'
import { prepareGround, type TestGround } from './running-backend.ts'

let ground: TestGround
let backend: RunningBackend
let webFolder: string

beforeAll(async () => {
  ground = await prepareGround()
  webFolder = join(ground.environment['USER_DBS_DIR']!, '../dist')
  mkdirSync(join(webFolder, 'assets'), { recursive: true })
  writeFileSync(join(webFolder, 'index.html'), '<!doctype html><title>the app</title>')
  writeFileSync(join(webFolder, 'assets/app-1a2b.js'), 'export {}')
  backend = await ground.backend({}, { webFolder })
})
afterAll(() => ground?.stop())

const get = (path: string, init: RequestInit = {}) => fetch(backend.url + path, { redirect: 'manual', ...init })

/** `fetch` chooses Host itself. */
function getAs(host: string, path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  return new Promise((done, fail) => {
    httpRequest({ host: '127.0.0.1', port: backend.port, path, headers: { host, ...headers } }, answer => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => { text += part }).on('end', () => done({ status: answer.statusCode!, text }))
    }).on('error', fail).end()
  })
}

/** States of a connection in /proc/net/tcp. */
const [connected, calling] = ['01', '02']
/** How many the system lets wait, whatever a server asks for; 0 where it does not tell. */
function mostWaiting(): number {
  const path = '/proc/sys/net/core/somaxconn'
  return existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0
}

describe('the web server', () => {
  test('says that it is there', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ ok: true })
  })

  test.each(['/', '/recordings/rec_x', '/verify?token=abc', '/login'])('serves the app at %s', async path => {
    const answer = await get(path)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('the app')
    expect(answer.headers.get('cache-control')).toBe('no-cache')
  })

  test.skipIf(mostWaiting() < 1000)('700 visitors who come in one moment are let in at once: nobody\'s first packet is dropped', async () => {
    const { port } = new URL(backend.url)
    const sockets = Array.from({ length: 700 }, () => connect(Number(port), '127.0.0.1'))
    // They have called by then, and we have not yet taken any of them in.
    await new Promise<void>(done => process.nextTick(done))
    const callers = readFileSync('/proc/net/tcp', 'utf8').split('\n').map(line => line.trim().split(/\s+/)).filter(([, , remote]) => remote?.endsWith(`:${Number(port).toString(16).toUpperCase().padStart(4, '0')}`))
    sockets.forEach(socket => socket.destroy())
    const inState = (state: string): number => callers.filter(([, , , is]) => is === state).length
    expect(inState(connected)).toBeGreaterThanOrEqual(700)
    expect(inState(calling)).toBe(0)
  })

  test.skipIf(process.platform !== 'linux')('160 callers who wait together are let in within 80 turns of a busy server, not one a turn', async () => {
    let answered = 0
    for (let n = 0; n < 160; n += 1) {
      const caller = connect(backend.port, '127.0.0.1', () => caller.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n'))
      caller.once('data', () => { answered += 1 }).resume()
    }
    let turns = 0
    for (; answered < 160 && turns < 500; turns += 1) await new Promise(setImmediate)
    expect(answered).toBe(160)
    expect(turns).toBeLessThanOrEqual(80)
  })

  test('lets built files be kept for ever, and a missing one is missing', async () => {
    expect((await get('/assets/app-1a2b.js')).headers.get('cache-control')).toContain('immutable')
    expect((await get('/assets/old.js')).status).toBe(404)
  })

  test.each(['/../../package.json', '/..%2f..%2fpackage.json', '/assets/..%2f..%2f..%2fpackage.json', '/.env'])('80: gives no file outside its folder (%s)', async path => {
    const { text } = await getAs('localhost', path)
    expect(text).not.toContain('fathom-to-loom')
    expect(text).not.toContain('SECRET')
  })

  test.each(['/api/v1/nothing', '/internal/nothing', '/s/nothing/else'])('answers 404 as JSON at %s', async path => {
    const answer = await get(path)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ error: { code: 'not_found', requestId: answer.headers.get('x-request-id') } })
  })

  test('87: allows no inline script, no foreign frame, no plug-in and no base tag', async () => {
    const { headers } = await get('/')
    const policy = Object.fromEntries(headers.get('content-security-policy')!.split(';').map(part => [part.split(' ')[0]!, part.split(' ').slice(1)]))
    expect(policy['script-src']).toEqual(['\'self\''])
    expect(policy['default-src']).toEqual(['\'self\''])
    expect(policy['object-src']).toEqual(['\'none\''])
    expect(policy['base-uri']).toEqual(['\'none\''])
    expect(policy['frame-ancestors']).toEqual(['\'self\''])
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('permissions-policy')).toContain('microphone=()')
    expect(headers.get('x-powered-by')).toBeNull()
  })

  test.each([
    ['broken JSON', '{"email":', 'application/json', 400, 'input.invalid'], ['another type', 'email=a@b.c', 'application/x-www-form-urlencoded', 400, 'input.invalid'],
    ['a megabyte', JSON.stringify({ email: 'x'.repeat(1_000_000) }), 'application/json', 413, 'input.too_large'],
    ['10 000 levels', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'application/json', 400, 'input.invalid'],
    ['a prototype', '{"__proto__":{"email":"a@b.c"},"constructor":{"password":"x"}}', 'application/json', 400, 'input.invalid'],
    ['nothing', '', 'application/json', 400, 'input.invalid'],
    ['a strange charset', '{}', 'application/json; charset=utf-99', 400, 'input.invalid'],
  ])('40: answers a body of %s with one clear error', async (_, body, type, status, code) => {
    const answer = await get('/api/v1/auth/login', { method: 'POST', body, headers: { 'content-type': type } })
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ error: { code } })
  })

  const isPublic = ['register', 'verifyEmail', 'login', 'refresh', 'logout', 'forgotPassword', 'resetPassword', 'sharePage', 'shareDraft', 'oembed']
  // `source` shows its own signed address instead of a session.
  const bySignedAddress = ['source']
  test.each(Object.entries(apiRoutes).filter(([name]) => ![...isPublic, ...bySignedAddress].includes(name)))('asks for a sign-in at %s', async (_, route) => {
    const [method, path] = route.split(' ') as [string, string]
    const answer = await get(path.replace(':id', 'rec_aaaaaaaaaaaaaaaa'), { method, headers: { 'content-type': 'application/json', 'cookie': 'f2l_refresh=x' }, ...(method === 'GET' ? {} : { body: '{}' }) })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ error: { code: 'auth.required' } })
  })

  test.each([
    ['/verify?token=abc', '/verify'], ['/s/AAAAAAAAAAAAAAAAAAAAAA/video.mp4', '/s/…/video.mp4'], ['/s/AAAAAAAAAAAAAAAAAAAAAA?t=3', '/s/…'],
    ['/api/v1/share/AAAAAAAAAAAAAAAAAAAAAA', '/api/v1/share/…'], ['/api/v1/me', '/api/v1/me'],
    ['/hooks/fathom/aaaaaaaaaaaaaaa/secret-token', '/hooks/…'],
  ])('logs %s without its secret', (url, logged) => {
    expect(publicPath(url)).toBe(logged)
  })
})

describe('PocketBase\'s admin panel', () => {
  test('is there for people on this machine, with the API it uses', async () => {
    const { status, text } = await getAs(`localhost:${backend.port}`, '/_/')
    expect(status).toBe(200)
    expect(text).toContain('<html')
    const auth = await get('/api/collections/_superusers/auth-with-password', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ identity: 'admin@example.com', password: ground.environment['PB_ADMIN_PASSWORD'] }),
    })
    expect(auth.status).toBe(200)
    const { token } = await auth.json() as { token: string }
    const rows = await get('/api/collections/global_queue/records', { headers: { authorization: token } })
    expect(await rows.json()).toMatchObject({ items: [] })
  })

  test.each([
    ['another proxy', 'localhost', { 'x-forwarded-for': '203.0.113.7' }], ['another proxy by its standard name', 'localhost', { forwarded: 'for=203.0.113.7' }],
    ['a page that rebinds its name', 'evil.example', {}],
  ])('28: is not there through %s', async (_, host, headers) => {
    for (const path of ['/_/', '/_/assets/x.js', '/api/health', '/api/sql', '/api/backups', '/api/logs', '/api/collections/users/records']) {
      const { status, text } = await getAs(host, path, headers)
      expect([path, status]).toEqual([path, 404])
      expect(text).toContain('not_found')
    }
  })
})

describe('starting', () => {
  test('62: with another master key than the first one is refused before any data is touched', async () => {
    await expect(ground.backend({ AES_MASTER_KEY: randomBytes(32).toString('base64') })).rejects.toMatchObject({ code: 'secret.wrong_master_key' })
  })

  test.each([
    ['JWT_SECRET', 'a'.repeat(40)], ['WORKER_SECRET', 'change-me-change-me-change-me-change-me'], ['PB_ADMIN_PASSWORD', 'short1X'], ['PB_ADMIN_PASSWORD', 'password1234'],
    ['PB_ENCRYPTION_KEY', '12345678901234567890123456789012'],
  ])('in production with a weak %s is refused, without repeating it', (name, weak) => {
    const config = ground.config({ NODE_ENV: 'production', [name]: weak })
    expect(() => requireStrongSecrets(config)).toThrow(expect.objectContaining({ code: 'config.invalid', message: expect.stringContaining(name) as string }))
    expect(() => requireStrongSecrets(config)).toThrow(expect.not.objectContaining({ message: expect.stringContaining(weak) as string }))
  })

  test('in production with one secret for two things is refused', () => {
    const one = randomBytes(32).toString('hex')
    expect(() => requireStrongSecrets(ground.config({ NODE_ENV: 'production', JWT_SECRET: one, WORKER_SECRET: one }))).toThrow(/JWT_SECRET, WORKER_SECRET/)
  })

  test('in production with random secrets works', () => {
    requireStrongSecrets(ground.config({ NODE_ENV: 'production' }))
  })

  test('on a port that is taken says so', async () => {
    await expect(ground.backend({ PORT: String(backend.port) })).rejects.toMatchObject({ code: 'config.invalid', message: expect.stringContaining('PORT') as string })
  })
})

describe('the registry of user databases', () => {
  test('32: gives 100 people who sign in at once 100 databases: no name twice, no number left out', async () => {
    const folder = join(ground.environment['USER_DBS_DIR']!, 'hundred')
    const ids = await Promise.all(Array.from({ length: 100 }, (_, number) => ground.superuser.call(pb => pb.collection('users').create({
      email: `first${number}@example.com`, password: 'correct horse battery', passwordConfirm: 'correct horse battery',
    })).then(record => userId.parse(record.id))))
    const options = { folder, registry: makeUserDatabaseRegistry(ground.superuser), masterKeys: readMasterKeys([ground.environment['AES_MASTER_KEY']!]), log: makeLogger('test', 'silent') }
    // Two backends that know nothing of each other, each seeing every login twice.
    const backends = [makeUserDatabases(options), makeUserDatabases(options)]
    const made = await Promise.all(backends.flatMap(databases => [...ids, ...ids].map((id, index) => databases.provision({ id, email: `first${index % 100}@example.com` }))))
    const names = [...new Set(made.map(database => database.name))].sort()
    expect(names).toHaveLength(100)
    expect(names.every((name, index) => new RegExp(`^\\d{4}-\\d{2}-\\d{2}-${String(index + 1).padStart(3, '0')}-first\\d+$`).test(name))).toBe(true)
    expect(readdirSync(folder).filter(name => !name.startsWith('.') && name.endsWith('.db')).sort()).toEqual(names.map(name => `${name}.db`))
    const rows = await ground.superuser.call(pb => pb.collection('user_databases').getFullList<{ status: string; seq: number; schema_version: number }>({ sort: 'seq' }))
    expect(rows.map(row => row.seq)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
    expect(rows.every(row => row.status === 'ready' && row.schema_version > 0)).toBe(true)
    for (const databases of backends) databases.close()
  })

  test('never gives a number again, even after its row is gone', async () => {
    const registry = makeUserDatabaseRegistry(ground.superuser)
    const identities = makeIdentities(ground.superuser)
    const register = async (email: string) => {
      const person = await identities.create({ email, password: 'correct horse battery', name: '' })
      const row = await registry.register({ userId: person!.id, username: 'x', wrappedKey: 'w', keyId: 'k' })
      return { id: person!.id, seq: Number(row.name.split('-')[3]) }
    }
    const last = await register('last@example.com')
    await ground.superuser.call(pb => pb.collection('users').delete(last.id))
    expect(await registry.find(last.id)).toBeNull()
    expect((await register('next@example.com')).seq).toBe(last.seq + 1)
  })

  test('33: counts on with four digits after the 999th of a day', async () => {
    const registry = makeUserDatabaseRegistry(ground.superuser)
    const identities = makeIdentities(ground.superuser)
    const [day] = await ground.superuser.call(pb => pb.collection('database_days').getFullList())
    await ground.superuser.call(pb => pb.collection('database_days').update(day!.id, { last_seq: 998 }))
    const names = []
    for (const prefix of ['nines', 'thousand']) {
      const person = await identities.create({ email: `${prefix}@example.com`, password: 'correct horse battery', name: '' })
      names.push((await registry.register({ userId: person!.id, username: prefix, wrappedKey: 'w', keyId: 'k' })).name)
    }
    expect(names[0]).toMatch(/-999-nines$/)
    expect(names[1]).toMatch(/-1000-thousand$/)
  })

  test('34: numbers each UTC day by itself, whatever the days around it have counted', async () => {
    const around = [-1, 1].map(days => new Date(Date.now() + days * 24 * 3600_000).toISOString().slice(0, 10))
    for (const day of around) await ground.superuser.call(pb => pb.collection('database_days').create({ day, last_seq: 500 }))
    const days = [new Date().toISOString().slice(0, 10)]
    const person = await makeIdentities(ground.superuser).create({ email: 'midnight@example.com', password: 'correct horse battery', name: '' })
    const { name } = await makeUserDatabaseRegistry(ground.superuser).register({ userId: person!.id, username: 'midnight', wrappedKey: 'w', keyId: 'k' })
    days.push(new Date().toISOString().slice(0, 10))
    expect(days).toContain(name.slice(0, 10))
    expect(name).not.toMatch(/-50[01]-midnight$/)
  })

  test('keeps a database in quarantine although a sign-in reports it open', async () => {
    const registry = makeUserDatabaseRegistry(ground.superuser)
    const person = await makeIdentities(ground.superuser).create({ email: 'quarantined@example.com', password: 'correct horse battery', name: '' })
    await registry.register({ userId: person!.id, username: 'quarantined', wrappedKey: 'w', keyId: 'k' })
    const row = await ground.superuser.call(pb => pb.collection('user_databases').getFirstListItem(pb.filter('user = {:id}', { id: person!.id })))
    await ground.superuser.call(pb => pb.collection('user_databases').update(row.id, { status: 'quarantined' }))
    await registry.noteOpened(person!.id, { schemaVersion: 1, sizeBytes: 1 })
    expect((await registry.find(person!.id))!.status).toBe('quarantined')
    await registry.noteMigrated([{ userId: person!.id, schemaVersion: 1, sizeBytes: 1 }])
    expect((await registry.find(person!.id))!.status).toBe('quarantined')
    expect((await registry.listOutdated(99, { after: '', limit: 1000 })).map(({ userId: id }) => id)).not.toContain(person!.id)
  })

  test('opens one again that a migration had shut, once it was migrated', async () => {
    const registry = makeUserDatabaseRegistry(ground.superuser)
    const person = await makeIdentities(ground.superuser).create({ email: 'mended@example.com', password: 'correct horse battery', name: '' })
    await registry.register({ userId: person!.id, username: 'mended', wrappedKey: 'w', keyId: 'k' })
    await registry.noteOpened(person!.id, { schemaVersion: 1, sizeBytes: 1 })
    await registry.quarantine(person!.id, 'x'.repeat(600))
    expect(await registry.find(person!.id)).toMatchObject({ status: 'quarantined', schemaVersion: 1 })
    expect((await registry.listOutdated(99, { after: '', limit: 1000 })).map(({ userId: id }) => id)).toContain(person!.id)
    await registry.noteMigrated([{ userId: person!.id, schemaVersion: 99, sizeBytes: 1 }])
    expect(await registry.find(person!.id)).toMatchObject({ status: 'ready', schemaVersion: 99 })
    await ground.superuser.call(pb => pb.collection('users').delete(person!.id))
  })
})
