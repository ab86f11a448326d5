import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import type { Express, Router } from 'express'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { apiKeyList, apiKeyMade, apiKeyRoutes, type ApiScope } from '@f2l/common/contracts/api-keys.ts'
import { apiRoutes } from '@f2l/common/contracts/api.ts'
import { brandRoutes } from '@f2l/common/contracts/brand.ts'
import { webhookRoutes } from '@f2l/common/contracts/fathom-webhook.ts'
import { mailServerRoutes } from '@f2l/common/contracts/mail-server.ts'
import { apiKeys } from '@f2l/user-dbs/schema.ts'
import { copyWithoutSecrets } from '@f2l/user-dbs/copy-without-secrets.ts'
import { newApiKey } from '../src/api-keys/key-form.ts'
import { hashSecret } from '../src/random-secrets.ts'
import { routeScopes } from '../src/api-keys/route-scopes.ts'
import { routesOf, wholeAppOf } from './all-routes.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'

let stack: ProductStack
let ann: Person
beforeAll(async () => {
  stack = await startProductStack()
}, 60_000)
beforeEach(async () => {
  ann = await stack.signUp('Ann')
})
afterAll(() => stack?.stop())

const inDays = (days: number): string => new Date(Date.now() + days * 24 * 3600_000).toISOString()

async function made(person: Person, scopes: ApiScope[] = ['read'], { name = 'Script', expiresAt = null as string | null } = {}) {
  const answer = await person.call('POST', '/api/v1/api-keys', { name, scopes, expiresAt })
  expect(answer.status).toBe(201)
  return apiKeyMade.parse(await answer.json())
}

const listOf = async (person: Person) => apiKeyList.parse(await (await person.call('GET', '/api/v1/api-keys')).json()).items
const by = (key: string, method: string, path: string, body?: unknown) => fetch(stack.url + path, {
  method, headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
})
const codeOf = async (answer: Response) => `${answer.status} ${(await answer.json() as { error: { code: string } }).error.code}`
const changeRow = async (person: Person, id: string, change: Partial<typeof apiKeys.$inferInsert>) => {
  const database = await stack.deps.userDatabases.open(person.id)
  database.transact(db => { db.update(apiKeys).set(change).where(eq(apiKeys.id, id)).run() })
}

describe('a key', () => {
  test('is shown once: lists tell its name, scopes and last four characters', async () => {
    const { key, item } = await made(ann, ['read', 'convert'], { name: ' Nightly\nexport ', expiresAt: inDays(30) })
    expect(key).toMatch(new RegExp(`^f2l_${ann.id}_[A-Za-z0-9_-]{43}$`))
    expect(item).toMatchObject({ name: 'Nightly export', lastFour: key.slice(-4), scopes: ['read', 'convert'], lastUsedAt: null })
    const listed = await (await ann.call('GET', '/api/v1/api-keys')).text()
    expect(JSON.parse(listed)).toEqual({ items: [item] })
    expect(listed).not.toContain(key.slice(20, -4))
  })

  test('leaves no trace of itself on disk, in the export or in the log of a request', async () => {
    const { key } = await made(ann)
    await by(key, 'GET', '/api/v1/recordings')
    const secret = key.split('_').slice(2).join('_')
    for (const name of readdirSync(join(stack.folder, 'dbs'))) expect(readFileSync(join(stack.folder, 'dbs', name)).includes(secret)).toBe(false)
    const folder = await mkdtemp(join(tmpdir(), 'copy-'))
    const database = await stack.deps.userDatabases.open(ann.id)
    await copyWithoutSecrets(join(stack.folder, 'dbs', `${database.name}.db`), join(folder, 'copy.db'))
    expect(readFileSync(join(folder, 'copy.db')).includes(hashSecret(key))).toBe(false)
    expect(readFileSync(join(folder, 'copy.db')).includes('Script')).toBe(true)
    await rm(folder, { recursive: true })
  })

  test('26: opens what its scopes say for its owner, and nothing of anybody else', async () => {
    const bob = await stack.signUp('Bob')
    const link = { url: `https://fathom.video/share/${randomBytes(8).toString('hex')}` }
    const { key } = await made(ann, ['read', 'convert'])
    const added = await by(key, 'POST', '/api/v1/recordings', link)
    expect(added.status).toBe(201)
    const { recording } = await added.json() as { recording: { id: string } }
    expect((await by(key, 'GET', `/api/v1/recordings/${recording.id}`)).status).toBe(200)
    const ofBob = await made(bob, ['read', 'convert', 'share'])
    expect(await codeOf(await by(ofBob.key, 'GET', `/api/v1/recordings/${recording.id}`))).toBe('404 not_found')
    expect(await (await by(ofBob.key, 'GET', '/api/v1/recordings')).json()).toEqual({ items: [] })
  })

  test('26: without a scope is refused with its name, also for HEAD', async () => {
    const { key } = await made(ann, ['share'])
    const answer = await by(key, 'GET', '/api/v1/recordings')
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ error: { code: 'auth.key_scope', message: expect.stringContaining('“read”') as string } })
    expect((await by(key, 'HEAD', '/api/v1/recordings')).status).toBe(403)
    expect(await codeOf(await by((await made(ann, ['read'])).key, 'POST', '/api/v1/recordings', { url: 'https://fathom.video/share/x' }))).toBe('403 auth.key_scope')
  })

  test('26: that was ended opens nothing from that moment, and the others go on', async () => {
    const [first, second] = [await made(ann), await made(ann)]
    expect((await ann.call('DELETE', `/api/v1/api-keys/${first.item.id}`)).status).toBe(204)
    expect(await codeOf(await by(first.key, 'GET', '/api/v1/recordings'))).toBe('401 auth.key_refused')
    expect((await by(second.key, 'GET', '/api/v1/recordings')).status).toBe(200)
    expect((await listOf(ann)).map(({ id }) => id)).toEqual([second.item.id])
  })

  test('26: in the address, in another header or as a cookie opens nothing', async () => {
    const { key } = await made(ann)
    for (const name of ['key', 'api_key', 'token', 'access_token', 'authorization']) expect((await fetch(`${stack.url}/api/v1/recordings?${name}=${key}`)).status, name).toBe(401)
    for (const headers of [{ 'x-api-key': key }, { 'cookie': `f2l_refresh=${key}; __Host-f2l_viewer=${key}` }, { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` }] as Record<string, string>[]) expect((await fetch(`${stack.url}/api/v1/recordings`, { headers })).status).toBe(401)
  })

  test('cannot be ended by somebody else', async () => {
    const { key, item } = await made(ann)
    await (await stack.signUp('Bob')).call('DELETE', `/api/v1/api-keys/${item.id}`)
    expect((await by(key, 'GET', '/api/v1/recordings')).status).toBe(200)
  })

  test('26: past its end is refused with a code of its own; one that would begin so is not made', async () => {
    const { key, item } = await made(ann, ['read'], { expiresAt: inDays(1) })
    await changeRow(ann, item.id, { expiresAt: new Date(Date.now() - 1000).toISOString() })
    expect(await codeOf(await by(key, 'GET', '/api/v1/recordings'))).toBe('401 auth.key_expired')
    expect(await codeOf(await ann.call('POST', '/api/v1/api-keys', { name: 'Old', scopes: ['read'], expiresAt: inDays(-1) }))).toBe('400 input.invalid')
  })

  test.each([['no name', { name: ' ', scopes: ['read'], expiresAt: null }], ['no scope', { name: 'x', scopes: [], expiresAt: null }], ['a scope that is none', { name: 'x', scopes: ['admin'], expiresAt: null }], ['an end that is no time', { name: 'x', scopes: ['read'], expiresAt: 'tomorrow' }]])('with %s is not made', async (_, body) => {
    expect(await codeOf(await ann.call('POST', '/api/v1/api-keys', body))).toBe('400 input.invalid')
    expect(await listOf(ann)).toEqual([])
  })

  test('more than fifty are not made, also when many ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 55 }, () => ann.call('POST', '/api/v1/api-keys', { name: 'x', scopes: ['read'], expiresAt: null })))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(50)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(5)
  })

  test('writes when it was used, once a minute at most', async () => {
    const { key, item } = await made(ann)
    const lastUse = async () => (await listOf(ann)).find(({ id }) => id === item.id)!.lastUsedAt
    await by(key, 'GET', '/api/v1/recordings')
    const first = await lastUse()
    expect(Date.now() - Date.parse(first!)).toBeLessThan(10_000)
    await by(key, 'GET', '/api/v1/recordings')
    expect(await lastUse()).toBe(first)
    const old = new Date(Date.now() - 61_000).toISOString()
    await changeRow(ann, item.id, { lastUsedAt: old })
    await by(key, 'GET', '/api/v1/recordings')
    expect(await lastUse()).not.toBe(old)
  })

  test('of a person who is gone is refused', async () => {
    const { key } = await made(ann)
    await stack.deps.identities.close(ann.id)
    await stack.deps.userDatabases.remove(ann.id)
    expect(await codeOf(await by(key, 'GET', '/api/v1/recordings'))).toBe('401 auth.key_refused')
  })
})

describe('guessing', () => {
  test('wrong keys, unknown people, people without a database and nonsense get one and the same answer, and no file is opened or made', async () => {
    const { key } = await made(ann)
    const newcomer = await stack.deps.identities.create({ email: `new-${randomBytes(3).toString('hex')}@example.com`, password: randomBytes(12).toString('hex'), name: '' })
    const files = () => readdirSync(join(stack.folder, 'dbs')).filter(name => name.endsWith('.db')).sort()
    const before = files()
    const answers = []
    for (const wrong of [newApiKey(ann.id), newApiKey('zzzzzzzzzzzzzzz' as never), newApiKey(newcomer!.id), `${key}x`, key.slice(0, -1), 'f2l_', 'f2l_../../etc_x', `f2l_${'A'.repeat(15)}_${'b'.repeat(43)}`]) {
      const answer = await by(wrong, 'GET', '/api/v1/recordings')
      const { error } = await answer.json() as { error: Record<string, unknown> }
      answers.push(JSON.stringify({ status: answer.status, ...error, requestId: null }))
    }
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('401')
    expect(files()).toEqual(before)
  })

  test('a key has a limit of its own: the answer says when to come back, and another key goes on', async () => {
    const busy = await made(ann)
    const calm = await made(ann)
    const statuses: number[] = []
    let refused: Response | undefined
    for (let calls = 0; calls < 125; calls++) {
      const answer = await by(busy.key, 'GET', '/api/v1/recordings/bin')
      statuses.push(answer.status)
      if (answer.status === 429) refused ??= answer
      else await answer.arrayBuffer()
    }
    expect(statuses.filter(status => status === 200)).toHaveLength(120)
    expect(Number(refused!.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await codeOf(refused!)).toBe('429 rate_limited')
    expect((await by(calm.key, 'GET', '/api/v1/recordings/bin')).status).toBe(200)
    expect((await ann.call('GET', '/api/v1/recordings/bin')).status).toBe(200)
  }, 60_000)
})

describe('every route says what a key may do there', () => {
  interface Found { route: string; asksForSession: boolean }

  const wholeApp = (): Express => wholeAppOf(stack)
  function allRoutes(): Found[] {
    return routesOf(wholeApp().router as unknown as Router).map(({ route, handlers }) => ({ route, asksForSession: handlers.includes(stack.deps.requireSession) }))
  }

  /** Open to whoever has a link, a signed address, a password, a cookie or a worker's secret: none of them reads keys. */
  const withoutSession = [
    /^GET \/(healthz|readyz)$/, /^POST \/api\/v1\/auth\//, /^\w+ \/s\//, /^\w+ \/api\/v1\/share\/:token/, /^\w+ \/internal\/v1\//, /^POST \/hooks\/fathom\/:userId\/:token$/,
    /^GET \/api\/v1\/recordings\/:id\/(source|insights\.csv)$/, /^GET \/api\/v1\/me\/export$/,
  ]

  test('each one that asks for a sign-in has a decision, and each other one is known to need none', () => {
    const routes = allRoutes()
    expect(routes.length).toBeGreaterThan(60)
    expect(routes.filter(({ route, asksForSession }) => asksForSession && !Object.hasOwn(routeScopes, route)).map(({ route }) => route)).toEqual([])
    expect(routes.filter(({ route, asksForSession }) => !asksForSession && !withoutSession.some(known => known.test(route))).map(({ route }) => route)).toEqual([])
  })

  test('no decision is for a route that is neither there nor promised', () => {
    const promised = [apiRoutes, apiKeyRoutes, webhookRoutes, brandRoutes, mailServerRoutes].flatMap(routes => Object.values<string>(routes))
    const known = new Set([...allRoutes().map(({ route }) => route), ...promised])
    expect(Object.keys(routeScopes).filter(route => !known.has(route))).toEqual([])
  })

  test('a key with every scope gets through none of those that are never for keys', async () => {
    const server = wholeApp().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const there = new Set(allRoutes().map(({ route }) => route))
    const never = Object.entries(routeScopes).filter(([route, decision]) => decision === 'never' && there.has(route)).map(([route]) => route)
    expect(never).toEqual(expect.arrayContaining(['POST /api/v1/me/password', 'POST /api/v1/me/delete', 'POST /api/v1/me/export-link', 'GET /api/v1/outbox', 'PUT /api/v1/fathom', 'POST /api/v1/api-keys', 'GET /api/v1/doctor', 'DELETE /api/v1/recordings/:id']))
    const { key } = await made(ann, ['read', 'convert', 'share'])
    for (const route of never) {
      const [method, path] = route.split(' ') as [string, string]
      const answer = await fetch(url + path.replace(/:\w+/g, 'rec_aaaaaaaaaaaaaaaa'), { method, headers: { authorization: `Bearer ${key}` } })
      expect(await codeOf(answer), route).toBe('403 access.denied')
    }
    server.closeAllConnections()
    server.close()
  }, 60_000)
})
