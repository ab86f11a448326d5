import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { editAnswer, editForecast, recordingDetail, sessionAnswer, type RecordingDetail } from '@f2l/common/contracts/api.ts'
import { owner as person, runProductWithVideo } from './product-with-video.ts'
import type { RunningProduct } from './running-product.ts'

const run = promisify(execFile)
let product: RunningProduct
let folder: string
let accessToken: string
let id: string
let before: RecordingDetail

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-sketches-'))
  const made = await runProductWithVideo()
  product = made.product
  before = made.video
  id = before.recording.id
  accessToken = sessionAnswer.parse(await (await call('POST', '/api/v1/auth/login', { email: person.email, password: person.password })).json()).accessToken
  // The worker has just been started.
  while ((await call('POST', `/api/v1/recordings/${id}/edit/frame`, { edit: {}, at: null })).status !== 200) await new Promise(done => setTimeout(done, 500))
}, 400_000)

afterAll(async () => {
  await product?.stop()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

function call(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(product.publicUrl + path, {
    method, headers: { 'content-type': 'application/json', 'origin': product.publicUrl, 'authorization': `Bearer ${accessToken}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

const detail = async () => recordingDetail.parse(await (await call('GET', `/api/v1/recordings/${id}`)).json())
const forecast = async (edit: unknown) => editForecast.parse(await (await call('POST', `/api/v1/recordings/${id}/edit/forecast`, edit)).json())
let count = 0

async function frame(edit: unknown, at: number | null): Promise<{ path: string; seconds: number }> {
  const begun = performance.now()
  const answer = await call('POST', `/api/v1/recordings/${id}/edit/frame`, { edit, at })
  if (answer.status !== 200) throw new Error(await answer.text())
  expect(answer.headers.get('content-type')).toBe('image/jpeg')
  const path = join(folder, `frame${count++}.jpg`)
  await writeFile(path, Buffer.from(await answer.arrayBuffer()))
  return { path, seconds: (performance.now() - begun) / 1000 }
}

async function points(path: string, seconds: number | null): Promise<Buffer> {
  const { stdout } = await run(process.env['FFMPEG_PATH'] || 'ffmpeg', ['-v', 'error', ...(seconds === null ? [] : ['-ss', seconds.toFixed(3)]), '-i', path, '-frames:v', '1', '-vf', 'scale=320:180,format=rgb24', '-f', 'rawvideo', '-'], { encoding: 'buffer', maxBuffer: 10_000_000 })
  return stdout
}

async function differ(one: string, video: string, seconds: number): Promise<number> {
  const [first, second] = [await points(one, null), await points(video, seconds)]
  return first.reduce((sum, value, index) => sum + Math.abs(value - second[index]!), 0) / first.length
}

/** A kept second in the middle of somebody's words, with its place in the video. */
function placeIn({ page, keep }: RecordingDetail): { source: number; output: number } {
  const card = page!.durationSeconds - keep.reduce((sum, { start, end }) => sum + end - start, 0)
  let output = card
  for (const { start, end } of keep) {
    if (end - start > 4) return { source: start + 2, output: output + 2 }
    output += end - start
  }
  throw new Error('nothing is kept for long enough')
}

async function videoOf({ page }: RecordingDetail): Promise<string> {
  const path = join(folder, `video${count++}.mp4`)
  await writeFile(path, Buffer.from(await (await fetch(product.publicUrl + page!.videoUrl)).arrayBuffer()))
  return path
}

test('a frame of a draft is drawn by the worker, and without changes it is the finished video\'s', async () => {
  const { source, output } = placeIn(before)
  const video = await videoOf(before)
  const drawn = await frame({}, source)
  expect(await differ(drawn.path, video, output)).toBeLessThan(3)
  expect(await differ((await frame({}, null)).path, video, 1)).toBeLessThan(3)
  const moved = await frame({ bubbleCorner: 'top-right', bubbleSize: 'large' }, source)
  expect(await differ(moved.path, video, output)).toBeGreaterThan(4)
}, 60_000)

test('a forecast knows which pieces are there already', async () => {
  const title = await forecast({ title: 'Another title' })
  expect(title).toMatchObject({ makesVideo: true, pieces: { made: 1 }, videoSeconds: expect.closeTo(before.page!.durationSeconds, 1) })
  const corner = await forecast({ bubbleCorner: 'top-right' })
  expect(corner.pieces!.made).toBe(corner.pieces!.all - 1)
  expect(corner.seconds!).toBeGreaterThan(0)
  const { source } = placeIn(before)
  const cut = await forecast({ cutOut: [{ start: source, end: source + 1 }] })
  expect(cut.videoSeconds!).toBeCloseTo(before.page!.durationSeconds - 1, 0)
  expect(await forecast({ chapters: [{ start: 1, title: 'Mine' }] })).toMatchObject({ makesVideo: false, seconds: 0 })
}, 60_000)

test('while the video is made again a frame still comes in seconds, and the new video is what the frame was', async () => {
  const speaker = before.page!.cues.find(cue => cue.speaker !== null)!.speaker!
  const edit = { bubbleCorner: 'top-right', bubbleSize: 'large', background: { from: '#1e3a8a', to: '#0ea5e9' }, speakers: [{ name: speaker, shownAs: 'Somebody Else' }] }
  const { source, output } = placeIn(before)
  const drawn = await frame(edit, source)
  const { job } = editAnswer.parse(await (await call('PATCH', `/api/v1/recordings/${id}/edit`, edit)).json())
  expect(job).not.toBeNull()
  const meanwhile = await frame({ accent: '#ff0000' }, source)
  expect(meanwhile.seconds).toBeLessThan(15)
  let after = await detail()
  for (let tries = 0; tries < 400 && after.recording.job?.status !== 'completed'; tries++) {
    if (after.recording.job?.status === 'dead') throw new Error(after.recording.job.error?.message)
    await new Promise(done => setTimeout(done, 500))
    after = await detail()
  }
  expect(after.page!.cues.map(cue => cue.speaker)).toContain('Somebody Else')
  expect(after.checks.filter(({ ok }) => !ok)).toEqual([])
  expect(await differ(drawn.path, await videoOf(after), output)).toBeLessThan(3)
  expect(after.recording.shareToken).toBe(before.recording.shareToken)
}, 280_000)

test('a name that is not drawn is saved at once, and captions have it', async () => {
  await call('PATCH', `/api/v1/recordings/${id}/edit`, { chapters: [{ start: 0, title: 'First' }] })
  const { page, recording } = await detail()
  expect(page!.chapters.map(({ title }) => title)).toEqual(['First'])
  expect(recording.job!.status).toBe('completed')
  expect(await (await fetch(product.publicUrl + page!.captionsUrl)).text()).toContain('<v Somebody Else>')
})

test('no folder of a sketch stays', async () => {
  const work = (await readdir(join(product.folder), { recursive: true })).filter(name => /frame\.jpg$|sound\.wav$/.test(name))
  expect(work).toEqual([])
})
