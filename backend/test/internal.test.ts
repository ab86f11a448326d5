import { once } from 'node:events'
import { request as openRequest, type IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { objectKey, type RecordingId } from '@f2l/common/contracts/ids.ts'
import { cues, jobStages, mails, recordings } from '@f2l/user-dbs/schema.ts'
import { readPurposeToken } from '../src/purpose-tokens.ts'
import { deleteUnnamed } from '../src/recordings/delete-unnamed.ts'
import { sweepUnnamed } from '../src/recordings/sweep-unnamed.ts'
import { sampleResult, storeFiles } from './sample-result.ts'
import { startProductStack, type Claim, type Person, type ProductStack } from './product-stack.ts'

let stack: ProductStack
let ann: Person
beforeAll(async () => {
  stack = await startProductStack()
  ann = await stack.signUp('Ann')
})
afterAll(() => stack?.stop())

let count = 0
async function addAndClaim(person = ann): Promise<Claim & { recording: RecordingSummary }> {
  count += 1
  const added = await (await person.call('POST', '/api/v1/recordings', { url: `https://fathom.video/share/internal${count}` })).json() as { recording: RecordingSummary }
  return { ...await stack.claim(), recording: added.recording }
}
const codeOf = async (answer: Response) => `${answer.status} ${(await answer.json() as { error: { code: string } }).error.code}`
const open = () => stack.deps.userDatabases.open(ann.id)
const stage = (name: string, result: unknown) => ({ stage: name, inputHash: `hash-${name}`, result, seconds: 1.5 })

test('only a worker with the secret and the live claim gets in', async () => {
  const claim = await addAndClaim()
  const path = `/internal/v1/jobs/${claim.job.id}`
  for (const secret of ['', 'wrong', 'x'.repeat(1000)]) expect(await codeOf(await stack.callAsWorker('GET', path, claim.lease.claimToken, undefined, secret))).toBe('401 auth.required')
  expect(await codeOf(await stack.anybody('GET', path, { 'x-claim-token': claim.lease.claimToken }))).toBe('401 auth.required')
  expect(await codeOf(await ann.call('GET', path, undefined, { 'x-claim-token': claim.lease.claimToken }))).toBe('401 auth.required')
  for (const token of ['', 'stale', `${claim.lease.claimToken}x`]) expect(await codeOf(await stack.callAsWorker('GET', path, token))).toBe('409 queue.claim_lost')
  expect(await codeOf(await stack.callAsWorker('GET', '/internal/v1/jobs/aaaaaaaaaaaaaaa', claim.lease.claimToken))).toBe('409 queue.claim_lost')
  expect((await claim.call('GET')).status).toBe(200)
})

test('a claim that another worker has taken over cannot write any more', async () => {
  const { lease, call, recording } = await addAndClaim()
  await stack.consumer.settle(lease, { kind: 'released' })
  const second = await stack.claim()
  expect(second.job.id).toBe(lease.jobId)
  const writes = [['GET', '', undefined], ['PUT', '/stages/ingest', stage('ingest', 1)], ['PATCH', '', { title: 'x' }], ['PUT', '/result', sampleResult(ann.id, recording.videoId!)]] as const
  for (const [method, path, body] of writes) expect(await codeOf(await call(method, path, body))).toBe('409 queue.claim_lost')
  expect((await second.call('PUT', '/stages/ingest', stage('ingest', 1))).status).toBe(204)
})

test('46: a worker that froze in the middle of handing in, and woke when another had its job, writes nothing', async () => {
  const { lease, recording } = await addAndClaim()
  const body = JSON.stringify(sampleResult(ann.id, recording.videoId!))
  const headers = { 'authorization': `Bearer ${stack.deps.config.WORKER_SECRET}`, 'x-claim-token': lease.claimToken, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  const frozen = openRequest(`${stack.url}/internal/v1/jobs/${lease.jobId}/result`, { method: 'PUT', headers })
  const answered = once(frozen, 'response') as Promise<[IncomingMessage]>
  frozen.write(body.slice(0, 100))
  // The claim was good when the request began.
  await sleep(300)
  await stack.consumer.settle(lease, { kind: 'released' })
  const second = await stack.claim()
  expect(second.job.id).toBe(lease.jobId)
  frozen.end(body.slice(100))
  expect((await answered)[0].statusCode).toBe(409)
  const database = await open()
  expect(database.read(db => db.query.videos.findMany().sync()).find(video => video.id === recording.videoId)).toMatchObject({ isReady: false, plan: null })
  await stack.consumer.settle(second.lease, { kind: 'failed', code: 'file.broken', message: 'It is broken.', mayRetry: false })
})

test('a job whose maker died before it wrote down which job it is, is its recording\'s as soon as a worker has it', async () => {
  const first = await addAndClaim()
  const database = await open()
  const jobIdOf = () => database.read(db => db.query.recordings.findMany().sync()).find(({ id }) => id === first.recording.id)!.jobId
  database.transact(db => db.update(recordings).set({ jobId: null }).where(eq(recordings.id, first.recording.id as RecordingId)).run())
  await first.call('GET')
  expect(jobIdOf()).toBe(first.job.id)
  await stack.consumer.settle(first.lease, { kind: 'failed', code: 'file.broken', message: 'It is broken.', mayRetry: false })
  expect(await (await ann.call('GET', `/api/v1/recordings/${first.recording.id}`)).json()).toMatchObject({ recording: { state: 'failed', error: { code: 'file.broken' } } })
})

test('a mail that was sent by a worker that died is not sent again', async () => {
  const eve = await stack.signUp('Eve')
  const mail = async (delivery: 'smtp' | 'outbox') => {
    await stack.deps.queue.enqueue({ kind: 'send-mail', payload: { userId: eve.id, template: 'reset-password' } }, { idempotencyKey: `sent-${delivery}` })
    const claim = await stack.claim('short')
    expect(await (await claim.call('GET')).json()).toMatchObject({ isSent: false })
    await claim.call('PUT', '/result', { kind: 'send-mail', to: eve.email, subject: 's', html: 'h', text: 't', delivery })
    const { isSent } = await (await claim.call('GET')).json() as { isSent: boolean }
    await stack.consumer.settle(claim.lease, { kind: 'completed' })
    return isSent
  }
  expect(await mail('smtp')).toBe(true)
  expect(await mail('outbox')).toBe(false)
})

test('what a worker stored and never handed in is deleted once its job is over, and nothing that is named', async () => {
  const { lease, call, recording } = await addAndClaim()
  const source = objectKey.parse(`users/${ann.id}/recordings/${recording.id}/s1/source.mp4`)
  const [leftSource, leftVideo] = [source.replace('/s1/', '/s0/'), sampleResult(ann.id, recording.videoId!).files.video].map(key => objectKey.parse(key))
  for (const key of [source, leftSource!, leftVideo!]) await stack.deps.store.put(key, Readable.from(['x']))
  await call('PATCH', '', { sourceKey: source })
  await deleteUnnamed(stack.deps, ann.id, recording.id as RecordingId)
  expect(await stack.deps.store.stat(leftVideo!)).not.toBeNull()
  await stack.consumer.settle(lease, { kind: 'failed', code: 'file.broken', message: 'It is broken.', mayRetry: false })
  await expect.poll(async () => [await stack.deps.store.stat(leftVideo!), await stack.deps.store.stat(leftSource!)], { timeout: 5000 }).toEqual([null, null])
  expect(await stack.deps.store.stat(source)).not.toBeNull()
})

test('an upload whose process died before it was written down is swept at the next start; what is new stays', async () => {
  const upload = (n: number) => objectKey.parse(`users/${ann.id}/recordings/rec_${'0'.repeat(15)}${n}/upload/media.mp4`)
  await stack.deps.store.put(upload(1), Readable.from(['x']))
  await sleep(20)
  const startedAt = new Date()
  await sleep(20)
  await stack.deps.store.put(upload(2), Readable.from(['x']))
  await sweepUnnamed(stack.deps, startedAt, 10)
  expect(await stack.deps.store.stat(upload(1))).toBeNull()
  expect(await stack.deps.store.stat(upload(2))).not.toBeNull()
})

test('the next worker finds what the one before had finished and learnt', async () => {
  const first = await addAndClaim()
  await first.call('PUT', '/stages/ingest', stage('ingest', { key: 'a' }))
  await first.call('PUT', '/stages/probe', stage('probe', { width: 1 }))
  await first.call('PUT', '/stages/ingest', { ...stage('ingest', { key: 'b' }), inputHash: 'new' })
  await first.call('PATCH', '', { title: 'Found title', sourceSeconds: 90 })
  await stack.consumer.settle(first.lease, { kind: 'released' })
  const work = await (await (await stack.claim()).call('GET')).json()
  expect(work).toMatchObject({
    kind: 'convert', title: 'Found title', source: { kind: 'fathom-share', url: expect.stringContaining('/share/') }, options: { captions: 'sidecar' },
    finishedStages: [{ stage: 'ingest', inputHash: 'new', result: { key: 'b' } }, { stage: 'probe', result: { width: 1 } }],
  })
  expect((await open()).read(db => db.select().from(jobStages).all()).filter(row => row.jobId === first.job.id)).toHaveLength(2)
})

test('a stage whose address and body differ, or that does not exist, is refused', async () => {
  const claim = await addAndClaim()
  expect(await codeOf(await claim.call('PUT', '/stages/render', stage('ingest', 1)))).toBe('400 input.invalid')
  expect(await codeOf(await claim.call('PUT', '/stages/dance', stage('dance', 1)))).toBe('400 input.invalid')
})

test('the same result handed in twice is there once, and another one replaces it with its files', async () => {
  const { call, recording } = await addAndClaim()
  const result = sampleResult(ann.id, recording.videoId!)
  await storeFiles(stack.deps.store, result)
  const read = async () => {
    const database = await open()
    return database.read(db => ({ cues: db.select().from(cues).all().filter(cue => cue.recordingId === recording.id), video: db.query.videos.findMany().sync().find(video => video.id === recording.videoId) }))
  }
  const leftBehind = result.files.video.replace('/a1/', '/died/') as typeof result.files.video
  await stack.deps.store.put(leftBehind, Readable.from(['of a worker that was killed']))
  for (let times = 0; times < 3; times += 1) expect((await call('PUT', '/result', result)).status).toBe(204)
  expect(await stack.deps.store.stat(leftBehind)).toBeNull()
  const first = await read()
  expect(first.cues).toHaveLength(4)
  expect(await stack.deps.store.stat(result.files.video)).not.toBeNull()
  const poster = result.files.poster.replace('poster', 'poster-2') as typeof result.files.poster
  const second = { ...result, transcript: { ...result.transcript, cues: result.transcript.cues.slice(0, 2) }, files: { ...result.files, poster } }
  expect((await call('PUT', '/result', second)).status).toBe(204)
  const after = await read()
  expect(after.cues).toHaveLength(2)
  expect(after.video?.readyAt).toBe(first.video?.readyAt)
  expect(await stack.deps.store.stat(result.files.poster)).toBeNull()
  expect(await stack.deps.store.stat(result.files.video)).not.toBeNull()
})

test('a result that names another recording\'s files, or is of another kind, changes nothing', async () => {
  const { call, recording } = await addAndClaim()
  const foreign = sampleResult(ann.id, 'vid_zzzzzzzzzzzzzzzz')
  expect(await codeOf(await call('PUT', '/result', foreign))).toBe('400 input.invalid')
  expect(await codeOf(await call('PUT', '/result', { kind: 'send-mail', to: 'a', subject: 'b', html: 'c', text: 'd', delivery: 'outbox' }))).toBe('400 input.invalid')
  expect(await codeOf(await call('PUT', '/result', { ...sampleResult(ann.id, recording.videoId!), plan: {} }))).toBe('400 input.invalid')
  const detail = await (await ann.call('GET', `/api/v1/recordings/${recording.id}`)).json() as { recording: RecordingSummary }
  expect(detail.recording.state).toBe('processing')
})

test('a result as large as six hours of talk fits', async () => {
  const { call, recording } = await addAndClaim()
  const result = sampleResult(ann.id, recording.videoId!)
  const words = Array.from({ length: 12 }, (_, index) => ({ text: 'word', start: index, end: index + 1 }))
  result.transcript.cues = Array.from({ length: 8000 }, (_, index) => ({ start: index * 2.5, end: index * 2.5 + 2, speaker: 'Ann', text: 'Some twelve words are said here in this one cue of the meeting.', words }))
  expect((await call('PUT', '/result', result)).status).toBe(204)
})

test('a finished video\'s mail has its link, poster and chapters in output time, and lands in the outbox once', async () => {
  const { call, lease, recording } = await addAndClaim()
  await call('PUT', '/result', sampleResult(ann.id, recording.videoId!))
  await stack.consumer.settle(lease, { kind: 'completed', followUps: [{ kind: 'send-mail', payload: { userId: ann.id, template: 'video-ready', videoId: recording.videoId! }, idempotencyKey: `mail:${recording.id}` }] })
  const mail = await stack.claim('short')
  const { shareToken } = (await (await ann.call('GET', `/api/v1/recordings/${recording.id}`)).json() as { recording: RecordingSummary }).recording
  expect(await (await mail.call('GET')).json()).toMatchObject({
    kind: 'send-mail', template: 'video-ready', to: ann.email, name: 'Ann', title: 'Weekly planning', link: `https://videos.example.com/s/${shareToken}`,
    posterKey: `users/${ann.id}/videos/${recording.videoId}/a1/poster.jpg`, sourceSeconds: 30, videoSeconds: 22, chapters: [{ start: 0, title: 'Opening' }, { start: 13, title: 'Plans' }], errorMessage: null,
  })
  const made = { kind: 'send-mail', to: ann.email, subject: 'Ready', html: '<p>Ready</p>', text: 'Ready', delivery: 'outbox' }
  for (let times = 0; times < 2; times += 1) expect((await mail.call('PUT', '/result', made)).status).toBe(204)
  await stack.consumer.settle(mail.lease, { kind: 'completed' })
  expect((await open()).read(db => db.select().from(mails).all())).toHaveLength(1)
  expect(await (await ann.call('GET', '/api/v1/outbox')).json()).toMatchObject({ items: [{ to: ann.email, subject: 'Ready', html: '<p>Ready</p>', delivery: 'outbox' }] })
  const bob = await stack.signUp('Bob')
  expect(await (await bob.call('GET', '/api/v1/outbox')).json()).toEqual({ items: [] })
})

test('a failure\'s mail says why and leads to the recording', async () => {
  const { lease, recording } = await addAndClaim()
  await stack.consumer.settle(lease, {
    kind: 'failed', code: 'link.dead', message: 'Fathom has no recording there.', mayRetry: false,
    followUpsIfDead: [{ kind: 'send-mail', payload: { userId: ann.id, template: 'video-failed', videoId: recording.videoId! }, idempotencyKey: `failed:${recording.id}` }],
  })
  const mail = await stack.claim('short')
  expect(await (await mail.call('GET')).json()).toMatchObject({ template: 'video-failed', errorMessage: 'Fathom has no recording there.', link: `https://videos.example.com/recordings/${recording.id}`, chapters: [] })
  await stack.consumer.settle(mail.lease, { kind: 'completed' })
})

test('a verify mail carries a link that proves the address, also before there is a database to keep it in', async () => {
  const identity = await stack.deps.identities.create({ email: `new-${Date.now()}@example.com`, password: 'long enough password', name: 'New' })
  await stack.deps.queue.enqueue({ kind: 'send-mail', payload: { userId: identity!.id, template: 'verify-email' } }, { idempotencyKey: 'verify' })
  const mail = await stack.claim('short')
  const work = await (await mail.call('GET')).json() as { link: string; to: string; title: string | null }
  expect(work).toMatchObject({ to: identity!.email, title: null })
  const link = new URL(work.link)
  expect(link.pathname).toBe('/verify')
  expect(readPurposeToken('verify-email', link.searchParams.get('token')!, stack.deps.config.JWT_SECRET).userId).toBe(identity!.id)
  const made = { kind: 'send-mail', to: identity!.email, subject: 'Verify', html: 'x', text: 'x', delivery: 'smtp' }
  expect((await mail.call('PUT', '/result', made)).status).toBe(204)
  await expect(stack.deps.userDatabases.open(identity!.id)).rejects.toMatchObject({ code: 'userdb.unavailable' })
  expect((await mail.call('PUT', '/result', { ...made, delivery: 'outbox' })).status).toBe(204)
  expect((await stack.deps.userDatabases.open(identity!.id)).read(db => db.select().from(mails).all())).toHaveLength(1)
})
