import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { RecordingId, UserId, VideoId } from '@f2l/common/contracts/ids.ts'
import type { AnyPayload, ClaimedJob, JobRow, Lease, QueueConsumer, QueueProducer } from '@f2l/common/queue.ts'

export interface QueueRules { concurrency: number; leaseSeconds: number; maxPendingJobs: number; retryBaseSeconds: number }

/** A queue of its own for a group of tests. */
export interface QueueUnderTest {
  producer: QueueProducer
  makeConsumer(name: string): QueueConsumer
  newUser(): Promise<UserId>
  deleteUser(id: UserId): Promise<void>
  close(): Promise<void>
}

type Claim = { job: ClaimedJob; lease: Lease }
const leaseSeconds = 1
const usual: QueueRules = { concurrency: 1, leaseSeconds, maxPendingJobs: 100, retryBaseSeconds: 0.1 }

export function id(prefix: 'rec' | 'vid'): string {
  return `${prefix}_${randomBytes(8).toString('hex')}`
}

export function convertJob(userId: UserId): AnyPayload {
  return { kind: 'convert', payload: { userId, recordingId: id('rec') as RecordingId, videoId: id('vid') as VideoId } }
}

export function mailJob(userId: UserId): AnyPayload {
  return { kind: 'send-mail', payload: { userId, template: 'verify-email' } }
}

/** What every queue promises, whatever it is made of. */
export function queueContract(name: string, open: (rules: QueueRules) => Promise<QueueUnderTest>): void {
  describe(`${name}: claims`, () => claims(open))
  describe(`${name}: leases and outcomes`, () => outcomes(open))
  describe(`${name}: order and limits`, () => order(open))
}

function openFor(open: (rules: QueueRules) => Promise<QueueUnderTest>, rules: Partial<QueueRules> = {}): () => QueueUnderTest {
  let queue: QueueUnderTest | undefined
  const users: UserId[] = []
  beforeAll(async () => {
    const opened = await open({ ...usual, ...rules })
    queue = { ...opened, newUser: async () => { const user = await opened.newUser(); users.push(user); return user } }
  })
  // A test leaves nothing behind: with a user go their jobs.
  afterEach(async () => { await Promise.all(users.splice(0).map(user => queue?.deleteUser(user).catch(() => undefined))) })
  afterAll(async () => { await queue?.close() })
  return () => queue!
}

async function enqueue(queue: QueueUnderTest, job: AnyPayload): Promise<JobRow> {
  return (await queue.producer.enqueue(job, { idempotencyKey: randomBytes(8).toString('hex') })).job
}

async function claimOrFail(consumer: QueueConsumer, lane: 'conversion' | 'short' = 'conversion'): Promise<Claim> {
  const claim = await consumer.claim(lane)
  if (claim === null) throw new Error('nothing to claim')
  return claim
}

/** Takes and completes every job there is. */
async function completeAll(queue: QueueUnderTest): Promise<void> {
  const consumer = queue.makeConsumer('drain')
  for (const lane of ['conversion', 'short'] as const) {
    for (let claim = await consumer.claim(lane); claim !== null; claim = await consumer.claim(lane)) await consumer.settle(claim.lease, { kind: 'completed' })
  }
}

const failed = { kind: 'failed', code: 'render.ffmpeg_failed', message: 'ffmpeg stopped.', mayRetry: true } as const

function claims(open: (rules: QueueRules) => Promise<QueueUnderTest>): void {
  const queue = openFor(open, { concurrency: 1000, maxPendingJobs: 1000, leaseSeconds: 30 })

  test('42: 16 claimers empty 500 jobs and no job is given out twice', async () => {
    const users = await Promise.all([1, 2, 3, 4].map(() => queue().newUser()))
    const rows = await Promise.all(Array.from({ length: 500 }, (_, n) => enqueue(queue(), convertJob(users[n % 4]!))))
    const given: string[] = []
    await Promise.all(Array.from({ length: 16 }, async (_, n) => {
      const consumer = queue().makeConsumer(`claimer-${n}`)
      for (let claim = await consumer.claim('conversion'); claim !== null; claim = await consumer.claim('conversion')) given.push(claim.job.id)
    }))
    expect(given.toSorted()).toEqual(rows.map(row => row.id).toSorted())
  })

  test('jobs that ended are forgotten after their time; what is not over stays, and turns go on from the last that was served', async () => {
    const user = await queue().newUser()
    const ended = [await enqueue(queue(), convertJob(user)), await enqueue(queue(), convertJob(user))]
    await completeAll(queue())
    const running = await enqueue(queue(), convertJob(user))
    const claim = await claimOrFail(queue().makeConsumer('busy'))
    const waiting = await enqueue(queue(), convertJob(user))
    expect(await queue().producer.forgetEnded(3600)).toBe(0)
    expect(await queue().producer.forgetEnded(0)).toBe(2)
    expect(await Promise.all(ended.map(({ id: job }) => queue().producer.read(job)))).toEqual([null, null])
    expect((await queue().producer.listOfUser(user)).map(({ id: job }) => job).sort()).toEqual([running.id, waiting.id].sort())
    await queue().makeConsumer('busy').settle(claim.lease, { kind: 'completed' })
    // The last that was served stays as long as nothing was served after it.
    expect(await queue().producer.forgetEnded(0)).toBe(0)
    expect(await queue().producer.placeInLine(waiting.id)).toBe(1)
  })

  test('51: the same idempotency key of one user gives one row, also when sent 20 times at once', async () => {
    const user = await queue().newUser()
    const job = convertJob(user)
    const answers = await Promise.all(Array.from({ length: 20 }, () => queue().producer.enqueue(job, { idempotencyKey: 'same' })))
    expect(new Set(answers.map(answer => answer.job.id)).size).toBe(1)
    expect(answers.filter(answer => !answer.alreadyThere)).toHaveLength(1)
    const other = await queue().newUser()
    expect((await queue().producer.enqueue(convertJob(other), { idempotencyKey: 'same' })).alreadyThere).toBe(false)
  })

  test('a claimed job carries its payload, its attempt and its limit', async () => {
    const user = await queue().newUser()
    const job = convertJob(user)
    await enqueue(queue(), job)
    const { job: claimed } = await claimOrFail(queue().makeConsumer('reader'))
    expect(claimed).toMatchObject({ ...job, userId: user, attempts: 1, maxAttempts: 4 })
  })

  test('52: somebody with 1000 jobs delays a newcomer by one job at most', async () => {
    const [whale, newcomer] = [await queue().newUser(), await queue().newUser()]
    for (let n = 0; n < 1000; n += 50) await Promise.all(Array.from({ length: 50 }, () => enqueue(queue(), convertJob(whale))))
    const consumer = queue().makeConsumer('one')
    for (let n = 0; n < 3; n += 1) await consumer.settle((await claimOrFail(consumer)).lease, { kind: 'completed' })
    const running = await claimOrFail(consumer)
    const row = await enqueue(queue(), convertJob(newcomer))
    expect(await queue().producer.placeInLine(row.id)).toBeLessThanOrEqual(2)
    await consumer.settle(running.lease, { kind: 'completed' })
    const dispatched: UserId[] = []
    for (let n = 0; n < 2; n += 1) {
      const claim = await claimOrFail(consumer)
      dispatched.push(claim.job.userId)
      await consumer.settle(claim.lease, { kind: 'completed' })
    }
    expect(dispatched).toContain(newcomer)
  })

  test('58: a job of a user who is deleted is gone, and its worker loses the claim', async () => {
    const user = await queue().newUser()
    await enqueue(queue(), convertJob(user))
    const consumer = queue().makeConsumer('late')
    const { lease } = await claimOrFail(consumer)
    await queue().deleteUser(user)
    await expect(consumer.heartbeat(lease, { stage: null, percent: 1, secondsLeft: null })).rejects.toMatchObject({ code: 'queue.claim_lost' })
    await expect(enqueue(queue(), convertJob(user))).rejects.toMatchObject({ code: 'not_found' })
  })
}

function outcomes(open: (rules: QueueRules) => Promise<QueueUnderTest>): void {
  const queue = openFor(open)
  const consumerOf = (name = 'one'): QueueConsumer => queue().makeConsumer(name)
  async function started(): Promise<Claim & { consumer: QueueConsumer; row: JobRow; user: UserId }> {
    const user = await queue().newUser()
    const row = await enqueue(queue(), convertJob(user))
    const consumer = consumerOf()
    return { ...await claimOrFail(consumer), consumer, row, user }
  }
  const progress = { stage: 'render', percent: 40, secondsLeft: 12 } as const

  test('a cancelled job whose worker died is forgotten once its lease is over', async () => {
    const { row, user } = await started()
    await queue().producer.cancel(row.id)
    expect(await queue().producer.forgetEnded(0)).toBe(0)
    await sleep(leaseSeconds * 1000 + 100)
    await enqueue(queue(), convertJob(user))
    await completeAll(queue())
    expect(await queue().producer.forgetEnded(0)).toBe(1)
    expect(await queue().producer.read(row.id)).toBeNull()
  })

  test('43: a worker that fell silent cannot settle a job that another has claimed', async () => {
    const { lease, consumer, job } = await started()
    await sleep(leaseSeconds * 1000 + 100)
    const second = await claimOrFail(consumerOf('two'))
    expect(second.job).toMatchObject({ id: job.id, attempts: 2 })
    await expect(consumer.settle(lease, { kind: 'completed' })).rejects.toMatchObject({ code: 'queue.claim_lost' })
    await expect(consumer.heartbeat(lease, progress)).rejects.toMatchObject({ code: 'queue.claim_lost' })
    expect(await queue().producer.isLiveClaim(job.id, lease.claimToken)).toBe(false)
    expect(await queue().producer.isLiveClaim(job.id, second.lease.claimToken)).toBe(true)
  })

  test('heartbeats keep a job longer than its lease', async () => {
    const { lease, consumer } = await started()
    for (let n = 0; n < 4; n += 1) {
      await sleep(leaseSeconds * 400)
      await consumer.heartbeat(lease, progress)
      expect(await consumerOf('two').claim('conversion')).toBeNull()
    }
    await consumer.settle(lease, { kind: 'completed' })
  })

  test('50: a worker that dies every time leaves the job dead after its attempts, and the owner gets the mail', async () => {
    const { row } = await started()
    for (let attempt = 2; attempt <= 4; attempt += 1) {
      await sleep(leaseSeconds * 1000 + 50)
      expect((await claimOrFail(consumerOf())).job.attempts).toBe(attempt)
    }
    await sleep(leaseSeconds * 1000 + 50)
    expect(await consumerOf().claim('conversion')).toBeNull()
    expect(await queue().producer.read(row.id)).toMatchObject({ status: 'dead', error: { code: 'job.worker_lost' } })
    expect((await claimOrFail(consumerOf(), 'short')).job).toMatchObject({ kind: 'send-mail', payload: { template: 'video-failed', videoId: row.videoId } })
  })

  test('55: progress never falls, never passes 100 and survives nonsense', async () => {
    const { lease, consumer, row } = await started()
    const seen: number[] = []
    for (const percent of [10, 5, NaN, 140, -3, 60]) {
      await consumer.heartbeat(lease, { stage: 'render', percent, secondsLeft: Infinity })
      seen.push((await queue().producer.read(row.id))!.percent)
    }
    expect(seen).toEqual([10, 10, 10, 100, 100, 100])
    expect(await queue().producer.read(row.id)).toMatchObject({ stage: 'render', secondsLeft: null })
  })

  test('a failure that may pass is tried again later; after the last attempt the job is dead with its reason', async () => {
    const { lease, consumer, row } = await started()
    await consumer.settle(lease, failed)
    const waiting = await queue().producer.read(row.id)
    expect(waiting).toMatchObject({ status: 'pending', attempts: 1, error: { code: failed.code, message: failed.message } })
    expect(waiting!.runAfter!.getTime()).toBeGreaterThan(waiting!.startedAt!.getTime())
    for (let attempt = 2; attempt <= 4; attempt += 1) await consumer.settle((await claimSoon(consumer)).lease, failed)
    expect(await queue().producer.read(row.id)).toMatchObject({ status: 'dead', attempts: 4, error: { code: failed.code } })
  })

  test('a failure that cannot pass is not tried again', async () => {
    const { lease, consumer, row } = await started()
    await consumer.settle(lease, { ...failed, code: 'link.dead', mayRetry: false })
    expect(await queue().producer.read(row.id)).toMatchObject({ status: 'dead', attempts: 1 })
  })

  test('a retry does not come before the time that the other side asked for', async () => {
    const { lease, consumer, row } = await started()
    const before = Date.now()
    await consumer.settle(lease, { ...failed, retryAfterSeconds: 90 })
    expect((await queue().producer.read(row.id))!.runAfter!.getTime()).toBeGreaterThan(before + 88_000)
    await queue().producer.cancel(row.id)
  })

  test('waiting for somebody else spends no attempt and holds no worker', async () => {
    const { lease, consumer, row } = await started()
    for (let n = 0; n < 6; n += 1) {
      await consumer.settle(n === 0 ? lease : (await claimSoon(consumer)).lease, { kind: 'wait', runAfterSeconds: 0.05, reason: 'Fathom is preparing the download.' })
    }
    expect(await queue().producer.read(row.id)).toMatchObject({ status: 'pending', attempts: 0, error: { message: 'Fathom is preparing the download.' } })
  })

  test('a job knows for how long it has waited, over all its waits, until it is put back as new', async () => {
    const { lease, consumer, row, job } = await started()
    expect(job.waitedSeconds).toBe(0)
    await consumer.settle(lease, { kind: 'wait', runAfterSeconds: 0.3, reason: 'Fathom is preparing the download.' })
    const second = await claimSoon(consumer)
    expect(second.job.waitedSeconds).toBeGreaterThanOrEqual(0.3)
    await consumer.settle(second.lease, { kind: 'wait', runAfterSeconds: 0.3, reason: 'Fathom is preparing the download.' })
    const third = await claimSoon(consumer)
    expect(third.job.waitedSeconds).toBeGreaterThanOrEqual(0.6)
    await consumer.settle(third.lease, { kind: 'failed', code: 'fathom.download_failed', message: 'No.', mayRetry: false })
    await queue().producer.requeue(row.id)
    expect((await claimSoon(consumer)).job.waitedSeconds).toBe(0)
  })

  test('a wait that the other side asks for is a day at most, so that no answer of theirs can lose a job', async () => {
    const { lease, consumer, row } = await started()
    await consumer.settle(lease, { kind: 'failed', code: 'fathom.rate_limited', message: 'Slow down.', mayRetry: true, retryAfterSeconds: 1e12 })
    const { status, runAfter } = (await queue().producer.read(row.id))!
    expect(status).toBe('pending')
    expect(runAfter!.getTime()).toBeLessThan(Date.now() + 25 * 3600 * 1000)
  })

  test('a released job goes on at once with its attempt given back', async () => {
    const { lease, consumer, job } = await started()
    await consumer.settle(lease, { kind: 'released' })
    expect((await claimOrFail(consumerOf('two'))).job).toMatchObject({ id: job.id, attempts: 1 })
  })

  test('what follows a job is there the moment the job is completed, and once only', async () => {
    const { lease, consumer, user } = await started()
    const followUp = { ...mailJob(user), idempotencyKey: 'after' }
    await consumer.settle(lease, { kind: 'completed', followUps: [followUp] })
    await consumer.settle(lease, { kind: 'completed', followUps: [followUp] })
    const mails = (await queue().producer.listOfUser(user)).filter(row => row.kind === 'send-mail')
    expect(mails).toMatchObject([{ status: 'pending', template: 'verify-email' }])
  })

  test('a stale settle enqueues nothing', async () => {
    const { lease, consumer, user } = await started()
    await expect(consumer.settle({ ...lease, claimToken: 'x'.repeat(40) }, { kind: 'completed', followUps: [{ ...mailJob(user), idempotencyKey: 'never' }] }))
      .rejects.toMatchObject({ code: 'queue.claim_lost' })
    expect(await queue().producer.listOfUser(user)).toHaveLength(1)
  })

  test('54: a waiting job is cancelled at once and is never claimed', async () => {
    const row = await enqueue(queue(), convertJob(await queue().newUser()))
    expect(await queue().producer.cancel(row.id)).toMatchObject({ status: 'cancelled' })
    expect(await consumerOf().claim('conversion')).toBeNull()
    await expect(queue().producer.cancel(row.id)).rejects.toMatchObject({ code: 'queue.not_cancellable' })
    await expect(queue().producer.cancel('a'.repeat(15) as JobRow['id'])).rejects.toMatchObject({ code: 'not_found' })
  })

  test('44: the worker of a cancelled job is told at its next heartbeat, and keeps the lane until it has stopped', async () => {
    const { lease, consumer, row, user } = await started()
    await queue().producer.cancel(row.id)
    await enqueue(queue(), convertJob(user))
    expect(await consumerOf('two').claim('conversion')).toBeNull()
    expect(await consumer.heartbeat(lease, progress)).toMatchObject({ isCancelled: true })
    await consumer.settle(lease, { kind: 'released' })
    expect(await queue().producer.read(row.id)).toMatchObject({ status: 'cancelled' })
    expect(await consumerOf('two').claim('conversion')).not.toBeNull()
  })

  test('a cancelled job cannot be completed', async () => {
    const { lease, consumer, row } = await started()
    await queue().producer.cancel(row.id)
    await expect(consumer.settle(lease, { kind: 'completed' })).rejects.toMatchObject({ code: 'queue.claim_lost' })
    expect(await queue().producer.read(row.id)).toMatchObject({ status: 'cancelled' })
  })

  test('a dead or cancelled job can be put back as new; one that is under way cannot', async () => {
    const { lease, consumer, row } = await started()
    await expect(queue().producer.requeue(row.id)).rejects.toMatchObject({ code: 'conflict' })
    await consumer.settle(lease, { ...failed, mayRetry: false })
    expect(await queue().producer.requeue(row.id)).toMatchObject({ status: 'pending', attempts: 0, percent: 0, error: null })
    expect((await claimOrFail(consumer)).job.id).toBe(row.id)
  })

  async function claimSoon(consumer: QueueConsumer): Promise<Claim> {
    for (let tries = 0; tries < 100; tries += 1) {
      const claim = await consumer.claim('conversion')
      if (claim !== null) return claim
      await sleep(30)
    }
    throw new Error('the job did not come back')
  }
}

function order(open: (rules: QueueRules) => Promise<QueueUnderTest>): void {
  const queue = openFor(open, { maxPendingJobs: 40, leaseSeconds: 30 })

  test('59: with a concurrency of one, two workers never convert at the same time, and short jobs do not wait for them', async () => {
    const user = await queue().newUser()
    for (const job of [convertJob(user), convertJob(user), mailJob(user)]) await enqueue(queue(), job)
    const [one, two] = [queue().makeConsumer('one'), queue().makeConsumer('two')]
    const claims = await Promise.all([one.claim('conversion'), two.claim('conversion')])
    const given = claims.filter(claim => claim !== null)
    expect(given).toHaveLength(1)
    expect(await two.claim('short')).not.toBeNull()
    await one.settle(given[0]!.lease, { kind: 'completed' })
    expect(await two.claim('conversion')).not.toBeNull()
  })

  test('two who always have one more job cannot keep a third out', async () => {
    const [a, b, third] = [await queue().newUser(), await queue().newUser(), await queue().newUser()]
    for (const user of [a, b, third, third, third, third]) await enqueue(queue(), convertJob(user))
    const consumer = queue().makeConsumer('one')
    const dispatched: UserId[] = []
    for (let n = 0; n < 12; n += 1) {
      const claim = await claimOrFail(consumer)
      dispatched.push(claim.job.userId)
      await consumer.settle(claim.lease, { kind: 'completed' })
      if (claim.job.userId !== third) await enqueue(queue(), convertJob(claim.job.userId))
    }
    expect(dispatched.filter(user => user === third)).toHaveLength(4)
  })

  test('the place in line is the order in which jobs are given out', async () => {
    const users = await Promise.all([1, 2, 3].map(() => queue().newUser()))
    const rows: JobRow[] = []
    for (let n = 0; n < 9; n += 1) rows.push(await enqueue(queue(), convertJob(users[n < 5 ? 0 : n % 3]!)))
    rows.push((await queue().producer.enqueue(convertJob(users[0]!), { idempotencyKey: 'urgent', priority: 'critical' })).job)
    const places = await Promise.all(rows.map(row => queue().producer.placeInLine(row.id)))
    expect(places.toSorted((x, y) => x! - y!)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    const consumer = queue().makeConsumer('one')
    for (let place = 1; place <= 10; place += 1) {
      const claim = await claimOrFail(consumer)
      expect(claim.job.id).toBe(rows[places.indexOf(place)]!.id)
      expect(await queue().producer.placeInLine(claim.job.id)).toBeNull()
      await consumer.settle(claim.lease, { kind: 'completed' })
    }
  })

  test('53: one person may have only so many jobs waiting; others and follow-ups are not held up', async () => {
    const user = await queue().newUser()
    for (let n = 0; n < 40; n += 1) await enqueue(queue(), convertJob(user))
    await expect(enqueue(queue(), convertJob(user))).rejects.toMatchObject({ code: 'queue.too_many_pending', status: 429 })
    await enqueue(queue(), mailJob(user))
    await enqueue(queue(), convertJob(await queue().newUser()))
    expect(await queue().producer.counts()).toMatchObject({ waiting: 41, running: 0 })
  })

  test('an idle worker is nudged when a job comes in, and a watcher sees every change', async () => {
    const ending = new AbortController()
    const seen: string[] = []
    let nudges = 0
    const listening = [
      queue().producer.watch(row => seen.push(`${row.id} ${row.status}`), ending.signal),
      queue().makeConsumer('one').onNudge(() => { nudges += 1 }, ending.signal),
    ]
    const user = await queue().newUser()
    const row = await until(async () => {
      const made = await enqueue(queue(), mailJob(user))
      await sleep(50)
      // The first is that it listens.
      return nudges > 1 && seen.includes(`${made.id} pending`) ? made : undefined
    })
    await completeAll(queue())
    expect(row.status).toBe('pending')
    await until(() => Promise.resolve(seen.includes(`${row.id} completed`) ? true : undefined))
    expect(seen).toContain(`${row.id} processing`)
    ending.abort()
    await Promise.all(listening)
  })
}

async function until<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 100; tries += 1) {
    const result = await attempt()
    if (result !== undefined) return result
    await sleep(50)
  }
  throw new Error('it did not happen')
}
