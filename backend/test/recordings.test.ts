import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RecordingDetail, RecordingSummary } from '@f2l/common/contracts/api.ts'
import { recordingId } from '@f2l/common/contracts/ids.ts'
import { recordings } from '@f2l/user-dbs/schema.ts'
import { updateRecording } from '../src/recordings/recording-rows.ts'
import { settleWith } from './finished-video.ts'
import { sampleResult } from './sample-result.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'

let stack: ProductStack
let ann: Person
let bob: Person
beforeAll(async () => {
  stack = await startProductStack({ MAX_PENDING_JOBS: '6' })
  ;[ann, bob] = await Promise.all([stack.signUp('Ann'), stack.signUp('Bob')])
})
afterAll(() => stack?.stop())

const link = (token: string) => `https://fathom.video/share/${token}`
async function add(person: Person, url: string, options = {}): Promise<{ status: number; recording: RecordingSummary; alreadyThere: boolean }> {
  const answer = await person.call('POST', '/api/v1/recordings', { url, options })
  return { status: answer.status, ...await answer.json() as { recording: RecordingSummary; alreadyThere: boolean } }
}
const list = async (person: Person) => (await (await person.call('GET', '/api/v1/recordings')).json() as { items: RecordingSummary[] }).items
const detail = async (person: Person, id: string) => await (await person.call('GET', `/api/v1/recordings/${id}`)).json() as RecordingDetail
const codeOf = async (answer: Response) => `${answer.status} ${(await answer.json() as { error: { code: string } }).error.code}`
const remove = (person: Person, id: string) => person.remove(id)

describe('adding by link', () => {
  test('a share link becomes a recording in line, with a place in it', async () => {
    const { status, recording, alreadyThere } = await add(ann, `${link('first')}?timestamp=12`)
    expect(status).toBe(201)
    expect(alreadyThere).toBe(false)
    expect(recording).toMatchObject({ state: 'queued', source: 'fathom-share', shareToken: null, job: { status: 'pending', placeInLine: 1, percent: 0 } })
    expect((await list(ann)).map(item => item.id)).toEqual([recording.id])
    await remove(ann, recording.id)
  })

  test('the same link in another spelling is the recording that is there', async () => {
    const first = await add(ann, link('twice'))
    const again = await add(ann, 'https://www.fathom.video/share/twice/?utm_source=x')
    expect(again).toMatchObject({ status: 200, alreadyThere: true, recording: { id: first.recording.id, job: { id: first.recording.job!.id } } })
    await remove(ann, first.recording.id)
  })

  test('ten pastes of one link at once are one recording and one job', async () => {
    const added = await Promise.all(Array.from({ length: 10 }, () => add(ann, link('tenfold'))))
    expect(new Set(added.map(answer => answer.recording.id)).size).toBe(1)
    expect((await stack.deps.queue.listOfUser(ann.id)).filter(job => job.recordingId === added[0]!.recording.id)).toHaveLength(1)
    await remove(ann, added[0]!.recording.id)
  })

  test.for([
    ['hello', '400 link.not_a_url'], ['javascript:alert(1)', '400 link.not_a_url'], ['https://fathom.video.evil.tld/share/x', '400 link.lookalike_host'],
    ['https://usefathom.com/share/x', '400 link.usefathom'], ['https://fathom.video/calls/123', '400 link.needs_account'],
    ['https://127.0.0.1/a.mp4', '400 url.refused'], ['http://example.com/a.mp4', '400 url.refused'], ['https://localhost/a.mp4', '400 url.refused'],
    ['https://user:pass@example.com/a.mp4', '400 url.refused'], ['https://[::ffff:127.0.0.1]/a.mp4', '400 url.refused'],
    ['https://2130706433/a.mp4', '400 url.refused'], ['https://0x7f.1/a.mp4', '400 url.refused'], ['https://127。0。0。1/a.mp4', '400 url.refused'], ['https://[64:ff9b::7f00:1]/a.mp4', '400 url.refused'],
    ['https://169.254.169.254/latest/meta-data', '400 url.refused'], ['https://good.example\\@127.0.0.1/a.mp4', '400 url.refused'], ['https://localhost./a.mp4', '400 url.refused'],
    ['file:///etc/passwd', '400 link.not_a_url'], ['ftp://example.com/a.mp4', '400 link.not_a_url'], ['gopher://example.com/', '400 link.not_a_url'], ['data:video/mp4;base64,AAAA', '400 link.not_a_url'],
  ])('71, 74: %s is refused with %s and leaves nothing', async ([url, expected]) => {
    expect(await codeOf(await ann.call('POST', '/api/v1/recordings', { url }))).toBe(expected)
    expect(await list(ann)).toEqual([])
  })

  test('any other https link is taken for a media file, named after it', async () => {
    const { recording } = await add(ann, 'https://media.example.com/talks/My%20talk_1.mp4#x')
    expect(recording).toMatchObject({ source: 'url', title: 'My talk 1' })
    await remove(ann, recording.id)
  })

  test('options are checked, and a chosen title is the title', async () => {
    expect(await codeOf(await ann.call('POST', '/api/v1/recordings', { url: link('x'), options: { captions: 'loud' } }))).toBe('400 input.invalid')
    expect(await codeOf(await ann.call('POST', '/api/v1/recordings', { options: {} }))).toBe('400 input.invalid')
    const { recording } = await add(ann, link('titled'), { title: ' My title ' })
    expect(recording.title).toBe('My title')
    await remove(ann, recording.id)
  })

  test('what is over the cap of waiting jobs is refused and leaves nothing', async () => {
    const added = []
    for (let index = 0; index < 6; index += 1) added.push(await add(bob, link(`many${index}`)))
    expect(await codeOf(await bob.call('POST', '/api/v1/recordings', { url: link('one-too-many') }))).toBe('429 queue.too_many_pending')
    expect(await list(bob)).toHaveLength(6)
    for (const { recording } of added) await remove(bob, recording.id)
    expect((await add(bob, link('one-too-many'))).status).toBe(201)
    for (const recording of await list(bob)) await remove(bob, recording.id)
  })
})

describe('a recording\'s life', () => {
  test('it follows its job: processing, then ready with its page in output seconds', async () => {
    const { recording } = await add(ann, link('life'))
    const claim = await stack.claim()
    expect((await claim.call('GET')).status).toBe(200)
    expect((await detail(ann, recording.id)).recording).toMatchObject({ state: 'processing', job: { status: 'processing', placeInLine: null } })
    const result = sampleResult(ann.id, recording.videoId!)
    await settleWith(stack, claim, result)
    const { recording: ready, page, cuts, keep, checks } = await detail(ann, recording.id)
    expect(ready).toMatchObject({ state: 'ready', title: 'Weekly planning', videoSeconds: 22, sourceSeconds: 30, error: null, posterUrl: `/s/${ready.shareToken}/poster.jpg` })
    expect(page).toMatchObject({ durationSeconds: 22, chapters: [{ start: 0, title: 'Opening' }, { start: 13, title: 'Plans' }] })
    expect(cuts).toEqual([{ span: { start: 10, end: 20 }, reason: 'silence', confidence: 0.9 }])
    expect(keep).toEqual([{ start: 0, end: 10 }, { start: 20, end: 30 }])
    expect(checks).toHaveLength(1)
    expect(await codeOf(await ann.call('POST', `/api/v1/recordings/${recording.id}/cancel`))).toBe('409 queue.not_cancellable')
    expect(await codeOf(await ann.call('POST', `/api/v1/recordings/${recording.id}/retry`))).toBe('409 conflict')
    expect((await remove(ann, recording.id)).status).toBe(204)
    expect(await stack.deps.store.stat(result.files.video)).toBeNull()
    expect((await stack.anybody('GET', `/api/v1/share/${ready.shareToken}`)).status).toBe(404)
    expect(await codeOf(await ann.call('GET', `/api/v1/recordings/${recording.id}`))).toBe('404 not_found')
  })

  test('a dead job is a failed recording with its reason, also where the queue\'s event was missed', async () => {
    const { recording } = await add(ann, link('dies'))
    const claim = await stack.claim()
    await stack.consumer.settle(claim.lease, { kind: 'failed', code: 'link.dead', message: 'Fathom has no recording there.', mayRetry: false })
    const failed = (await detail(ann, recording.id)).recording
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'link.dead', message: 'Fathom has no recording there.' }, job: { status: 'dead' } })
    // A row left behind, as if nobody had been told: reading puts it right.
    const database = await stack.deps.userDatabases.open(ann.id)
    database.transact(db => updateRecording(db, recordingId.parse(recording.id), { state: 'processing', errorCode: null, errorMessage: null }))
    expect((await list(ann))[0]).toMatchObject({ state: 'failed', error: { code: 'link.dead' } })
    expect(database.read(db => db.select().from(recordings).where(eq(recordings.id, recordingId.parse(recording.id))).get())?.state).toBe('failed')
    await remove(ann, recording.id)
  })

  test('a failed one is tried again by its button, or by pasting its link again with other options', async () => {
    const { recording } = await add(ann, link('again'))
    const fail = async () => stack.consumer.settle((await stack.claim()).lease, { kind: 'failed', code: 'render.ffmpeg_failed', message: 'It broke.', mayRetry: false })
    await fail()
    const retried = await ann.call('POST', `/api/v1/recordings/${recording.id}/retry`)
    expect(retried.status).toBe(200)
    expect(await retried.json()).toMatchObject({ id: recording.job!.id, status: 'pending', attempts: 0, error: null })
    expect(await codeOf(await ann.call('POST', `/api/v1/recordings/${recording.id}/retry`))).toBe('409 conflict')
    await fail()
    const pasted = await add(ann, link('again'), { captions: 'burned' })
    expect(pasted).toMatchObject({ status: 200, alreadyThere: true, recording: { id: recording.id, state: 'queued', error: null } })
    const claim = await stack.claim()
    expect(await (await claim.call('GET')).json()).toMatchObject({ options: { captions: 'burned' }, recordingId: recording.id })
    await remove(ann, recording.id)
  })

  test('cancelling takes a waiting one out of the line and tells a running one\'s worker', async () => {
    const waiting = await add(ann, link('waits'))
    expect(await (await ann.call('POST', `/api/v1/recordings/${waiting.recording.id}/cancel`)).json()).toMatchObject({ status: 'cancelled' })
    expect((await detail(ann, waiting.recording.id)).recording.state).toBe('cancelled')
    expect(await codeOf(await ann.call('POST', `/api/v1/recordings/${waiting.recording.id}/cancel`))).toBe('409 queue.not_cancellable')
    await remove(ann, waiting.recording.id)
    const running = await add(ann, link('runs'))
    const claim = await stack.claim()
    await ann.call('POST', `/api/v1/recordings/${running.recording.id}/cancel`)
    expect((await claim.call('PUT', '/result', sampleResult(ann.id, running.recording.videoId!))).status).toBe(409)
    expect((await detail(ann, running.recording.id)).recording.state).toBe('cancelled')
    await remove(ann, running.recording.id)
  })

  test('deleting a running one stops its worker, and nothing it handed in later appears', async () => {
    const { recording } = await add(ann, link('deleted'))
    const claim = await stack.claim()
    expect((await remove(ann, recording.id)).status).toBe(204)
    expect(await codeOf(await claim.call('PUT', '/result', sampleResult(ann.id, recording.videoId!)))).toBe('409 queue.claim_lost')
    expect(await list(ann)).toEqual([])
    expect((await remove(ann, recording.id)).status).toBe(404)
    const again = await add(ann, link('deleted'))
    expect(again.status).toBe(201)
    expect(again.recording.id).not.toBe(recording.id)
    await remove(ann, again.recording.id)
  })

  test('a job whose row was lost, or which died before its recording knew of it, is no dead end', async () => {
    const { recording } = await add(ann, link('lost'))
    const database = await stack.deps.userDatabases.open(ann.id)
    await stack.consumer.settle((await stack.claim()).lease, { kind: 'failed', code: 'render.ffmpeg_failed', message: 'It broke.', mayRetry: false })
    const retryWith = async (jobId: string | null) => {
      database.transact(db => updateRecording(db, recordingId.parse(recording.id), { jobId: jobId as never, state: 'failed', errorCode: 'internal', errorMessage: 'x' }))
      return await (await ann.call('POST', `/api/v1/recordings/${recording.id}/retry`)).json()
    }
    expect(await retryWith(null)).toMatchObject({ id: recording.job!.id, status: 'pending' })
    expect(await retryWith('aaaaaaaaaaaaaaa')).toMatchObject({ id: recording.job!.id, status: 'pending' })
    await remove(ann, recording.id)
  })

  test('what a crash left without a job is put in line when its owner looks, and can be retried', async () => {
    const { recording } = await add(ann, link('crashed'))
    const database = await stack.deps.userDatabases.open(ann.id)
    const forget = (updatedAt: string) => database.transact(db => {
      db.update(recordings).set({ jobId: null, state: 'queued', updatedAt }).run()
    })
    forget(new Date(Date.now() - 60_000).toISOString())
    expect((await list(ann))[0]!.job).toMatchObject({ id: recording.job!.id, status: 'pending' })
    forget(new Date().toISOString())
    expect((await ann.call('POST', `/api/v1/recordings/${recording.id}/retry`)).status).toBe(200)
    expect((await stack.deps.queue.listOfUser(ann.id)).filter(job => job.recordingId === recording.id)).toHaveLength(1)
    await remove(ann, recording.id)
  })
})

describe('tenancy', () => {
  test('29: nobody reaches another person\'s recording on any route', async () => {
    const { recording } = await add(ann, link('private'))
    for (const [method, path] of [['GET', ''], ['DELETE', ''], ['POST', '/cancel'], ['POST', '/retry'], ['POST', '/source-link']] as const) {
      expect(await codeOf(await bob.call(method, `/api/v1/recordings/${recording.id}${path}`))).toBe('404 not_found')
    }
    expect(await list(bob)).toEqual([])
    expect((await detail(ann, recording.id)).recording.state).toBe('queued')
    await remove(ann, recording.id)
  })

  test('the same link of two people is two recordings', async () => {
    const [hers, his] = [await add(ann, link('shared')), await add(bob, link('shared'))]
    expect(his.status).toBe(201)
    expect(his.recording.id).not.toBe(hers.recording.id)
    await remove(bob, his.recording.id)
    expect((await detail(ann, hers.recording.id)).recording.job?.status).toBe('pending')
    await remove(ann, hers.recording.id)
  })

  test.for(['GET /api/v1/recordings', 'POST /api/v1/recordings', 'POST /api/v1/recordings/from-fathom', 'POST /api/v1/recordings/upload', 'GET /api/v1/recordings/rec_aaaaaaaaaaaaaaaa',
    'DELETE /api/v1/recordings/rec_aaaaaaaaaaaaaaaa', 'POST /api/v1/recordings/rec_aaaaaaaaaaaaaaaa/cancel', 'POST /api/v1/recordings/rec_aaaaaaaaaaaaaaaa/retry', 'PATCH /api/v1/recordings/rec_aaaaaaaaaaaaaaaa/edit', 'POST /api/v1/recordings/rec_aaaaaaaaaaaaaaaa/source-link', 'GET /api/v1/queue',
    'GET /api/v1/events', 'GET /api/v1/fathom', 'PUT /api/v1/fathom', 'DELETE /api/v1/fathom', 'GET /api/v1/fathom/meetings', 'GET /api/v1/outbox'])('%s asks for a sign-in', async route => {
    const [method, path] = route.split(' ') as [string, string]
    expect(await codeOf(await stack.anybody(method, path))).toBe('401 auth.required')
  })

  test.for([
    ['parent folder', '%2e%2e%2fx'], ['short', 'rec_'], ['capitals', 'rec_AAAAAAAAAAAAAAAA'], ['endless', `rec_${'a'.repeat(5000)}`],
    ['NUL', 'rec_aaaaaaaaaaaaaaa%00'], ['prototype', '__proto__'], ['SQL', '%27%20OR%201=1'],
  ])('a hostile id (%s) is just not there', async ([, id]) => {
    expect((await ann.call('GET', `/api/v1/recordings/${id}`)).status).toBe(404)
  })
})
