import { afterAll, beforeAll, expect, test } from 'vitest'
import type { QueueOverview, RecordingSummary } from '@f2l/common/contracts/api.ts'
import type { JobRow } from '@f2l/common/queue.ts'
import { secondsLeftOf } from '../src/recordings/conversion-pace.ts'
import { sampleResult } from './sample-result.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'

let stack: ProductStack
beforeAll(async () => { stack = await startProductStack() })
afterAll(() => stack?.stop())

const add = async (person: Person, name: string) => (await (await person.call('POST', '/api/v1/recordings', { url: `https://fathom.video/share/${name}` })).json() as { recording: RecordingSummary }).recording
const overview = async (person: Person) => await (await person.call('GET', '/api/v1/queue')).json() as QueueOverview

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
  for (const recording of [first, second]) await ann.call('DELETE', `/api/v1/recordings/${recording.id}`)
  await bob.call('DELETE', `/api/v1/recordings/${his.id}`)
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

test('an estimate shrinks with progress, grows with the line, and ends with the job', () => {
  const pace = { secondsPerSourceSecond: 2, secondsPerJob: 100 }
  const job = (change: Partial<JobRow>) => ({ status: 'processing', percent: 0, secondsLeft: null, ...change }) as JobRow
  expect(secondsLeftOf(job({ percent: 75 }), null, 60, pace)).toBe(30)
  expect(secondsLeftOf(job({ percent: 75, secondsLeft: 7.4 }), null, 60, pace)).toBe(7)
  expect(secondsLeftOf(job({ status: 'pending' }), 1, 60, pace)).toBe(120)
  expect(secondsLeftOf(job({ status: 'pending' }), 3, 60, pace)).toBe(320)
  expect(secondsLeftOf(job({ status: 'pending' }), 3, null, pace)).toBe(300)
  expect(secondsLeftOf(job({}), null, 60, null)).toBeNull()
  for (const status of ['completed', 'dead', 'cancelled'] as const) expect(secondsLeftOf(job({ status, secondsLeft: 5 }), null, 60, pace)).toBeNull()
})
