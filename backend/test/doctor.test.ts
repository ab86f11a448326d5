import { createServer as createHttpServer } from 'node:http'
import { randomBytes } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { doctorReport, type DoctorFinding } from '@f2l/common/contracts/doctor.ts'
import { makeQueueProducer } from '@f2l/common/pocketbase-queue.ts'
import { makeIdentities } from '../src/identities.ts'
import { examine } from '../src/doctor/examine.ts'
import type { RunningBackend } from '../src/start-backend.ts'
import { makeUserDatabaseRegistry } from '../src/user-database-registry.ts'
import { prepareGround, TestBrowser, type TestGround } from './running-backend.ts'

const password = 'correct horse battery'
let ground: TestGround
let backend: RunningBackend
beforeAll(async () => {
  ground = await prepareGround()
  backend = await ground.backend()
})
afterAll(() => ground?.stop())

async function signedIn(email: string, on = backend): Promise<TestBrowser> {
  const browser = new TestBrowser(on)
  await browser.post('register', { email, password, name: '' })
  await browser.login({ email, password })
  return browser
}

async function examined(overrides: Record<string, string> = {}): Promise<Map<string, DoctorFinding>> {
  const findings = await examine({ config: ground.config(overrides), client: ground.superuser, queue: makeQueueProducer(ground.superuser), signal: new AbortController().signal })
  return new Map(findings.map(finding => [finding.name, finding]))
}

test('whoever registered first may see it, others may not', async () => {
  const first = await signedIn('first@example.com')
  const second = await signedIn('second@example.com')
  expect((await first.send('GET', '/api/v1/me')).json).toMatchObject({ isOperator: true })
  expect((await second.send('GET', '/api/v1/me')).json).toMatchObject({ isOperator: false })
  const report = doctorReport.parse((await first.send('GET', '/api/v1/doctor')).json)
  expect(report.findings.map(finding => finding.name)).toEqual(expect.arrayContaining(['PocketBase', 'Clock', 'Workers', 'Public address', 'ffmpeg', 'Video encoder', 'Browser', 'Fonts', 'Disk: recordings and videos', 'Mail', 'Secrets']))
  expect(await second.send('GET', '/api/v1/doctor')).toMatchObject({ status: 403, code: 'access.denied' })
})

test('with OPERATOR_EMAILS it is for those who are named and have confirmed their address, and for nobody else', async () => {
  const named = await ground.backend({ OPERATOR_EMAILS: 'Boss@Example.com, other@example.com' })
  const boss = await signedIn('boss@example.com', named)
  expect((await boss.send('GET', '/api/v1/doctor')).status).toBe(403)
  const identities = makeIdentities(ground.superuser)
  await identities.markVerified((await identities.findByEmail('boss@example.com'))!.id)
  expect((await boss.send('GET', '/api/v1/doctor')).status).toBe(200)
  expect((await (await signedIn('first@example.com', named)).send('GET', '/api/v1/doctor')).status).toBe(403)
})

test('what is broken is told with its remedy, each in a sentence', async () => {
  const found = await examined({ FFMPEG_PATH: '/nowhere/ffmpeg', PUPPETEER_EXECUTABLE_PATH: '/nowhere/chrome', PUBLIC_URL: 'http://127.0.0.1:1', SMTP_URL: 'smtp://127.0.0.1:1' })
  for (const name of ['ffmpeg', 'Video encoder', 'Browser', 'Workers', 'Mail']) expect(found.get(name), name).toMatchObject({ state: 'bad' })
  expect(found.get('Public address')).toMatchObject({ state: 'warn' })
  for (const finding of found.values()) {
    expect(finding.detail, finding.name).toMatch(/\.$/)
    if (finding.state === 'good') expect(finding.remedy).toBeNull()
    else expect(finding.remedy, finding.name).toMatch(/\.$/)
  }
})

test('a mail server is asked for its welcome', async () => {
  for (const [greeting, state] of [['220 mail.example.com ESMTP\r\n', 'good'], ['554 go away\r\n', 'bad']] as const) {
    const server = createServer(socket => { socket.end(greeting) }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    expect((await examined({ SMTP_URL: `smtp://ann:hunter22@127.0.0.1:${(server.address() as AddressInfo).port}` })).get('Mail'), greeting).toMatchObject({ state })
    server.close()
  }
  expect((await examined({ SMTP_URL: '' })).get('Mail')).toMatchObject({ state: 'warn' })
})

test('a proxy through which everybody looks as if they sat at this machine is named, since it opens the admin panel', async () => {
  for (const [panel, state] of [[200, 'bad'], [404, 'warn']] as const) {
    const proxy = createHttpServer((request, response) => { response.writeHead(request.url === '/_/' ? panel : 200).end('{"ok":true}') }).listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const found = (await examined({ PUBLIC_URL: `http://[::ffff:127.0.0.1]:${(proxy.address() as AddressInfo).port}` })).get('Public address')
    expect(found).toMatchObject({ state, detail: expect.stringContaining(state === 'bad' ? 'admin panel' : 'not encrypted') as string })
    proxy.close()
  }
})

test('a PocketBase that is away and a worker that is missing are two findings, and neither stops the rest', async () => {
  const found = await examined({ PB_URL: 'http://127.0.0.1:1' })
  expect(found.get('PocketBase')).toMatchObject({ state: 'bad' })
  expect(found.get('Fonts')).toMatchObject({ state: 'good' })
})

test('a database in quarantine is named with its reason', async () => {
  expect((await examined()).get('People\'s databases')).toMatchObject({ state: 'good' })
  await signedIn('set-aside@example.com')
  const person = await makeIdentities(ground.superuser).findByEmail('set-aside@example.com')
  await makeUserDatabaseRegistry(ground.superuser).quarantine(person!.id, 'table later already exists')
  const finding = (await examined()).get('People\'s databases')
  expect(finding).toMatchObject({ state: 'bad', detail: expect.stringMatching(/^1 in quarantine: .*-set-aside \(table later already exists\)\.$/) as string })
})

test('a change of the master key that is not finished is named', async () => {
  expect((await examined()).has('Master key')).toBe(false)
  const finding = (await examined({ AES_MASTER_KEY: `${randomBytes(32).toString('base64')},${ground.environment['AES_MASTER_KEY']}` })).get('Master key')
  expect(finding).toMatchObject({ state: 'warn', detail: 'AES_MASTER_KEY holds 2 keys.' })
})

test('no secret is in what it says, however wrong the settings are', async () => {
  const canary = 'canary-canary-password-1234567'
  const found = await examined({ JWT_SECRET: `${canary}-jwt-secret`, SMTP_URL: `smtp://user:${canary}@127.0.0.1:1`, PB_URL: 'http://127.0.0.1:1' })
  expect(found.get('Secrets')).toMatchObject({ state: 'warn' })
  expect(found.get('Secrets')!.detail).toContain('JWT_SECRET')
  const said = JSON.stringify([...found.values()])
  for (const secret of [canary, ground.environment['WORKER_SECRET']!, ground.environment['PB_ADMIN_PASSWORD']!, ground.environment['AES_MASTER_KEY']!]) expect(said).not.toContain(secret)
})
