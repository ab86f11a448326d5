import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig, settings } from '@f2l/common/config.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { Logger } from '@f2l/common/log.ts'
import { workerSettings } from '../worker/src/worker-settings.ts'
import { keepPocketBase, type KeptPocketBase } from './keep-pocketbase.ts'
import { keepRunning, type KeptProcess } from './keep-running.ts'

export const root = fileURLToPath(new URL('..', import.meta.url))

export type Environment = Record<string, string | undefined>

export interface StackOptions {
  /** Settings by name; what is missing comes from the defaults. */
  environment: Environment
  log: Logger
  workers?: number
  /** What one part is told differently, so that something may stand between the parts. */
  told?: { backend?: Environment; workers?: Environment }
  /** Ends the whole stack. */
  signal: AbortSignal
}

export interface Stack {
  publicUrl: string
  backend: KeptProcess
  workers: KeptProcess[]
  pocketBase: KeptPocketBase
  /** Workers first, so that they give their jobs back; PocketBase last. */
  stop(): Promise<void>
}

/**
 * Node reads and writes files on four threads unless it is told otherwise: a few uploads to a busy disk hold them all, and every page
 * and video would wait behind them.
 */
const backendFileThreads = 32

/**
 * Starts the global PocketBase, the backend and the workers, and answers when the pages are served.
 * @throws AppError `config.invalid` with what is wrong
 */
export async function startStack({ environment, log, workers: workerCount = 1, told = {}, signal }: StackOptions): Promise<Stack> {
  const config = readConfig(environment, ['PUBLIC_URL', 'BACKEND_URL', 'PB_URL', 'WORKER_METRICS_PORT'])
  const pocketBase = await startGlobalPocketBase(environment, log)
  const backend = keepRunning({ name: 'backend', program: join(root, 'backend/src/main.ts'), env: { ...childEnvironment({ ...environment, ...told.backend }, Object.keys(settings)), UV_THREADPOOL_SIZE: String(backendFileThreads) }, cwd: root, log })
  const workers: KeptProcess[] = []
  async function stop(): Promise<void> {
    await Promise.all(workers.map(worker => worker.stop()))
    await backend.stop()
    await pocketBase.stop()
  }
  try {
    await waitUntilServed(`${config.BACKEND_URL}/healthz`, backend, signal)
    for (let n = 1; n <= workerCount; n += 1) workers.push(keepRunning({ name: `worker-${n}`, program: join(root, 'worker/src/main.ts'), env: { ...childEnvironment({ ...environment, ...told.workers }, workerSettings), WORKER_METRICS_PORT: metricsPortOf(n, config) }, cwd: root, log }))
  } catch (error) {
    await stop()
    throw error
  }
  return { publicUrl: config.PUBLIC_URL, backend, workers, pocketBase, stop }
}

/** The first worker's is the setting's, the others' follow. */
function metricsPortOf(worker: number, { WORKER_METRICS_PORT: first }: { WORKER_METRICS_PORT: number }): string {
  return String(first === 0 ? 0 : first + worker - 1)
}

async function startGlobalPocketBase(environment: Environment, log: Logger): Promise<KeptPocketBase> {
  const config = readConfig(environment, [
    'PB_URL', 'PB_DATA_DIR', 'PB_ADMIN_EMAIL', 'PB_ADMIN_PASSWORD', 'PB_ENCRYPTION_KEY', 'WORKER_SECRET', 'POCKETBASE_BIN',
    'QUEUE_CONCURRENCY', 'QUEUE_LEASE_SECONDS', 'MAX_PENDING_JOBS', 'PUBLIC_URL',
  ])
  return keepPocketBase({
    port: Number(new URL(config.PB_URL).port), dataDir: resolve(root, config.PB_DATA_DIR),
    adminEmail: config.PB_ADMIN_EMAIL, adminPassword: config.PB_ADMIN_PASSWORD,
    encryptionKey: config.PB_ENCRYPTION_KEY, workerSecret: config.WORKER_SECRET, binary: config.POCKETBASE_BIN,
    queue: { concurrency: config.QUEUE_CONCURRENCY, leaseSeconds: config.QUEUE_LEASE_SECONDS, maxPendingJobs: config.MAX_PENDING_JOBS },
    origins: [config.PB_URL, config.PUBLIC_URL], log,
  })
}

/** What a program needs to run at all, from ours; and the named settings, from those of this stack. Nothing else. */
function childEnvironment(environment: Environment, names: readonly string[]): Record<string, string> {
  const pairs = [...['PATH', 'HOME', 'LANG', 'TMPDIR'].map(name => [name, environment[name] ?? process.env[name]]), ...names.map(name => [name, environment[name]])]
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined))
}

async function waitUntilServed(url: string, backend: KeptProcess, signal: AbortSignal): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    signal.throwIfAborted()
    if (backend.hasGivenUp()) break
    if (await fetch(url, { signal: AbortSignal.timeout(2000) }).then(answer => answer.ok, () => false)) return
    await new Promise(done => setTimeout(done, 50))
  }
  throw new AppError('config.invalid', 'The web server did not start; the lines above say why.')
}
