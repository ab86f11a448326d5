import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordingDetail } from '@f2l/common/contracts/api.ts'
import { stageName, type StageName } from '@f2l/common/contracts/job.ts'
import { waitForVideo, type ProductClient } from '../demo/src/product-client.ts'
import { heldWhenOver, leftFiles, unnamedObjects } from '../scripts/crash-matrix/check-ground.ts'
import type { Passing } from '../scripts/crash-matrix/gate.ts'
import { otherBytes, prepareGround, type Ground } from '../scripts/crash-matrix/ground.ts'
import { processesBelow, type SeenProcess } from '../scripts/processes.ts'
import { offerMachineSpeed, takeMachineSpeed } from './machine-speed.ts'

/** So long everything of a cancelled job may take to be gone. */
const goneSeconds = 10
const stages = stageName.options
/** In these, programs compute for long enough to be met. */
const computing: readonly StageName[] = ['analyse', 'render', 'package', 'verify']

let ground: Ground
let client: ProductClient
/** The sample meeting by its link: it is cancelled at every place and tried again each time. */
let meeting: string
/** A file somebody uploaded: it waits behind the other. */
let upload: string
/** What the worker told the backend and was answered well, in order. */
const told: string[] = []

// Whose child a process is only Linux tells.
const onLinux = test.skipIf(process.platform !== 'linux')

beforeAll(async () => {
  // Lease and polling as people have them.
  ground = await prepareGround(1, { begin: takeMachineSpeed, downloadLifetimeSeconds: 0.02, settings: { QUEUE_LEASE_SECONDS: '30', QUEUE_POLL_SECONDS: '5' } })
  client = ground.people[0]!.client
  ground.gates['worker to backend'].onPassed(({ method, path }) => { told.push(`${method} ${path.split('/').slice(5).join('/')}`) })
  // An idle worker measures a machine that is new to it: that belongs to no job.
  while (!existsSync(join(ground.folder, 'work/machine-speed.json'))) await sleep(200)
}, 180_000)

afterAll(async () => {
  if (ground === undefined) return
  await ground.stop()
  await offerMachineSpeed(ground.folder)
  await ground.remove()
}, 60_000)

/** The worker stands before this request of its own until it is let go. */
function holdWorker(gate: 'worker to PocketBase' | 'worker to backend', fits: (request: Passing) => boolean) {
  const [reached, go] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()]
  ground.gates[gate].set({ moment: 'before', isCut: false, fits, spring: async () => { reached.resolve(undefined); await go.promise } })
  return { reached: reached.promise, letGo: () => { ground.gates[gate].set(null); go.resolve(undefined) } }
}

const remembers = (stage: StageName) => ({ method, path }: Passing): boolean => method === 'PUT' && path.endsWith(`/stages/${stage}`)
const handsIn = ({ method, path }: Passing): boolean => method === 'PUT' && path.endsWith('/result')
const settles = ({ path }: Passing): boolean => path.endsWith('/settle')

async function run(id: string): Promise<void> {
  if ((await client.readRecording(id)).recording.job?.status === 'cancelled') await client.retry(id)
}

/** The stage has begun, and a program of the job computes; none that only says its version. */
async function untilComputing(from: number, stage: StageName): Promise<void> {
  const before = `PUT stages/${stages[stages.indexOf(stage) - 1]!}`
  const isOfJob = ({ command }: SeenProcess): boolean => command.includes(join(ground.folder, 'work')) || command.includes('.main.ts')
  const isComputing = async (): Promise<boolean> => told.slice(from).includes(before) && (await processesBelow(ground.pidOf('worker')!)).some(isOfJob)
  await expect.poll(isComputing, { timeout: 60_000, interval: 30 }).toBe(true)
}

async function leftOver(): Promise<string[]> {
  return [
    ...(await processesBelow(ground.pidOf('worker')!)).map(({ command }) => `process ${command.replaceAll('\0', ' ')}`),
    ...await leftFiles(ground), ...(await unnamedObjects(ground.folder)).map(key => `file ${key}`),
    ...heldWhenOver(ground.folder) === 0 ? [] : ['a job that is over is still held'],
  ]
}

async function expectCancelled(id: string, since: number): Promise<void> {
  await expect.poll(leftOver, { timeout: since + 1000 * goneSeconds - performance.now(), interval: 100 }).toEqual([])
  expect((await client.readRecording(id)).recording).toMatchObject({ state: 'cancelled', error: null, job: { status: 'cancelled' } })
}

const untilReady = (id: string): Promise<RecordingDetail> => waitForVideo(client, id, () => undefined, 120, AbortSignal.timeout(120_000))

onLinux('54: cancelled while it waits behind another, it is out of line at once and keeps the file it came with', async () => {
  const held = holdWorker('worker to backend', remembers('ingest'))
  meeting = (await client.addByLink(ground.fathom.sampleLink)).id
  await held.reached
  upload = (await client.addFile(otherBytes(ground.clip, 'waits'), 'waits.mp4', { look: 'plain' })).id
  expect((await client.readRecording(upload)).recording.job).toMatchObject({ status: 'pending', placeInLine: 1 })
  expect(await client.cancel(upload)).toMatchObject({ status: 'cancelled', placeInLine: null })
  expect((await client.readRecording(upload)).recording.state).toBe('cancelled')
  expect((await client.readRecording(meeting)).recording.state).toBe('processing')
  const since = performance.now()
  await client.cancel(meeting)
  held.letGo()
  await expectCancelled(meeting, since)
})

onLinux.each(stages)('54: cancelled in the stage %s, nothing runs or lies about ten seconds later, and it can be tried again', async stage => {
  const held = holdWorker('worker to backend', remembers(stage))
  const from = told.length
  await run(meeting)
  if (computing.includes(stage)) await untilComputing(from, stage)
  else await held.reached
  expect(told.slice(from)).not.toContain(`PUT stages/${stage}`)
  const since = performance.now()
  expect(await client.cancel(meeting)).toMatchObject({ status: 'cancelled' })
  await expectCancelled(meeting, since)
  held.letGo()
})

onLinux('54: cancelled when its files are stored and not handed in, none of them stays', async () => {
  const held = holdWorker('worker to backend', handsIn)
  await run(meeting)
  await held.reached
  expect((await unnamedObjects(ground.folder)).length).toBeGreaterThan(5)
  const since = performance.now()
  await client.cancel(meeting)
  await expectCancelled(meeting, since)
  held.letGo()
})

onLinux('54: cancelled while it waits for Fathom with a time to go on, it never does', async () => {
  await client.connectFathom(ground.fathom.apiKey)
  const { id } = await client.addFromFathom(ground.fathom.sampleRecordingId + 1)
  // Each address that it gives is dead before it can be fetched.
  await expect.poll(async () => (await client.readRecording(id)).recording.job, { timeout: 60_000, interval: 100 }).toMatchObject({ status: 'pending', runAfter: expect.any(String) })
  const since = performance.now()
  expect(await client.cancel(id)).toMatchObject({ status: 'cancelled', runAfter: null })
  await expectCancelled(id, since)
})

onLinux('54: cancelled after its video was handed in, the video is there and nothing else', async () => {
  const held = holdWorker('worker to PocketBase', settles)
  await run(meeting)
  await held.reached
  const since = performance.now()
  await client.cancel(meeting)
  held.letGo()
  await expect.poll(leftOver, { timeout: since + 1000 * goneSeconds - performance.now() }).toEqual([])
  expect((await client.readRecording(meeting)).recording).toMatchObject({ state: 'ready', job: { status: 'cancelled' } })
})

onLinux('54: what is finished cannot be cancelled and stays as it is', async () => {
  await run(meeting)
  await expect.poll(async () => (await client.readRecording(meeting)).recording.job?.status, { timeout: 120_000, interval: 500 }).toBe('completed')
  const before = await client.readRecording(meeting)
  await expect(client.cancel(meeting)).rejects.toThrow('answered 409: This video is already finished, so there is nothing to cancel.')
  expect(await client.readRecording(meeting)).toEqual(before)
})

onLinux('the job of a worker that was killed with -9 is with the next one within 35 seconds, with the lease that people have', async () => {
  const held = holdWorker('worker to backend', remembers('analyse'))
  await run(upload)
  await held.reached
  const claimed = Promise.withResolvers<number>()
  ground.gates['worker to PocketBase'].onPassed(({ path, body }, answer) => { if (path === '/api/queue/claim' && body.includes('conversion') && answer.includes('"claimToken":')) claimed.resolve(performance.now()) })
  // The last sign of life is a few seconds old, as between two of them it usually is.
  await sleep(3000)
  const since = performance.now()
  process.kill(ground.pidOf('worker')!, 'SIGKILL')
  held.letGo()
  expect((await claimed.promise - since) / 1000).toBeLessThan(35)
  expect((await untilReady(upload)).recording.job).toMatchObject({ status: 'completed', attempts: 2 })
})
