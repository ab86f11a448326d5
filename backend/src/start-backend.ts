import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { Config } from '@f2l/common/config.ts'
import { readMasterKeys, type MasterKeys } from '@f2l/common/crypto.ts'
import { AppError } from '@f2l/common/errors.ts'
import { makeLocalObjectStore } from '@f2l/common/local-object-store.ts'
import type { Logger } from '@f2l/common/log.ts'
import { serveMetrics } from '@f2l/common/metrics-server.ts'
import { connectAsSuperuser, type PocketBaseClient } from '@f2l/common/pocketbase-client.ts'
import { makeQueueProducer } from '@f2l/common/pocketbase-queue.ts'
import { sweepTemporaryFolders } from '@f2l/common/temporary-folder.ts'
import { startTracing } from '@f2l/common/tracing.ts'
import { makeUserDatabases } from '@f2l/user-dbs/user-databases.ts'
import { makeApiKeyCheck } from './api-keys/check-key.ts'
import { makeActivity } from './account/activity.ts'
import { finishDeletions } from './account/delete-account.ts'
import { makeApp } from './app.ts'
import { keepBackingUp } from './backup/keep-backing-up.ts'
import { makeEventHub } from './event-hub.ts'
import { makeIdentities } from './identities.ts'
import { checkInstallation } from './installation.ts'
import { watchJobs } from './job-watch.ts'
import { keepSweeping } from './library/sweep-bins.ts'
import { startListening } from './listening.ts'
import { sweepUnnamedOnce } from './recordings/sweep-unnamed.ts'
import { productRoutes } from './product-routes.ts'
import { projectFolder } from './project-folder.ts'
import { makeRateLimits, type RateLimits } from './rate-limit.ts'
import { makeSessionGuard } from './session-guard.ts'
import { makeSessions, type SessionTimes } from './sessions.ts'
import { makeShareLinks } from './share-links.ts'
import { requireStrongSecrets } from './strong-secrets.ts'
import { requestTimes, type RequestTimes } from './request-bounds.ts'
import { makeUserDatabaseRegistry } from './user-database-registry.ts'
import { makeBackendMetrics } from './watching/backend-metrics.ts'
import { withOrigins } from './watching/job-origins.ts'
import { makeReadiness } from './watching/readiness.ts'

/** Folders in settings are relative to the project's own. */
/** So long a PocketBase that starts at the same time is waited for. */
const startSeconds = 30

export interface BackendOptions {
  log: Logger
  /** The built pages; the project's own by default. */
  webFolder?: string
  limits?: RateLimits
  sessionTimes?: SessionTimes
  times?: RequestTimes
}

export interface RunningBackend {
  port: number
  /** On the loopback address; people come through PUBLIC_URL. */
  url: string
  stop(): Promise<void>
}

/**
 * Puts the backend together over a PocketBase that runs already, and listens. PORT 0 takes a free one.
 * @throws AppError `secret.wrong_master_key`, `config.invalid`, `queue.unavailable` without PocketBase
 */
export async function startBackend(config: Config, { log, webFolder = resolve(projectFolder, 'frontend/dist'), limits = makeRateLimits(), sessionTimes, times = requestTimes }: BackendOptions): Promise<RunningBackend> {
  requireStrongSecrets(config)
  const masterKeys = readMasterKeys(config.AES_MASTER_KEY)
  const client = connectAsSuperuser({ url: config.PB_URL, email: config.PB_ADMIN_EMAIL, password: config.PB_ADMIN_PASSWORD })
  await checkOncePocketBaseAnswers(client, masterKeys)
  const stopping = new AbortController()
  const userDatabases = makeUserDatabases({ folder: resolve(projectFolder, config.USER_DBS_DIR), registry: makeUserDatabaseRegistry(client), masterKeys, log })
  const identities = makeIdentities(client)
  const sessions = makeSessions(client, config.JWT_SECRET, sessionTimes)
  const metrics = makeBackendMetrics({ client, userDatabases, log, backupDir: config.BACKUP_DIR === '' ? null : resolve(projectFolder, config.BACKUP_DIR) })
  const tracing = await startTracing({ endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT, service: 'fathom-to-loom-backend' })
  const objects = resolve(projectFolder, config.OBJECT_STORE_DIR)
  const missing = makeReadiness({ pocketBaseUrl: config.PB_URL, folders: { 'user databases': resolve(projectFolder, config.USER_DBS_DIR), 'object store': objects }, signal: stopping.signal })
  const deps = {
    config, log, userDatabases, identities, limits, sessions, activity: makeActivity(client, log),
    queue: withOrigins(makeQueueProducer(client), tracing),
    store: makeLocalObjectStore(objects),
    shareLinks: makeShareLinks(client),
    events: metrics.countListeners(makeEventHub(userDatabases)),
    requireSession: makeSessionGuard(identities, config.JWT_SECRET, { sessions, checkApiKey: makeApiKeyCheck({ userDatabases, identities, limits, log }) }),
    signal: stopping.signal,
  }
  const app = makeApp({ deps: { ...deps, client }, product: productRoutes(deps, pathToFileURL(resolve(webFolder, 'index.html'))), webFolder, times, watching: { countRequests: metrics.countRequests, tracing, missing } })
  const listening = await startListening(app, config, times).catch((error: unknown) => {
    stopping.abort()
    userDatabases.close()
    throw error
  })
  const metricsServer = await serveMetrics({ registry: metrics.registry, host: config.METRICS_HOST, port: config.METRICS_PORT, token: config.METRICS_TOKEN, missing, log })
  const watching = watchJobs(deps).catch((error: unknown) => log.error({ err: error }, 'the queue is no longer watched'))
  void sweepTemporaryFolders().catch((error: unknown) => log.warn({ err: error }, 'what a killed process left in the temporary folder could not be swept'))
  const sweeping = Promise.all([keepSweeping(deps), sweepUnnamedOnce(deps), finishDeletions(deps)])
  const backingUp = keepBackingUp(deps)
  void userDatabases.migrateAll(stopping.signal).catch((error: unknown) => log.error({ err: error }, 'user databases could not be brought up to date; each is when its owner comes'))
  const { port } = listening
  log.info({ port }, 'the backend listens')
  async function stop(): Promise<void> {
    stopping.abort()
    await listening.close()
    await watching
    await sweeping
    await metricsServer.close()
    await tracing.stop().catch((error: unknown) => log.warn({ err: error }, 'the last traces could not be sent'))
    await backingUp
    userDatabases.close()
  }
  return { port, url: `http://127.0.0.1:${port}`, stop }
}

async function checkOncePocketBaseAnswers(client: PocketBaseClient, masterKeys: MasterKeys): Promise<void> {
  const giveUpAt = performance.now() + startSeconds * 1000
  for (;;) {
    try {
      await checkInstallation(client, masterKeys)
      return
    }
    catch (error) {
      const isAway = error instanceof AppError && error.code === 'queue.unavailable'
      if (!isAway || performance.now() > giveUpAt) throw refusedSignIn(error)
      await sleep(250)
    }
  }
}

/** PocketBase answers 400 to a wrong password; nothing else at the start does. */
function refusedSignIn(error: unknown): unknown {
  if (!(error instanceof Error && 'status' in error && error.status === 400)) return error
  return new AppError('config.invalid', 'The global PocketBase does not take PB_ADMIN_EMAIL and PB_ADMIN_PASSWORD. They must be the ones that it was started with.', { cause: error })
}
