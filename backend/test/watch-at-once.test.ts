import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordingDetail, RecordingSummary, ShareDraft } from '@f2l/common/contracts/api.ts'
import { objectKey } from '@f2l/common/contracts/ids.ts'
import { shareRules } from '@f2l/user-dbs/schema.ts'
import { rememberViewer } from '../src/sharing/viewer.ts'
import { settleWith } from './finished-video.ts'
import { sampleResult } from './sample-result.ts'
import { startProductStack, type Claim, type Person, type ProductStack } from './product-stack.ts'

const sourceBytes = Buffer.from(Array.from({ length: 3000 }, (_, index) => index % 251))
let stack: ProductStack
let ann: Person
beforeAll(async () => {
  stack = await startProductStack()
  ann = await stack.signUp('Ann')
})
afterAll(() => stack?.stop())

interface Making { recording: RecordingSummary; token: string; claim: Claim; result: ReturnType<typeof sampleResult> }

/** A recording whose worker has come as far as it is told to. */
async function making(link: string, { isPlanned = true, hasSource = true, options = {} } = {}): Promise<Making> {
  const { recording } = await (await ann.call('POST', '/api/v1/recordings', { url: `https://fathom.video/share/${link}`, options })).json() as { recording: RecordingSummary }
  const claim = await stack.claim()
  const key = objectKey.parse(`users/${ann.id}/recordings/${recording.id}/a1/source.mp4`)
  const result = sampleResult(ann.id, recording.videoId!, { sourceKey: key })
  if (hasSource) {
    await stack.deps.store.put(key, Readable.from([sourceBytes]))
    expect((await claim.call('PATCH', '', { sourceKey: key })).status).toBe(204)
  }
  const plan = { ...result.plan, cues: result.transcript.cues, highlights: result.notes.highlights }
  expect((await claim.call('PUT', '/stages/ingest', { stage: 'ingest', inputHash: 'x', result: { notes: result.notes }, seconds: 1 })).status).toBe(204)
  if (isPlanned) expect((await claim.call('PUT', '/stages/plan', { stage: 'plan', inputHash: 'x', result: plan, seconds: 1 })).status).toBe(204)
  const database = await stack.deps.userDatabases.open(ann.id)
  const token = database.read(db => db.query.videos.findMany().sync()).find(video => video.id === recording.videoId)!.shareToken
  return { recording, token, claim, result }
}
async function finish({ claim, result }: Making): Promise<void> {
  await settleWith(stack, claim, result)
}
const get = (path: string, headers: Record<string, string> = {}) => stack.anybody('GET', path, headers)
const draftOf = async (token: string, query = '') => await (await get(`/api/v1/share/${token}/draft${query}`)).json() as ShareDraft
function asAnn(): Record<string, string> {
  const cookies: string[] = []
  rememberViewer({ cookie: (name: string, value: string) => cookies.push(`${name}=${value}`) } as never, ann, null, stack.deps.config)
  return { cookie: cookies.join('; ') }
}

test('before the cuts are known a link says how far its video is, and gives neither source nor page', async () => {
  const early = await making('early', { isPlanned: false })
  expect(await draftOf(early.token)).toMatchObject({ token: early.token, state: 'processing', page: null, timeMap: null })
  expect((await get(`/s/${early.token}/source`)).status).toBe(404)
  expect((await get(`/api/v1/share/${early.token}`)).status).toBe(404)
  const html = await get(`/s/${early.token}`)
  expect(html.status).toBe(200)
  expect(await html.text()).not.toContain('og:title')
  await finish(early)
})

test('once they are, the page is there in output seconds, and the source plays with ranges', async () => {
  const made = await making('planned')
  const draft = await draftOf(made.token)
  expect(draft.timeMap).toEqual({ frameRate: { num: 30, den: 1 }, keep: made.result.plan.keep, titleCard: { frames: 60 }, hasPicture: true })
  expect(draft.page).toMatchObject({
    videoUrl: `/s/${made.token}/source`, durationSeconds: 22, captionsUrl: null, downloadUrl: null, allowsComments: false, callToAction: null,
    chapters: [{ start: 0, title: 'Opening' }, { start: 13, title: 'Plans' }],
  })
  expect(draft.page!.summaryMarkdown).toContain('[Later](?t=17)')
  expect(draft.page!.cues[0]).toEqual({ start: 2, end: 6, speaker: 'Ann', text: 'Hello.' })
  expect(JSON.stringify(draft)).not.toMatch(/[\w.]+@[\w.]+/)
  expect((await draftOf(made.token, '?known=1')).page).toBeNull()

  const range = await get(`/s/${made.token}/source`, { range: 'bytes=100-199' })
  expect(range.status).toBe(206)
  expect(range.headers.get('content-range')).toBe('bytes 100-199/3000')
  expect(range.headers.get('cache-control')).toBe('private, no-store')
  expect(Buffer.from(await range.arrayBuffer())).toEqual(sourceBytes.subarray(100, 200))

  await finish(made)
  expect(await draftOf(made.token)).toMatchObject({ state: 'ready', page: null, timeMap: null })
  expect((await get(`/s/${made.token}/source`)).status).toBe(404)
  expect((await get(`/s/${made.token}/source`, asAnn())).status).toBe(200)
})

test('without a stored source there is nothing to watch', async () => {
  const made = await making('nowhere', { hasSource: false })
  expect((await draftOf(made.token)).page).toBeNull()
  expect((await get(`/s/${made.token}/source`)).status).toBe(404)
  await finish(made)
})

test('what was taken out beforehand is for nobody but the owner', async () => {
  const made = await making('redacted', { options: { cutOut: [{ start: 3, end: 4 }] } })
  expect((await draftOf(made.token)).page).toBeNull()
  expect((await get(`/s/${made.token}/source`)).status).toBe(404)
  expect((await get(`/s/${made.token}/source`, asAnn())).status).toBe(200)
  await finish(made)
})

test.each([
  ['turned off', { audience: 'owner' as const }, 404], ['expired', { expiresAt: '2020-01-01T00:00:00.000Z' }, 410],
  ['behind a password', { passwordHash: 'scrypt$x' }, 401], ['for named people', { audience: 'people' as const, people: ['x@example.com'] }, 401],
])('a link that is %s gives neither draft nor source, and not the title', async (name, rules, status) => {
  const made = await making(`shut-${name.replace(/ /g, '-')}`)
  const database = await stack.deps.userDatabases.open(ann.id)
  database.transact(db => { db.insert(shareRules).values({ videoId: made.recording.videoId!, updatedAt: new Date().toISOString(), ...rules } as typeof shareRules.$inferInsert).run() })
  for (const path of [`/api/v1/share/${made.token}/draft`, `/s/${made.token}/source`]) {
    const answer = await get(path)
    expect(answer.status).toBe(status)
    expect(await answer.text()).not.toContain(made.recording.title)
  }
  expect((await get(`/s/${made.token}/source`, asAnn())).status).toBe(200)
  await finish(made)
})

test('"Watch now" is offered while the video is made, and only then', async () => {
  const made = await making('offered')
  const summary = async () => (await (await ann.call('GET', `/api/v1/recordings/${made.recording.id}`)).json() as RecordingDetail).recording
  expect((await summary()).watchToken).toBeNull()
  await stack.consumer.heartbeat(made.claim.lease, { stage: 'render', percent: 30, secondsLeft: 40 })
  expect(await summary()).toMatchObject({ watchToken: made.token, shareToken: null })
  await finish(made)
  expect(await summary()).toMatchObject({ watchToken: null, shareToken: made.token })
})

test('a worker cannot name a file of somebody else as the source', async () => {
  const made = await making('foreign', { hasSource: false, isPlanned: false })
  const refused = await made.claim.call('PATCH', '', { sourceKey: 'users/aaaaaaaaaaaaaaa/recordings/rec_aaaaaaaaaaaaaaaa/a1/source.mp4' })
  expect(refused.status).toBe(400)
  await finish(made)
})
