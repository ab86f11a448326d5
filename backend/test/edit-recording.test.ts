import { Readable } from 'node:stream'
import { eq } from 'drizzle-orm'
import jwt from 'jsonwebtoken'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JobView, RecordingDetail, RecordingSummary, SourceLink } from '@f2l/common/contracts/api.ts'
import { objectKey } from '@f2l/common/contracts/ids.ts'
import type { ConvertResult, ConvertWork } from '@f2l/common/contracts/internal-api.ts'
import { jobStages, recordings } from '@f2l/user-dbs/schema.ts'
import { readRecording } from '../src/recordings/recording-rows.ts'
import { settleWith } from './finished-video.ts'
import { sampleResult, videoBytes } from './sample-result.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'

let stack: ProductStack
let ann: Person
let bob: Person
beforeAll(async () => {
  stack = await startProductStack({ MAX_PENDING_JOBS: '2' })
  ;[ann, bob] = await Promise.all([stack.signUp('Ann'), stack.signUp('Bob')])
})
afterAll(() => stack?.stop())

let count = 0
const undo = [{ start: 10, end: 20 }]
const codeOf = async (answer: Response) => `${answer.status} ${(await answer.json() as { error: { code: string } }).error.code}`
const detail = async (id: string) => await (await ann.call('GET', `/api/v1/recordings/${id}`)).json() as RecordingDetail
const edit = (id: string, body: unknown, person = ann) => person.call('PATCH', `/api/v1/recordings/${id}/edit`, body)

async function addRecording(): Promise<RecordingSummary> {
  return (await (await ann.call('POST', '/api/v1/recordings', { url: `https://fathom.video/share/edit${count++}` })).json() as { recording: RecordingSummary }).recording
}

/** A finished video with its stored source and what its job found out. */
async function finished(): Promise<{ recording: RecordingSummary; result: ConvertResult }> {
  const { id, videoId } = await addRecording()
  const claim = await stack.claim()
  await claim.call('GET')
  for (const stage of ['ingest', 'analyse']) await claim.call('PUT', `/stages/${stage}`, { stage, inputHash: `hash-${stage}`, result: { of: stage }, seconds: 1 })
  const result = await settleWith(stack, claim, sampleResult(ann.id, videoId!, { sourceKey: objectKey.parse(`users/${ann.id}/recordings/${id}/s1/source.mp4`) }))
  await stack.deps.store.put(result.sourceKey!, Readable.from([videoBytes]))
  return { recording: (await detail(id)).recording, result }
}

/** The same result as another rendition: other files, another length. */
function again(result: ConvertResult, changes: Partial<ConvertResult['plan']>): ConvertResult {
  const files = Object.fromEntries(Object.entries(result.files).map(([role, key]) => [role, key?.replace('/a1/', '/b2/')])) as ConvertResult['files']
  return { ...result, files, plan: { ...result.plan, ...changes }, report: { ...result.report, video: { ...result.report.video, durationSeconds: 32 } } }
}

describe('making a video again', () => {
  test('an edit gives the same video a new job; link and old video stay until the new one is there', async () => {
    const { recording, result } = await finished()
    expect((await detail(recording.id)).edit).toMatchObject({ length: 'tight', undo: [], cutOut: [] })
    const answer = await edit(recording.id, { undo, length: 'full' })
    expect(answer.status).toBe(200)
    const job = (await answer.json() as { job: JobView }).job
    expect(job).toMatchObject({ status: 'pending' })
    expect(job.id).not.toBe(recording.job!.id)
    const meanwhile = await detail(recording.id)
    expect(meanwhile).toMatchObject({ recording: { state: 'ready', shareToken: recording.shareToken, videoSeconds: 22, job: { id: job.id } }, edit: { length: 'full', undo, cutOut: [] } })
    expect((await stack.anybody('GET', `/s/${recording.shareToken}/video.mp4`)).status).toBe(200)

    const claim = await stack.claim()
    const work = await (await claim.call('GET')).json() as ConvertWork
    expect(work).toMatchObject({ videoId: recording.videoId, sourceKey: result.sourceKey, options: { undo, length: 'full', captions: 'sidecar' } })
    expect(work.finishedStages.map(({ stage, result: found }) => [stage, found])).toEqual([['ingest', { of: 'ingest' }], ['analyse', { of: 'analyse' }]])
    const next = await settleWith(stack, claim, again(result, { cuts: [], keep: [{ start: 0, end: 900 }] }))
    expect(await detail(recording.id)).toMatchObject({ recording: { state: 'ready', shareToken: recording.shareToken, videoSeconds: 32 }, cuts: [] })
    expect(await stack.deps.store.stat(next.files.video)).not.toBeNull()
    expect(await stack.deps.store.stat(result.files.video)).toBeNull()
    expect(await stack.deps.store.stat(result.sourceKey!)).not.toBeNull()
    await ann.remove(recording.id)
    expect((await stack.deps.userDatabases.open(ann.id)).read(db => db.select().from(jobStages).all())).toEqual([])
  })

  test('a catch-up\'s page has the words that it tells of a cue', async () => {
    const { recording, result } = await finished()
    await edit(recording.id, { length: 'catch-up' })
    const told = { start: 0, end: 4, speaker: 'Ann', text: 'Hello' }
    await settleWith(stack, await stack.claim(), again(result, { cuts: [{ span: { start: 4, end: 30 }, frames: { start: 120, end: 900 }, reason: 'left-out', confidence: 1 }], keep: [{ start: 0, end: 120 }], cues: [told] }))
    expect((await detail(recording.id)).page!.cues).toEqual([{ ...told, start: 2, end: 6 }])
    await ann.remove(recording.id)
  })

  test('when the new one fails or is cancelled, the old video stays and it can be tried again', async () => {
    const { recording, result } = await finished()
    await edit(recording.id, { undo })
    await stack.consumer.settle((await stack.claim()).lease, { kind: 'failed', code: 'render.ffmpeg_failed', message: 'It broke.', mayRetry: false })
    expect((await detail(recording.id)).recording).toMatchObject({ state: 'ready', videoSeconds: 22, error: null, job: { status: 'dead', error: { message: 'It broke.' } } })
    expect((await ann.call('POST', `/api/v1/recordings/${recording.id}/retry`)).status).toBe(200)
    expect(await (await ann.call('POST', `/api/v1/recordings/${recording.id}/cancel`)).json()).toMatchObject({ status: 'cancelled' })
    expect((await detail(recording.id)).recording).toMatchObject({ state: 'ready', videoSeconds: 22, job: { status: 'cancelled' } })
    expect((await stack.anybody('GET', `/s/${recording.shareToken}/video.mp4`)).status).toBe(200)
    expect((await edit(recording.id, { undo: [] })).status).toBe(200)
    const claim = await stack.claim()
    expect(await (await claim.call('GET')).json()).toMatchObject({ options: { undo: [] }, finishedStages: [{ stage: 'ingest' }, { stage: 'analyse' }] })
    await settleWith(stack, claim, again(result, {}))
    expect((await detail(recording.id)).recording.job!.status).toBe('completed')
    await ann.remove(recording.id)
  })

  test('an edit whose process died before its job was made is made once its owner looks, and once only', async () => {
    const { recording } = await finished()
    const database = await stack.deps.userDatabases.open(ann.id)
    // As the process that died left it: written, and not in line.
    const options = { ...database.read(db => readRecording(db, recording.id)).recording.options, undo }
    const aMinuteAgo = new Date(Date.now() - 60_000).toISOString()
    database.transact(db => db.update(recordings).set({ options, editWantedAt: aMinuteAgo, updatedAt: aMinuteAgo }).where(eq(recordings.id, recording.id)).run())
    const look = async () => (await (await ann.call('GET', '/api/v1/recordings')).json() as { items: RecordingSummary[] }).items.find(({ id }) => id === recording.id)!
    const job = (await look()).job!
    expect(job.status).toBe('pending')
    expect(job.id).not.toBe(recording.job!.id)
    expect((await look()).job!.id).toBe(job.id)
    expect(await (await (await stack.claim()).call('GET')).json()).toMatchObject({ options: { undo }, finishedStages: [{ stage: 'ingest' }, { stage: 'analyse' }] })
    await ann.remove(recording.id)
  })

  test('of a retry and an edit at the same moment one is refused, and what is made is what is saved', async () => {
    const { recording } = await finished()
    await edit(recording.id, { undo })
    await ann.call('POST', `/api/v1/recordings/${recording.id}/cancel`)
    const retry = () => ann.call('POST', `/api/v1/recordings/${recording.id}/retry`)
    const answers = await Promise.all([edit(recording.id, { undo: [], length: 'full' }), retry(), retry()])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const work = await (await (await stack.claim()).call('GET')).json() as ConvertWork
    const { length, undo: kept } = (await detail(recording.id)).edit
    expect({ length, undo: kept }).toEqual({ length: work.options.length, undo: work.options.undo })
    expect(await stack.consumer.claim('conversion')).toBeNull()
    await ann.remove(recording.id)
  })

  test('it is refused while there is no video, while it is being made again, and for nonsense', async () => {
    const waiting = await addRecording()
    expect(await codeOf(await edit(waiting.id, { undo }))).toBe('409 conflict')
    await ann.remove(waiting.id)
    const { recording } = await finished()
    for (const body of [{ length: 'short' }, { undo: [{ start: -1, end: 2 }] }, { undo: 'all' }, { cutOut: Array.from({ length: 5001 }, () => undo[0]) }]) {
      expect(await codeOf(await edit(recording.id, body))).toBe('400 input.invalid')
    }
    expect(await codeOf(await edit(recording.id, { undo }, bob))).toBe('404 not_found')
    expect((await edit(recording.id, { undo: Array.from({ length: 5000 }, (_, index) => ({ start: index + 0.123456, end: index + 0.923456 })) })).status).toBe(200)
    expect(await codeOf(await edit(recording.id, { undo }))).toBe('409 conflict')
    await ann.remove(recording.id)
  })

  test('with too many jobs waiting it is refused and nothing has changed', async () => {
    const { recording } = await finished()
    const others = [await addRecording(), await addRecording()]
    expect(await codeOf(await edit(recording.id, { length: 'catch-up' }))).toBe('429 queue.too_many_pending')
    expect(await detail(recording.id)).toMatchObject({ edit: { length: 'tight' }, recording: { state: 'ready', error: null, job: { status: 'completed' } } })
    for (const { id } of [...others, recording]) await ann.remove(id)
  })
})

describe('playing the source', () => {
  test('its owner gets an address that plays it in ranges; nobody else gets one', async () => {
    const { recording } = await finished()
    const link = await (await ann.call('POST', `/api/v1/recordings/${recording.id}/source-link`)).json() as SourceLink
    expect(link.expiresInSeconds).toBe(600)
    const part = await stack.anybody('GET', link.url, { range: 'bytes=100-199' })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-type')).toBe('video/mp4')
    expect(part.headers.get('cache-control')).toBe('private, no-store')
    expect(Buffer.from(await part.arrayBuffer())).toEqual(videoBytes.subarray(100, 200))
    expect(await codeOf(await bob.call('POST', `/api/v1/recordings/${recording.id}/source-link`))).toBe('404 not_found')
    expect(await codeOf(await stack.anybody('POST', `/api/v1/recordings/${recording.id}/source-link`))).toBe('401 auth.required')
    await ann.remove(recording.id)
    expect((await stack.anybody('GET', link.url)).status).toBe(404)
  })

  test('an address opens one recording of one person, for a while, and cannot be made up', async () => {
    const [first, second] = [(await finished()).recording, (await finished()).recording]
    const { url } = await (await ann.call('POST', `/api/v1/recordings/${first.id}/source-link`)).json() as SourceLink
    const token = new URL(url, stack.url).searchParams.get('token')!
    const sign = (claims: object, audience: string, expiresIn: number, secret = stack.deps.config.JWT_SECRET) =>
      jwt.sign(claims, secret, { algorithm: 'HS256', issuer: 'fathom-to-loom', audience, subject: ann.id, expiresIn })
    const wrong = [
      '', 'x', `${token}x`, ann.token, sign({ rec: first.id }, 'fathom-to-loom:play-source', -1), sign({ rec: second.id }, 'fathom-to-loom:play-source', 60),
      sign({ rec: first.id }, 'fathom-to-loom:verify-email', 60), sign({ rec: first.id }, 'fathom-to-loom:play-source', 60, 'x'.repeat(40)),
    ]
    for (const bad of wrong) expect(await codeOf(await stack.anybody('GET', `/api/v1/recordings/${first.id}/source?token=${bad}`))).toBe('401 auth.token_invalid')
    expect(await codeOf(await stack.anybody('GET', `/api/v1/recordings/${second.id}/source?token=${token}`))).toBe('401 auth.token_invalid')
    expect((await stack.anybody('GET', `/api/v1/recordings/${first.id}/source?token=${token}`)).status).toBe(200)
    // The key must not open anything else.
    expect(await codeOf(await stack.anybody('GET', '/api/v1/recordings', { authorization: `Bearer ${token}` }))).toBe('401 auth.required')
    for (const { id } of [first, second]) await ann.remove(id)
  })

  test('while nothing is stored there is nothing to play', async () => {
    const { id } = await addRecording()
    expect(await codeOf(await ann.call('POST', `/api/v1/recordings/${id}/source-link`))).toBe('404 not_found')
    await ann.remove(id)
  })
})
