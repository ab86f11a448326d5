import { once } from 'node:events'
import { connect } from 'node:net'
import jwt from 'jsonwebtoken'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePurposeToken } from '@f2l/backend/purpose-tokens.ts'
import { defaultRules, makeRateLimits } from '@f2l/backend/rate-limit.ts'
import { requestTimes } from '@f2l/backend/request-bounds.ts'
import type { RunningBackend } from '@f2l/backend/start-backend.ts'
import { newcomersOf, newcomersPassword, type Newcomers } from './newcomers.ts'
import { prepareGround, TestBrowser, type Answer, type TestGround } from './running-backend.ts'

/** What somebody without an account, or with one, tries at the doors. Numbers are those of docs/security.md. */
let ground: TestGround
let backend: RunningBackend
let newcomers: Newcomers
/** Signed in, for whatever changes nothing of hers that another test looks at. */
let ada: TestBrowser
const password = newcomersPassword

beforeAll(async () => {
  ground = await prepareGround()
  backend = await ground.backend({}, { times: { ...requestTimes, headerMs: 400, bodyMs: 600, drainMs: 200 } })
  newcomers = newcomersOf(ground, 'hostile')
  ada = (await signedIn()).browser
})
afterAll(() => ground?.stop())

const newEmail = () => newcomers.newEmail()
const signedIn = () => newcomers.signedIn(backend)

/** Sends bytes as they are and answers what came back until the server cut the line. */
async function raw(pieces: string[], { everyMs = 0 } = {}): Promise<{ text: string; seconds: number }> {
  const startedAt = performance.now()
  const socket = connect(backend.port, '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', piece => { text += piece })
  socket.on('error', () => { /* a reset is a way of being cut */ })
  const closed = new Promise(done => socket.once('close', done))
  await once(socket, 'connect')
  const timer = setInterval(() => {
    const piece = pieces.shift()
    if (piece !== undefined && socket.writable) socket.write(piece)
  }, everyMs)
  await closed
  clearInterval(timer)
  return { text, seconds: (performance.now() - startedAt) / 1000 }
}

describe('over https', () => {
  test('17: cookies have names that no neighbouring host and no plain http can plant, and one without them is not read', async () => {
    const secure = await ground.backend({ PUBLIC_URL: 'https://video.example.com' })
    const { email, browser } = await signedIn()
    const origin = { origin: 'https://video.example.com' }
    const answer = await new TestBrowser(secure).post('login', { email, password }, origin)
    const cookies = answer.headers.getSetCookie()
    expect(cookies.map(cookie => cookie.split('=')[0])).toEqual(['__Host-f2l_refresh', '__Host-f2l_viewer'])
    for (const cookie of cookies) expect(cookie).toMatch(/^(?=.*; Path=\/;)(?=.*; HttpOnly)(?=.*; Secure)(?!.*Domain)/)
    const refresh = cookies[0]!.split(';')[0]!
    const send = (cookie: string) => new TestBrowser(secure).post('refresh', undefined, { ...origin, cookie })
    expect((await send(refresh.replace('__Host-', ''))).status).toBe(401)
    expect((await send(`f2l_refresh=${browser.cookie}`)).status).toBe(401)
    expect((await send(refresh)).status).toBe(200)
    const cleared = (await new TestBrowser(secure).post('logout', undefined, { ...origin, cookie: refresh })).headers.getSetCookie()
    expect(cleared.map(cookie => cookie.split(';')[0])).toEqual(['__Host-f2l_refresh=', '__Host-f2l_viewer='])
  })
})

describe('a stranger learns nothing', () => {
  test('19, 20: from how long registering or asking for a reset takes: both take as long as the slower', async () => {
    const { email, browser } = await signedIn()
    const timed = async (path: string, body: object) => {
      const startedAt = performance.now()
      expect((await browser.post(path, body)).status).toBe(202)
      return performance.now() - startedAt
    }
    for (const address of [email, newEmail()]) {
      expect(await timed('forgot', { email: address })).toBeGreaterThan(245)
      expect(await timed('register', { email: address, password })).toBeGreaterThan(245)
    }
  })

  test('18: from whether a refused sign-in was written down: the answer does not wait for it', async () => {
    const { email, browser } = await signedIn()
    const answers = [await browser.post('login', { email, password: 'wrong password' }), await browser.post('login', { email: newEmail(), password: 'wrong password' })]
    const told = answers.map(({ status, text, headers }) => ({ status, text: text.replace(/"requestId":"[^"]*"/, ''), headers: [...headers.keys()] }))
    expect(told[0]).toEqual(told[1])
  })
})

describe('guessing', () => {
  test('21: at the tokens of mails ends after a hundred tries, with the time to wait', async () => {
    const other = await ground.backend()
    const browser = new TestBrowser(other)
    const guess = (number: number) => browser.post(number % 2 ? 'verify' : 'reset', { token: `guess${number}`, password })
    const answers: Answer[] = []
    for (let batch = 0; batch < 5; batch += 1) answers.push(...await Promise.all(Array.from({ length: 25 }, (_, index) => guess(batch * 25 + index))))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(100)
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(25)
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(60)
  })

  test('22: the token of a mail that is over by a second, or names somebody else, changes nothing', async () => {
    const [mine, hers] = [await signedIn(), await signedIn()]
    const secret = ground.environment['JWT_SECRET']!
    const now = Math.floor(Date.now() / 1000)
    const sign = (claims: object) => jwt.sign({ email: mine.email, sv: 0, ...claims }, secret, { algorithm: 'HS256', issuer: 'fathom-to-loom', audience: 'fathom-to-loom:reset-password', subject: mine.identity.id })
    const wrong = [
      sign({ iat: now - 3601, exp: now - 1 }), sign({}), sign({ email: hers.email, exp: now + 60 }), sign({ sv: 1, exp: now + 60 }),
      makePurposeToken('reset-password', { ...mine.identity, id: hers.identity.id }, secret),
    ]
    for (const token of wrong) expect(await mine.browser.post('reset', { token, password: 'another fine password' })).toMatchObject({ status: 401, code: 'auth.token_invalid' })
    for (const { email, browser } of [mine, hers]) expect((await browser.login({ email, password })).status).toBe(200)
  })

  test('23: two hundred made-up addresses are one, with and without a proxy in front', async () => {
    const few = makeRateLimits({ ...defaultRules, login: { ...defaultRules.login, address: { points: 6, seconds: 600 } } })
    for (const [proxies, headersOf] of [
      ['0', (number: number) => ({ 'x-forwarded-for': `203.0.113.${number}`, 'x-real-ip': `203.0.113.${number}`, 'forwarded': `for=203.0.113.${number}`, 'true-client-ip': `203.0.113.${number}` })],
      ['1', (number: number) => ({ 'x-forwarded-for': `203.0.113.${number}, 198.51.100.1` })],
    ] as const) {
      const guarded = await ground.backend({ TRUST_PROXY: proxies }, { limits: proxies === '0' ? few : makeRateLimits({ ...defaultRules, login: { ...defaultRules.login, address: { points: 6, seconds: 600 } } }) })
      const browser = new TestBrowser(guarded)
      const statuses = (await Promise.all(Array.from({ length: 200 }, (_, number) => browser.post('login', { email: `stuffed${number}@example.com`, password: 'wrong password' }, headersOf(number))))).map(({ status }) => status)
      expect(statuses.filter(status => status === 401), `${proxies} proxies`).toHaveLength(6)
      expect(statuses.filter(status => status === 429)).toHaveLength(194)
    }
  }, 30_000)
})

describe('an address', () => {
  test('25: in capitals is the same account; with a tag, a dot or a look-alike letter it is never somebody else\'s', async () => {
    const { email } = await signedIn()
    const [name, host] = email.split('@') as [string, string]
    const ask = (address: string) => new TestBrowser(backend).post('register', { email: address, password: 'the password of a stranger' })
    expect((await ask(email.toUpperCase())).status).toBe(202)
    for (const other of [`${name}+tag@${host}`, `${name.slice(0, 3)}.${name.slice(3)}@${host}`]) {
      expect((await ask(other)).status).toBe(202)
      expect((await new TestBrowser(backend).login({ email: other, password: 'the password of a stranger' })).status).toBe(200)
    }
    expect((await new TestBrowser(backend).login({ email, password: 'the password of a stranger' })).status).toBe(401)
    expect((await new TestBrowser(backend).login({ email, password })).status).toBe(200)
  })

  test.each([
    ['a look-alike letter in its name', 'hоstile@example.com'], ['a look-alike letter in its host', 'hostile@exаmple.com'], ['255 characters', `${'a'.repeat(243)}@example.com`], ['a line break', 'a@example.com\r\nBcc: everybody@example.com'],
    ['a second address', 'a@example.com,b@example.com'], ['a name in quotes', '"a b"@example.com'], ['a zero byte', 'a\0@example.com'], ['a mark of direction', 'a\u202e@example.com'], ['full-width letters', 'ａ@example.com'], ['angle brackets', '<a@example.com>'], ['nothing', ''],
  ])('25: with %s is refused', async (_, address) => {
    for (const path of ['register', 'forgot']) expect(await new TestBrowser(backend).post(path, { email: address, password })).toMatchObject({ status: 400, code: 'input.invalid' })
  })
})

test('27: no field of an account can be changed beside the ones that are asked for', async () => {
  const { browser, identity } = await signedIn()
  const extra = { id: 'chosenchosen123', email: 'other@example.com', verified: true, isVerified: true, sessionVersion: 9, session_version: 9, tokenKey: 'x'.repeat(50), role: 'admin', isOperator: true, home_node: 'x', plan: 'pro', storage_limit_bytes: 1e15, max_pending_jobs: 9999, __proto__: { isOperator: true } }
  expect((await browser.send('PATCH', '/api/v1/me', { name: 'Bea', ...extra })).status).toBe(200)
  const record = await ground.superuser.call(pb => pb.collection('users').getOne(identity.id))
  expect(record).toMatchObject({ id: identity.id, email: identity.email, name: 'Bea', verified: false, session_version: 0, max_pending_jobs: 0, storage_limit_bytes: 0 })
})

describe('39: what looks like SQL or a filter is text', () => {
  const tricks = ['\' || 1=1 || \'', '" || user != "', '\'; DROP TABLE users; --', '%', '_', 'a" || id != "', '\\', '{:id}', '@request.auth.id', '../../x', '%00', '\u0000', '(SELECT 1)', 'x'.repeat(500)]

  test('in every part of an address and in every question', async () => {
    const other = await signedIn()
    await other.browser.send('POST', '/api/v1/recordings', { url: 'https://example.com/of-somebody-else.mp4' })
    const paths = (trick: string) => [
      ['GET', `/api/v1/recordings/${trick}`], ['GET', `/api/v1/recordings/${trick}/share`], ['GET', `/api/v1/recordings/search?q=${trick}`], ['GET', `/api/v1/recordings?sort=${trick}&filter=${trick}`], ['GET', `/api/v1/me/activity?page=${trick}`], ['GET', `/api/v1/events?cursor=${trick}&x`],
      ['GET', `/api/v1/fathom/meetings?cursor=${trick}`], ['GET', `/api/v1/share/${trick}`], ['GET', `/s/${trick}/video.mp4`], ['DELETE', `/api/v1/me/sessions/${trick}`], ['DELETE', `/api/v1/api-keys/${trick}`], ['GET', `/api/v1/recordings/rec_aaaaaaaaaaaaaaaa/edit?known=${trick}`], ['POST', `/hooks/fathom/${trick}/${trick}`],
    ] as const
    for (const trick of tricks) {
      await Promise.all(paths(encodeURIComponent(trick)).filter(([, path]) => !path.includes('/events')).map(async ([method, path]) => {
        const answer = await ada.send(method, path, method === 'POST' ? {} : undefined)
        expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(500)
        expect(answer.text).not.toContain('of-somebody-else')
      }))
    }
    expect((await ada.send('GET', '/api/v1/me')).status).toBe(200)
  }, 30_000)

  test('in what signs somebody in', async () => {
    for (const trick of tricks) {
      expect((await new TestBrowser(backend).login({ email: trick.slice(0, 250), password: trick })).status).toBeGreaterThanOrEqual(400)
      expect((await new TestBrowser(backend).login({ email: `a@example.com${trick.slice(0, 200)}`, password: trick })).status).toBeGreaterThanOrEqual(400)
    }
  }, 30_000)
})

describe('40: JSON', () => {
  test.each([
    ['a name twice', '{"name":"first","name":"second"}', 200], ['half a character', '{"name":"a\\ud800b"}', 200], ['a prototype', '{"name":"x","__proto__":{"isOperator":true},"constructor":{"prototype":{"x":1}}}', 200],
    ['a number for a text', '{"name":1e999}', 400], ['a list for a text', '{"name":["a"]}', 400], ['NaN', '{"name":NaN}', 400], ['no object', '"text"', 400], ['a bare number', '9007199254740993', 400], ['five thousand names', `{${Array.from({ length: 5000 }, (_, index) => `"a${index}":1`).join(',')}}`, 200],
  ])('with %s is answered in peace', async (_, body, status) => {
    const answer = await ada.send('PATCH', '/api/v1/me', body)
    expect([answer.status, answer.status === 400 ? answer.code : 'fine']).toEqual([status, status === 400 ? 'input.invalid' : 'fine'])
    expect(({} as { isOperator?: boolean }).isOperator).toBeUndefined()
    expect((await ada.send('GET', '/api/v1/me')).status).toBe(200)
  })

  test.each([['-0', '-0'], ['1e999', '1e999'], ['2^53+1', '9007199254740993'], ['-1', '-1'], ['a text', '"1"']])('with %s for a number of a recording makes none', async (_, number) => {
    const answer = await ada.send('POST', '/api/v1/recordings/from-fathom', `{"fathomRecordingId":${number}}`)
    expect([400, 409]).toContain(answer.status)
    expect((await ada.send('GET', '/api/v1/recordings')).json).toEqual({ items: [] })
  })

  test('of 100 MB is refused by what it says of itself, and cut where it says nothing', async () => {
    const head = 'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
    const said = await raw([`${head}Content-Length: 104857600\r\nConnection: close\r\n\r\n{"email":"`])
    expect(said.text).toContain('413')
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
    const unsaid = await raw([`${head}Transfer-Encoding: chunked\r\n\r\n`, ...Array.from({ length: 40 }, () => chunk)])
    expect(unsaid.text).not.toContain('200 OK')
    expect(Math.max(said.seconds, unsaid.seconds)).toBeLessThan(5)
  })
})

describe('41: a request', () => {
  test('with a question asked twice or a body of an unknown kind is refused or answered by one of them', async () => {
    for (const path of ['/api/v1/me/activity?page=1&page=2', '/api/v1/me/activity?page[]=1', '/api/v1/recordings/search?q=a&q=b', '/api/v1/recordings/search?q[$ne]=a', '/api/v1/me/export?token=a&token=b']) expect((await ada.send('GET', path)).status, path).toBeLessThan(500)
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/json/../x', ';', 'application/x-protobuf']) {
      expect(await ada.send('PATCH', '/api/v1/me', '{"name":"changed"}', { 'content-type': type }), type).toMatchObject({ status: 400 })
    }
    expect((await ada.send('GET', '/api/v1/me')).json).toMatchObject({ name: expect.not.stringMatching('changed') as string })
  })

  test.each([
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n'], ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n'], ['chunks in a second coding', 'Transfer-Encoding: chunked, identity\r\n'],
    ['a coding that only looks like chunks', 'Transfer-Encoding: xchunked\r\n'], ['a space before the colon', 'Transfer-Encoding : chunked\r\n'], ['a folded line', 'Transfer-Encoding:\r\n chunked\r\nContent-Length: 3\r\n'], ['a negative length', 'Content-Length: -1\r\n'],
  ])('with %s is not read as two', async (_, headers) => {
    const { text } = await raw([`POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n`])
    expect(text).not.toContain('{"ok":true}')
    expect(text).toMatch(/^(HTTP\/1\.1 4\d\d|$)/)
  })

  test('that comes a letter at a time is cut, in its headers and in its body', async () => {
    const headers = await raw(['GET /healthz HTTP/1.1\r\n', ...Array.from({ length: 60 }, (_, index) => `X-A${index}: b\r\n`)], { everyMs: 100 })
    expect(headers.text).not.toContain('200 OK')
    expect(headers.seconds).toBeLessThan(4)
    const head = 'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n'
    const body = await raw([head, ...Array.from({ length: 60 }, () => ' ')], { everyMs: 100 })
    expect(body.seconds).toBeLessThan(4)
    const refused = await raw([head.replace('auth/login', 'recordings/upload'), ...Array.from({ length: 60 }, () => ' ')], { everyMs: 100 })
    expect(refused.text).toContain('401')
    expect(refused.seconds).toBeLessThan(4)
    expect((await fetch(`${backend.url}/healthz`)).status).toBe(200)
  })
})
