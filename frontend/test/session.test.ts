import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { ApiError } from '../src/api/api-error.ts'
import { makeSession } from '../src/api/session.ts'
import { makeTransport } from '../src/api/transport.ts'
import { readWords } from '../src/words/words.ts'

beforeAll(() => readWords([]))

interface Asked { path: string; token: string | null }

/** A server whose access tokens are `token-1`, `token-2` … of which only the newest is good. */
function makeServer({ hasCookie = true, expiresInSeconds = 900 } = {}) {
  const asked: Asked[] = []
  const server = { asked, hasCookie, issued: 0, good: '', refreshes: () => asked.filter(one => one.path.endsWith('/refresh')).length }
  const fetch = async (input: unknown, init?: RequestInit): Promise<Response> => {
    const path = String(input)
    const token = new Headers(init?.headers).get('authorization')?.replace('Bearer ', '') ?? null
    asked.push({ path, token })
    await new Promise(resolve => setTimeout(resolve, 2))
    if (path.endsWith('/refresh')) {
      if (!server.hasCookie) return Response.json({ error: { code: 'auth.required', message: 'Please log in.' } }, { status: 401 })
      server.good = `token-${server.issued += 1}`
      return Response.json({ accessToken: server.good, expiresInSeconds })
    }
    return token === server.good ? Response.json({ ok: true }) : Response.json({ error: { code: 'auth.required', message: 'Your session has ended.' } }, { status: 401 })
  }
  return Object.assign(server, { fetch: fetch as typeof globalThis.fetch })
}

const answer = z.object({ ok: z.boolean() })

function makeClient(server: ReturnType<typeof makeServer>, now: () => number = Date.now) {
  const signedOut: number[] = []
  const session = makeSession({ fetch: server.fetch, now })
  const transport = makeTransport({ fetch: server.fetch, session, onSignedOut: () => signedOut.push(1) })
  return { session, signedOut, ask: () => transport.ask({ path: '/api/v1/thing' }, answer) }
}

test('twenty calls at the start share one refresh', async () => {
  const server = makeServer()
  const { ask } = makeClient(server)
  await Promise.all(Array.from({ length: 20 }, ask))
  expect(server.refreshes()).toBe(1)
})

test('twenty calls that are refused at once share one refresh and all succeed', async () => {
  const server = makeServer()
  const { ask } = makeClient(server)
  await ask()
  server.good = 'another'
  const answers = await Promise.all(Array.from({ length: 20 }, ask))
  expect(answers.every(one => one.ok)).toBe(true)
  expect(server.refreshes()).toBe(2)
})

test('a call that was refused after others had renewed uses their token', async () => {
  const server = makeServer()
  const { session } = makeClient(server)
  const first = await session.token()
  const second = await session.renew(first)
  expect(await session.renew(first)).toBe(second)
  expect(server.refreshes()).toBe(2)
})

test('a token is renewed shortly before it ends', async () => {
  let now = 0
  const server = makeServer({ expiresInSeconds: 900 })
  const { session } = makeClient(server, () => now)
  expect(await session.token()).toBe('token-1')
  now = 860_000
  expect(await session.token()).toBe('token-1')
  now = 875_000
  expect(await session.token()).toBe('token-2')
})

test('without a session the person is signed out and nothing is asked with a dead token', async () => {
  const server = makeServer({ hasCookie: false })
  const { ask, signedOut } = makeClient(server)
  await expect(ask()).rejects.toMatchObject({ code: 'auth.required', status: 401 })
  expect(signedOut).toHaveLength(1)
  expect(server.asked.map(one => one.path)).toEqual(['/api/v1/auth/refresh'])
})

test('no network is not a sign-out', async () => {
  const fetch = (async () => { throw new TypeError('fetch failed') }) as typeof globalThis.fetch
  const signedOut: number[] = []
  const transport = makeTransport({ fetch, session: makeSession({ fetch, now: Date.now }), onSignedOut: () => signedOut.push(1) })
  await expect(transport.ask({ path: '/api/v1/me' }, answer)).rejects.toMatchObject({ code: 'browser.offline' })
  expect(signedOut).toHaveLength(0)
})

test.each([
  ['a proxy page instead of JSON', new Response('<h1>502</h1>', { status: 502 }), 'browser.unexpected_answer'],
  ['an answer that is not what the contract says', Response.json({ ok: 'yes' }), 'browser.unexpected_answer'],
  ['the server\'s own error', Response.json({ error: { code: 'link.dead', message: 'Gone.' } }, { status: 404 }), 'link.dead'],
])('%s becomes an error with a code and a sentence', async (_name, response, code) => {
  const fetch = (async () => response.clone()) as typeof globalThis.fetch
  const transport = makeTransport({ fetch, session: makeSession({ fetch, now: Date.now }), onSignedOut: () => undefined })
  const error: unknown = await transport.ask({ path: '/x', isPublic: true }, answer).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ code, message: expect.stringMatching(/\.$/) })
})
