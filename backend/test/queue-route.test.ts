import { afterAll, beforeAll, expect, test } from 'vitest'
import type { QueueOverview, RecordingSummary } from '@f2l/common/contracts/api.ts'
import type { JobRow, Line } from '@f2l/common/queue.ts'
import { obstacleOf } from '../src/recordings/job-obstacle.ts'
import { secondsLeftOf } from '../src/recordings/conversion-pace.ts'
import { updateRecording } from '../src/recordings/recording-rows.ts'
import { sampleResult } from './sample-result.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'

let stack: ProductStack
beforeAll(async () => { stack = await startProductStack() })
afterAll(() => stack?.stop())

const add = async (person: Person, name: string) => (await (await person.call('POST', '/api/v1/recordings', { url: `https://fathom.video/share/${name}` })).json() as { recording: RecordingSummary }).recording
const overview = async (person: Person) => await (await person.call('GET', '/api/v1/queue')).json() as QueueOverview

test('a job that stands still says why: no worker, a paused queue, Fathom, a failure, a silent worker', async () => {
  const eve = await stack.signUp('Eve')
  const recording = await add(eve, 'q0')
  const obstacle = async () => {
    const seen = await overview(eve)
    const { job } = seen.mine[0]!
    expect(await (await eve.call('GET', `/api/v1/recordings/${recording.id}`)).json()).toMatchObject({ recording: { job: { obstacle: job.obstacle } } })
    return [job.obstacle, seen.isPaused]
  }
  const pause = (isPaused: boolean) => stack.client.call(pb => pb.collection('queue_pause').getFirstListItem('name = "queue"').then(({ id }) => pb.collection('queue_pause').update(id, { is_paused: isPaused })))
  expect(await obstacle()).toEqual(['no-worker', false])
  await pause(true)
  expect(await stack.consumer.claim('conversion')).toBeNull()
  expect(await obstacle()).toEqual(['paused', true])
  await pause(false)
  expect(await obstacle()).toEqual([null, false])
  const { lease } = await stack.claim()
  expect(await obstacle()).toEqual([null, false])
  await stack.consumer.settle(lease, { kind: 'wait', runAfterSeconds: 60, reason: 'Fathom is preparing the download.' })
  expect(await obstacle()).toEqual(['fathom', false])
  await eve.remove(recording.id)
})

test('a worker that was not heard of for half a lease is called silent; a job that goes on has no obstacle', () => {
  const now = new Date()
  const job = (change: Partial<JobRow>) => ({ status: 'processing', runAfter: null, error: null, leaseExpiresAt: new Date(now.getTime() + 30_000), ...change }) as JobRow
  expect(obstacleOf(job({}), null, 30, now)).toBeNull()
  expect(obstacleOf(job({ leaseExpiresAt: new Date(now.getTime() + 14_000) }), null, 30, now)).toBe('silent-worker')
  expect(obstacleOf(job({ status: 'pending', runAfter: new Date(now.getTime() + 1000), error: { code: 'fetch.failed', message: 'x' } }), null, 30, now)).toBe('retry')
  expect(obstacleOf(job({ status: 'dead', leaseExpiresAt: null }), null, 30, now)).toBeNull()
})

test('everybody sees how long the line is, and only their own jobs with the place they have', async () => {
  const [ann, bob] = await Promise.all([stack.signUp('Ann'), stack.signUp('Bob')])
  const [first, second] = [await add(ann, 'q1'), await add(ann, 'q2')]
  const his = await add(bob, 'q3')
  const hers = await overview(ann)
  expect(hers).toMatchObject({ waiting: 3, running: 0 })
  const places = Object.fromEntries(hers.mine.map(({ recording, job }) => [recording.id, job.placeInLine]))
  expect(places[first.id]).toBe(1)
  // Turns go round: his first comes before her second.
  expect(places[second.id]).toBe(3)
  expect((await overview(bob)).mine.map(({ recording, job }) => [recording.id, job.placeInLine])).toEqual([[his.id, 2]])
  const claim = await stack.claim()
  await stack.consumer.heartbeat(claim.lease, { stage: 'render', percent: 37.5, secondsLeft: 42 })
  const running = await overview(ann)
  expect(running).toMatchObject({ waiting: 2, running: 1, workersOnline: 1 })
  expect(running.mine.find(({ recording }) => recording.id === first.id)).toMatchObject({ recording: { state: 'processing' }, job: { status: 'processing', stage: 'render', percent: 37.5, secondsLeft: 42, placeInLine: null, attempts: 1 } })
  for (const recording of [first, second]) await ann.remove(recording.id)
  await bob.remove(his.id)
})

test('the time left is unknown for a first video, and estimated from one\'s own past after it', async () => {
  const ann = await stack.signUp('Ann')
  const first = await add(ann, 'p1')
  expect((await overview(ann)).mine[0]!.job.secondsLeft).toBeNull()
  const claim = await stack.claim()
  await claim.call('PUT', '/result', sampleResult(ann.id, first.videoId!))
  await stack.consumer.settle(claim.lease, { kind: 'completed' })
  const second = await add(ann, 'p2')
  // 60 s for the 30 s before; how long the new one is nobody knows yet.
  expect((await overview(ann)).mine.find(({ recording }) => recording.id === second.id)!.job.secondsLeft).toBe(60)
  const next = await stack.claim()
  await next.call('PATCH', '', { sourceSeconds: 90 })
  expect((await overview(ann)).mine.find(({ recording }) => recording.id === second.id)!.job.secondsLeft).toBe(180)
})

test('a job that waits is told how long by what the workers measured of themselves, before anybody\'s first video', async () => {
  const [ann, bob] = await Promise.all([stack.signUp('Ann'), stack.signUp('Bob')])
  const his = await add(bob, 'w1')
  const hers = await add(ann, 'w2')
  const secondsOf = async (person: Person) => (await overview(person)).mine[0]!.job.secondsLeft
  const { userDatabases, queue } = stack.deps
  expect(await secondsOf(ann)).toBeNull()
  // The lengths are known, as they are of meetings from an account and of videos that are made again.
  for (const [person, recording, sourceSeconds] of [[bob, his, 600], [ann, hers, 300]] as const) {
    (await userDatabases.open(person.id)).transact(db => updateRecording(db, recording.id, { sourceSeconds }))
    await person.call('POST', `/api/v1/recordings/${recording.id}/cancel`)
    await queue.enqueue({ kind: 'convert', payload: { userId: person.id, recordingId: recording.id, videoId: recording.videoId! } }, { idempotencyKey: `again-${recording.id}`, sourceSeconds })
      .then(async ({ job }) => (await userDatabases.open(person.id)).transact(db => updateRecording(db, recording.id, { jobId: job.id })))
  }
  expect(await secondsOf(ann)).toBeNull()
  await stack.consumer.claim('short')
  await stack.consumer.tellPace({ fixedSeconds: 20, secondsPerSourceSecond: 0.5 })
  expect(await secondsOf(bob)).toBe(320)
  expect(await secondsOf(ann)).toBe(320 + 170)
  const claim = await stack.claim()
  await stack.consumer.heartbeat(claim.lease, { stage: 'render', percent: 60, secondsLeft: 100 })
  expect(await secondsOf(bob)).toBe(100)
  expect(await secondsOf(ann)).toBe(100 + 170)
  await expect(stack.consumer.tellPace({ fixedSeconds: -1, secondsPerSourceSecond: 0 })).rejects.toThrow()
})

test('an estimate shrinks with progress, grows with the line, and ends with the job', () => {
  const pace = { secondsPerSourceSecond: 2, secondsPerJob: 100, jobs: 2 }
  const job = (change: Partial<JobRow>) => ({ status: 'processing', percent: 0, secondsLeft: null, ...change }) as JobRow
  const line = (change: Partial<Line> = {}): Line => ({ place: 1, sourceSecondsAhead: 0, unknownAhead: 0, secondsRunning: 0, lanes: 1, pace: null, workersOnline: 1, isPaused: false, ...change })
  const pending = job({ status: 'pending' })
  expect(secondsLeftOf(job({ percent: 75 }), null, 60, pace)).toBe(30)
  expect(secondsLeftOf(job({ percent: 75, secondsLeft: 7.4 }), null, 60, pace)).toBe(7)
  expect(secondsLeftOf(pending, line(), 60, pace)).toBe(120)
  expect(secondsLeftOf(pending, line({ place: 3, unknownAhead: 2 }), 60, pace)).toBe(320)
  expect(secondsLeftOf(pending, line({ place: 3, unknownAhead: 2 }), null, pace)).toBe(300)
  // One of known length, one of unknown, and what runs; two at a time.
  expect(secondsLeftOf(pending, line({ place: 3, unknownAhead: 1, sourceSecondsAhead: 30, secondsRunning: 40, lanes: 2 }), 60, pace)).toBe(120 + (40 + 60 + 100) / 2)
  // What the workers measured and what one's own last two videos took say as much as each other.
  expect(secondsLeftOf(pending, line({ pace: { fixedSeconds: 20, secondsPerSourceSecond: 1 } }), 60, pace)).toBe(100)
  expect(secondsLeftOf(pending, line({ pace: { fixedSeconds: 20, secondsPerSourceSecond: 1 } }), 60, null)).toBe(80)
  expect(secondsLeftOf(pending, line({ pace: { fixedSeconds: 20, secondsPerSourceSecond: 1 } }), null, null)).toBeNull()
  expect(secondsLeftOf(job({}), null, 60, null)).toBeNull()
  for (const status of ['completed', 'dead', 'cancelled'] as const) expect(secondsLeftOf(job({ status, secondsLeft: 5 }), null, 60, pace)).toBeNull()
})
