import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Router } from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiKeyMade, type ApiScope } from '@f2l/common/contracts/api-keys.ts'
import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { routeScopes } from '../src/api-keys/route-scopes.ts'
import { clientOrigin } from '../src/client-origin.ts'
import { sessionOf } from '../src/sessions.ts'
import { routesOf, wholeAppOf } from './all-routes.ts'
import { makeFinished } from './finished-video.ts'
import { startProductStack, type Claim, type Person, type ProductStack } from './product-stack.ts'

/**
 * Who may call a route: `door` everybody; `own` whoever is signed in, about themselves; `one` the owner of what the address
 * names; `link` whom its owner lets; `signed` who has the address with its signature; `worker` who has the secret and the claim.
 */
type Access = 'door' | 'own' | 'one' | 'link' | 'signed' | 'worker'

const routes: Record<string, Access> = {
  'GET /healthz': 'door', 'GET /readyz': 'door',
  'POST /api/v1/auth/register': 'door', 'POST /api/v1/auth/verify': 'door', 'POST /api/v1/auth/login': 'door', 'POST /api/v1/auth/refresh': 'door',
  'POST /api/v1/auth/logout': 'door', 'POST /api/v1/auth/forgot': 'door', 'POST /api/v1/auth/reset': 'door',
  'GET /api/v1/me': 'own', 'PATCH /api/v1/me': 'own', 'GET /api/v1/me/sessions': 'own', 'POST /api/v1/me/sessions/end-others': 'own', 'DELETE /api/v1/me/sessions/:session': 'one',
  'GET /api/v1/me/activity': 'own', 'GET /api/v1/me/usage': 'own', 'POST /api/v1/me/password': 'own', 'POST /api/v1/me/delete': 'own', 'POST /api/v1/me/export-link': 'own', 'GET /api/v1/me/export': 'signed',
  'GET /api/v1/doctor': 'own',
  'POST /api/v1/recordings/upload': 'own', 'POST /api/v1/recordings/sample': 'own', 'GET /api/v1/recordings/search': 'own', 'GET /api/v1/recordings/bin': 'own', 'POST /api/v1/recordings/bulk': 'own',
  'GET /api/v1/recordings': 'own', 'POST /api/v1/recordings': 'own', 'POST /api/v1/recordings/from-fathom': 'own',
  'GET /api/v1/recordings/:id': 'one', 'PATCH /api/v1/recordings/:id': 'one', 'DELETE /api/v1/recordings/:id': 'one', 'GET /api/v1/recordings/:id/log': 'one',
  'POST /api/v1/recordings/:id/cancel': 'one', 'POST /api/v1/recordings/:id/retry': 'one', 'POST /api/v1/recordings/:id/source-link': 'one', 'GET /api/v1/recordings/:id/source': 'signed',
  'GET /api/v1/recordings/:id/edit': 'one', 'PATCH /api/v1/recordings/:id/edit': 'one', 'POST /api/v1/recordings/:id/edit/forecast': 'one', 'POST /api/v1/recordings/:id/edit/frame': 'one',
  'GET /api/v1/recordings/:id/share': 'one', 'PATCH /api/v1/recordings/:id/share': 'one', 'POST /api/v1/recordings/:id/share/renew': 'one',
  'GET /api/v1/recordings/:id/insights': 'one', 'POST /api/v1/recordings/:id/insights-link': 'one', 'GET /api/v1/recordings/:id/insights.csv': 'signed',
  'GET /api/v1/queue': 'own', 'GET /api/v1/events': 'own', 'GET /api/v1/outbox': 'own',
  'GET /api/v1/fathom': 'own', 'PUT /api/v1/fathom': 'own', 'DELETE /api/v1/fathom': 'own', 'GET /api/v1/fathom/meetings': 'own', 'GET /api/v1/fathom/meeting-types': 'own',
  'GET /api/v1/fathom/webhook': 'own', 'PUT /api/v1/fathom/webhook': 'own', 'DELETE /api/v1/fathom/webhook': 'own', 'POST /hooks/fathom/:userId/:token': 'signed',
  'GET /api/v1/api-keys': 'own', 'POST /api/v1/api-keys': 'own', 'DELETE /api/v1/api-keys/:key': 'one',
  'GET /api/v1/brand': 'own', 'PUT /api/v1/brand': 'own', 'GET /api/v1/brand/logo': 'own', 'PUT /api/v1/brand/logo': 'own', 'DELETE /api/v1/brand/logo': 'own',
  'GET /api/v1/mail-server': 'own', 'PUT /api/v1/mail-server': 'own', 'DELETE /api/v1/mail-server': 'own', 'POST /api/v1/mail-server/test': 'own',
  'GET /api/v1/share/:token': 'link', 'GET /api/v1/share/:token/draft': 'link', 'POST /api/v1/share/:token/unlock': 'link', 'POST /api/v1/share/:token/view': 'link', 'GET /api/v1/share/:token/discussion': 'link',
  'POST /api/v1/share/:token/comments': 'link', 'PATCH /api/v1/share/:token/comments/:comment': 'link', 'DELETE /api/v1/share/:token/comments/:comment': 'link', 'POST /api/v1/share/:token/reactions': 'link', 'DELETE /api/v1/share/:token/reactions/:reaction': 'link',
  'GET /s/:token': 'link', 'GET /s/:token/embed': 'link', 'GET /s/:token/unlock': 'link', 'POST /s/:token/unlock': 'link', 'GET /s/oembed': 'link',
  'GET /s/:token/video.mp4': 'link', 'GET /s/:token/download': 'link', 'GET /s/:token/source': 'link', 'GET /s/:token/poster.jpg': 'link', 'GET /s/:token/preview.gif': 'link', 'GET /s/:token/storyboard.jpg': 'link', 'GET /s/:token/storyboard.vtt': 'link',
  'GET /s/:token/captions.vtt': 'link', 'GET /s/:token/transcript.txt': 'link', 'GET /s/:token/transcript.srt': 'link', 'GET /s/:token/transcript.vtt': 'link',
  'POST /internal/v1/sketches': 'worker', 'PUT /internal/v1/sketches/:id': 'worker',
  'GET /internal/v1/jobs/:id': 'worker', 'PATCH /internal/v1/jobs/:id': 'worker', 'PUT /internal/v1/jobs/:id/stages/:stage': 'worker', 'PUT /internal/v1/jobs/:id/result': 'worker',
}

let stack: ProductStack
let server: Server
let url: string
let ann: Person
let bob: Person
let recording: RecordingSummary
let annsClaim: Claim
let bobsClaim: Claim
let annsSession: string
let annsKeys: Record<'all' | ApiScope, { key: string; item: { id: string } }>
let canaries: string[]

beforeAll(async () => {
  stack = await startProductStack({ FATHOM_API_URL: 'http://127.0.0.1:9', FATHOM_SHARE_URL: 'http://127.0.0.1:9', QUEUE_LEASE_SECONDS: '3600' })
  Object.assign(stack.deps.limits, { take: async () => {}, forgive: async () => {} })
  server = wholeAppOf(stack).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  ann = await stack.signUp('Ann Canary', 'ann.canary@example.com')
  bob = await stack.signUp('Bob')
  await Promise.all([ann, bob].map(({ id }) => stack.deps.identities.markVerified(id)))
  recording = await makeFinished(stack, ann, 'https://example.com/secret.mp4', sample => ({ ...sample, notes: { ...sample.notes, title: 'Secret budget' } }))
  annsClaim = await claimedJob(ann)
  bobsClaim = await claimedJob(bob)
  annsSession = sessionOf(await stack.deps.sessions.start(ann.id, clientOrigin({ headers: {} } as never)))!
  annsKeys = { all: await keyWith(['read', 'convert', 'share']), read: await keyWith(['convert', 'share']), convert: await keyWith(['read', 'share']), share: await keyWith(['read', 'convert']) }
  await ann.call('PATCH', `/api/v1/recordings/${recording.id}/share`, { audience: 'owner' })
  canaries = ['Canary', 'ann.canary', ann.id, 'Secret budget', annsClaim.lease.claimToken, stack.deps.config.WORKER_SECRET, stack.deps.config.JWT_SECRET]
}, 60_000)
afterAll(async () => {
  server?.closeAllConnections()
  server?.close()
  await stack?.stop()
})

async function claimedJob(person: Person): Promise<Claim> {
  await person.call('POST', '/api/v1/recordings', { url: `https://example.com/${randomBytes(4).toString('hex')}.mp4` })
  return stack.claim()
}

async function keyWith(scopes: ApiScope[]) {
  return apiKeyMade.parse(await (await ann.call('POST', '/api/v1/api-keys', { name: 'Canary key', scopes, expiresAt: null })).json())
}

/** An address of Ann's things, and a body that would do something there. */
function requestFor(route: string): { method: string; path: string; body: unknown } {
  const [method, pattern] = route.split(' ') as [string, string]
  const values: Record<string, string> = {
    id: pattern.startsWith('/internal/v1/jobs') ? annsClaim.job.id : recording.id, session: annsSession, key: annsKeys.all.item.id, token: recording.shareToken!, userId: ann.id,
    stage: 'probe', comment: 'com_aaaaaaaaaaaaaaaa', reaction: 'rea_aaaaaaaaaaaaaaaa',
  }
  const path = pattern.replace(/:(\w+)/g, (_, name: string) => values[name] ?? `no value for ${name}`)
  return { method, path: path === '/s/oembed' ? `${path}?url=${encodeURIComponent(`https://videos.example.com/s/${recording.shareToken}`)}` : path, body: bodies[route] }
}

const bodies: Record<string, unknown> = {
  'POST /api/v1/recordings/bulk': { get action() { return 'bin' }, get ids() { return [recording.id] } },
  'PATCH /api/v1/recordings/:id': { title: 'Taken over' }, 'PATCH /api/v1/recordings/:id/edit': { length: 'full' }, 'POST /api/v1/recordings/:id/edit/forecast': { length: 'full' }, 'POST /api/v1/recordings/:id/edit/frame': { edit: { length: 'full' }, at: 1 },
  'PATCH /api/v1/recordings/:id/share': { audience: 'link' }, 'POST /api/v1/me/delete': { get email() { return ann.email }, password: 'a password' },
  'POST /api/v1/share/:token/comments': { text: 'Hello', at: 1, name: 'Mallory' }, 'PATCH /api/v1/share/:token/comments/:comment': { text: 'Changed' }, 'POST /api/v1/share/:token/reactions': { emoji: '👍', at: 1 },
  'POST /api/v1/share/:token/unlock': { password: '' }, 'POST /api/v1/share/:token/view': { id: `vie_${'a'.repeat(16)}`, seen: [{ start: 0, end: 6 }], durationSeconds: 22 }, 'POST /api/v1/auth/forgot': { email: 'nobody@example.com' },
}

async function ask(route: string, headers: Record<string, string>): Promise<number> {
  const { method, path, body } = requestFor(route)
  const leave = new AbortController()
  const isForm = route === 'POST /s/:token/unlock'
  const type = { 'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json' }
  const answer = await fetch(url + path, {
    method, redirect: 'manual', signal: leave.signal, headers: { origin: 'https://videos.example.com', ...(method === 'GET' ? {} : type), ...headers },
    ...(method === 'GET' ? {} : { body: isForm ? 'password=x' : JSON.stringify(body ?? {}) }),
  })
  const isStream = answer.headers.get('content-type')?.includes('event-stream') ?? false
  const text = JSON.stringify([...answer.headers]) + (isStream ? '' : await answer.text())
  leave.abort()
  for (const canary of canaries) expect(text, `${route} tells ${canary}`).not.toContain(canary)
  expect(answer.status, `${route}: ${text}`).not.toBe(500)
  return answer.status
}

/** What each kind of route may answer to somebody who may not. */
async function expectShut(headers: Record<string, string>, statuses: Partial<Record<Access, number[]>>, { except = [] as string[] } = {}): Promise<void> {
  const before = await everythingOf(ann)
  const wrong: string[] = []
  for (const [route, access] of Object.entries(routes)) {
    const allowed = route === 'GET /s/:token/unlock' ? [302] : statuses[access]
    if (!allowed || except.includes(route)) continue
    const status = await ask(route, headers)
    if (!allowed.includes(status)) wrong.push(`${route} (${access}) answered ${status}, not ${allowed.join(' or ')}`)
  }
  expect(wrong).toEqual([])
  expect(await everythingOf(ann)).toEqual(before)
}

/** Every row and every file of a person, wherever it lies. */
async function everythingOf({ id }: Person): Promise<unknown> {
  const { name } = await stack.deps.userDatabases.open(id)
  const database = new Sqlite(join(stack.folder, 'dbs', `${name}.db`), { readonly: true })
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%' AND name NOT LIKE 'sqlite_%'").pluck().all() as string[]
  const rows = Object.fromEntries(tables.map(table => [table, database.prepare(`SELECT * FROM "${table}"`).all()]))
  database.close()
  const files: string[] = []
  for await (const key of stack.deps.store.list(`users/${id}/`)) files.push(key)
  const shared = await Promise.all(['sessions', 'share_links', 'global_queue', 'user_databases'].map(collection =>
    stack.client.call(pb => pb.collection(collection).getFullList({ filter: pb.filter('user = {:id}', { id }), sort: 'id', fields: collection === 'user_databases' ? 'id,status,name' : 'id,status,revoked_at,token,claim_token' }))))
  const person = await stack.client.call(pb => pb.collection('users').getOne(id))
  return { rows, files: files.sort(), shared, person: { email: person['email'], name: person['name'], version: person['session_version'] } }
}

describe('29: every route of the web server', () => {
  test('is in the table above, and nothing else is', () => {
    const found = routesOf(wholeAppOf(stack).router as unknown as Router)
    expect([...new Set(found.map(({ route }) => route))].sort()).toEqual(Object.keys(routes).sort())
    const guarded = found.filter(({ handlers }) => handlers.includes(stack.deps.requireSession)).map(({ route }) => route)
    expect(guarded.sort()).toEqual(Object.keys(routes).filter(route => ['own', 'one'].includes(routes[route]!)).sort())
  })

  test('is shut for a guest, but for the doors', () => expectShut({}, { door: [200, 202, 204, 400, 401, 403], own: [401], one: [401], link: [401, 404], signed: [400, 401, 404], worker: [401] }))

  test('gives somebody else who is signed in nothing of hers, and changes nothing there', () =>
    expectShut({ authorization: `Bearer ${bob.token}` }, { one: [204, 404], link: [401, 404], signed: [400, 401, 404], worker: [401] }))

  test('about oneself tells somebody else about themselves only', () =>
    expectShut({ authorization: `Bearer ${bob.token}` }, { own: [200, 201, 202, 204, 400, 403, 404, 409, 422, 502, 503] }, { except: ['POST /api/v1/me/sessions/end-others'] }))

  test('is shut for an API key of hers without the scope', async () => {
    const before = await everythingOf(ann)
    const guarded = Object.keys(routes).filter(route => ['own', 'one'].includes(routes[route]!))
    const answers = await Promise.all(guarded.map(async route => {
      const decision = routeScopes[route]!
      return [route, await ask(route, { authorization: `Bearer ${annsKeys[decision === 'never' ? 'all' : decision].key}` })]
    }))
    expect(answers.filter(([, status]) => status !== 403)).toEqual([])
    expect(await everythingOf(ann)).toEqual(before)
  })

  test('is shut for an API key outside of what keys are for', () =>
    expectShut({ authorization: `Bearer ${annsKeys.all.key}` }, { link: [401, 404], signed: [400, 401, 404], worker: [401] }))

  test('is shut for a worker, but for the job that it holds', async () => {
    const secret = { authorization: `Bearer ${stack.deps.config.WORKER_SECRET}` }
    await expectShut(secret, { own: [401], one: [401], link: [401, 404], signed: [400, 401, 404], worker: [400, 404, 409] }, { except: ['POST /internal/v1/sketches'] })
    await expectShut({ ...secret, 'x-claim-token': bobsClaim.lease.claimToken }, { worker: [400, 404, 409] }, { except: ['POST /internal/v1/sketches'] })
    expect((await bobsClaim.call('GET')).status).toBe(200)
  })

  test('is shut for the admin\'s token of PocketBase, which opens the panel only', async () => {
    const token = await stack.client.call(async pb => pb.authStore.token)
    await expectShut({ authorization: `Bearer ${token}` }, { own: [401], one: [401], link: [401, 404], signed: [400, 401, 404], worker: [401] })
  })
})

/** Of these PocketBase lists everybody their own rows; nobody has any. */
const ownRowsOnly = ['_externalAuths', '_mfas', '_otps', '_authOrigins']

/** PocketBase's own, by its documentation of 0.39, with our hooks read out of their files. */
const ofPocketBase = [
  'GET /api/collections', 'POST /api/collections', 'GET /api/collections/users', 'PATCH /api/collections/users', 'DELETE /api/collections/users', 'DELETE /api/collections/users/truncate', 'PUT /api/collections/import', 'GET /api/collections/meta/scaffolds',
  ...['users', 'global_queue', 'queue_pause', 'workers', 'user_databases', 'sessions', 'share_links', 'audit_log', 'installation', 'api_keys', 'admin_users', 'admin_queue', '_superusers'].flatMap(name => [`GET /api/collections/${name}/records`, `POST /api/collections/${name}/records`, `GET /api/collections/${name}/records/aaaaaaaaaaaaaaa`, `PATCH /api/collections/${name}/records/aaaaaaaaaaaaaaa`, `DELETE /api/collections/${name}/records/aaaaaaaaaaaaaaa`]),
  ...['users', '_superusers', 'workers'].flatMap(name => [...['auth-with-password', 'auth-with-oauth2', 'auth-with-otp', 'request-otp', 'auth-refresh', 'confirm-password-reset', 'confirm-verification', 'request-email-change', 'confirm-email-change', 'impersonate/aaaaaaaaaaaaaaa'].map(action => `POST /api/collections/${name}/${action}`)]),
  'POST /api/batch', 'POST /api/files/token', 'GET /api/files/users/aaaaaaaaaaaaaaa/x.png', 'GET /api/settings', 'PATCH /api/settings', 'POST /api/settings/test/s3', 'POST /api/settings/test/email', 'POST /api/settings/apple/generate-client-secret',
  'GET /api/logs', 'GET /api/logs/stats', 'GET /api/logs/aaaaaaaaaaaaaaa', 'GET /api/crons', 'POST /api/crons/forget-old-sessions', 'GET /api/backups', 'POST /api/backups', 'POST /api/backups/upload', 'GET /api/backups/x.zip', 'DELETE /api/backups/x.zip', 'POST /api/backups/x.zip/restore',
  'POST /api/sql',
  ...ownRowsOnly.flatMap(name => [`POST /api/collections/${name}/records`, `PATCH /api/collections/${name}/records/aaaaaaaaaaaaaaa`, `DELETE /api/collections/${name}/records/aaaaaaaaaaaaaaa`]),
]
/** What a worker's token is for. */
const forWorkers = ['POST /api/queue/claim', 'POST /api/queue/pace', 'POST /api/queue/over', 'POST /api/queue/jobs/{id}/heartbeat', 'POST /api/queue/jobs/{id}/settle']
const hookFolder = join(import.meta.dirname, '../../pb_global/pb_hooks')

function ourHooks(): string[] {
  const files = readdirSync(hookFolder).filter(name => name.endsWith('.pb.js')).map(name => readFileSync(join(hookFolder, name), 'utf8'))
  return files.flatMap(text => [...text.matchAll(/routerAdd\('(\w+)', '([^']+)'/g)].map(([, method, path]) => `${method} ${path}`))
}

describe('28: PocketBase\'s routes', () => {
  const call = async (base: string, route: string, headers: Record<string, string>): Promise<number> => {
    const [method, path] = route.split(' ') as [string, string]
    const answer = await fetch(base + path.replace('{id}', annsClaim.job.id), { method, headers: { 'content-type': 'application/json', ...headers }, ...(method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }) })
    await answer.arrayBuffer()
    return answer.status
  }
  const isRefused = (status: number): boolean => status >= 400 && status < 500
  async function opened(base: string, all: string[], headers: Record<string, string>): Promise<string[]> {
    const answers = await Promise.all(all.map(async route => [route, await call(base, route, headers)] as const))
    return answers.filter(([, status]) => !isRefused(status)).map(([route, status]) => `${route} answered ${status}`)
  }

  test('do not exist for whoever comes through a proxy, whatever they show', async () => {
    const token = await stack.client.call(async pb => pb.authStore.token)
    for (const route of [...ofPocketBase, ...ourHooks(), 'GET /_/', 'GET /_', 'GET /api/health', 'GET /api/realtime']) {
      expect(await call(url, route, { 'x-forwarded-for': '203.0.113.7', 'authorization': token }), route).toBe(404)
    }
  })

  test('refuse a guest on this machine, and whoever shows a token of ours', async () => {
    for (const headers of [{}, { authorization: bob.token }, { authorization: `Bearer ${stack.deps.config.WORKER_SECRET}` }] as Record<string, string>[]) {
      expect(await opened(stack.deps.config.PB_URL, [...ofPocketBase, ...ourHooks()], headers)).toEqual([])
      for (const name of ownRowsOnly) expect(await (await fetch(`${stack.deps.config.PB_URL}/api/collections/${name}/records`, { headers })).json()).toMatchObject({ items: [] })
    }
  })

  test('refuse a person\'s token of PocketBase\'s own, if there ever was one', async () => {
    const { token } = await stack.client.call(pb => pb.collection('users').impersonate(bob.id, 600)).then(({ authStore }) => authStore)
    expect(token.length).toBeGreaterThan(50)
    const harmless = ['POST /api/files/token answered 200', 'POST /api/collections/users/auth-refresh answered 200']
    expect((await opened(stack.deps.config.PB_URL, [...ofPocketBase, ...ourHooks()], { authorization: token })).filter(line => !harmless.includes(line))).toEqual([])
  })

  test('let a worker claim, beat and settle, and nothing else', async () => {
    const before = await everythingOf(ann)
    const registered = await fetch(`${stack.deps.config.PB_URL}/api/queue/workers`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'walker', secret: stack.deps.config.WORKER_SECRET, host: 'x', version: '0' }) })
    const { token } = await registered.json() as { token: string }
    const hooks = ourHooks()
    expect(hooks).toEqual(expect.arrayContaining(forWorkers))
    const harmless = ['POST /api/files/token answered 200']
    expect((await opened(stack.deps.config.PB_URL, [...ofPocketBase, ...hooks], { authorization: token })).filter(line => !harmless.includes(line))).toEqual([])
    expect(await everythingOf(ann)).toEqual(before)
  })
})
