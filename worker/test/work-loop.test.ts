import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { makeQueueConsumer, makeQueueProducer } from '@f2l/common/pocketbase-queue.ts'
import type { AnyPayload, JobRow, QueueProducer } from '@f2l/common/queue.ts'
import { convertJob, mailJob } from '../../common/test/queue-contract.ts'
import { runPocketBase, testSecrets, type RunningPocketBase } from '../../common/test/running-pocketbase.ts'
import { followUpsIfDead } from '../src/do-job.ts'
import { startLeaseKeeper, type LeaseKeeper } from '../src/lease-keeper.ts'
import { runWorkLoop, type Claim, type WorkContext } from '../src/work-loop.ts'
import { serveInternalApi, type InternalApiFixture } from './internal-api-fixture.ts'

const leaseSeconds = 1.2
let pocketBase: RunningPocketBase
let producer: QueueProducer
let user: UserId
let enqueued = 0

beforeAll(async () => {
  pocketBase = await runPocketBase({ queue: { leaseSeconds, maxPendingJobs: 1000, retryBaseSeconds: 0.1 } })
  producer = makeQueueProducer(pocketBase.superuser)
})
afterAll(() => pocketBase.close())
beforeEach(async () => { user = await pocketBase.newUser() })
afterEach(async () => { await pocketBase.superuser.call(pb => pb.collection('users').delete(user)) })

async function enqueue(job: AnyPayload): Promise<JobRow> {
  return (await producer.enqueue(job, { idempotencyKey: `n${enqueued += 1}` })).job
}

type Work = (claim: Claim, context: WorkContext) => Promise<void>

interface RunningWorker { stop(): Promise<void>; forgotten: string[] }

/** One that a failed test left running would take the jobs of the next. */
const workers = new Set<RunningWorker>()
afterEach(() => Promise.all([...workers].map(worker => worker.stop())))

/** The thread that keeps a worker's leases takes longer to start than most of these tests: one for each name. */
const leaseKeepers = new Map<string, LeaseKeeper>()
afterAll(() => Promise.all([...leaseKeepers.values()].map(keeper => keeper.close())))

function leasesOf(name: string): LeaseKeeper {
  const connection = { url: pocketBase.process.url, secret: testSecrets.workerSecret, identity: { name, host: 'test', version: '0' } }
  const keeper = leaseKeepers.get(name) ?? startLeaseKeeper(connection, error => { throw error })
  leaseKeepers.set(name, keeper)
  return keeper
}

/** The real loop with the given work, in this process. */
function startWorker(name: string, work: Work, pollSeconds = 0.2, queue = makeQueueConsumer(pocketBase.connectWorker(name))): RunningWorker {
  const ending = new AbortController()
  const forgotten: string[] = []
  const running = runWorkLoop({
    queue, lanes: ['conversion', 'short'], leases: leasesOf(name), pollSeconds,
    work: (claim, context) => work(claim, context).then(() => []), followUpsIfDead,
    forget: claim => { forgotten.push(claim.job.id); return Promise.resolve() },
    log: makeLogger(name, 'silent'), signal: ending.signal,
  })
  const worker: RunningWorker = {
    forgotten,
    stop: async () => {
      workers.delete(worker)
      ending.abort()
      await running
    },
  }
  workers.add(worker)
  return worker
}

async function statusOf(row: JobRow): Promise<JobRow> {
  return (await producer.read(row.id))!
}

async function untilStatus(row: JobRow, status: JobRow['status'], seconds = 15): Promise<JobRow> {
  await expect.poll(async () => (await statusOf(row)).status, { timeout: seconds * 1000, interval: 30 }).toBe(status)
  return statusOf(row)
}

/** Work that goes on until it is told to stop, and says why it was. */
function endlessWork(): { work: Work; started: Promise<unknown>; reasons: unknown[] } {
  const started = Promise.withResolvers<undefined>()
  const reasons: unknown[] = []
  const work: Work = async (_, { signal }) => {
    started.resolve(undefined)
    await sleep(60_000, undefined, { signal }).catch(() => reasons.push(signal.reason))
    signal.throwIfAborted()
  }
  return { work, started: started.promise, reasons }
}

describe('the work loop', () => {
  test('two workers do 200 jobs, each once, and never two conversions at a time', async () => {
    const rows = await Promise.all(Array.from({ length: 200 }, (_, n) => enqueue(n % 4 === 0 ? convertJob(user) : mailJob(user))))
    const done: string[] = []
    let converting = 0
    let mostConverting = 0
    const work: Work = async ({ job }) => {
      const isConversion = job.kind === 'convert'
      if (isConversion) mostConverting = Math.max(mostConverting, converting += 1)
      await sleep(5)
      if (isConversion) converting -= 1
      done.push(job.id)
    }
    const workers = [startWorker('a', work), startWorker('b', work)]
    await expect.poll(async () => (await producer.listOfUser(user)).filter(row => row.status === 'completed').length, { timeout: 40_000, interval: 200 }).toBe(200)
    await Promise.all(workers.map(worker => worker.stop()))
    expect(done.toSorted()).toEqual(rows.map(row => row.id).toSorted())
    expect(mostConverting).toBe(1)
  })

  test('an idle worker starts at a nudge, long before its next look', async () => {
    const worker = startWorker('a', () => Promise.resolve(), 60)
    await untilStatus(await enqueue(mailJob(user)), 'completed')
    await sleep(1000)
    const before = performance.now()
    await untilStatus(await enqueue(mailJob(user)), 'completed')
    expect(performance.now() - before).toBeLessThan(3000)
    await worker.stop()
  })

  test('a worker that is told to stop gives its job back with the attempt, and the next goes on at once', async () => {
    const row = await enqueue(convertJob(user))
    const { work, started } = endlessWork()
    const worker = startWorker('a', work)
    await started
    await worker.stop()
    expect(await statusOf(row)).toMatchObject({ status: 'pending', attempts: 0, runAfter: null })
    expect(worker.forgotten).toEqual([])
    const next = startWorker('b', () => Promise.resolve())
    expect(await untilStatus(row, 'completed')).toMatchObject({ attempts: 1 })
    await next.stop()
  })

  test('work stops soon after its job was cancelled, and the job stays cancelled', async () => {
    const row = await enqueue(convertJob(user))
    const { work, started, reasons } = endlessWork()
    const worker = startWorker('a', work)
    await started
    await producer.cancel(row.id)
    await expect.poll(() => reasons.length, { timeout: 1000 * leaseSeconds * 2 }).toBe(1)
    expect(reasons[0]).toMatchObject({ code: 'job.cancelled' })
    await expect.poll(() => worker.forgotten, { timeout: 5000 }).toEqual([row.id])
    expect(await statusOf(row)).toMatchObject({ status: 'cancelled' })
    await worker.stop()
  })

  test('work stops when its claim was taken away, and does not touch the job any more', async () => {
    const row = await enqueue(convertJob(user))
    const { work, started, reasons } = endlessWork()
    const worker = startWorker('a', work)
    await started
    await producer.cancel(row.id)
    await producer.requeue(row.id)
    const queue = makeQueueConsumer(pocketBase.connectWorker('b'))
    const other = (await queue.claim('conversion'))!
    await expect.poll(() => queue.heartbeat(other.lease, { stage: null, percent: 0, secondsLeft: null }).then(() => reasons.length), { timeout: 1000 * leaseSeconds * 4 }).toBe(1)
    expect(reasons[0]).toMatchObject({ code: 'queue.claim_lost' })
    expect(await producer.isLiveClaim(row.id, other.lease.claimToken)).toBe(true)
    expect(worker.forgotten).toEqual([])
    await worker.stop()
  })

  test('a job that computes for longer than its lease without a pause keeps its claim', async () => {
    const row = await enqueue(convertJob(user))
    const worker = startWorker('a', () => {
      // Holds this thread as computing would, without the processor time.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2500 * leaseSeconds)
      return Promise.resolve()
    })
    expect(await untilStatus(row, 'completed')).toMatchObject({ attempts: 1 })
    await worker.stop()
  })

  test('progress is seen in the queue while the job runs, a thousand reports a second or not', async () => {
    const row = await enqueue(convertJob(user))
    const goOn = Promise.withResolvers<undefined>()
    const worker = startWorker('a', async (_, { report }) => {
      for (let n = 0; n <= 5000; n += 1) report({ stage: 'render', percent: n / 100, secondsLeft: 60 - n / 100 })
      await goOn.promise
    })
    await expect.poll(() => statusOf(row), { timeout: 5000 }).toMatchObject({ stage: 'render', percent: 50, secondsLeft: 10 })
    goOn.resolve(undefined)
    expect(await untilStatus(row, 'completed')).toMatchObject({ percent: 100 })
    await worker.stop()
  })

  test('a download that is still being made spends no attempt and holds no worker', async () => {
    const row = await enqueue(convertJob(user))
    let looks = 0
    const worker = startWorker('a', () => {
      looks += 1
      if (looks < 7) throw new AppError('fathom.download_pending', 'Fathom is still preparing it.', { retryAfterSeconds: 0.01 })
      return Promise.resolve()
    })
    expect(await untilStatus(row, 'completed')).toMatchObject({ attempts: 1 })
    await worker.stop()
  })

  test('a download that is still being made after six hours is given up with a clear sentence', async () => {
    const row = await enqueue(convertJob(user))
    const queue = makeQueueConsumer(pocketBase.connectWorker('a'))
    const sixHoursLater: typeof queue = { ...queue, claim: async lane => {
      const claim = await queue.claim(lane)
      return claim && { ...claim, job: { ...claim.job, waitedSeconds: 6 * 3600 } }
    } }
    const pending: Work = ({ job }) => (job.kind === 'convert' ? Promise.reject(new AppError('fathom.download_pending', 'Fathom is still preparing it.', { retryAfterSeconds: 0.01 })) : Promise.resolve())
    const worker = startWorker('a', pending, 0.2, sixHoursLater)
    expect(await untilStatus(row, 'dead')).toMatchObject({ attempts: 1, error: { code: 'fathom.download_overdue', message: expect.stringContaining('six hours') as string } })
    await worker.stop()
  })

  test('a job that always fails dies after its attempts with the reason, and its owner is told once', async () => {
    const row = await enqueue(convertJob(user))
    const worker = startWorker('a', ({ job }) => (job.kind === 'convert' ? Promise.reject(new AppError('render.ffmpeg_failed', 'ffmpeg stopped.')) : Promise.resolve()))
    expect(await untilStatus(row, 'dead')).toMatchObject({ attempts: 4, error: { code: 'render.ffmpeg_failed', message: 'ffmpeg stopped.' } })
    await expect.poll(async () => (await producer.listOfUser(user)).filter(job => job.template === 'video-failed').map(job => job.status)).toEqual(['completed'])
    expect(worker.forgotten.filter(id => id === row.id)).toHaveLength(1)
    await worker.stop()
  })

  test('a mistake in our own code fails the job with a plain sentence and leaves the worker running', async () => {
    const row = await enqueue(mailJob(user))
    let tries = 0
    const worker = startWorker('a', () => (tries += 1) === 1 ? Promise.reject(new TypeError('x is not a function')) : Promise.resolve())
    await expect.poll(() => tries, { timeout: 5000 }).toBeGreaterThan(0)
    expect(await untilStatus(row, 'completed')).toMatchObject({ attempts: 2 })
    await worker.stop()
  })
})

describe('a worker process', () => {
  let root: string
  let api: InternalApiFixture
  const children: ChildProcess[] = []
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'f2l-worker-'))
    api = await serveInternalApi(producer, testSecrets.workerSecret)
  })
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    api.close()
    await rm(root, { recursive: true, force: true })
  })

  function start(name: string, hangIn = '', { preload = [], ...more }: { preload?: string[]; HANG_MS?: string; HOURS?: string } = {}): ChildProcess {
    const child = spawn(process.execPath, [...preload, join(import.meta.dirname, 'work-loop-fixture.main.ts')], {
      env: { ...more, PB_URL: pocketBase.process.url, BACKEND_URL: api.url, WORKER_SECRET: testSecrets.workerSecret, ROOT: root, NAME: name, HANG_IN: hangIn },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    children.push(child)
    return child
  }
  const linesOf = (name: string): Promise<string[]> => readFile(join(root, name), 'utf8').then(text => text.trim().split('\n'), () => [])
  const exitOf = (child: ChildProcess): Promise<number | null> => new Promise(done => child.once('exit', code => done(code)))

  test('killed with -9 in the middle of a render, its job goes on with the next worker from the last finished stage', async () => {
    const row = await enqueue(convertJob(user))
    const first = start('first', 'render')
    await expect.poll(() => linesOf('stages.log'), { timeout: 15_000 }).toContain('first render')
    first.kill('SIGKILL')
    const killedAt = performance.now()
    start('second')
    expect(await untilStatus(row, 'completed')).toMatchObject({ attempts: 2 })
    expect((performance.now() - killedAt) / 1000).toBeLessThan(leaseSeconds + 5)
    expect(await linesOf('stages.log')).toEqual(['first ingest', 'first analyse', 'first render', 'second render'])
    expect(api.results.get(row.id)).toHaveLength(1)
    await expect.poll(async () => (await producer.listOfUser(user)).filter(job => job.template === 'video-ready').map(job => job.status), { timeout: 10_000 }).toEqual(['completed'])
    await expect.poll(() => readdir(join(root, 'work')), { timeout: 5000 }).toEqual([])
  })

  test('46: stopped for longer than its lease and woken again, it changes nothing any more', async () => {
    const row = await enqueue(convertJob(user))
    const sleeper = start('sleeper', 'render')
    await expect.poll(() => linesOf('stages.log'), { timeout: 15_000 }).toContain('sleeper render')
    sleeper.kill('SIGSTOP')
    start('second')
    await untilStatus(row, 'completed')
    sleeper.kill('SIGCONT')
    await sleep(1500)
    expect(await statusOf(row)).toMatchObject({ status: 'completed', attempts: 2 })
    expect(api.results.get(row.id)).toHaveLength(1)
    sleeper.kill('SIGTERM')
    expect(await exitOf(sleeper)).toBe(0)
  })

  test.each(['1', '-1'])('49: a clock that is %s h off, and is set by as much again in the middle of a job, changes nothing', async hours => {
    const row = await enqueue(convertJob(user))
    const before = Date.now()
    start('off', 'render', { preload: ['--import', join(import.meta.dirname, 'shifted-clock.mjs')], HOURS: hours, HANG_MS: String(3000 * leaseSeconds) })
    await expect.poll(() => linesOf('stages.log'), { timeout: 15_000 }).toContain('off ingest')
    const other = startWorker('other', () => Promise.reject(new Error('nobody else may get it')))
    const done = await untilStatus(row, 'completed', 30).finally(() => other.stop())
    expect(done).toMatchObject({ attempts: 1 })
    for (const moment of [done.startedAt!, done.finishedAt!]) expect(Math.abs(moment.getTime() - before)).toBeLessThan(60_000)
  })

  test('SIGTERM in the middle of a render gives the job back and ends the process', async () => {
    const row = await enqueue(convertJob(user))
    const worker = start('first', 'render')
    await expect.poll(() => linesOf('stages.log'), { timeout: 15_000 }).toContain('first render')
    worker.kill('SIGTERM')
    expect(await exitOf(worker)).toBe(0)
    expect(await statusOf(row)).toMatchObject({ status: 'pending', attempts: 0 })
  })
})

describe('when PocketBase is away', () => {
  test('48: the worker waits, loses nothing and goes on', async () => {
    const awayLease = 3
    const first = await runPocketBase({ queue: { leaseSeconds: awayLease } })
    const port = Number(new URL(first.process.url).port)
    const local = makeQueueProducer(first.superuser)
    const owner = await first.newUser()
    const connection = { url: first.process.url, secret: testSecrets.workerSecret, identity: { name: 'a', host: 'test', version: '0' } }
    const ending = new AbortController()
    const leases = startLeaseKeeper(connection, error => { throw error })
    const goOn = Promise.withResolvers<undefined>()
    const started = Promise.withResolvers<undefined>()
    const running = runWorkLoop({
      queue: makeQueueConsumer(first.connectWorker('a')), lanes: ['conversion'], leases, pollSeconds: 0.2, followUpsIfDead, forget: () => Promise.resolve(),
      work: async () => { started.resolve(undefined); await goOn.promise; return [] }, log: makeLogger('a', 'silent'), signal: ending.signal,
    })
    const job = (await local.enqueue(convertJob(owner), { idempotencyKey: 'one' })).job
    await started.promise
    process.kill(first.process.pid, 'SIGKILL')
    await first.process.exited
    await sleep(1500 * awayLease)
    const second = await runPocketBase({ dataDir: first.dataDir, port, queue: { leaseSeconds: awayLease } })
    // Whoever comes first after the start does not get what a living worker has.
    const greedy = makeQueueConsumer(second.connectWorker('greedy'))
    for (const until = performance.now() + 2000 * awayLease; performance.now() < until; await sleep(40)) expect(await greedy.claim('conversion')).toBeNull()
    goOn.resolve(undefined)
    await expect.poll(async () => (await local.read(job.id))!.status, { timeout: 20_000 }).toBe('completed')
    expect((await local.read(job.id))!.attempts).toBe(1)
    ending.abort()
    await running
    await leases.close()
    await second.close()
  })
})
