import { randomBytes } from 'node:crypto'
import type { Request, Response as ExpressResponse } from 'express'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RecordingSummary, SharePage } from '@f2l/common/contracts/api.ts'
import type { MailWork } from '@f2l/common/contracts/internal-api.ts'
import type { Insights } from '@f2l/common/contracts/views.ts'
import { recordings, views } from '@f2l/user-dbs/schema.ts'
import { makeRateLimits } from '../src/rate-limit.ts'
import { rememberViewer } from '../src/sharing/viewer.ts'
import { makeFinished, settleWith } from './finished-video.ts'
import { sampleResult } from './sample-result.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'

let stack: ProductStack
let ann: Person
beforeAll(async () => {
  stack = await startProductStack()
  ann = await stack.signUp('Ann')
})
afterAll(() => stack?.stop())

let video: RecordingSummary
let count = 0
beforeEach(async () => { video = await makeVideo(ann) })

type Changes = Parameters<typeof sampleResult>[2]
const makeVideo = (person: Person) => makeFinished(stack, person, `https://fathom.video/share/views${count++}`)
async function handIn(person: Person, { videoId }: RecordingSummary, changes: Changes = {}): Promise<void> {
  await settleWith(stack, await stack.claim(), sampleResult(person.id, videoId!, changes))
}
async function makeAgain(keep: { start: number; end: number }[], frames: number): Promise<number> {
  const { plan, report, files } = sampleResult(ann.id, video.videoId!)
  const fresh = Object.fromEntries(Object.entries(files).map(([role, key]) => [role, key?.replace('/a1/', '/b2/')])) as typeof files
  const durationSeconds = (keep.reduce((sum, span) => sum + span.end - span.start, 0) + frames) / 30
  expect((await ann.call('PATCH', `/api/v1/recordings/${video.id}/edit`, { undo: [{ start: 10, end: 20 }] })).status).toBe(200)
  await handIn(ann, video, { files: fresh, plan: { ...plan, keep, titleCard: { ...plan.titleCard, frames } }, report: { ...report, video: { ...report.video, durationSeconds } } })
  return durationSeconds
}

/** A browser with its own jar; `of` is who is signed in there. */
function browser({ of, headers = {} }: { of?: Person; headers?: Record<string, string> } = {}) {
  const jar = new Map<string, string>()
  if (of) rememberViewer({ cookie: (name: string, value: string) => jar.set(name, value) } as unknown as ExpressResponse, of, null, stack.deps.config)
  return {
    jar,
    async post(body: unknown, { token = video.shareToken, type = 'text/plain;charset=UTF-8' } = {}): Promise<Response> {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await fetch(`${stack.url}/api/v1/share/${token}/view`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': type, cookie, ...headers } })
      for (const set of answer.headers.getSetCookie()) jar.set(set.split('=')[0]!, set.split('=')[1]!.split(';')[0]!)
      return answer
    },
  }
}
const newId = () => `vie_${randomBytes(8).toString('hex')}`
const word = (seen: [number, number][], more: object = {}) => ({ id: newId(), durationSeconds: 22, seen: seen.map(([start, end]) => ({ start, end })), ...more })
const insights = async (recording = video) => await (await ann.call('GET', `/api/v1/recordings/${recording.id}/insights`)).json() as Insights
const codeOf = async (answer: Response) => `${answer.status} ${(await answer.json() as { error: { code: string } }).error.code}`
const rows = async () => (await stack.deps.userDatabases.open(ann.id)).read(db => db.select().from(views).where(eq(views.videoId, video.videoId!)).all())
const mailsInLine = async () => (await stack.deps.queue.listOfUser(ann.id)).filter(job => job.template === 'first-view' && job.videoId === video.videoId)

describe('what counts as a view', () => {
  test('five seconds do, less does not; words of one view add up', async () => {
    const [stranger, id] = [browser(), newId()]
    expect((await stranger.post(word([[0, 4.9]], { id }))).status).toBe(204)
    expect(await insights()).toMatchObject({ views: 0, viewers: 0, retention: [] })
    await stranger.post(word([[4.9, 5]], { id }))
    expect(await insights()).toMatchObject({ views: 1, viewers: 1 })
    await stranger.post(word([[5, 20]], { id }))
    expect(await insights()).toMatchObject({ views: 1, viewers: 1, seenShare: 0.909 })
  })

  test('the same seconds seen again and again stay the same seconds', async () => {
    const [stranger, id] = [browser(), newId()]
    for (let round = 0; round < 5; round += 1) await stranger.post(word([[8, 11], [9, 12]], { id }))
    expect(await insights()).toMatchObject({ views: 0 })
    expect((await rows())[0]!.seen).toEqual([{ start: 6, end: 10 }])
  })

  test('of a video of two seconds three quarters do', async () => {
    const durationSeconds = await makeAgain([{ start: 0, end: 60 }], 0)
    await browser().post(word([[0, 1.4]], { durationSeconds }))
    expect((await insights()).views).toBe(0)
    await browser().post(word([[0, 1.5]], { durationSeconds }))
    expect((await insights()).views).toBe(1)
  })

  test('seeking to the end does, without a second seen', async () => {
    await browser().post(word([], { hasSoughtEnd: true }))
    expect(await insights()).toMatchObject({ views: 1, seenShare: 0 })
  })

  test('opening the page, reading its files and words about nothing leave no trace', async () => {
    for (const path of [`/s/${video.shareToken}`, `/api/v1/share/${video.shareToken}`, `/s/${video.shareToken}/video.mp4`, `/s/${video.shareToken}/embed`]) await stack.anybody('GET', path)
    expect((await browser().post(word([]))).status).toBe(204)
    expect(await rows()).toEqual([])
  })

  test('the owner never counts, wherever they are signed in', async () => {
    expect((await browser({ of: ann }).post(word([[0, 20]]))).status).toBe(204)
    expect((await browser({ of: ann, headers: { 'sec-gpc': '1' } }).post(word([[0, 20]], { hasSoughtEnd: true }))).status).toBe(204)
    expect(await rows()).toEqual([])
  })
})

describe('who watched', () => {
  test('two tabs of one browser are two views of one viewer, another browser is another viewer', async () => {
    const stranger = browser()
    await stranger.post(word([[0, 1]]))
    await stranger.post(word([[0, 11]]))
    await stranger.post(word([[11, 22]]))
    await browser().post(word([[0, 11]]))
    expect(await insights()).toMatchObject({ views: 3, viewers: 2, seenShare: 0.75 })
  })

  test('somebody who is signed in is named, without their address', async () => {
    const bob = await stack.signUp('Bob <bob@example.com>')
    await browser({ of: bob }).post(word([[0, 6]], { sawCallToAction: true, clickedCallToAction: true }))
    await browser().post(word([[0, 6]]))
    const { viewerList, callToAction } = await insights()
    expect(viewerList.map(viewer => [viewer.name, viewer.clicked])).toEqual(expect.arrayContaining([['Bob', true], [null, false]]))
    expect(callToAction).toEqual({ seenBy: 1, clickedBy: 1 })
  })

  test.each([['sec-gpc'], ['dnt']])('who asks for privacy (%s) is counted without a name, a cookie, or a way to know them again', async header => {
    const bob = await stack.signUp('Bob')
    const shy = browser({ of: bob, headers: { [header]: '1' } })
    for (let visit = 0; visit < 2; visit += 1) await shy.post(word([[0, 6]]))
    expect(shy.jar.has('__Host-f2l_visitor')).toBe(false)
    expect(await insights()).toMatchObject({ views: 2, viewers: 2, viewerList: [{ name: null }, { name: null }] })
    expect((await rows()).map(row => row.viewerId)).toEqual([null, null])
    const said = browser()
    await said.post(word([[0, 6]], { asksForPrivacy: true }))
    expect(said.jar.size).toBe(0)
  })

  test('a browser that keeps no cookies can go on with its own view', async () => {
    const id = newId()
    for (const span of [[0, 3], [3, 6]] as [number, number][]) expect((await browser().post(word([span], { id }))).status).toBe(204)
    expect(await insights()).toMatchObject({ views: 1, viewers: 1 })
  })

  test('neither cookie nor address of a viewer is stored', async () => {
    const stranger = browser()
    await stranger.post(word([[0, 6]], { id: newId() }))
    const stored = JSON.stringify(await rows())
    expect(stored).not.toContain(stranger.jar.get('__Host-f2l_visitor'))
    expect(stored).not.toMatch(/127\.0\.0\.1|::1|node|undici/)
  })
})

describe('what is refused', () => {
  test('the view of another browser or another video', async () => {
    const [first, id] = [browser(), newId()]
    await first.post(word([[0, 3]], { id }))
    await first.post(word([[3, 6]], { id }))
    const before = await rows()
    const second = browser()
    await second.post(word([[0, 1]]))
    expect(await codeOf(await second.post(word([[6, 20]], { id })))).toBe('403 access.denied')
    expect(await codeOf(await browser().post(word([[6, 20]], { id })))).toBe('403 access.denied')
    const other = await makeVideo(ann)
    expect(await codeOf(await first.post(word([[6, 20]], { id }), { token: other.shareToken }))).toBe('403 access.denied')
    expect((await rows()).filter(row => row.id === id)).toEqual(before)
  })

  test.each([
    ['a second behind the end', word([[20, 23]])], ['an end before its start', word([[5, 4]])], ['an empty span', word([[5, 5]])], ['a second before the start', word([[-1, 5]])],
    ['no number', { ...word([]), seen: [{ start: 'NaN', end: 5 }] }], ['too many spans', word(Array.from({ length: 201 }, (_, index) => [index / 10, index / 10 + 0.05] as [number, number]))],
    ['an id that is none', word([[0, 6]], { id: 'vie_\'; drop table views' })], ['no length', word([[0, 6]], { durationSeconds: undefined })], ['no JSON', 'seen=1'], ['nothing', ''],
  ])('%s', async (_, body) => {
    expect((await browser().post(body)).status).toBe(400)
    expect(await rows()).toEqual([])
  })

  test('a word as long as a book', async () => {
    expect((await browser().post(JSON.stringify({ ...word([]), more: 'x'.repeat(70_000) }))).status).toBe(413)
  })

  test('words beyond the limit of views: each is counted there', async () => {
    const limits = stack.deps.limits
    const taken: string[] = []
    const take = limits.take.bind(limits)
    limits.take = async (...asked) => { taken.push(asked[0]); return take(...asked) }
    await browser().post(word([[0, 6]]))
    limits.take = take
    expect(taken).toEqual(['view'])
  })

  test('nobody of three hundred colleagues who watch for ten minutes behind one address is refused', async () => {
    const limits = makeRateLimits()
    const office = { ip: '203.0.113.7' } as Request
    const words = 300 * 10 * 60 / 15
    for (let n = 0; n < words; n += 1) await limits.take('view', office)
    for (let n = 0; n < words / 2; n += 1) await limits.take('view', office).catch(() => undefined)
    await expect(limits.take('view', office)).rejects.toMatchObject({ code: 'rate_limited' })
  })

  test('a word that another site\'s page sends', async () => {
    expect(await codeOf(await browser({ headers: { origin: 'https://evil.example' } }).post(word([[0, 6]])))).toBe('403 auth.cross_site')
    expect((await browser({ headers: { origin: 'https://videos.example.com' } }).post(word([[0, 6]]))).status).toBe(204)
  })

  test('everything, once the link is shut', async () => {
    const shut = async (change: object) => { expect((await ann.call('PATCH', `/api/v1/recordings/${video.id}/share`, change)).status).toBe(200) }
    await shut({ password: 'secret' })
    expect(await codeOf(await browser().post(word([[0, 6]])))).toBe('401 share.password_required')
    await shut({ password: null, expiresAt: '2020-01-01T00:00:00Z' })
    expect(await codeOf(await browser().post(word([[0, 6]])))).toBe('410 share.expired')
    await shut({ expiresAt: null, audience: 'owner' })
    expect(await codeOf(await browser().post(word([[0, 6]])))).toBe('404 not_found')
    await shut({ audience: 'link' })
    const database = await stack.deps.userDatabases.open(ann.id)
    database.transact(db => { db.update(recordings).set({ binnedAt: '2026-01-01T00:00:00Z' }).where(eq(recordings.id, video.id)).run() })
    expect(await codeOf(await browser().post(word([[0, 6]])))).toBe('404 not_found')
    expect(await codeOf(await browser().post(word([[0, 6]]), { token: 'A'.repeat(22) as never }))).toBe('404 not_found')
    expect(await rows()).toEqual([])
  })
})

describe('what the owner reads', () => {
  test('retention, heat of the lines and days belong to the video of the page', async () => {
    await browser().post(word([[2, 12]]))
    await browser().post(word([[0, 22]]))
    const found = await insights()
    const { cues } = await (await stack.anybody('GET', `/api/v1/share/${video.shareToken}`)).json() as SharePage
    expect(found.retention).toHaveLength(100)
    expect([found.retention[0], found.retention[20], found.retention[80]]).toEqual([0.5, 1, 0.5])
    expect(cues.map((cue, index) => [cue.text, found.cueHeat[index]])).toEqual([['Hello.', 1], ['Over the cut.', 0.75], ['The end.', 0.5]])
    expect(found.days).toEqual([{ day: new Date().toISOString().slice(0, 10), views: 2 }])
    const summary = (await (await ann.call('GET', '/api/v1/recordings')).json() as { items: RecordingSummary[] }).items.find(item => item.id === video.id)!
    expect(summary.views).toBe(2)
  })

  test('a video that was made again keeps what was seen at its new place, and a page from before is told so', async () => {
    await browser().post(word([[2, 12]]))
    const durationSeconds = await makeAgain([{ start: 150, end: 900 }], 0)
    const found = await insights()
    expect(found).toMatchObject({ views: 1, seenShare: 0.2 })
    expect([found.retention[0], found.retention[19], found.retention[20], found.retention[99]]).toEqual([1, 1, 0, 0])
    expect(await codeOf(await browser().post(word([[0, 6]])))).toBe('409 conflict')
    expect((await browser().post(word([[0, 25]], { durationSeconds }))).status).toBe(204)
  })

  test('it is for the owner alone', async () => {
    const bob = await stack.signUp('Bob')
    for (const [method, path] of [['GET', 'insights'], ['POST', 'insights-link']] as const) {
      expect((await bob.call(method, `/api/v1/recordings/${video.id}/${path}`)).status).toBe(404)
      expect((await stack.anybody(method, `/api/v1/recordings/${video.id}/${path}`)).status).toBe(401)
    }
  })

  test('the CSV comes through a link of its own, which opens nothing else', async () => {
    const eve = await stack.signUp('=cmd, "x"')
    await browser({ of: eve }).post(word([[0, 11]]))
    const { url } = await (await ann.call('POST', `/api/v1/recordings/${video.id}/insights-link`)).json() as { url: string }
    const answer = await stack.anybody('GET', url)
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([200, 'text/csv; charset=utf-8', 'private, no-store'])
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="Weekly planning\.csv"/)
    expect(Buffer.from(await answer.arrayBuffer()).toString()).toMatch(/^\uFEFFName,Views,Last view \(UTC\),Seen \(%\),Clicked\r\n"'=cmd, ""x""",1,[\dT:.-]+Z,50,no\r\n$/)
    expect((await stack.anybody('GET', url.replace('insights.csv', 'source'))).status).toBe(401)
    const other = await makeVideo(ann)
    expect((await stack.anybody('GET', url.replace(video.id, other.id))).status).toBe(401)
    expect((await stack.anybody('GET', url.split('?')[0]!)).status).toBe(400)
  })

  test('a video that is deleted takes its views along', async () => {
    await browser().post(word([[0, 6]]))
    const database = await stack.deps.userDatabases.open(ann.id)
    for (let time = 0; time < 2; time += 1) await ann.call('DELETE', `/api/v1/recordings/${video.id}`)
    expect(database.read(db => db.select().from(recordings).where(eq(recordings.id, video.id)).get())).toBeUndefined()
    expect(await rows()).toEqual([])
  })
})

describe('the mail about the first view', () => {
  test('goes out once, with the name of who is signed in, and leads to the recording', async () => {
    const bob = await stack.signUp('Bob')
    const first = browser({ of: bob })
    await first.post(word([[0, 4]]))
    expect(await mailsInLine()).toEqual([])
    const id = newId()
    for (const span of [[0, 5], [5, 6], [6, 20]] as [number, number][]) await first.post(word([span], { id }))
    await browser().post(word([[0, 10]]))
    const [mail, ...more] = await mailsInLine()
    expect(more).toEqual([])
    const work = await readMail(mail!.id)
    expect(work).toMatchObject({ template: 'first-view', to: ann.email, title: 'Weekly planning', link: `https://videos.example.com/recordings/${video.id}#insights`, viewerName: 'Bob', posterKey: null })
  })

  test('goes out once when many come at the same time', async () => {
    await Promise.all(Array.from({ length: 10 }, () => browser().post(word([[0, 10]]))))
    expect((await insights()).views).toBe(10)
    expect(await mailsInLine()).toHaveLength(1)
  })

  test('each counted view is an event for the owner\'s open pages', async () => {
    const heard: unknown[] = []
    // What making the video still has to say is said first.
    await new Promise(done => setTimeout(done, 500))
    const end = new AbortController()
    await stack.deps.events.listen(ann.id, null, ({ event }) => heard.push(event), end.signal)
    await browser().post(word([[0, 4]]))
    expect(heard).toEqual([])
    await browser().post(word([[0, 6]]))
    expect(heard.filter(event => (event as { type: string }).type === 'recording')).toEqual([{ type: 'recording', recordingId: video.id }])
    end.abort()
  })
})

async function readMail(wanted: string): Promise<MailWork> {
  for (;;) {
    const claim = await stack.claim('short')
    const work = await (await claim.call('GET')).json() as MailWork
    await stack.consumer.settle(claim.lease, { kind: 'completed' })
    if (claim.job.id === wanted) return work
  }
}

test('ten thousand views are read in less than three seconds of work', async () => {
  const database = await stack.deps.userDatabases.open(ann.id)
  for (let thousand = 0; thousand < 10; thousand += 1) {
    database.transact(db => { for (let index = thousand * 1000; index < thousand * 1000 + 1000; index += 1) db.insert(views).values(storedView(index)).run() })
    // The server of this process gets its turn, too.
    await new Promise(done => setTimeout(done, 10))
  }
  const began = process.cpuUsage()
  expect(await insights()).toMatchObject({ views: 10_000, viewers: 3000 })
  const { user, system } = process.cpuUsage(began)
  expect((user + system) / 1e6).toBeLessThan(3)
})

function storedView(index: number): typeof views.$inferInsert {
  const at = new Date(index * 1e7).toISOString()
  const seen = Array.from({ length: 10 }, (_, part) => ({ start: part * 2 + index % 10 / 10, end: part * 2 + 1.5 }))
  return { id: `vie_${index}`, videoId: video.videoId!, visitor: `v${index % 3000}`, startedAt: at, lastAt: at, seen, isCounted: true }
}
