import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { jobLog, type JobLogEntry } from '@f2l/common/contracts/job-log.ts'
import { sampleResult } from './sample-result.ts'
import { startProductStack, type Claim, type Person, type ProductStack } from './product-stack.ts'

let stack: ProductStack
beforeAll(async () => { stack = await startProductStack() })
afterAll(() => stack?.stop())

const logOf = async (person: Person, id: string): Promise<JobLogEntry[]> => jobLog.parse(await (await person.call('GET', `/api/v1/recordings/${id}/log`)).json()).items
const finish = (claim: Claim, stage: string, result: unknown, seconds: number) => claim.call('PUT', `/stages/${stage}`, { stage, inputHash: stage, result, seconds })

test('each finished stage says what it took and found, in the order of the work, whatever was finished first', async () => {
  const ann = await stack.signUp('Ann')
  const { recording } = await (await ann.call('POST', '/api/v1/recordings', { url: 'https://fathom.video/share/log1' })).json() as { recording: RecordingSummary }
  expect(await logOf(ann, recording.id)).toEqual([])
  const claim = await stack.claim()
  const { plan, transcript } = sampleResult(ann.id, recording.videoId!)
  await finish(claim, 'plan', plan, 0.5)
  await finish(claim, 'probe', { durationSeconds: 30, video: { width: 1280, height: 720, codec: 'h264' } }, 1.5)
  await finish(claim, 'transcript', { transcript, note: 'The transcript ends early.', mayRetry: false }, 2)
  await finish(claim, 'analyse', { speech: [{ start: 0, end: 4 }, { start: 8, end: 10 }], speakerFaces: { Ann: [1] } }, 3)
  await finish(claim, 'verify', { checks: [{ name: 'in-sync', ok: true, detail: 'ok' }, { name: 'loudness', ok: false, detail: 'no' }] }, 4)
  expect((await logOf(ann, recording.id)).map(({ stage, seconds, found, note }) => ({ stage, seconds, found, note }))).toEqual([
    { stage: 'probe', seconds: 1.5, found: { sourceSeconds: 30, width: 1280, height: 720 }, note: null },
    { stage: 'transcript', seconds: 2, found: { lines: 4, speakers: 2 }, note: 'The transcript ends early.' },
    { stage: 'analyse', seconds: 3, found: { speechSeconds: 6, faces: 1 }, note: null },
    { stage: 'plan', seconds: 0.5, found: { cuts: 1, chapters: 2, keptShare: 2 / 3 }, note: null },
    { stage: 'verify', seconds: 4, found: { checks: 2, checksHeld: 1 }, note: null },
  ])
  await finish(claim, 'probe', { of: 'another version' }, 9)
  expect((await logOf(ann, recording.id))[0]).toMatchObject({ stage: 'probe', seconds: 9, found: {} })
})

test('nobody reads another person\'s log', async () => {
  const [ann, bob] = [await stack.signUp('Ann'), await stack.signUp('Bob')]
  const { recording } = await (await ann.call('POST', '/api/v1/recordings', { url: 'https://fathom.video/share/log2' })).json() as { recording: RecordingSummary }
  expect((await bob.call('GET', `/api/v1/recordings/${recording.id}/log`)).status).toBe(404)
  expect((await stack.anybody('GET', `/api/v1/recordings/${recording.id}/log`)).status).toBe(401)
})
