import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EditForecast, JobView, RecordingDetail, RecordingSummary, SharePage } from '@f2l/common/contracts/api.ts'
import { objectKey, userId } from '@f2l/common/contracts/ids.ts'
import type { ConvertResult, ConvertWork } from '@f2l/common/contracts/internal-api.ts'
import type { SearchAnswer } from '@f2l/common/contracts/library.ts'
import { sketch as sketchShape, type Sketch, type SketchAnswer } from '@f2l/common/contracts/sketch.ts'
import { brands } from '@f2l/user-dbs/schema.ts'
import { SketchDesk } from '../src/sketches/sketch-desk.ts'
import { settleWith } from './finished-video.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'
import { sampleResult, videoBytes } from './sample-result.ts'

let stack: ProductStack
let ann: Person
let bob: Person
beforeAll(async () => {
  stack = await startProductStack()
  ;[ann, bob] = await Promise.all([stack.signUp('Ann'), stack.signUp('Bob')])
})
afterAll(() => stack?.stop())

let count = 0
const codeOf = async (answer: Response) => `${answer.status} ${(await answer.json() as { error: { code: string } }).error.code}`
const detail = async (id: string) => await (await ann.call('GET', `/api/v1/recordings/${id}`)).json() as RecordingDetail
const edit = (id: string, body: unknown, person = ann) => person.call('PATCH', `/api/v1/recordings/${id}/edit`, body)
const jobOf = async (answer: Response) => {
  expect(answer.status).toBe(200)
  return (await answer.json() as { job: JobView | null }).job
}
const pageOf = async (token: string) => await (await stack.anybody('GET', `/api/v1/share/${token}`)).json() as SharePage
const captionsOf = async (token: string) => (await stack.anybody('GET', `/s/${token}/captions.vtt`)).text()
const forecast = async (id: string, body: unknown) => await (await ann.call('POST', `/api/v1/recordings/${id}/edit/forecast`, body)).json() as EditForecast

/** A finished video, whose plan has the transcript's cues as a worker's has. */
async function finished(changes: Partial<ConvertResult['plan']> = {}, title = 'Weekly planning'): Promise<RecordingSummary> {
  const { recording } = await (await ann.call('POST', '/api/v1/recordings', { url: `https://fathom.video/share/editor${count++}` })).json() as { recording: RecordingSummary }
  const claim = await stack.claim()
  for (const stage of ['ingest', 'analyse', 'render']) await claim.call('PUT', `/stages/${stage}`, { stage, inputHash: `hash-${stage}`, result: { of: stage }, seconds: 1 })
  const sample = sampleResult(ann.id, recording.videoId!, { sourceKey: objectKey.parse(`users/${ann.id}/recordings/${recording.id}/s1/source.mp4`) })
  const result = { ...sample, notes: { ...sample.notes, title }, plan: { ...sample.plan, cues: sample.transcript.cues, ...changes } }
  await settleWith(stack, claim, result)
  await stack.deps.store.put(result.sourceKey!, Readable.from([videoBytes]))
  return (await detail(recording.id)).recording
}

describe('what is not drawn is saved at once', () => {
  test('a speaker\'s name: on the page, in captions, in the search, without a job', async () => {
    const { id, shareToken } = await finished()
    expect(await jobOf(await edit(id, { speakers: [{ name: 'Ann', shownAs: 'Annabel Lee' }] }))).toBeNull()
    const page = await pageOf(shareToken!)
    expect(page.cues.map(({ speaker }) => speaker)).toEqual(['Annabel Lee', 'Bob', null])
    const captions = await captionsOf(shareToken!)
    expect(captions).toContain('<v Annabel Lee>Annabel Lee: Hello.')
    expect(captions).not.toMatch(/<v Ann>|@example/)
    const found = await (await ann.call('GET', '/api/v1/recordings/search?q=annabel')).json() as SearchAnswer
    expect(found.items.map(({ recordingId }) => recordingId)).toEqual([id])
    const hits = await (await ann.call('GET', '/api/v1/recordings/search?q=hello')).json() as SearchAnswer
    expect(hits.items.find(({ recordingId }) => recordingId === id)!.hits[0]!.speaker).toBe('Annabel Lee')
    expect((await detail(id)).edit.speakers).toEqual([{ name: 'Ann', shownAs: 'Annabel Lee', isHidden: false }])
    expect(await stack.consumer.claim('conversion')).toBeNull()
    await ann.remove(id)
  })

  test('chapters: a person\'s own in order, and those that were found again', async () => {
    const { id, shareToken } = await finished()
    const told = async () => (await pageOf(shareToken!)).chapters.map(({ start, title }) => `${start} ${title}`)
    const found = await told()
    // 12 s are cut away: told where the next kept place is.
    expect(await jobOf(await edit(id, { chapters: [{ start: 25, title: 'The end' }, { start: 12, title: 'In a cut' }] }))).toBeNull()
    expect(await told()).toEqual(['0 Opening', '12 In a cut', '17 The end'])
    expect(await jobOf(await edit(id, { chapters: [] }))).toBeNull()
    expect(await told()).toEqual([])
    expect(await jobOf(await edit(id, { chapters: null }))).toBeNull()
    expect(await told()).toEqual(found)
    await ann.remove(id)
  })

  test('captions beside the picture, or none', async () => {
    const { id, shareToken } = await finished()
    expect((await pageOf(shareToken!)).captionsUrl).not.toBeNull()
    expect(await jobOf(await edit(id, { captions: 'none' }))).toBeNull()
    expect((await pageOf(shareToken!)).captionsUrl).toBeNull()
    expect((await stack.anybody('GET', `/s/${shareToken}/captions.vtt`)).status).toBe(404)
    await ann.remove(id)
    const without = await finished({ captions: 'none' })
    expect(await jobOf(await edit(without.id, { captions: 'none' }))).toBeNull()
    expect(await jobOf(await edit(without.id, { captions: 'sidecar' }))).toBeNull()
    expect(await captionsOf(without.shareToken!)).toContain('Hello.')
    await ann.remove(without.id)
  })

  test('a title that no title card shows, on page and in the library', async () => {
    const plain = { titleCard: { title: '', subtitle: '', people: [], frames: 0 } }
    const { id, shareToken } = await finished(plain)
    expect(await jobOf(await edit(id, { title: 'Only written' }))).toBeNull()
    expect((await pageOf(shareToken!)).title).toBe('Only written')
    expect((await detail(id)).recording.title).toBe('Only written')
    await ann.remove(id)
  })
})

describe('what is drawn makes the video again', () => {
  const bubble = [{ frames: { start: 0, end: 900 }, speaker: 'Ann', show: { kind: 'initials' as const, text: 'A', colour: '#1d4ed8' } }]
  const framed = { bubble, layout: { width: 1280, height: 720, picture: { x: 80, y: 44, width: 1120, height: 630 }, cornerRadius: 18, bubble: { box: { x: 28, y: 496, width: 196, height: 196 }, corner: 'bottom-left' as const }, background: { from: '#eef1f8', to: '#cfd8ea' } } }

  test.each([
    ['a title on the title card', {}, { title: 'Another' }], ['a name on the title card', { titleCard: { title: 'x', subtitle: '', people: ['Ann'], frames: 60 } }, { speakers: [{ name: 'Ann', shownAs: 'Anna' }] }],
    ['a name below a bubble', framed, { speakers: [{ name: 'Ann', shownAs: 'Anna' }] }], ['a hidden bubble', framed, { speakers: [{ name: 'Ann', isHidden: true }] }],
    ['a name in burned captions', { captions: 'burned' as const }, { speakers: [{ name: 'Ann', shownAs: 'Anna' }] }], ['another corner', framed, { bubbleCorner: 'top-right' }],
    ['a background', {}, { background: { from: '#000000', to: '#111111' } }], ['a cut', {}, { cutOut: [{ start: 1, end: 2 }] }], ['burned captions', {}, { captions: 'burned' }],
  ])('%s', async (_, plan, body) => {
    const { id } = await finished(plan)
    expect(await jobOf(await edit(id, body))).toMatchObject({ status: 'pending' })
    expect(await codeOf(await edit(id, { chapters: [] }))).toBe('409 conflict')
    await ann.call('POST', `/api/v1/recordings/${id}/cancel`)
    await ann.remove(id)
  }, 20_000)

  test('an edit that failed is made with the next, whatever that changes', async () => {
    const { id } = await finished()
    await edit(id, { length: 'full' })
    await ann.call('POST', `/api/v1/recordings/${id}/cancel`)
    expect(await jobOf(await edit(id, { chapters: [{ start: 3, title: 'Mine' }] }))).not.toBeNull()
    const work = await (await (await stack.claim()).call('GET')).json() as ConvertWork
    expect(work.options).toMatchObject({ length: 'full', chapters: [{ start: 3, title: 'Mine' }] })
    await ann.remove(id)
  })

  test('of two edits at the same moment one is refused', async () => {
    const { id } = await finished()
    const answers = await Promise.all([edit(id, { length: 'full' }), edit(id, { length: 'catch-up' })])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    await ann.call('POST', `/api/v1/recordings/${id}/cancel`)
    await ann.remove(id)
  })
})

test('a title that is longer than can be typed is shown cut, and saving it as it is changes nothing', async () => {
  const { id } = await finished({}, `${'x'.repeat(199)}🎉${'y'.repeat(80)}`)
  const { edit: { title }, recording } = await detail(id)
  expect(title).toBe('x'.repeat(199))
  expect(recording.title.length).toBeGreaterThan(200)
  expect(await jobOf(await edit(id, { title }))).toBeNull()
  expect((await detail(id)).recording.title).toBe(recording.title)
  await ann.remove(id)
})

test('the logo is the server\'s: what a client names is not taken, and the person\'s own is put in', async () => {
  const logoKey = objectKey.parse(`users/${ann.id}/brand/own.png`)
  const database = await stack.deps.userDatabases.open(ann.id)
  database.transact(db => db.insert(brands).values({ id: 'brand', style: {}, logoKey, updatedAt: new Date().toISOString() }).run())
  const { id } = await finished()
  expect(await jobOf(await edit(id, { logoKey: `users/${bob.id}/brand/theirs.png`, chapters: [] }))).toBeNull()
  await edit(id, { logoKey: `users/${bob.id}/brand/theirs.png`, length: 'full' })
  const work = await (await (await stack.claim()).call('GET')).json() as ConvertWork
  expect(work.options.logoKey).toBe(logoKey)
  database.transact(db => db.delete(brands).run())
  await ann.remove(id)
})

test('edit, forecast and frame are the owner\'s alone, and only of a finished video', async () => {
  const { id } = await finished()
  for (const path of ['edit', 'edit/forecast', 'edit/frame']) {
    const method = path === 'edit' ? 'PATCH' : 'POST'
    const body = path === 'edit/frame' ? { edit: {}, at: 1 } : {}
    expect(await codeOf(await bob.call(method, `/api/v1/recordings/${id}/${path}`, body))).toBe('404 not_found')
    expect(await codeOf(await stack.anybody(method, `/api/v1/recordings/${id}/${path}`))).toBe('401 auth.required')
    expect(await codeOf(await ann.call(method, `/api/v1/recordings/${id}/${path}`, { ...body, edit: { background: 'url(x)' }, background: 'url(x)' }))).toBe('400 input.invalid')
  }
  await ann.remove(id)
})

describe('sketches', () => {
  /** A worker that asks once; its line stays open. */
  async function askForWork(signal?: AbortSignal) {
    const answer = await fetch(`${stack.url}/internal/v1/sketches`, { method: 'POST', headers: { authorization: `Bearer ${stack.deps.config.WORKER_SECRET}` }, ...(signal ? { signal } : {}) })
    const lines = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    const { value } = await lines.read()
    return { sketch: sketchShape.parse(JSON.parse(value!)), ended: lines.read() }
  }
  const hand = (id: string, answer: SketchAnswer) => stack.callAsWorker('PUT', `/internal/v1/sketches/${id}`, '', answer)
  const askFrame = (id: string, body: unknown, signal?: AbortSignal) => fetch(`${stack.url}/api/v1/recordings/${id}/edit/frame`, { method: 'POST', body: JSON.stringify(body), headers: { 'authorization': `Bearer ${ann.token}`, 'content-type': 'application/json' }, ...(signal ? { signal } : {}) })

  test('a frame of the draft is what a worker draws; nothing of it lies in the queue', async () => {
    const { id } = await finished()
    const rows = (await stack.deps.queue.listOfUser(ann.id)).length
    const working = askForWork()
    const asking = askFrame(id, { edit: { bubbleSize: 'large', logoKey: 'users/x/y.png' }, at: 12.5 })
    const { sketch, ended } = await working
    expect(sketch).toMatchObject({ wish: { kind: 'frame', at: 12.5 }, options: { bubbleSize: 'large', logoKey: null }, title: 'Weekly planning', sourceKey: `users/${ann.id}/recordings/${id}/s1/source.mp4` })
    expect(sketch.finishedStages.map(({ stage }) => stage)).toEqual(['ingest', 'analyse'])
    expect((await hand(sketch.id, { kind: 'frame', jpeg: Buffer.from('jpeg bytes').toString('base64') })).status).toBe(204)
    const answer = await asking
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([200, 'image/jpeg', 'private, no-store'])
    expect(await answer.text()).toBe('jpeg bytes')
    expect((await ended).done).toBe(true)
    expect((await hand(sketch.id, { kind: 'frame', jpeg: '' })).status).toBe(404)
    expect((await stack.deps.queue.listOfUser(ann.id)).length).toBe(rows)
    expect((await detail(id)).edit.bubbleSize).toBe('medium')
    await ann.remove(id)
  })

  test('whoever leaves ends the work; a worker that leaves hands it on', async () => {
    const { id } = await finished()
    const leaving = new AbortController()
    const first = askForWork(leaving.signal)
    const goneAsker = new AbortController()
    const asking = askFrame(id, { edit: {}, at: 1 }, goneAsker.signal).catch((error: unknown) => error)
    const { sketch, ended } = await first
    ended.catch(() => undefined)
    const second = askForWork()
    leaving.abort()
    const again = await second
    expect(again.sketch.id).toBe(sketch.id)
    goneAsker.abort()
    expect(await asking).toMatchObject({ name: 'AbortError' })
    expect((await again.ended).done).toBe(true)
    await ann.remove(id)
  })

  test('without a worker that is said in one sentence, and a forecast tells what is known', async () => {
    const { id } = await finished()
    const answer = await askFrame(id, { edit: {}, at: null })
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ error: { code: 'sketch.no_worker', message: 'No worker is running that could draw this. The picture comes as soon as one is there.' } })
    expect(await forecast(id, { title: 'Another' })).toEqual({ makesVideo: true, pieces: null, seconds: null, videoSeconds: 22, cuts: null })
    expect(await forecast(id, { cutOut: [{ start: 1, end: 2 }] })).toEqual({ makesVideo: true, pieces: null, seconds: null, videoSeconds: null, cuts: null })
    expect(await forecast(id, { chapters: [] })).toEqual({ makesVideo: false, pieces: null, seconds: 0, videoSeconds: 22, cuts: null })
    await ann.remove(id)
  }, 30_000)

  test('a forecast is what a worker plans, with the cuts where another length is asked for; what it cannot do is said', async () => {
    const { id } = await finished()
    const cuts = [{ span: { start: 2, end: 6 }, reason: 'left-out' as const, confidence: 1 }]
    const working = askForWork()
    const asking = forecast(id, { cutOut: [{ start: 1, end: 2 }] })
    const { sketch } = await working
    expect(sketch).toMatchObject({ wish: { kind: 'forecast' }, options: { cutOut: [{ start: 1, end: 2 }] } })
    await hand(sketch.id, { kind: 'forecast', pieces: { made: 2, all: 14 }, seconds: 20, videoSeconds: 21, cuts })
    expect(await asking).toEqual({ makesVideo: true, pieces: { made: 2, all: 14 }, seconds: 20, videoSeconds: 21, cuts: null })
    const planning = askForWork()
    const otherLength = forecast(id, { length: 'catch-up' })
    await hand((await planning).sketch.id, { kind: 'forecast', pieces: null, seconds: 20, videoSeconds: 12, cuts })
    expect(await otherLength).toEqual({ makesVideo: true, pieces: null, seconds: 20, videoSeconds: 12, cuts })
    const drawing = askForWork()
    const frame = askFrame(id, { edit: {}, at: 1 })
    await hand((await drawing).sketch.id, { kind: 'failed', code: 'sketch.not_possible', message: 'It cannot be drawn.' })
    expect(await codeOf(await frame)).toBe('422 sketch.not_possible')
    await ann.remove(id)
  })

  test('they are asked for so often and no more', async () => {
    const eve = await stack.signUp('Eve')
    const statuses: number[] = []
    for (let tries = 0; tries < 125; tries++) statuses.push((await eve.call('POST', '/api/v1/recordings/rec_0000000000000000/edit/frame', {})).status)
    expect(statuses.indexOf(429)).toBe(120)
    expect((await eve.call('POST', '/api/v1/recordings/rec_0000000000000000/edit/forecast', {})).headers.get('retry-after')).toMatch(/^\d+$/)
  })

  test('only workers are given drafts', async () => {
    expect((await stack.callAsWorker('POST', '/internal/v1/sketches', '', undefined, 'another secret')).status).toBe(401)
    expect((await ann.call('POST', '/internal/v1/sketches')).status).toBe(401)
    expect((await ann.call('PUT', '/internal/v1/sketches/abc', { kind: 'frame', jpeg: '' })).status).toBe(401)
  })

  test('a desk lets nobody wait for ever, and nobody fill it alone', async () => {
    const desk = new SketchDesk({ noWorkerMs: 20, overdueMs: 60, idleMs: 30 })
    const owner = userId.parse('a'.repeat(15))
    const read = async (): Promise<Omit<Sketch, 'id' | 'wish'>> => ({ options: {} as Sketch['options'], title: '', finishedStages: [], sourceKey: null })
    const never = new AbortController().signal
    const ask = () => desk.ask(owner, { kind: 'forecast' }, read, never)
    await expect(ask()).rejects.toMatchObject({ code: 'sketch.no_worker' })
    expect(await desk.take(never)).toBeNull()
    const taking = desk.take(never)
    const asked = ask()
    const handed = await taking
    await expect(asked).rejects.toMatchObject({ code: 'sketch.overdue' })
    expect(handed!.over.aborted).toBe(true)
    const many = Array.from({ length: 4 }, ask)
    await expect(ask()).rejects.toMatchObject({ code: 'rate_limited' })
    await Promise.allSettled(many)
    const broken = desk.ask(owner, { kind: 'forecast' }, () => Promise.reject(new Error('no database')), never)
    void desk.take(never)
    await expect(broken).rejects.toMatchObject({ code: 'internal' })
  })
})
