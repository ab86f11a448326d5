import { scryptSync } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import jwt from 'jsonwebtoken'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RecordingSummary, SharePage } from '@f2l/common/contracts/api.ts'
import type { VideoId } from '@f2l/common/contracts/ids.ts'
import type { ShareRulesView } from '@f2l/common/contracts/sharing.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { parseTranscript } from '@f2l/common/transcript-formats/parse-transcript.ts'
import express, { type Request } from 'express'
import { productRoutes } from '../src/product-routes.ts'
import { defaultRules, makeRateLimits } from '../src/rate-limit.ts'
import { clientOrigin } from '../src/client-origin.ts'
import { sessionOf } from '../src/sessions.ts'
import { isSharePassword } from '../src/sharing/share-password.ts'
import { readShareRules } from '../src/sharing/share-rules.ts'
import { rememberViewer } from '../src/sharing/viewer.ts'
import { routesOf } from './all-routes.ts'
import { makeFinished, readSummary } from './finished-video.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'

const publicUrl = 'https://videos.example.com'
const password = 'gréen häring'
/** Whatever would tell a stranger something about the video. */
const telling = /Secret budget|Hello\.|Over the cut|"durationSeconds"|og:|twitter:|poster\.jpg|video\.mp4|Ann\b|oembed/

let stack: ProductStack
let ann: Person
let named: Person
let other: Person
let recording: RecordingSummary
let token: string

beforeAll(async () => {
  stack = await startProductStack()
  ann = await stack.signUp('Ann')
  named = await stack.signUp('Nora')
  other = await stack.signUp('Otto')
  await stack.deps.identities.markVerified(named.id)
  await stack.deps.identities.markVerified(other.id)
  recording = await makeVideo('shared')
  token = recording.shareToken!
})
afterAll(() => stack?.stop())
beforeEach(() => setRules({ audience: 'link', people: [], password: null, expiresAt: null, allowsDownload: true, allowsComments: true, callToAction: null }))

const makeVideo = (link: string) => makeFinished(stack, ann, `https://fathom.video/share/${link}`, sample => ({ ...sample, notes: { ...sample.notes, title: 'Secret budget' } }))

async function setRules(change: object): Promise<ShareRulesView> {
  const answer = await ann.call('PATCH', `/api/v1/recordings/${recording.id}/share`, change)
  expect(answer.status).toBe(200)
  return answer.json() as Promise<ShareRulesView>
}

/** Cookies as a browser keeps them: by name and path, sent only where the path fits. */
class Jar {
  readonly cookies: { name: string; value: string; path: string; attributes: string }[] = []

  keep(answer: Response): void {
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value, attributes] = /^([^=]+)=([^;]*);?(.*)$/.exec(line)!
      this.cookies.push({ name: name!, value: value!, path: /Path=([^;]+)/.exec(attributes!)![1]!, attributes: attributes! })
    }
  }

  headersFor(path: string): Record<string, string> {
    const at = path.replace(/\?.*/, '')
    const fitting = this.cookies.filter(cookie => cookie.path === '/' || at === cookie.path || at.startsWith(`${cookie.path}/`))
    return fitting.length === 0 ? {} : { cookie: fitting.map(({ name, value }) => `${name}=${value}`).join('; ') }
  }
}

/** The browser of somebody who logged in: the cookie that the log-in gives. */
async function browserOf(person: Person | null): Promise<Jar> {
  const jar = new Jar()
  if (person === null) return jar
  const current = (await stack.deps.identities.read(person.id))!
  rememberViewer({ cookie: (name: string, value: string) => jar.cookies.push({ name, value, path: '/', attributes: '' }) } as never, current, null, stack.deps.config)
  return jar
}

async function unlock(jar: Jar, given: string, link = token): Promise<Response> {
  const path = `/api/v1/share/${link}/unlock`
  const answer = await fetch(stack.url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...jar.headersFor(path) }, body: JSON.stringify({ password: given }) })
  jar.keep(answer)
  return answer
}

interface Address { method: string; path: string }

/** Read out of the router itself: whoever adds a route below a share link is in this list. */
function publicRoutes(): Address[] {
  const found = routesOf(productRoutes(stack.deps))
  return found.filter(({ path }) => path.includes(':token') && /^\/(s|api\/v1\/share)\//.test(path))
}

/** Every address that can be read behind one link, with its concrete path. */
function assets(link = token): Address[] {
  const reads = publicRoutes().filter(({ method, path }) => method === 'GET' && path !== '/s/:token/unlock').map(({ path }) => path.replace(':token', link).replace(/:\w+/g, 'x'))
  const oembed = `/s/oembed?url=${encodeURIComponent(`${publicUrl}/s/${link}`)}`
  return [...new Set([...reads, oembed])].flatMap(path => [{ method: 'GET', path }, { method: 'HEAD', path }])
}

async function look({ method, path }: Address, jar: Jar, headers: Record<string, string> = {}): Promise<Response> {
  return stack.anybody(method, path, { ...jar.headersFor(path), ...headers })
}

async function expectOpen(jar: Jar, { except = [] as string[] } = {}): Promise<void> {
  for (const address of assets()) {
    if (except.some(part => address.path.includes(part))) continue
    const answer = await look(address, jar)
    // The source is played only while there is no video.
    expect(answer.status, `${address.method} ${address.path}`).toBe(address.path.endsWith('/source') ? 404 : 200)
    expect(answer.headers.get('cache-control'), address.path).toMatch(/no-store|private, no-cache/)
  }
}

async function expectShut(jar: Jar, status: number): Promise<void> {
  for (const address of assets()) {
    for (const headers of [{}, { 'range': 'bytes=0-99' }, { 'if-none-match': '*' }] as Record<string, string>[]) {
      const answer = await look(address, jar, headers)
      expect(answer.status, `${address.method} ${address.path}`).toBe(status)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(['content-disposition', 'content-range', 'last-modified', 'accept-ranges', 'set-cookie'].filter(name => answer.headers.has(name))).toEqual([])
      expect(`${JSON.stringify([...answer.headers])}${await answer.text()}`, address.path).not.toMatch(telling)
    }
  }
}

describe('every public address of a link asks the one access check', () => {
  test('the list of addresses is read from the router and knows the known ones', () => {
    expect(publicRoutes().map(({ method, path }) => `${method} ${path}`)).toEqual(expect.arrayContaining([
      'GET /s/:token', 'GET /s/:token/embed', 'GET /s/:token/video.mp4', 'GET /s/:token/poster.jpg', 'GET /s/:token/preview.gif', 'GET /s/:token/captions.vtt', 'GET /s/:token/download',
      'GET /api/v1/share/:token', 'POST /api/v1/share/:token/unlock', 'POST /s/:token/unlock',
    ]))
  })

  test('a link for everybody opens for a stranger, for somebody signed in and for its owner', async () => {
    for (const person of [null, other, ann]) await expectOpen(await browserOf(person))
  })

  test('behind a password nothing is seen, by strangers or by people who are signed in, until it is given', async () => {
    await setRules({ password })
    for (const person of [null, other, named]) await expectShut(await browserOf(person), 401)
    await expectOpen(await browserOf(ann))
    const guest = new Jar()
    expect((await unlock(guest, password)).status).toBe(204)
    // oEmbed has no reader of its own: what it tells is meant for anybody's page.
    await expectOpen(guest, { except: ['oembed'] })
  })

  test('a link for named people opens for them once their address is confirmed, and for nobody else', async () => {
    await setRules({ audience: 'people', people: [named.email.toUpperCase()] })
    await expectShut(new Jar(), 401)
    await expectShut(await browserOf(other), 403)
    await expectOpen(await browserOf(named))
    await expectOpen(await browserOf(ann))
    const unconfirmed = await stack.signUp('Ulla')
    await setRules({ people: [unconfirmed.email] })
    await expectShut(await browserOf(unconfirmed), 403)
  })

  test('named people must know the password as well', async () => {
    await setRules({ audience: 'people', people: [named.email], password })
    expect((await unlock(new Jar(), password)).status).toBe(401)
    const jar = await browserOf(named)
    await expectShut(jar, 401)
    await unlock(jar, password)
    await expectOpen(jar, { except: ['oembed'] })
  })

  test('an expired link is over for everybody but its owner; its time in the future is not', async () => {
    await setRules({ expiresAt: new Date(Date.now() + 60_000).toISOString() })
    await expectOpen(new Jar())
    await setRules({ expiresAt: new Date(Date.now() - 1000).toISOString() })
    for (const person of [null, named]) await expectShut(await browserOf(person), 410)
    await expectOpen(await browserOf(ann))
  })

  test('a link that is off looks as if it never was, and its password is not asked for', async () => {
    await setRules({ audience: 'owner', password })
    for (const person of [null, named]) await expectShut(await browserOf(person), 404)
    expect((await unlock(new Jar(), password)).status).toBe(404)
    const off = await (await look({ method: 'GET', path: `/s/${token}` }, new Jar())).text()
    const unknown = await (await look({ method: 'GET', path: `/s/${'A'.repeat(22)}` }, new Jar())).text()
    expect(off).toBe(unknown)
    await expectOpen(await browserOf(ann))
  })

  test('no other request below a link does anything while the link is shut', async () => {
    await setRules({ password })
    for (const { method, path } of publicRoutes().filter(route => route.method !== 'GET')) {
      const answer = await fetch(stack.url + path.replace(':token', token).replace(/:\w+/g, 'x'), { method, headers: { 'content-type': 'application/json', 'origin': publicUrl }, body: '{}' })
      expect(answer.status, `${method} ${path}`).toBeGreaterThanOrEqual(400)
      expect(`${JSON.stringify([...answer.headers])}${await answer.text()}`).not.toMatch(telling)
    }
  })
})

describe('what is restricted is not kept', () => {
  test('files of an open link are asked for again; those of a restricted one are stored nowhere and shown on no other site', async () => {
    const path = `/s/${token}/video.mp4`
    const headersOf = async (jar: Jar) => {
      const { headers } = await look({ method: 'GET', path }, jar)
      return [headers.get('cache-control'), headers.get('cross-origin-resource-policy'), headers.get('vary')]
    }
    expect(await headersOf(new Jar())).toEqual(['private, no-cache', 'cross-origin', 'Cookie'])
    await setRules({ expiresAt: new Date(Date.now() + 60_000).toISOString() })
    expect(await headersOf(new Jar())).toEqual(['private, no-store', 'same-origin', 'Cookie'])
    await setRules({ expiresAt: null, password })
    expect(await headersOf(await browserOf(ann))).toEqual(['private, no-store', 'same-origin', 'Cookie'])
  })

  test('a tag kept from the open link does not get a shut one past the check', async () => {
    const path = `/s/${token}/poster.jpg`
    const etag = (await look({ method: 'GET', path }, new Jar())).headers.get('etag')!
    await setRules({ password })
    expect((await look({ method: 'GET', path }, new Jar(), { 'if-none-match': etag })).status).toBe(401)
  })

  test('a download that the owner does not want is there for the owner only', async () => {
    await setRules({ allowsDownload: false })
    const path = `/s/${token}/download`
    expect((await look({ method: 'GET', path }, new Jar())).status).toBe(404)
    expect((await look({ method: 'GET', path }, await browserOf(ann))).status).toBe(200)
    expect((await (await look({ method: 'GET', path: `/api/v1/share/${token}` }, new Jar())).json() as SharePage).downloadUrl).toBeNull()
  })

  test('the transcript as a file has the words and seconds of the page, can be read back, and follows the rule for downloads', async () => {
    const { cues } = await (await look({ method: 'GET', path: `/api/v1/share/${token}` }, new Jar())).json() as SharePage
    await ann.call('PATCH', `/api/v1/recordings/${recording.id}`, { title: 'Größe / 会議' })
    for (const kind of ['txt', 'srt', 'vtt']) {
      const path = `/s/${token}/transcript.${kind}`
      const answer = await look({ method: 'GET', path }, new Jar())
      expect(answer.headers.get('content-disposition')).toContain(`filename*=UTF-8''Gr%C3%B6%C3%9Fe%20-%20%E4%BC%9A%E8%AD%B0.${kind}`)
      const read = parseTranscript(new Uint8Array(await answer.arrayBuffer())).cues
      // Text has whole seconds and a word for who is not known; a lone label in SubRip is read as words.
      const said = (all: Pick<Cue, 'start' | 'speaker' | 'text'>[]) => all.map(({ start, speaker, text }) => [Math.floor(start), `${speaker && speaker !== 'Speaker' ? `${speaker}: ` : ''}${text}`])
      expect(said(read), kind).toEqual(said(cues))
      await setRules({ allowsDownload: false })
      expect((await look({ method: 'GET', path }, new Jar())).status).toBe(404)
      expect((await look({ method: 'GET', path }, await browserOf(ann))).status).toBe(200)
      await setRules({ allowsDownload: true })
    }
    await ann.call('PATCH', `/api/v1/recordings/${recording.id}`, { title: 'Secret budget' })
  })
})

describe('passes', () => {
  test('the cookie is for this link\'s paths, for no script and, over https, also for a frame on another site', async () => {
    await setRules({ password })
    const jar = new Jar()
    await unlock(jar, password)
    expect(jar.cookies.map(cookie => cookie.path)).toEqual([`/s/${token}`, `/api/v1/share/${token}`])
    for (const { attributes } of jar.cookies) expect(attributes).toMatch(/^(?=.*HttpOnly)(?=.*Secure)(?=.*SameSite=None)(?=.*Partitioned)(?=.*Max-Age=2592000)/)
    expect(jar.cookies.map(cookie => cookie.value).join()).not.toContain(password)
  })

  test('the cookie of somebody who is signed in is for no script and goes along from another site only with a link that is followed', () => {
    const given: { options: object; value: string }[] = []
    rememberViewer({ cookie: (_: string, value: string, options: object) => given.push({ value, options }) } as never, ann, null, stack.deps.config)
    expect(given[0]!.options).toEqual({ httpOnly: true, sameSite: 'lax', path: '/', secure: true, maxAge: 86_400_000 })
    expect(jwt.decode(given[0]!.value)).not.toHaveProperty('email')
  })

  test('another password shuts out who knew the old one, and so does the same one set again', async () => {
    await setRules({ password })
    for (const next of ['another one', password]) {
      const jar = new Jar()
      await unlock(jar, next === password ? 'another one' : password)
      await expectOpen(jar, { except: ['oembed'] })
      await setRules({ password: next })
      await expectShut(jar, 401)
    }
  })

  test('a pass opens its own link only, under whatever name it is sent', async () => {
    await setRules({ password })
    const second = await makeVideo('second')
    await ann.call('PATCH', `/api/v1/recordings/${second.id}/share`, { password })
    const jar = new Jar()
    await unlock(jar, password)
    const pass = jar.cookies[0]!.value
    for (const name of [`__Secure-f2l_pass_${second.shareToken}`, `__Secure-f2l_pass_${token}`, '__Host-f2l_viewer']) {
      expect((await stack.anybody('GET', `/s/${second.shareToken}/video.mp4`, { cookie: `${name}=${pass}` })).status).toBe(401)
    }
    await ann.call('DELETE', `/api/v1/recordings/${second.id}`)
  })

  test('forged, expired and unsigned cookies say nothing', async () => {
    await setRules({ password, audience: 'link' })
    const made = (secret: string, options: jwt.SignOptions = {}) => jwt.sign({ hash: 'x'.repeat(16) }, secret, { algorithm: 'HS256', issuer: 'fathom-to-loom', audience: 'fathom-to-loom:pass', subject: token, expiresIn: 60, ...options })
    const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${made('k'.repeat(32)).split('.')[1]}.`
    const owner = (await browserOf(ann)).cookies[0]!.value
    const asOwner = (secret: string, options: jwt.SignOptions) => jwt.sign({ sv: 0 }, secret, { algorithm: 'HS256', issuer: 'fathom-to-loom', audience: 'fathom-to-loom:viewer', subject: ann.id, ...options })
    const cookies = [
      `__Secure-f2l_pass_${token}=${made('k'.repeat(32))}`, `__Secure-f2l_pass_${token}=${unsigned}`, `__Secure-f2l_pass_${token}=${made(stack.deps.config.JWT_SECRET)}`,
      `__Host-f2l_viewer=${asOwner('k'.repeat(32), { expiresIn: 60 })}`, `__Host-f2l_viewer=${asOwner(stack.deps.config.JWT_SECRET, { expiresIn: -1 })}`,
      `__Host-f2l_viewer=${asOwner(stack.deps.config.JWT_SECRET, { expiresIn: 60, audience: 'fathom-to-loom:access' })}`, `__Host-f2l_viewer=${owner.slice(0, -2)}`, `__Host-f2l_viewer=${ann.token}`, '__Host-f2l_viewer=', '__Host-f2l_viewer=%E0%A4%A',
    ]
    for (const cookie of cookies) expect((await stack.anybody('GET', `/s/${token}/video.mp4`, { cookie })).status, cookie.slice(0, 40)).toBe(401)
    expect((await stack.anybody('GET', `/s/${token}/video.mp4`, { cookie: `__Host-f2l_viewer=${owner}` })).status).toBe(200)
  })

  test('an access token in the address or the header of a file opens nothing', async () => {
    await setRules({ audience: 'owner' })
    expect((await stack.anybody('GET', `/s/${token}/video.mp4?token=${ann.token}`, { authorization: `Bearer ${ann.token}` })).status).toBe(404)
  })

  test('who changed their account\'s password is signed out of share pages, too', async () => {
    const gone = await stack.signUp('Gerd')
    await stack.deps.identities.markVerified(gone.id)
    await setRules({ audience: 'people', people: [gone.email] })
    const stolen = await browserOf(gone)
    await stack.deps.identities.setPassword(gone.id, 'quite another password')
    await expectShut(stolen, 401)
  })

  test('who ended a session is signed out of share pages there, too, and stays so elsewhere', async () => {
    await setRules({ audience: 'people', people: [other.email] })
    const from = clientOrigin({ headers: {} } as never)
    const cookieOf = async () => {
      const session = sessionOf(await stack.deps.sessions.start(other.id, from))!
      let value = ''
      rememberViewer({ cookie: (_: string, given: string) => { value = given } } as never, other, session, stack.deps.config)
      return { session, cookie: `__Host-f2l_viewer=${value}` }
    }
    const [ended, kept] = [await cookieOf(), await cookieOf()]
    await stack.deps.sessions.endOne(other.id, ended.session, from)
    expect((await stack.anybody('GET', `/s/${token}/video.mp4`, { cookie: ended.cookie })).status).toBe(401)
    expect((await stack.anybody('GET', `/s/${token}/video.mp4`, { cookie: kept.cookie })).status).toBe(200)
  })

  test('the word typed in another Unicode form is the same password; one letter less is not', async () => {
    await setRules({ password })
    expect((await unlock(new Jar(), password.normalize('NFD'))).status).toBe(204)
    const wrong = await unlock(new Jar(), password.slice(1))
    expect([wrong.status, (await wrong.json() as { error: { code: string } }).error.code]).toEqual([403, 'share.wrong_password'])
    expect(wrong.headers.getSetCookie()).toEqual([])
  })

  test('a hash that cannot be read is no password', async () => {
    expect(await isSharePassword('', 'scrypt::')).toBe(false)
    expect(await isSharePassword('x', '')).toBe(false)
    for (const cost of ['0', '17', '1e9', 'x', '']) expect(await isSharePassword('', `scrypt:${cost}:AAAA:${'A'.repeat(43)}`), cost).toBe(false)
  })

  test('the product hashes with N = 2^16 and reads what was hashed before the cost was written down', async () => {
    const deps = { ...stack.deps }
    delete deps.sharePasswordCost
    const server = express().use(productRoutes(deps)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/recordings/${recording.id}/share`
    const answer = await fetch(address, { method: 'PATCH', headers: { 'authorization': `Bearer ${ann.token}`, 'content-type': 'application/json' }, body: JSON.stringify({ password }) })
    await new Promise(done => server.close(done))
    expect(answer.status).toBe(200)
    const hash = (await stack.deps.userDatabases.open(ann.id)).read(db => readShareRules(db, recording.videoId as VideoId)).passwordHash!
    const [, cost, salt, key] = hash.split(':')
    const wanted = scryptSync(password.normalize('NFKC'), Buffer.from(salt!, 'base64url'), 32, { N: 2 ** 16, r: 8, p: 2, maxmem: 2 ** 27 })
    expect([cost, key]).toEqual(['16', wanted.toString('base64url')])
    expect((await unlock(new Jar(), password)).status).toBe(204)
    expect(await isSharePassword(password, `scrypt:${salt}:${key}`)).toBe(true)
    expect(await isSharePassword('another', `scrypt:${salt}:${key}`)).toBe(false)
  })
})

describe('rules', () => {
  test('only the owner reads and changes them, and the password never comes back', async () => {
    const view = await setRules({ password, expiresAt: '2040-01-01T00:00:00Z', callToAction: { text: ' Book a call ', url: 'https://example.com/a?b=c', colour: '#aa3300' } })
    expect(view).toMatchObject({ hasPassword: true, audience: 'link', callToAction: { text: 'Book a call' } })
    expect(JSON.stringify(view)).not.toMatch(/scrypt|passwordHash|gréen/)
    for (const [method, path, body] of [['GET', ''], ['PATCH', '', { audience: 'link' }], ['POST', '/renew']] as const) {
      expect((await other.call(method, `/api/v1/recordings/${recording.id}/share${path}`, body)).status).toBe(404)
      expect((await stack.anybody(method, `/api/v1/recordings/${recording.id}/share${path}`, (await browserOf(ann)).headersFor('/'))).status).toBe(401)
    }
  })

  test.for([
    { audience: 'everybody' }, { people: ['not an address'] }, { people: Array.from({ length: 201 }, (_, index) => `a${index}@example.com`) }, { password: 'abc' }, { expiresAt: 'tomorrow' }, { expiresAt: '2026-02-30T00:00:00Z' },
    { callToAction: { text: 'x', url: 'javascript:alert(1)', colour: '#ffffff' } }, { callToAction: { text: 'x', url: 'https://example.com', colour: 'red;}' } }, { callToAction: { text: ' ', url: 'https://example.com', colour: '#ffffff' } },
  ])('the rule %j is refused', async change => {
    expect((await ann.call('PATCH', `/api/v1/recordings/${recording.id}/share`, change)).status).toBe(400)
  })

  test('what is left out stays as it was', async () => {
    await setRules({ password, people: ['A@example.com', 'a@example.com'] })
    expect(await setRules({ allowsComments: false })).toMatchObject({ hasPassword: true, people: ['a@example.com'], allowsComments: false, allowsDownload: true })
  })

  test('the library tells which links are not for everybody', async () => {
    expect((await readSummary(ann, recording.id)).isRestricted).toBe(false)
    for (const change of [{ password }, { password: null, audience: 'people' }, { audience: 'owner' }, { audience: 'link', expiresAt: '2020-01-01T00:00:00Z' }]) {
      await setRules(change)
      expect((await readSummary(ann, recording.id)).isRestricted).toBe(true)
    }
    await setRules({ expiresAt: '2040-01-01T00:00:00Z' })
    const { items } = await (await ann.call('GET', '/api/v1/recordings')).json() as { items: RecordingSummary[] }
    expect(items.find(one => one.id === recording.id)!.isRestricted).toBe(false)
  })

  test('with a new link the old one is dead, and so are its passes; two at once leave exactly one that lives', async () => {
    await setRules({ password })
    const jar = new Jar()
    await unlock(jar, password)
    const renew = async () => (await (await ann.call('POST', `/api/v1/recordings/${recording.id}/share/renew`)).json() as ShareRulesView).token
    const old = token
    const fresh = await Promise.all([renew(), renew()])
    token = (await readSummary(ann, recording.id)).shareToken!
    expect(fresh).toContain(token)
    for (const dead of [old, ...fresh.filter(one => one !== token)]) {
      for (const { method, path } of assets(dead)) expect((await look({ method, path }, jar)).status).toBe(404)
      expect(await stack.deps.shareLinks.find(dead as SharePage['token'])).toBeNull()
    }
    await expectShut(jar, 401)
    expect((await unlock(jar, password)).status).toBe(204)
    await expectOpen(jar, { except: ['oembed'] })
  })
})

describe('without JavaScript', () => {
  const form = (fields: Record<string, string>, headers: Record<string, string> = { origin: publicUrl }, link = token) =>
    fetch(`${stack.url}/s/${link}/unlock`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body: new URLSearchParams(fields).toString() })
  const pageOf = async (path: string) => (await stack.anybody('GET', path)).text()

  test('the page has player, captions, chapters, transcript, the button and the download, and starts where it is asked to', async () => {
    await setRules({ callToAction: { text: '<b>Book', url: 'https://example.com/?a=1&b="2"', colour: '#aa3300' } })
    const html = await pageOf(`/s/${token}?t=13`)
    const plain = /<noscript>(.*)<\/noscript>/s.exec(html)![1]!
    expect(plain).toContain(`src="/s/${token}/video.mp4#t=13" poster="/s/${token}/poster.jpg"><track kind="captions" src="/s/${token}/captions.vtt"`)
    expect(plain).toContain(`<a href="/s/${token}?t=13">0:13</a> <span dir="auto">Plans</span>`)
    expect(plain).toContain('<b>Bob:</b> Over the cut.')
    expect(plain).toContain('href="https://example.com/?a=1&#38;b=&#34;2&#34;" target="_blank" rel="noopener">&#60;b&#62;Book</a>')
    expect(plain).toContain(`href="/s/${token}/download"`)
    await setRules({ allowsDownload: false })
    expect(await pageOf(`/s/${token}`)).not.toContain('/download')
    expect(await pageOf(`/s/${token}?t="><script>`)).not.toMatch(/<script|#t=/)
  })

  test('the form opens the link and leads back to page or player and second, never anywhere else', async () => {
    await setRules({ password })
    const door = await pageOf(`/s/${token}/embed?t=83`)
    expect(door).toContain(`action="/s/${token}/unlock"`)
    expect(door).toContain('name="place" value="embed"')
    for (const [fields, location] of [
      [{ place: 'page', t: '83' }, `/s/${token}?t=83`], [{ place: 'embed' }, `/s/${token}/embed`],
      [{ place: '//evil.example', t: '1&x=//evil.example' }, `/s/${token}`], [{ t: '\r\nSet-Cookie: a=b' }, `/s/${token}`],
    ] as const) {
      const answer = await form({ password, ...fields })
      expect([answer.status, answer.headers.get('location')]).toEqual([303, location])
      const jar = new Jar()
      jar.keep(answer)
      expect((await look({ method: 'GET', path: `/s/${token}/video.mp4` }, jar)).status).toBe(200)
    }
  })

  test('a wrong password shows the form again with the reason, and another site\'s form is refused', async () => {
    await setRules({ password })
    const wrong = await form({ password: 'wrong' })
    expect([wrong.status, wrong.headers.get('cache-control'), wrong.headers.getSetCookie()]).toEqual([403, 'no-store', []])
    const html = await wrong.text()
    expect(html).toContain('That is not the password of this video.')
    expect(html).toContain('<form method="post"')
    expect(html).not.toMatch(telling)
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, {}] as Record<string, string>[]) {
      const answer = await form({ password }, headers)
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []])
    }
  })

  test('a script of another site cannot give a password in a reader\'s name', async () => {
    await setRules({ password })
    const answer = await fetch(`${stack.url}/api/v1/share/${token}/unlock`, { method: 'POST', headers: { 'content-type': 'application/json', 'origin': 'https://evil.example' }, body: JSON.stringify({ password }) })
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []])
  })

  test('87: the security policy allows no inline script, on open and shut pages alike', async () => {
    for (const change of [{}, { password }]) {
      await setRules(change)
      for (const path of [`/s/${token}`, `/s/${token}/embed`]) {
        const policy = (await stack.anybody('GET', path)).headers.get('content-security-policy')!
        expect(policy).toMatch(/script-src 'self'(;|$)/)
        expect(policy).toMatch(/form-action 'self'(;|$)/)
      }
    }
  })
})

describe('guessing', () => {
  test('a whole office behind one address opens a link: right passwords use up no tries', async () => {
    await setRules({ password })
    for (let reader = 0; reader < 11; reader += 1) expect((await unlock(new Jar(), password)).status).toBe(204)
    const few = { points: 3, seconds: 60 }
    const limits = makeRateLimits({ ...defaultRules, unlock: { pair: few, address: few, account: few } })
    const request = { ip: '192.0.2.1' } as Request
    for (let reader = 0; reader < 20; reader += 1) {
      await limits.take('unlock', request, token)
      await limits.forgive('unlock', request, token)
    }
    for (let tries = 0; tries < 3; tries += 1) await limits.take('unlock', request, token)
    await expect(limits.take('unlock', request, token)).rejects.toMatchObject({ code: 'rate_limited' })
  })

  test('after ten wrong tries the right password waits too, on both ways in, and the answer says how long', async () => {
    await setRules({ password })
    const guest = new Jar()
    await unlock(guest, password)
    const answers = []
    for (let tries = 0; tries < 11; tries += 1) answers.push(await unlock(new Jar(), `wrong ${tries}`))
    expect(answers.slice(0, 10).map(answer => answer.status)).toEqual(Array.from({ length: 10 }, () => 403))
    const last = answers.at(-1)!
    expect(last.status).toBe(429)
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(60)
    expect((await unlock(new Jar(), password)).status).toBe(429)
    const byForm = await fetch(`${stack.url}/s/${token}/unlock`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded', 'origin': publicUrl }, body: new URLSearchParams({ password }).toString() })
    expect([byForm.status, Number(byForm.headers.get('retry-after')) > 60]).toEqual([429, true])
    expect(await byForm.text()).toMatch(/tried too often.*<form method="post"/s)
    await expectOpen(guest, { except: ['oembed'] })
  })
})
