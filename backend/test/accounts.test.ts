import { createHmac, generateKeyPairSync } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import jwt from 'jsonwebtoken'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { me } from '@f2l/common/contracts/api.ts'
import { makeExportLink } from '@f2l/backend/export-links.ts'
import { makePurposeToken } from '@f2l/backend/purpose-tokens.ts'
import type { Identities, Identity } from '@f2l/backend/deps.ts'
import { sessionTimes } from '@f2l/backend/sessions.ts'
import type { RunningBackend } from '@f2l/backend/start-backend.ts'
import { productCost, setPasswordCost } from '../../common/test/password-cost.ts'
import { newcomersOf, newcomersPassword, type Newcomers } from './newcomers.ts'
import { prepareGround, refreshCookieOf, TestBrowser, type TestGround } from './running-backend.ts'

let ground: TestGround
/** Without SMTP, with SMTP, and with a grace of nothing. */
let plain: RunningBackend
let mailing: RunningBackend
let graceless: RunningBackend
let identities: Identities
let newcomers: Newcomers
const password = newcomersPassword

beforeAll(async () => {
  ground = await prepareGround()
  plain = await ground.backend()
  mailing = await ground.backend({ SMTP_URL: 'smtp://127.0.0.1:1' })
  graceless = await ground.backend({}, { sessionTimes: { ...sessionTimes, graceSeconds: 0 } })
  newcomers = newcomersOf(ground, 'person')
  identities = newcomers.identities
})
afterAll(() => ground?.stop())

const newEmail = () => newcomers.newEmail()
const registered = (backend = plain) => newcomers.registered(backend)
const signedIn = (backend = plain) => newcomers.signedIn(backend)

async function mailsOf(identity: Identity): Promise<string[]> {
  const rows = await ground.superuser.call(pb => pb.collection('global_queue').getFullList<{ payload: { template: string } }>({ filter: pb.filter('user = {:id}', { id: identity.id }) }))
  return rows.map(row => row.payload.template)
}

async function sessionsOf(identity: Identity): Promise<{ revoked_at: string; revoked_reason: string }[]> {
  return ground.superuser.call(pb => pb.collection('sessions').getFullList({ filter: pb.filter('user = {:id}', { id: identity.id }) }))
}

describe('an account', () => {
  test('goes from registration over verification, sign-in, refresh and sign-out to a new password', async () => {
    const { email, identity, browser } = await registered(mailing)
    expect(await mailsOf(identity)).toEqual(['verify-email'])

    const tooEarly = await browser.login({ email, password })
    expect(tooEarly).toMatchObject({ status: 403, code: 'auth.unverified' })
    expect(refreshCookieOf(tooEarly)).toBeUndefined()

    const token = makePurposeToken('verify-email', identity, ground.environment['JWT_SECRET']!)
    expect((await browser.post('verify', { token })).status).toBe(204)
    expect((await browser.login({ email, password })).status).toBe(200)
    const first = me.parse((await browser.send('GET', '/api/v1/me')).json)
    expect(first).toMatchObject({ id: identity.id, email, name: 'Ada', isVerified: true, mailGoesToOutbox: false })
    expect(first.database).toMatch(/^\d{4}-\d{2}-\d{2}-\d{3,}-person\d+$/)

    const before = browser.cookie
    expect((await browser.refresh()).status).toBe(200)
    expect(browser.cookie).not.toBe(before)
    expect((await browser.send('GET', '/api/v1/me')).status).toBe(200)

    expect((await browser.post('logout')).status).toBe(204)
    expect(await browser.refresh()).toMatchObject({ status: 401, code: 'auth.required' })

    expect((await browser.post('forgot', { email })).status).toBe(202)
    expect(await mailsOf(identity)).toContain('reset-password')
    const reset = makePurposeToken('reset-password', identity, ground.environment['JWT_SECRET']!)
    expect((await browser.post('reset', { token: reset, password: 'another fine password' })).status).toBe(204)
    expect(await browser.login({ email, password })).toMatchObject({ status: 401, code: 'auth.wrong_credentials' })
    expect((await browser.login({ email, password: 'another fine password' })).status).toBe(200)
    expect(me.parse((await browser.send('GET', '/api/v1/me')).json).database).toBe(first.database)
  })

  test('may be used unverified where no mail can be sent, because its first mail lies in the outbox', async () => {
    const { browser } = await signedIn()
    expect(me.parse((await browser.send('GET', '/api/v1/me')).json)).toMatchObject({ isVerified: false, mailGoesToOutbox: true })
  })

  test('takes the address in any case and with spaces around', async () => {
    const { email, browser } = await registered()
    expect((await browser.login({ email: ` ${email.toUpperCase()} `, password })).status).toBe(200)
  })

  test('is made once when the same address registers five times at once', async () => {
    const email = newEmail()
    const browser = new TestBrowser(plain)
    const answers = await Promise.all(Array.from({ length: 5 }, (_, index) => browser.post('register', { email: index % 2 ? email : email.toUpperCase(), password })))
    expect(answers.map(answer => answer.status)).toEqual([202, 202, 202, 202, 202])
    const found = await ground.superuser.call(pb => pb.collection('users').getList(1, 5, { filter: pb.filter('email = {:email}', { email }) }))
    expect(found.totalItems).toBe(1)
  })
})

describe('a stranger learns nothing', () => {
  test('19: from registering a taken address, and changes nothing there', async () => {
    const { email, browser } = await registered()
    const fresh = await browser.post('register', { email: newEmail(), password })
    const taken = await browser.post('register', { email, password: 'the password of a stranger', name: 'Mallory' })
    expect([taken.status, taken.text]).toEqual([fresh.status, fresh.text])
    expect((await browser.login({ email, password: 'the password of a stranger' })).code).toBe('auth.wrong_credentials')
    expect((await identities.findByEmail(email))!.name).toBe('Ada')
  })

  test('20: from asking for a reset of an unknown address', async () => {
    const { email, browser } = await registered()
    const known = await browser.post('forgot', { email })
    const unknown = await browser.post('forgot', { email: 'nobody@example.com' })
    expect([unknown.status, unknown.text]).toEqual([known.status, known.text])
  })

  test('18: from signing in with an unknown address, by words or by time', async () => {
    await setPasswordCost(ground.superuser, productCost)
    const { email, browser } = await registered()
    const timed = async (person: { email: string; password: string }) => {
      const startedAt = performance.now()
      const { status, code, json } = await browser.post('login', person)
      return { status, code, message: (json as { error: { message: string } }).error.message, milliseconds: performance.now() - startedAt }
    }
    const known: Awaited<ReturnType<typeof timed>>[] = []
    const unknown: typeof known = []
    for (let round = 0; round < 4; round++) {
      known.push(await timed({ email, password: 'wrong password' }))
      unknown.push(await timed({ email: `nobody${round}@example.com`, password: 'wrong password' }))
    }
    const told = ({ status, code, message }: (typeof known)[number]) => ({ status, code, message })
    expect(unknown.map(told)).toEqual(known.map(told))
    const fastest = (rounds: typeof known) => Math.min(...rounds.map(round => round.milliseconds))
    expect(fastest(unknown)).toBeGreaterThan(fastest(known) / 3)
    expect(fastest(unknown)).toBeLessThan(fastest(known) * 3)
    await setPasswordCost(ground.superuser)
  })
})

describe('what is not asked for is ignored', () => {
  test('27: at registration: no field of the record can be set from outside', async () => {
    const email = newEmail()
    const browser = new TestBrowser(plain)
    const extra = { verified: true, isVerified: true, tokenKey: 'x'.repeat(50), session_version: 99, max_pending_jobs: 9999, role: 'admin', id: 'chosenchosen123', __proto__: { admin: true } }
    expect((await browser.post('register', { email, password, name: 'Ada', ...extra })).status).toBe(202)
    const record = await ground.superuser.call(pb => pb.collection('users').getFirstListItem(pb.filter('email = {:email}', { email })))
    expect(record).toMatchObject({ verified: false, session_version: 0, max_pending_jobs: 0 })
    expect(record.id).not.toBe('chosenchosen123')
  })

  test('at PocketBase itself: nobody signs up, signs in, reads or changes there', async () => {
    const { email, identity } = await registered()
    const ask = (path: string, method = 'GET', body?: unknown) => fetch(`${ground.pocketBase.url}/api/${path}`, {
      method, headers: { 'content-type': 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body),
    }).then(answer => answer.status)
    expect(await ask('collections/users/records', 'POST', { email: newEmail(), password, passwordConfirm: password })).toBe(403)
    expect(await ask('collections/users/auth-with-password', 'POST', { identity: email, password })).toBeGreaterThanOrEqual(400)
    expect(await ask(`collections/users/records/${identity.id}`, 'PATCH', { verified: true })).toBeGreaterThanOrEqual(400)
    for (const name of ['users', 'user_databases', 'database_days', 'sessions', 'api_keys', 'share_links', 'audit_log', 'installation']) {
      expect(await ask(`collections/${name}/records`), name).toBe(403)
      expect(await ask(`collections/${name}/records`, 'POST', {}), name).toBe(403)
    }
    for (const path of ['users', 'check-password', 'password', 'databases', 'sessions', 'sessions/rotate', 'sessions/end']) expect(await ask(`accounts/${path}`, 'POST', {}), path).toBe(401)
  })
})

describe('a password', () => {
  test.each([
    ['7 characters', 'a2345678'.slice(1), 400, 'auth.password_too_short'], ['8 characters', 'vx4 kqzj', 202, undefined], ['71 bytes', 'x'.repeat(71), 202, undefined],
    ['72 bytes', 'x'.repeat(72), 400, 'auth.password_too_long'], ['36 letters of two bytes', 'ä'.repeat(36), 400, 'auth.password_too_long'], ['35 of them', 'ä'.repeat(35), 202, undefined],
    ['a NUL inside', 'abcd\0efgh', 400, 'input.invalid'], ['only spaces', ' '.repeat(12), 400, 'input.invalid'], ['a number', 12345678, 400, 'input.invalid'], ['the first word that everybody tries', 'password', 400, 'auth.password_common'], ['another, in other letters', 'ILoveYou', 400, 'auth.password_common'],
  ])('24: of %s', async (_, given, status, code) => {
    expect(await new TestBrowser(plain).post('register', { email: newEmail(), password: given })).toMatchObject({ status, code })
  })

  test('24: of 71 bytes opens, and the same with one letter more does not', async () => {
    const email = newEmail()
    const browser = new TestBrowser(plain)
    await browser.post('register', { email, password: 'y'.repeat(71) })
    expect((await browser.login({ email, password: 'y'.repeat(72) })).status).toBe(401)
    expect((await browser.login({ email, password: 'y'.repeat(71) })).status).toBe(200)
  })
})

describe('a refresh token', () => {
  test('12: replayed after its use and its grace ends the whole family', async () => {
    const { identity, browser } = await signedIn(graceless)
    const stolen = browser.cookie!
    await browser.refresh()
    const thief = new TestBrowser(graceless)
    thief.cookie = stolen
    expect(await thief.refresh()).toMatchObject({ status: 401 })
    expect(await browser.refresh()).toMatchObject({ status: 401 })
    expect((await sessionsOf(identity)).map(session => session.revoked_reason)).toEqual(['reused'])
  })

  test('13: gives one successor to 20 tabs that refresh at once, and that one works', async () => {
    const { browser } = await signedIn()
    const answers = await Promise.all(Array.from({ length: 20 }, () => browser.post('refresh')))
    expect(answers.map(answer => answer.status)).toEqual(Array(20).fill(200))
    const successors = new Set(answers.map(refreshCookieOf))
    expect(successors.size).toBe(1)
    browser.cookie = [...successors][0]
    expect((await browser.refresh()).status).toBe(200)
  })

  test('14: two steps old ends the family even inside the grace', async () => {
    const { browser } = await signedIn()
    const oldest = browser.cookie!
    await browser.refresh()
    await browser.refresh()
    const thief = new TestBrowser(plain)
    thief.cookie = oldest
    expect((await thief.refresh()).status).toBe(401)
    expect((await browser.refresh()).status).toBe(401)
  })

  test('15: is over after sign-out, and other browsers stay signed in', async () => {
    const { email, browser } = await signedIn()
    const other = new TestBrowser(plain)
    await other.login({ email, password })
    await browser.post('logout')
    expect((await browser.refresh()).status).toBe(401)
    expect((await other.refresh()).status).toBe(200)
  })

  test('15: is over after a new password, in every browser, and soon is the access token', async () => {
    const { email, identity, browser } = await signedIn()
    await browser.post('reset', { token: makePurposeToken('reset-password', identity, ground.environment['JWT_SECRET']!), password: 'another fine password' })
    expect((await browser.refresh()).status).toBe(401)
    const old = browser.accessToken
    await browser.login({ email, password: 'another fine password' })
    expect((await browser.send('GET', '/api/v1/me')).status).toBe(200)
    browser.accessToken = old
    expect((await browser.send('GET', '/api/v1/me')).status).toBe(401)
  })

  test('15: is over when its user is deleted', async () => {
    const { identity, browser } = await signedIn()
    await ground.superuser.call(pb => pb.collection('users').delete(identity.id))
    expect((await browser.refresh()).status).toBe(401)
  })

  test('15: is over after its time, used or not', async () => {
    const shortLived = await ground.backend({}, { sessionTimes: { idleSeconds: 1, absoluteSeconds: 2, graceSeconds: 10 } })
    const { browser } = await signedIn(shortLived)
    expect((await browser.refresh()).status).toBe(200)
    await sleep(1100)
    expect((await browser.refresh()).status).toBe(401)
  })

  test('17: in the cookie before sign-in is never taken over', async () => {
    const attacker = await signedIn()
    const planted = attacker.browser.cookie!
    const { email, browser } = await registered()
    browser.cookie = planted
    await browser.login({ email, password })
    expect(browser.cookie!.split('.')[0]).not.toBe(planted.split('.')[0])
  })

  test.each(['', 'nonsense', '../../x', `${'a'.repeat(15)}.${'b'.repeat(43)}`, `${'a'.repeat(15)}" || 1=1 || "`])('that was never given (%j) is refused', async cookie => {
    const browser = new TestBrowser(plain)
    browser.cookie = encodeURIComponent(cookie)
    expect(await browser.refresh()).toMatchObject({ status: 401, code: 'auth.required' })
  })

  test('travels in a cookie that no script and no other site can use', async () => {
    const { email, browser } = await registered()
    const [cookie] = (await browser.login({ email, password })).headers.getSetCookie()
    expect(cookie).toMatch(/; Path=\/api\/v1\/auth;/)
    expect(cookie).toMatch(/; HttpOnly/)
    expect(cookie).toMatch(/; SameSite=Strict/)
    const secure = new TestBrowser(await ground.backend({ PUBLIC_URL: 'https://video.example.com' }))
    const [overTls] = (await secure.post('login', { email, password }, { origin: 'https://video.example.com' })).headers.getSetCookie()
    expect(overTls).toMatch(/; Secure/)
  })

  test('is in no database in the clear', async () => {
    const { browser } = await signedIn()
    const [, secret] = browser.cookie!.split('.')
    const rows = await ground.superuser.call(pb => pb.collection('sessions').getFullList())
    expect(JSON.stringify(rows)).not.toContain(secret)
  })
})

describe('a request from another site', () => {
  test.each([['no origin', undefined], ['a foreign origin', 'https://evil.example'], ['null', 'null'], ['a look-alike', 'http://localhost:8080.evil.example']])('16: with %s cannot refresh or sign out', async (_, origin) => {
    const { browser } = await signedIn()
    const headers = { cookie: `f2l_refresh=${browser.cookie}`, ...(origin === undefined ? {} : { origin }) }
    for (const path of ['refresh', 'logout']) {
      const answer = await fetch(`${plain.url}/api/v1/auth/${path}`, { method: 'POST', headers })
      expect(answer.status).toBe(403)
      expect(answer.headers.getSetCookie()).toEqual([])
    }
    expect((await browser.refresh()).status).toBe(200)
  })

  test('cannot sign somebody in', async () => {
    const { email, browser } = await registered()
    expect(await browser.post('login', { email, password }, { origin: 'https://evil.example' })).toMatchObject({ status: 403, code: 'auth.cross_site' })
  })
})

describe('an access token', () => {
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const mine = { issuer: 'fathom-to-loom', audience: 'fathom-to-loom:access' }
  const now = () => Math.floor(Date.now() / 1000)
  interface Given { good: string; secret: string; identity: Identity; browser: TestBrowser }
  const parts = ({ good }: Given) => good.split('.') as [string, string, string]
  const signed = ({ identity, secret }: Given, claims: object = {}, options: jwt.SignOptions = {}) => jwt.sign({ sv: 0, ...claims }, secret, { ...mine, subject: identity.id, expiresIn: 60, ...options })
  const lasting = ({ identity, secret }: Given, claims: object) => jwt.sign({ sv: 0, ...claims }, secret, { ...mine, subject: identity.id })
  const withHeader = (given: Given, fields: object, key = 'wrong') => {
    const unsigned = `${encode({ alg: 'HS256', typ: 'JWT', ...fields })}.${parts(given)[1]}`
    return `${unsigned}.${createHmac('sha256', key).update(unsigned).digest('base64url')}`
  }
  const forgeries: [string, (given: Given) => string[] | Promise<string[]>][] = [
    ['1: that says it needs no signature is refused', given => ['none', 'None', 'NONE'].flatMap(alg => [`${encode({ alg, typ: 'JWT' })}.${parts(given)[1]}.`, `${encode({ alg, typ: 'JWT' })}.${parts(given)[1]}.${parts(given)[2]}`])],
    ['2: of another algorithm is refused, whatever key it uses', given => {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      return [signed(given, {}, { algorithm: 'HS384' }), signed(given, {}, { algorithm: 'HS512' }), jwt.sign({ sv: 0 }, privateKey, { ...mine, subject: given.identity.id, expiresIn: 60, algorithm: 'RS256' }), withHeader(given, { alg: 'RS256' }, given.secret)]
    }],
    ['3: that names its key by a path or by SQL is refused', given => ['../../../dev/null', '/dev/null', '\' UNION SELECT \'wrong'].flatMap(kid => [withHeader(given, { kid }), withHeader(given, { kid }, '')])],
    ['4: that brings its own key is refused', given => [withHeader(given, { jwk: { kty: 'oct', k: 'd3Jvbmc' } }), withHeader(given, { jku: 'https://evil.example/keys' }), withHeader(given, { x5u: 'https://evil.example/cert' })]],
    ['5: that is over by a second, or has no end, is refused', given => [lasting(given, { iat: now() - 900, exp: now() - 1 }), lasting(given, {})]],
    ['6: that is not valid yet is refused', given => [signed(given, { nbf: now() + 60 })]],
    ['7: for another audience, issuer, person or session version is refused', given => [
      signed(given, {}, { audience: 'fathom-to-loom:reset-password' }), signed(given, {}, { issuer: 'somebody' }), signed(given, {}, { subject: '../etc' }), signed(given, {}, { subject: 'zzzzzzzzzzzzzzz' }), signed(given, { sv: 7 }),
    ]],
    ['8: that is a refresh token, or the token of a mail, is refused', ({ browser, identity, secret }) => [browser.cookie!, makePurposeToken('reset-password', identity, secret), makePurposeToken('verify-email', identity, secret)]],
    ['9: of PocketBase is refused', async ({ identity }) => [await ground.superuser.call(async pb => pb.authStore.token), await ground.superuser.call(pb => pb.collection('users').impersonate(identity.id, 60)).then(({ authStore }) => authStore.token)]],
    ['10: out of an address to fetch something with is refused', async ({ identity, secret, browser }) => [new URL(makeExportLink(identity, secret), plain.url).searchParams.get('token')!, await ground.superuser.call(pb => pb.files.getToken()), browser.viewer!]],
    ['11: that was changed, cut short or made longer is refused', given => {
      const [header, body, signature] = parts(given)
      const claims = jwt.decode(given.good) as Record<string, unknown>
      return [`${header}.${encode({ ...claims, sub: 'aaaaaaaaaaaaaaa' })}.${signature}`, `${header}.${body}.${signature.slice(0, 20)}`, `${header}.${body}.`, `${header}.${body}`, `${given.good}x`, `${given.good}.x`, 'a'.repeat(10_000), jwt.sign({ sv: 0 }, 'another-secret-another-secret-123', { ...mine, subject: given.identity.id, expiresIn: 60 })]
    }],
  ]
  test.each(forgeries)('%s', async (_, forge) => {
    const { identity, browser } = await signedIn()
    const given = { good: browser.accessToken!, secret: ground.environment['JWT_SECRET']!, identity, browser }
    for (const token of await forge(given)) {
      expect(await browser.send('GET', '/api/v1/me', undefined, { authorization: `Bearer ${token}` }), token.slice(0, 60)).toMatchObject({ status: 401, code: 'auth.required' })
    }
    expect((await browser.send('GET', '/api/v1/me', undefined, { authorization: `Bearer ${signed(given)}` })).status).toBe(200)
  })

  test('11: of a megabyte is refused, and the server goes on', async () => {
    const { browser } = await signedIn()
    const answer = await fetch(`${plain.url}/api/v1/me`, { headers: { authorization: `Bearer ${'a'.repeat(1_000_000)}` } }).then(({ status }) => status, () => 'cut')
    expect([431, 'cut']).toContain(answer)
    expect((await browser.send('GET', '/api/v1/me')).status).toBe(200)
  })

  test('9: opens nothing at PocketBase', async () => {
    const { browser } = await signedIn()
    const statuses = await Promise.all([browser.accessToken!, `Bearer ${browser.accessToken}`].flatMap(authorization => ['users/records', 'sessions/records', 'user_databases/records'].map(async path => (await fetch(`${ground.pocketBase.url}/api/collections/${path}`, { headers: { authorization } })).status)))
    expect(new Set(statuses)).toEqual(new Set([403]))
  })

  test('8: opens nothing as a reset, verify or refresh token', async () => {
    const { browser } = await signedIn()
    const token = browser.accessToken!
    expect((await browser.post('reset', { token, password })).code).toBe('auth.token_invalid')
    expect((await browser.post('verify', { token })).code).toBe('auth.token_invalid')
    browser.cookie = token
    expect((await browser.refresh()).status).toBe(401)
  })

  test('11: twice in one request is nobody', async () => {
    const { browser } = await signedIn()
    const status = await new Promise<number>((done, fail) => {
      const { hostname, port } = new URL(plain.url)
      const value = `Bearer ${browser.accessToken}`
      httpRequest({ hostname, port, path: '/api/v1/me', headers: ['Host', `${hostname}:${port}`, 'Authorization', value, 'Authorization', value] }, answer => {
        answer.resume()
        done(answer.statusCode!)
      }).on('error', fail).end()
    })
    expect([400, 401]).toContain(status)
  })
})

describe('a link in a mail', () => {
  test('22: resets once: of five uses at once one wins', async () => {
    const { identity, browser } = await registered()
    const token = makePurposeToken('reset-password', identity, ground.environment['JWT_SECRET']!)
    const answers = await Promise.all(Array.from({ length: 5 }, (_, index) => browser.post('reset', { token, password: `fine password ${index}` })))
    expect(answers.map(answer => answer.status).sort()).toEqual([204, 401, 401, 401, 401])
    expect(await browser.post('reset', { token, password })).toMatchObject({ status: 401, code: 'auth.token_invalid' })
  })

  test('22: of one kind does not serve as the other', async () => {
    const { identity, browser } = await registered()
    const secret = ground.environment['JWT_SECRET']!
    expect((await browser.post('verify', { token: makePurposeToken('reset-password', identity, secret) })).code).toBe('auth.token_invalid')
    expect((await browser.post('reset', { token: makePurposeToken('verify-email', identity, secret), password })).code).toBe('auth.token_invalid')
  })

  test('verifies as often as it is clicked', async () => {
    const { identity, browser } = await registered()
    const token = makePurposeToken('verify-email', identity, ground.environment['JWT_SECRET']!)
    expect((await browser.post('verify', { token })).status).toBe(204)
    expect((await browser.post('verify', { token })).status).toBe(204)
  })

  test('that proved the address by a reset needs no verification after it', async () => {
    const { email, identity, browser } = await registered(mailing)
    await browser.post('reset', { token: makePurposeToken('reset-password', identity, ground.environment['JWT_SECRET']!), password: 'another fine password' })
    expect((await browser.login({ email, password: 'another fine password' })).status).toBe(200)
  })
})

describe('guessing', () => {
  test('at one account is stopped with the time to wait, and does not stop other accounts', async () => {
    const backend = await ground.backend()
    const { email, browser } = await registered(backend)
    const tries = []
    for (let guess = 0; guess < 11; guess++) tries.push(await browser.post('login', { email, password: `guess ${guess}` }, { 'x-forwarded-for': `10.0.0.${guess}` }))
    expect(tries.slice(0, 10).every(answer => answer.status === 401)).toBe(true)
    expect(tries[10]).toMatchObject({ status: 429, code: 'rate_limited' })
    expect(Number(tries[10]!.headers.get('retry-after'))).toBeGreaterThan(600)
    const other = await registered(backend)
    expect((await other.browser.login({ email: other.email, password })).status).toBe(200)
  })
})

describe('secrets', () => {
  test('are in no answer', async () => {
    const { email, identity, browser } = await signedIn()
    const answers = [
      await browser.send('GET', '/api/v1/me'), await browser.post('login', { email, password }), await browser.post('login', { email, password: 'wrong password' }),
      await browser.post('register', { email, password }), await browser.post('login', '{broken'), await browser.post('forgot', { email }),
      await browser.post('reset', { token: 'x', password }), await browser.send('GET', '/api/v1/nothing'), await browser.post('refresh'),
    ]
    const record = await ground.superuser.call(pb => pb.collection('user_databases').getFirstListItem(pb.filter('user = {:id}', { id: identity.id })))
    const canaries = [password, record['wrapped_key'] as string, ...['JWT_SECRET', 'AES_MASTER_KEY', 'WORKER_SECRET', 'PB_ADMIN_PASSWORD', 'PB_ENCRYPTION_KEY'].map(name => ground.environment[name]!)]
    for (const canary of canaries) {
      expect(canary.length).toBeGreaterThan(7)
      for (const answer of answers) expect(answer.text + JSON.stringify([...answer.headers])).not.toContain(canary)
    }
  })
})
