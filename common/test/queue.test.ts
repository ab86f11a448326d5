import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeQueueConsumer, makeQueueProducer } from '@f2l/common/pocketbase-queue.ts'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { connectAsSuperuser, connectAsWorker } from '@f2l/common/pocketbase-client.ts'
import { convertJob, mailJob, queueContract, type QueueRules, type QueueUnderTest } from './queue-contract.ts'
import { runPocketBase, testSecrets, type RunningPocketBase } from './running-pocketbase.ts'

async function open(rules: QueueRules): Promise<QueueUnderTest> {
  const pocketBase = await runPocketBase({ queue: rules })
  return {
    producer: makeQueueProducer(pocketBase.superuser),
    makeConsumer: name => makeQueueConsumer(pocketBase.connectWorker(name)),
    newUser: pocketBase.newUser,
    deleteUser: async id => { await pocketBase.superuser.call(pb => pb.collection('users').delete(id)) },
    close: pocketBase.close,
  }
}

queueContract('PocketBase', open)

describe('PocketBase: who may touch the queue', () => {
  let pocketBase: RunningPocketBase
  let user: UserId
  let jobId: string
  beforeAll(async () => {
    pocketBase = await runPocketBase()
    user = await pocketBase.newUser()
    jobId = (await makeQueueProducer(pocketBase.superuser).enqueue(convertJob(user), { idempotencyKey: 'one' })).job.id
  })
  afterAll(() => pocketBase.close())

  async function request(method: string, path: string, token: string, body?: unknown): Promise<Response> {
    return fetch(`${pocketBase.process.url}${path}`, {
      method, headers: { authorization: token, 'content-type': 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body),
    })
  }

  async function tokens(): Promise<Record<string, string>> {
    const worker = await (await request('POST', '/api/queue/workers', '', { name: 'intruder', secret: testSecrets.workerSecret, host: 'h', version: '0' })).json() as { token: string }
    const impersonated = await pocketBase.superuser.call(pb => pb.collection('users').impersonate(user, 600))
    return { guest: '', user: impersonated.authStore.token, worker: worker.token }
  }

  test('60: a plain PATCH, POST, DELETE or read of a job is refused to guests, users and workers', async () => {
    const path = `/api/collections/global_queue/records/${jobId}`
    for (const [who, token] of Object.entries(await tokens())) {
      for (const [method, to] of [['PATCH', path], ['DELETE', path], ['GET', path], ['POST', '/api/collections/global_queue/records']] as const) {
        const answer = await request(method, to, token, method === 'GET' ? undefined : { status: 'processing', claimed_at: '2030-01-01 00:00:00Z' })
        expect([400, 401, 403, 404], `${who} ${method}`).toContain(answer.status)
      }
      expect((await (await request('GET', '/api/collections/global_queue/records', token)).json() as { items?: unknown[] }).items ?? []).toEqual([])
    }
    expect(await makeQueueProducer(pocketBase.superuser).read(jobId as never)).toMatchObject({ status: 'pending', attempts: 0 })
  })

  test('guests and users cannot claim; workers cannot enqueue, cancel or look into the views', async () => {
    const { guest, user: asUser, worker } = await tokens()
    for (const token of [guest!, asUser!]) expect([401, 403]).toContain((await request('POST', '/api/queue/claim', token, { lane: 'conversion' })).status)
    for (const [method, path] of [['POST', '/api/queue/jobs'], ['POST', `/api/queue/jobs/${jobId}/cancel`], ['GET', '/api/queue/counts'], ['GET', '/api/collections/admin_queue/records'], ['GET', '/api/collections/users/records']] as const) {
      expect([401, 403], path).toContain((await request(method, path, worker!, method === 'POST' ? {} : undefined)).status)
    }
  })

  test('a worker without the secret gets no token and a clear answer', async () => {
    const stranger = makeQueueConsumer(connectAsWorker({ url: pocketBase.process.url, secret: 'wrong', identity: { name: 'x', host: 'h', version: '0' } }))
    await expect(stranger.claim('conversion')).rejects.toMatchObject({ code: 'auth.required', message: expect.stringContaining('WORKER_SECRET') })
  })

  test('a worker that signs in several times at once is one worker', async () => {
    const consumers = Array.from({ length: 6 }, () => makeQueueConsumer(pocketBase.connectWorker('twin')))
    await Promise.all(consumers.map(consumer => consumer.claim('short')))
    expect(await pocketBase.superuser.call(pb => pb.collection('workers').getFullList({ filter: 'name = "twin"' }))).toHaveLength(1)
  })

  test('an admin cancels and requeues by editing the status, and cannot forge a claim', async () => {
    const edit = (change: Record<string, unknown>): Promise<{ status: string; attempts: number; finished_at: string }> =>
      pocketBase.superuser.call(pb => pb.collection('global_queue').update(jobId, change))
    const consumer = makeQueueConsumer(pocketBase.connectWorker('one'))
    const claim = await consumer.claim('conversion')
    expect(await edit({ status: 'cancelled' })).toMatchObject({ status: 'cancelled' })
    expect(await edit({ status: 'pending' })).toMatchObject({ status: 'pending', attempts: 0, finished_at: '' })
    await expect(consumer.heartbeat(claim!.lease, { stage: null, percent: 0, secondsLeft: null })).rejects.toMatchObject({ code: 'queue.claim_lost' })
    await expect(edit({ status: 'processing' })).rejects.toMatchObject({ status: 400 })
    expect(await edit({ priority: 2, attempts: 3, worker_id: 'x' })).toMatchObject({ attempts: 0, worker_id: '', priority: 2 })
  })

  test('the views of the admin panel name people and say what a job does', async () => {
    const rows = await pocketBase.superuser.call(pb => pb.collection('admin_queue').getFullList())
    expect(rows).toMatchObject([{ state: 'in line', email: expect.stringContaining('@example.com'), attempts: '0 of 4' }])
    for (const view of ['admin_dead_letters', 'admin_users', 'admin_workers']) {
      expect(await pocketBase.superuser.call(pb => pb.collection(view).getFullList())).toBeInstanceOf(Array)
    }
  })

  test('a paused worker gets nothing', async () => {
    const consumer = makeQueueConsumer(pocketBase.connectWorker('lazy'))
    await consumer.claim('short')
    const worker = await pocketBase.superuser.call(pb => pb.collection('workers').getFirstListItem('name = "lazy"'))
    await pocketBase.superuser.call(pb => pb.collection('workers').update(worker.id, { is_paused: true }))
    expect(await consumer.claim('conversion')).toBeNull()
    await pocketBase.superuser.call(pb => pb.collection('workers').update(worker.id, { is_paused: false }))
    expect(await consumer.claim('conversion')).not.toBeNull()
  })
})

describe('PocketBase: what should not be in the queue', () => {
  let pocketBase: RunningPocketBase
  let user: UserId
  beforeAll(async () => {
    pocketBase = await runPocketBase({ queue: { concurrency: 10 } })
    user = await pocketBase.newUser()
  })
  afterAll(() => pocketBase.close())
  const post = (job: object): Promise<unknown> => pocketBase.superuser.send('POST', '/api/queue/jobs', { user, lane: 'conversion', priority: 1, maxAttempts: 4, ...job })

  test('56: a job of another version dies with a sentence and holds up nobody', async () => {
    await post({ kind: 'dance', payload: { userId: user }, idempotencyKey: 'unknown' })
    await post({ kind: 'convert', payload: { userId: user, meeting: 7 }, idempotencyKey: 'old' })
    await post({ kind: 'convert', payload: convertJob('usr000000000009' as UserId).payload, idempotencyKey: 'of somebody else' })
    const producer = makeQueueProducer(pocketBase.superuser)
    const good = (await producer.enqueue(convertJob(user), { idempotencyKey: 'good' })).job
    expect((await makeQueueConsumer(pocketBase.connectWorker('one')).claim('conversion'))!.job.id).toBe(good.id)
    const rows = (await producer.listOfUser(user)).filter(({ id }) => id !== good.id)
    expect(rows).toHaveLength(3)
    for (const row of rows) expect(row).toMatchObject({ status: 'dead', error: { code: 'input.invalid', message: expect.stringContaining('another version') } })
  })

  test('57: another program that writes into PocketBase\'s file fails no call of ours and stalls none for long', async () => {
    const producer = makeQueueProducer(pocketBase.superuser)
    const consumer = makeQueueConsumer(pocketBase.connectWorker('one'))
    const foreign = spawn(process.execPath, ['--input-type=module', '-e', foreignWriter, join(pocketBase.dataDir, 'data.db'), createRequire(join(import.meta.dirname, '../../user_dbs/package.json')).resolve('better-sqlite3')], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(foreign.stdout!, 'data')
    let slowest = 0
    for (let n = 0; n < 60; n += 1) {
      const at = performance.now()
      await producer.enqueue(convertJob(user), { idempotencyKey: `beside ${n}` })
      const { lease } = (await consumer.claim('conversion'))!
      await consumer.settle(lease, { kind: 'completed' })
      slowest = Math.max(slowest, (performance.now() - at) / 3)
    }
    foreign.kill('SIGKILL')
    expect(slowest).toBeLessThan(1000)
  })

  // The last one: the connection that it breaks is not to be used by another test.
  test('56: a payload of a megabyte is refused', async () => {
    await expect(post({ kind: 'convert', payload: { text: 'x'.repeat(2 ** 20) }, idempotencyKey: 'large' })).rejects.toMatchObject({ status: 413 })
  })
})

/** Twenty transactions a second, each with the write lock for a while. */
const foreignWriter = `
  const [file, module] = process.argv.slice(1)
  const { default: Database } = await import(module)
  const database = new Database(file, { timeout: 5000 })
  setInterval(() => database.exec("BEGIN IMMEDIATE; UPDATE users SET name = name; COMMIT"), 50)
  process.stdout.write('ready')
`

describe('PocketBase: a paused queue', () => {
  test('gives out no conversion, finishes what runs, sends mails, and nudges the workers when it goes on', async () => {
    const pocketBase = await runPocketBase({ queue: { concurrency: 10 } })
    const producer = makeQueueProducer(pocketBase.superuser)
    const consumer = makeQueueConsumer(pocketBase.connectWorker('one'))
    const user = await pocketBase.newUser()
    const { id } = await pocketBase.superuser.call(pb => pb.collection('queue_pause').getFirstListItem('name = "queue"'))
    const pause = (isPaused: boolean) => pocketBase.superuser.call(pb => pb.collection('queue_pause').update(id, { is_paused: isPaused }))
    for (const key of ['runs', 'waits']) await producer.enqueue(convertJob(user), { idempotencyKey: key })
    await producer.enqueue(mailJob(user), { idempotencyKey: 'mail' })
    const running = (await consumer.claim('conversion'))!
    await pause(true)
    expect(await consumer.claim('conversion')).toBeNull()
    expect(await consumer.claim('short')).not.toBeNull()
    expect(await consumer.heartbeat(running.lease, { stage: 'render', percent: 50, secondsLeft: 1 })).toMatchObject({ isCancelled: false })
    await consumer.settle(running.lease, { kind: 'completed' })
    expect(await producer.counts()).toMatchObject({ waiting: 1, running: 0, isPaused: true })
    const ending = new AbortController()
    let nudges = 0
    const listening = consumer.onNudge(() => { nudges += 1 }, ending.signal)
    // The first is that it listens.
    await expect.poll(() => nudges, { timeout: 10_000 }).toBe(1)
    await expect.poll(() => pause(false).then(() => nudges), { timeout: 10_000 }).toBeGreaterThan(1)
    expect(await consumer.claim('conversion')).not.toBeNull()
    ending.abort()
    await listening
    await pocketBase.close()
  })
})

describe('PocketBase: when it is down', () => {
  test('47: kill -9 in the middle of claims and settles loses no job and gives none to two workers', async () => {
    const first = await runPocketBase({ queue: { concurrency: 10, leaseSeconds: 2, maxPendingJobs: 200 } })
    const producer = makeQueueProducer(first.superuser)
    const user = await first.newUser()
    await Promise.all(Array.from({ length: 120 }, (_, n) => producer.enqueue(convertJob(user), { idempotencyKey: `n${n}` })))
    const holders = new Map<string, string>()
    let isOver = false
    async function work(name: string): Promise<void> {
      const consumer = makeQueueConsumer(first.connectWorker(name))
      while (!isOver) {
        const claim = await consumer.claim('conversion').catch(() => null)
        if (claim === null) { await sleep(20); continue }
        expect(holders.has(claim.job.id), 'held by two').toBe(false)
        holders.set(claim.job.id, name)
        for (let isSettled = false; !isSettled;) isSettled = await consumer.settle(claim.lease, { kind: 'completed' }).then(() => true, () => sleep(20, false))
        holders.delete(claim.job.id)
      }
    }
    const workers = ['a', 'b', 'c', 'd'].map(work)
    await expect.poll(async () => (await producer.listOfUser(user)).filter(row => row.status === 'completed').length, { interval: 5, timeout: 20_000 }).toBeGreaterThan(20)
    process.kill(first.process.pid, 'SIGKILL')
    await first.process.exited
    const second = await runPocketBase({ dataDir: first.dataDir, port: Number(new URL(first.process.url).port), queue: { concurrency: 10, leaseSeconds: 2, maxPendingJobs: 200 } })
    await expect.poll(async () => (await producer.listOfUser(user)).filter(row => row.status === 'completed').length, { timeout: 30_000 }).toBe(120)
    isOver = true
    await Promise.all(workers)
    await second.close()
  })

  test('kill -9 loses no acknowledged job, and meanwhile every call says that the queue is unavailable', async () => {
    const first = await runPocketBase()
    const { port } = new URL(first.process.url)
    const producer = makeQueueProducer(first.superuser)
    const consumer = makeQueueConsumer(first.connectWorker('one'))
    const user = await first.newUser()
    const rows = [await producer.enqueue(convertJob(user), { idempotencyKey: 'a' }), await producer.enqueue(convertJob(user), { idempotencyKey: 'b' })]
    const claim = await consumer.claim('conversion')
    const seen: string[] = []
    const ending = new AbortController()
    const watching = producer.watch(row => seen.push(row.id), ending.signal)
    process.kill(first.process.pid, 'SIGKILL')
    await first.process.exited
    await expect(producer.counts()).rejects.toMatchObject({ code: 'queue.unavailable' })
    await expect(consumer.heartbeat(claim!.lease, { stage: null, percent: 3, secondsLeft: null })).rejects.toMatchObject({ code: 'queue.unavailable' })
    const second = await runPocketBase({ dataDir: first.dataDir, port: Number(port) })
    expect(await consumer.heartbeat(claim!.lease, { stage: null, percent: 3, secondsLeft: null })).toMatchObject({ isCancelled: false })
    expect((await producer.listOfUser(user)).map(row => row.id).toSorted()).toEqual(rows.map(row => row.job.id).toSorted())
    await expect.poll(() => producer.cancel(rows[1]!.job.id).catch(() => undefined).then(() => seen.includes(rows[1]!.job.id)), { timeout: 10_000 }).toBe(true)
    ending.abort()
    await watching
    await second.close()
  })

  test('the superuser\'s password can be changed in the settings; the old one is shut out', async () => {
    const first = await runPocketBase()
    await first.process.stop()
    const second = await runPocketBase({ dataDir: first.dataDir, adminPassword: 'another long password' })
    await expect(second.superuser.send('GET', '/api/queue/counts')).rejects.toMatchObject({ status: 400 })
    const changed = connectAsSuperuser({ url: second.process.url, email: testSecrets.adminEmail, password: 'another long password' })
    expect(await makeQueueProducer(changed).counts()).toMatchObject({ waiting: 0 })
    await second.close()
  })
})
