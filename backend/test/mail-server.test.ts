import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { inspect } from 'node:util'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { MailServerView, OpenMailServer } from '@f2l/common/contracts/mail-server.ts'
import { mailWork } from '@f2l/common/contracts/internal-api.ts'
import { connectToMailServer } from '@f2l/common/mail-server/connect.ts'
import { sendThrough } from '@f2l/common/mail-server/send-through.ts'
import { AppError } from '@f2l/common/errors.ts'
import { credentials, events, mails } from '@f2l/user-dbs/schema.ts'
import { makeCertificate } from '../../scripts/make-certificate.ts'
import { openExport } from '../src/account/export-archive.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'
import { startRawServer, startTestMailServer } from './test-mail-server.ts'

const login = { user: 'robot', password: 'canary-of-the-mail-server' }
const trusted = makeCertificate('localhost')
const stops: (() => Promise<void>)[] = []
let stack: ProductStack
let ann: Person

beforeAll(async () => {
  setDefaultCACertificates([...getCACertificates('default'), trusted.certificatePem])
  stack = await startProductStack({ PRIVATE_MAIL_HOSTS: 'localhost' })
})
beforeEach(async () => { ann = await stack.signUp('Ann') })
afterEach(async () => { for (const stop of stops.splice(0)) await stop() })
afterAll(() => stack?.stop())

async function running<T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const server = await starting
  stops.push(() => server.stop())
  return server
}
const serverAt = (port: number, changes: Record<string, unknown> = {}) => ({ host: 'localhost', port, security: 'none', userName: login.user, password: login.password, fromAddress: 'videos@ann.example', fromName: 'Ann', ...changes })
const save = (person: Person, body: unknown) => person.call('PUT', '/api/v1/mail-server', body)
const tryOut = (person: Person) => person.call('POST', '/api/v1/mail-server/test')
const shown = async (person: Person) => (await (await person.call('GET', '/api/v1/mail-server')).json() as { server: MailServerView | null }).server
const problemOf = async (answer: Response) => {
  const { error } = await answer.json() as { error: { code: string; message: string } }
  return { status: answer.status, ...error }
}

describe('setting it', () => {
  test('the password goes in and never comes out', async () => {
    expect(await shown(ann)).toBeNull()
    const answer = await save(ann, serverAt(2525))
    const said = await answer.text()
    expect(JSON.parse(said)).toEqual({ server: { host: 'localhost', port: 2525, security: 'none', userName: 'robot', fromAddress: 'videos@ann.example', fromName: 'Ann', hasPassword: true, checkedAt: null, error: null } })
    expect(said + JSON.stringify(await shown(ann))).not.toContain('canary')
  })

  test('left out, the password stays, but it follows to no other server, port or encryption', async () => {
    await save(ann, serverAt(2525))
    expect((await save(ann, serverAt(2525, { password: undefined, fromName: 'Ann Arbor' }))).status).toBe(200)
    expect(await shown(ann)).toMatchObject({ fromName: 'Ann Arbor', hasPassword: true })
    for (const change of [{ host: 'evil.example' }, { port: 2526 }, { security: 'tls' }]) {
      expect(await problemOf(await save(ann, serverAt(2525, { password: undefined, ...change })))).toMatchObject({ status: 400, code: 'input.invalid', message: expect.stringContaining('password again') })
    }
    expect(await shown(ann)).toMatchObject({ host: 'localhost', port: 2525, security: 'none' })
  })

  test('without a user name there is no password, and with one there must be', async () => {
    await save(ann, serverAt(2525))
    await save(ann, serverAt(2525, { userName: null, password: undefined }))
    expect(await shown(ann)).toMatchObject({ userName: null, hasPassword: false })
    expect(await passwordsOf(ann)).toBe(0)
    expect((await problemOf(await save(ann, serverAt(2525, { password: null })))).code).toBe('input.invalid')
  })

  test.each([
    ['a protocol', { host: 'smtp://mail.example' }], ['a port in the name', { host: 'mail.example:25' }], ['a line break', { host: 'mail.example\r\nx' }], ['nothing', { host: '' }],
    ['port 0', { port: 0 }], ['no address', { fromAddress: 'ann' }], ['two addresses', { fromAddress: 'a@b.c, d@e.f' }], ['another encryption', { security: 'ssl' }],
  ])('%s is refused', async (_, change) => {
    expect(await problemOf(await save(ann, serverAt(2525, change)))).toMatchObject({ status: 400, code: 'input.invalid' })
    expect(await shown(ann)).toBeNull()
  })

  test('removed, nothing of it is left, and nobody else ever saw it', async () => {
    const bob = await stack.signUp('Bob')
    await save(ann, serverAt(2525))
    expect(await shown(bob)).toBeNull()
    expect((await bob.call('DELETE', '/api/v1/mail-server')).status).toBe(204)
    expect(await shown(ann)).not.toBeNull()
    expect((await ann.call('DELETE', '/api/v1/mail-server')).status).toBe(204)
    expect([await shown(ann), await passwordsOf(ann)]).toEqual([null, 0])
    expect((await problemOf(await tryOut(ann))).code).toBe('not_found')
  })

  test('is nothing for a guest', async () => {
    for (const [method, path] of [['GET', ''], ['PUT', ''], ['DELETE', ''], ['POST', '/test']] as const) expect((await stack.anybody(method, `/api/v1/mail-server${path}`)).status).toBe(401)
  })
})

describe('a test mail', () => {
  test.each(['none', 'starttls', 'tls'] as const)('arrives at the person\'s own address, signed in, with %s', async security => {
    const server = await running(startTestMailServer({ security, login, certificate: trusted }))
    await save(ann, serverAt(server.port, { security, fromName: 'Ann\r\nBcc: eve@example.com' }))
    expect((await tryOut(ann)).status).toBe(204)
    expect(server.logins).toEqual(['robot'])
    expect(server.mails).toHaveLength(1)
    expect(server.mails[0]).toMatch(/^To: .*ann-[0-9a-f]+@example\.com/m)
    expect(server.mails[0]).toMatch(/^From: .*<videos@ann\.example>/m)
    expect(server.mails[0]).not.toMatch(/^Bcc:/m)
    expect(await shown(ann)).toMatchObject({ error: null, checkedAt: expect.stringContaining('T') })
  })

  test.each([
    ['a wrong password', () => startTestMailServer({ login: { user: 'robot', password: 'another' } }), {}, 'mail.wrong_password', /does not accept this user name and password/],
    ['no STARTTLS though it was asked for', () => startTestMailServer({ login }), { security: 'starttls' }, 'mail.no_tls', /does not offer STARTTLS/],
    ['no TLS though it was asked for', () => startTestMailServer({ login }), { security: 'tls' }, 'mail.no_tls', /does not speak TLS/],
    ['a certificate that nobody signed', () => startTestMailServer({ login, security: 'tls' }), { security: 'tls' }, 'mail.no_tls', /certificate/],
    ['… after STARTTLS', () => startTestMailServer({ login, security: 'starttls' }), { security: 'starttls' }, 'mail.no_tls', /certificate/],
    ['a recipient that is refused', () => startTestMailServer({ login, refusesWith: 550 }), {}, 'mail.rejected', /answer 550/],
    ['a server that is busy', () => startTestMailServer({ login, refusesWith: 450 }), {}, 'mail.refused', /just now \(answer 450\)/],
    ['a sign-in that is wanted', () => startTestMailServer({ login }), { userName: null, password: null }, 'mail.rejected', /wants a user name and password/],
    ['a greeting that is none', () => startRawServer(undefined, '554 go away'), {}, 'mail.rejected', /answer 554/],
  ] as const)('of %s is said in one sentence, which the settings keep', async (_, start, changes, code, sentence) => {
    const server = await running<{ port: number; stop(): Promise<void> }>(start())
    await save(ann, serverAt(server.port, changes))
    const problem = await problemOf(await tryOut(ann))
    expect(problem).toMatchObject({ code, message: expect.stringMatching(sentence) })
    expect(problem.message).not.toContain('canary')
    expect(await shown(ann)).toMatchObject({ error: problem.message, checkedAt: expect.any(String) })
  })

  test('a server that is not there, and a name that is none', async () => {
    await save(ann, serverAt(1))
    expect(await problemOf(await tryOut(ann))).toMatchObject({ code: 'mail.unreachable', message: expect.stringContaining('refused the connection') })
    await save(ann, serverAt(587, { host: 'no-such-host.invalid' }))
    expect((await problemOf(await tryOut(ann))).code).toMatch(/^mail\.(unknown_host|unreachable)$/)
  })

  test('a server that never says a word is given up', async () => {
    const silent = await running(startRawServer())
    await save(ann, serverAt(silent.port))
    expect(await problemOf(await tryOut(ann))).toMatchObject({ status: 504, code: 'mail.silent', message: expect.stringContaining('did not answer in time') })
  }, 30_000)

  test('without encryption that was asked for no password is sent', async () => {
    const plain = await running(startRawServer((line, say) => {
      if (line.startsWith('EHLO')) say('250-hello\r\n250 AUTH PLAIN LOGIN')
      else say('502 what')
    }, '220 hello'))
    await save(ann, serverAt(plain.port, { security: 'starttls' }))
    expect((await problemOf(await tryOut(ann))).code).toBe('mail.no_tls')
    expect(plain.seen()).toContain('STARTTLS')
    expect(plain.seen()).not.toContain('AUTH')
  })

  test('is not sent as often as somebody likes', async () => {
    await save(ann, serverAt(1))
    const statuses: number[] = []
    for (let times = 0; times < 11; times += 1) statuses.push((await tryOut(ann)).status)
    expect(statuses.filter(status => status === 429)).toHaveLength(1)
    const bob = await stack.signUp('Bob')
    expect((await tryOut(bob)).status).toBe(404)
  })
})

describe('the operator\'s own network', () => {
  const nowhere = new AbortController().signal
  test.each(['127.0.0.1', '::1', '10.0.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', 'fd00::1', '::ffff:127.0.0.1', '0.0.0.0', 'localhost', '127.1', '2130706433', '0x7f000001'])('71: %s is not connected to', async host => {
    await expect(connectToMailServer({ host, port: 25 }, { privateHosts: [] }, nowhere)).rejects.toMatchObject({ code: 'mail.private_host' })
  })

  test('71, 72: a public name that leads there, at once or beside a public address, is not followed', async () => {
    const inside = await running(startTestMailServer())
    for (const addresses of [['127.0.0.1'], ['93.184.215.14', '127.0.0.1'], ['::1']]) {
      const resolve = () => Promise.resolve(addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })))
      await expect(connectToMailServer({ host: 'mail.example.com', port: inside.port }, { privateHosts: [], resolve }, nowhere)).rejects.toMatchObject({ code: 'mail.private_host' })
    }
  })

  test('a name is resolved once for a whole mail: what it says later changes nothing', async () => {
    const inside = await running(startTestMailServer())
    const asked: string[] = []
    const resolve = (name: string) => Promise.resolve([{ address: asked.push(name) === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }])
    const server = { ...serverAt(inside.port, { host: 'mail.example.com', userName: null }), password: null } as OpenMailServer
    await sendThrough(server, { to: 'a@example.com', text: 'x' }, { ownName: 'test', privateHosts: ['mail.example.com'], resolve, signal: nowhere })
    expect([asked, inside.mails.length]).toEqual([['mail.example.com'], 1])
  })

  test('what the operator names is allowed, with a port only on that port', async () => {
    const inside = await running(startTestMailServer())
    const other = await running(startTestMailServer())
    const rules = { privateHosts: [`127.0.0.1:${inside.port}`] }
    ;(await connectToMailServer({ host: '127.0.0.1', port: inside.port }, rules, nowhere)).destroy()
    await expect(connectToMailServer({ host: '127.0.0.1', port: other.port }, rules, nowhere)).rejects.toMatchObject({ code: 'mail.private_host' })
  })

  test('says the same of every address inside', async () => {
    const server = await running(startTestMailServer())
    const said = new Set<string>()
    for (const [host, port] of [['127.0.0.1', server.port], ['127.0.0.1', 1], ['10.255.255.1', 25]] as const) {
      await save(ann, serverAt(port, { host }))
      said.add(JSON.stringify(await problemOf(await tryOut(ann)), (key, value: unknown) => key === 'requestId' ? undefined : value))
    }
    expect([...said]).toHaveLength(1)
    expect([...said][0]).toContain('PRIVATE_MAIL_HOSTS')
    expect(server.mails).toEqual([])
  })
})

describe('mails of jobs', () => {
  test.each([['video-ready', true], ['video-failed', true], ['first-view', true], ['verify-email', false], ['reset-password', false]] as const)('a worker gets the opened server for %s: %s', async (template, isTheirs) => {
    await save(ann, serverAt(2525))
    const claim = await claimMail(template)
    const answer = await claim.call('GET')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const work = mailWork.parse(await answer.json())
    expect(work.mailServer ?? null).toEqual(isTheirs ? serverAt(2525) : null)
  })

  test('without a server of their own there is none', async () => {
    expect(mailWork.parse(await (await (await claimMail('video-ready')).call('GET')).json()).mailServer ?? null).toBeNull()
  })

  test('one that could not be sent for good lies in the outbox with its reason, and the settings say so', async () => {
    await save(ann, serverAt(2525))
    const claim = await claimMail('video-ready')
    const made = { kind: 'send-mail', to: ann.email, subject: 'Ready', html: '<p>Ready</p>', text: 'Ready' }
    const handIn = (ownServer: unknown, delivery: string) => claim.call('PUT', '/result', { ...made, delivery, ownServer })
    expect((await handIn({ host: 'localhost', error: 'It did not take the mail.' }, 'outbox')).status).toBe(204)
    const outbox = async () => (await (await ann.call('GET', '/api/v1/outbox')).json() as { items: unknown[] }).items
    expect(await outbox()).toMatchObject([{ delivery: 'outbox', reason: 'It did not take the mail.' }])
    expect(await shown(ann)).toMatchObject({ error: 'It did not take the mail.', checkedAt: expect.any(String) })
    await handIn({ host: 'localhost', error: null }, 'smtp')
    expect(await outbox()).toMatchObject([{ delivery: 'smtp', reason: null }])
    expect(await shown(ann)).toMatchObject({ error: null })
    await handIn({ host: 'an-earlier-one.example', error: 'Old news.' }, 'outbox')
    expect(await shown(ann)).toMatchObject({ error: null })
  })
})

describe('the password', () => {
  test('that can no longer be read is asked for again, and the mail is not lost', async () => {
    await save(ann, serverAt(2525))
    const database = await stack.deps.userDatabases.open(ann.id)
    const { sealed } = database.read(db => db.select().from(credentials).get())!
    database.transact(db => void db.update(credentials).set({ sealed: `${sealed.slice(0, -4)}AAAA` }).run())
    const work = mailWork.parse(await (await (await claimMail('video-ready')).call('GET')).json())
    expect(work.mailServer).toMatchObject({ userName: 'robot', password: null })
    expect(await problemOf(await tryOut(ann))).toMatchObject({ code: 'mail.wrong_password', message: expect.stringContaining('enter it again') })
  })

  test('is in no file of the installation, no event, no export', async () => {
    await save(ann, serverAt(2525))
    await tryOut(ann)
    expect(await passwordsOf(ann)).toBe(1)
    for (const path of filesIn(stack.folder)) expect(readFileSync(path).includes('canary'), path).toBe(false)
    const database = await stack.deps.userDatabases.open(ann.id)
    expect(JSON.stringify(database.read(db => [db.select().from(events).all(), db.select().from(mails).all()]))).not.toContain('canary')
    const archive = await openExport(stack.deps, ann.id)
    const pieces: Buffer[] = []
    for await (const piece of archive.pieces()) pieces.push(piece)
    await archive.discard()
    const tar = Buffer.concat(pieces)
    expect(tar.includes('videos@ann.example')).toBe(true)
    expect(tar.includes('canary')).toBe(false)
    const sealed = database.read(db => db.select().from(credentials).all()).find(row => row.kind === 'smtp')!
    expect(tar.includes(sealed.sealed)).toBe(false)
    expect(sealed.lastFour).toBe('')
  })

  test('is not in the error either of a server that repeats what it is told, nor in a log line of it', async () => {
    const parrot = await running(startRawServer((line, say) => {
      if (line.startsWith('EHLO')) say('250-hello\r\n250 AUTH PLAIN')
      else if (line.startsWith('AUTH')) say(`535 no: ${Buffer.from(line.split(' ')[2]!, 'base64').toString('latin1').replaceAll('\0', ' ')}`)
      else say('221 bye')
    }, '220 hello'))
    const error = await sendThrough(serverAt(parrot.port) as OpenMailServer, { to: 'a@example.com', text: 'x' }, { ownName: 'test', privateHosts: ['localhost'], signal: new AbortController().signal }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: 'mail.wrong_password' })
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('canary')
    let logged = ''
    pino({ level: 'trace' }, new Writable({ write(chunk: Buffer, _, done) { logged += chunk.toString(); done() } })).error({ err: error }, 'the job failed')
    expect(logged).toContain('mail.wrong_password')
    expect(logged).not.toContain('canary')
  })
})

async function claimMail(template: 'video-ready' | 'video-failed' | 'first-view' | 'verify-email' | 'reset-password') {
  await stack.deps.queue.enqueue({ kind: 'send-mail', payload: { userId: ann.id, template } }, { idempotencyKey: `${template}:${ann.id}` })
  return stack.claim('short')
}

async function passwordsOf(person: Person): Promise<number> {
  return (await stack.deps.userDatabases.open(person.id)).read(db => db.select().from(credentials).all()).length
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
}
