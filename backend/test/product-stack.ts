import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import express from 'express'
import { readConfig, settings, type Config, type SettingName } from '@f2l/common/config.ts'
import type { JobLane } from '@f2l/common/contracts/job.ts'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { makeLocalObjectStore } from '@f2l/common/local-object-store.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { connectAsSuperuser, connectAsWorker } from '@f2l/common/pocketbase-client.ts'
import { startPocketBase } from '@f2l/common/pocketbase-process.ts'
import { makeQueueConsumer, makeQueueProducer } from '@f2l/common/pocketbase-queue.ts'
import type { ClaimedJob, Lease } from '@f2l/common/queue.ts'
import { makeUserDatabases } from '@f2l/user-dbs/user-databases.ts'
import { makeActivity } from '../src/account/activity.ts'
import { makeAccessToken } from '../src/access-token.ts'
import { makeApiKeyCheck } from '../src/api-keys/check-key.ts'
import type { BackendDeps, Identity } from '../src/deps.ts'
import { errorAnswer, nothingHere } from '../src/error-answer.ts'
import { makeEventHub } from '../src/event-hub.ts'
import { makeIdentities } from '../src/identities.ts'
import { watchJobs } from '../src/job-watch.ts'
import { productRoutes } from '../src/product-routes.ts'
import { makeRateLimits } from '../src/rate-limit.ts'
import { requestLog } from '../src/request-log.ts'
import { securityHeaders } from '../src/security-headers.ts'
import { makeSessionGuard } from '../src/session-guard.ts'
import { makeSessions } from '../src/sessions.ts'
import { boundRequests, requestTimes } from '../src/request-bounds.ts'
import { makeShareLinks } from '../src/share-links.ts'
import { makeUserDatabaseRegistry } from '../src/user-database-registry.ts'
import { setPasswordCost } from '../../common/test/password-cost.ts'

export interface Person extends Identity {
  token: string
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  /** Puts a recording into the bin and deletes it there. */
  remove(recordingId: string): Promise<Response>
}
export interface Claim { job: ClaimedJob; lease: Lease; call(method: string, path?: string, body?: unknown): Promise<Response> }

/** The backend's routes over real PocketBase, SQLite and files, on ports of the system's choice. */
export async function startProductStack(changes: Partial<Record<SettingName, string>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'product-'))
  const stop = new AbortController()
  const workerSecret = randomBytes(24).toString('hex')
  const encryptionKey = randomBytes(16).toString('hex')
  const admin = { email: 'admin@example.com', password: randomBytes(12).toString('hex') }
  const log = makeLogger('test', process.env['TEST_LOG'] ?? 'silent')
  const pocketBase = await startPocketBase({ dataDir: join(folder, 'pb'), adminEmail: admin.email, adminPassword: admin.password, encryptionKey, workerSecret, log, queue: { maxPendingJobs: Number(changes.MAX_PENDING_JOBS ?? 50), concurrency: 10, leaseSeconds: Number(changes.QUEUE_LEASE_SECONDS ?? 30) } })
  const config: Config = readConfig({
    PB_ADMIN_PASSWORD: admin.password, PB_ENCRYPTION_KEY: encryptionKey, AES_MASTER_KEY: randomBytes(32).toString('base64'),
    JWT_SECRET: randomBytes(24).toString('hex'), WORKER_SECRET: workerSecret, PUBLIC_URL: 'https://videos.example.com', PB_URL: pocketBase.url, ...changes,
  }, Object.keys(settings) as SettingName[])
  const client = connectAsSuperuser({ url: pocketBase.url, ...admin })
  await setPasswordCost(client)
  const identities = makeIdentities(client)
  const userDatabases = makeUserDatabases({ folder: join(folder, 'dbs'), registry: makeUserDatabaseRegistry(client), masterKeys: readMasterKeys(config.AES_MASTER_KEY), log })
  const limits = makeRateLimits()
  const sessions = makeSessions(client, config.JWT_SECRET)
  const deps: BackendDeps = {
    config, log, identities, userDatabases, queue: makeQueueProducer(client), store: makeLocalObjectStore(join(folder, 'objects')),
    shareLinks: makeShareLinks(client), events: makeEventHub(userDatabases), sessions, activity: makeActivity(client, log), requireSession: makeSessionGuard(identities, config.JWT_SECRET, { sessions, checkApiKey: makeApiKeyCheck({ userDatabases, identities, limits, log }) }), limits, signal: stop.signal,
    // A hash of the strong kind takes a fifth of a second; sharing.test.ts holds that the product makes no other.
    sharePasswordCost: 8,
  }
  const appPage = pathToFileURL(join(folder, 'index.html'))
  await writeFile(appPage, '<!doctype html><html><head><title>Fathom-to-Loom</title></head><body><div id="root"></div></body></html>')
  const app = express().disable('x-powered-by').set('query parser', 'simple')
  app.use(requestLog(log), boundRequests(requestTimes), securityHeaders(config.PUBLIC_URL), productRoutes(deps, appPage), nothingHere, errorAnswer)
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const watching = watchJobs(deps)
  const consumer = makeQueueConsumer(connectAsWorker({ url: pocketBase.url, secret: workerSecret, identity: { name: 'test', host: 'test', version: '0' } }))

  function call(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Response> {
    const isJson = body !== undefined && !(body instanceof FormData) && !(body instanceof ReadableStream)
    return fetch(url + path, {
      method, headers: { ...(isJson ? { 'content-type': 'application/json' } : {}), ...headers }, redirect: 'manual',
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : body as FormData }),
    })
  }
  async function signUp(name: string, email = `${name.toLowerCase().replace(/[^a-z]/g, '').slice(0, 20)}-${randomBytes(3).toString('hex')}@example.com`): Promise<Person> {
    const identity = await identities.create({ email, password: randomBytes(12).toString('hex'), name })
    await userDatabases.provision(identity!)
    const token = makeAccessToken(identity!, config.JWT_SECRET)
    const callAsPerson: Person['call'] = (method, path, body, headers = {}) => call(method, path, body, { authorization: `Bearer ${token}`, ...headers })
    const remove = (id: string) => callAsPerson('DELETE', `/api/v1/recordings/${id}`)
    return { ...identity!, token, call: callAsPerson, remove: async id => remove(id).then(() => remove(id)) }
  }
  async function claim(lane: JobLane = 'conversion'): Promise<Claim> {
    const claimed = await consumer.claim(lane)
    if (!claimed) throw new Error('there is nothing to claim')
    return { ...claimed, call: (method, path = '', body) => callAsWorker(method, `/internal/v1/jobs/${claimed.job.id}${path}`, claimed.lease.claimToken, body) }
  }
  function callAsWorker(method: string, path: string, claimToken: string, body?: unknown, secret = workerSecret): Promise<Response> {
    return call(method, path, body, { 'authorization': `Bearer ${secret}`, 'x-claim-token': claimToken })
  }
  return {
    url, folder, deps, client, consumer, signUp, claim, callAsWorker,
    anybody: (method: string, path: string, headers: Record<string, string> = {}) => call(method, path, undefined, headers),
    async stop() {
      stop.abort()
      server.closeAllConnections()
      await new Promise(done => server.close(done))
      await watching
      await pocketBase.stop()
      userDatabases.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
export type ProductStack = Awaited<ReturnType<typeof startProductStack>>
