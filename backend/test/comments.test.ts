import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { discussion, mostComments, mostReactions, type CommentView, type Discussion, type ReactionView } from '@f2l/common/contracts/comments.ts'
import type { LiveEvent } from '@f2l/common/contracts/events.ts'
import { objectKey } from '@f2l/common/contracts/ids.ts'
import { comments, reactions, views } from '@f2l/user-dbs/schema.ts'
import { eq } from 'drizzle-orm'
import jwt from 'jsonwebtoken'
import { deleteAccount } from '../src/account/delete-account.ts'
import { sweepBins } from '../src/library/sweep-bins.ts'
import { typedName, typedText } from '../src/comments/typed-text.ts'
import { makeRateLimits, type RateLimits } from '../src/rate-limit.ts'
import { settleWith } from './finished-video.ts'
import { sampleResult } from './sample-result.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'

const origin = 'https://videos.example.com'
let stack: ProductStack
let owner: Person
let member: Person
beforeAll(async () => {
  stack = await startProductStack()
  // Each test counts anew: the same object is asked, with other limiters behind it.
  forgetLimits()
  owner = await stack.signUp('Olga Owner <olga@example.com>')
  member = await stack.signUp('Max Member')
})
afterAll(() => stack?.stop())

function forgetLimits(): void {
  const fresh: RateLimits = makeRateLimits()
  Object.assign(stack.deps.limits, fresh)
}

/** A browser that looks at share pages: it keeps its cookies. */
function browserOf(person?: Person) {
  const jar = new Map<string, string>()
  if (person) {
    const token = jwt.sign({ sv: person.sessionVersion }, stack.deps.config.JWT_SECRET, { issuer: 'fathom-to-loom', audience: 'fathom-to-loom:viewer', subject: person.id, expiresIn: 600 })
    jar.set('__Host-f2l_viewer', token)
  }
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> => {
    const answer = await fetch(`${stack.url}/api/v1/share/${path}`, {
      method, redirect: 'manual',
      headers: { origin, 'cookie': [...jar].map(pair => pair.join('=')).join('; '), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const cookie of answer.headers.getSetCookie()) jar.set(...cookie.split(';')[0]!.split('=') as [string, string])
    return answer
  }
  return { call, signOut: () => jar.delete('__Host-f2l_viewer'), read: async (token: string) => discussion.parse(await (await call('GET', `${token}/discussion`)).json()) }
}
type Browser = ReturnType<typeof browserOf>

async function makeVideo(link: string): Promise<RecordingSummary> {
  const added = await (await owner.call('POST', '/api/v1/recordings', { url: `https://fathom.video/share/${link}` })).json() as { recording: RecordingSummary }
  await finish(added.recording.videoId!, 'a1')
  return (await (await owner.call('GET', `/api/v1/recordings/${added.recording.id}`)).json() as { recording: RecordingSummary }).recording
}

/** Hands in the video of the job in line, cut so that these frames survive. */
async function finish(videoId: string, folder: string, keep = [{ start: 0, end: 300 }, { start: 600, end: 900 }]): Promise<void> {
  const claim = await stack.claim()
  const { plan, files, ...rest } = sampleResult(owner.id, videoId)
  const moved = Object.fromEntries(Object.entries(files).map(([name, key]) => [name, key && objectKey.parse(key.replace('/a1/', `/${folder}/`))])) as typeof files
  const result = { ...rest, plan: { ...plan, keep }, files: moved }
  await settleWith(stack, claim, result)
}

async function say(browser: Browser, token: string, body: { text: string; at?: number | null; name?: string; parentId?: string; edition?: string }): Promise<CommentView> {
  const answer = await browser.call('POST', `${token}/comments`, { at: null, ...body })
  expect(answer.status).toBe(201)
  return await answer.json() as CommentView
}

const codeOf = async (answer: Response) => `${answer.status} ${(await answer.json() as { error: { code: string } }).error.code}`
const rules = (recording: RecordingSummary, change: object) => owner.call('PATCH', `/api/v1/recordings/${recording.id}/share`, change)

describe('who may do what', () => {
  let token: string
  let recording: RecordingSummary
  const guest = () => browsers.guest
  const other = () => browsers.other
  let browsers: { guest: Browser; other: Browser; member: Browser; owner: Browser }
  beforeAll(async () => {
    recording = await makeVideo('who-may')
    token = recording.shareToken!
    browsers = { guest: browserOf(), other: browserOf(), member: browserOf(member), owner: browserOf(owner) }
  })

  test('a guest says a name and comments; everybody sees it, and only that browser calls it its own', async () => {
    const said = await say(guest(), token, { text: 'Hello there', at: 5, name: 'Gus <gus@example.com>' })
    expect(said).toMatchObject({ name: 'Gus', text: 'Hello there', at: 5, parentId: null, isMine: true, isOwner: false, isResolved: false, editedAt: null })
    expect((await guest().read(token)).comments).toMatchObject([{ id: said.id, isMine: true }])
    for (const browser of [other(), browsers.member, browsers.owner]) expect((await browser.read(token)).comments).toMatchObject([{ id: said.id, isMine: false }])
  })

  test('without a name, or with nothing that can be seen, a guest says nothing', async () => {
    for (const name of [undefined, '', ' ', '\u202E', '\u200B']) expect(await codeOf(await browserOf().call('POST', `${token}/comments`, { text: 'x', at: 1, ...(name === undefined ? {} : { name }) }))).toBe('400 input.invalid')
    for (const text of ['', '  ', '\u202E\u200B', 'x'.repeat(5001)]) expect(await codeOf(await guest().call('POST', `${token}/comments`, { text, at: 1, name: 'Gus' }))).toBe('400 input.invalid')
    expect((await guest().read(token)).comments).toHaveLength(1)
  })

  test('who is signed in has their account\'s name, whatever name they type, and nobody\'s address is told', async () => {
    const [ofMember, ofOwner] = [await say(browsers.member, token, { text: 'From a member', name: 'Olga Owner' }), await say(browsers.owner, token, { text: 'From the owner', at: 3 })]
    expect(ofMember).toMatchObject({ name: 'Max Member', isOwner: false, at: null })
    expect(ofOwner).toMatchObject({ name: 'Olga Owner', isOwner: true, at: 3 })
    const text = await (await other().call('GET', `${token}/discussion`)).text()
    expect(text).not.toMatch(/@|"visitor"|authorId/)
    expect(JSON.parse(text).comments.map((comment: CommentView) => comment.text)).toEqual(['From a member', 'From the owner', 'Hello there'])
  })

  test('an answer joins its thread, and an answer to it the same one; neither has a time of its own', async () => {
    const first = (await guest().read(token)).comments.find(comment => comment.text === 'Hello there')!
    const answer = await say(browsers.owner, token, { text: 'Hello to you', at: 17, parentId: first.id })
    const second = await say(other(), token, { text: 'And to me', at: null, parentId: answer.id, name: 'Ona' })
    expect([answer, second]).toMatchObject([{ parentId: first.id, at: null }, { parentId: first.id, at: null }])
    expect((await guest().read(token)).comments.slice(-3).map(comment => comment.text)).toEqual(['Hello there', 'Hello to you', 'And to me'])
    expect(await codeOf(await guest().call('POST', `${token}/comments`, { text: 'x', at: null, parentId: 'com_aaaaaaaaaaaaaaaa', name: 'Gus' }))).toBe('404 not_found')
  })

  test('only its author changes a comment: not another guest, not a member, not even the owner', async () => {
    const { id } = await say(guest(), token, { text: 'Frist', name: 'Gus' })
    for (const browser of [other(), browserOf(), browsers.member, browsers.owner]) expect(await codeOf(await browser.call('PATCH', `${token}/comments/${id}`, { text: 'Hacked' }))).toBe('403 access.denied')
    const changed = await (await guest().call('PATCH', `${token}/comments/${id}`, { text: ' First ' })).json() as CommentView
    expect(changed).toMatchObject({ text: 'First', isMine: true })
    expect(Date.parse(changed.editedAt!)).toBeGreaterThan(0)
    expect(await codeOf(await guest().call('PATCH', `${token}/comments/${id}`, { text: '\u202E' }))).toBe('400 input.invalid')
  })

  test('only the owner resolves and reopens a thread, and only a whole one', async () => {
    const { id } = await say(guest(), token, { text: 'A question?', name: 'Gus' })
    const answer = await say(guest(), token, { text: 'By the way', parentId: id, name: 'Gus' })
    for (const browser of [guest(), other(), browsers.member]) expect(await codeOf(await browser.call('PATCH', `${token}/comments/${id}`, { isResolved: true }))).toBe('403 access.denied')
    expect(await (await browsers.owner.call('PATCH', `${token}/comments/${id}`, { isResolved: true })).json()).toMatchObject({ isResolved: true, editedAt: null })
    expect(await (await browsers.owner.call('PATCH', `${token}/comments/${id}`, { isResolved: false })).json()).toMatchObject({ isResolved: false })
    expect(await codeOf(await browsers.owner.call('PATCH', `${token}/comments/${answer.id}`, { isResolved: true }))).toBe('400 input.invalid')
  })

  test('its author or the owner deletes a comment, and its answers go with it', async () => {
    const { id } = await say(guest(), token, { text: 'To be deleted', name: 'Gus' })
    const answer = await say(other(), token, { text: 'An answer to it', parentId: id, name: 'Ona' })
    for (const browser of [other(), browsers.member]) expect(await codeOf(await browser.call('DELETE', `${token}/comments/${id}`))).toBe('403 access.denied')
    expect((await guest().call('DELETE', `${token}/comments/${id}`)).status).toBe(204)
    expect(await codeOf(await other().call('DELETE', `${token}/comments/${answer.id}`))).toBe('404 not_found')
    const moderated = await say(guest(), token, { text: 'Spam', name: 'Gus' })
    expect((await browsers.owner.call('DELETE', `${token}/comments/${moderated.id}`)).status).toBe(204)
    expect((await other().read(token)).comments.map(comment => comment.text)).not.toContain('Spam')
  })

  test('what somebody wrote while signed in is not the next person\'s at the same browser', async () => {
    const shared = browserOf(member)
    const { id } = await say(shared, token, { text: 'Signed in' })
    expect((await shared.read(token)).comments.find(comment => comment.id === id)!.isMine).toBe(true)
    shared.signOut()
    expect((await shared.read(token)).comments.find(comment => comment.id === id)!.isMine).toBe(false)
    for (const [method, body] of [['PATCH', { text: 'Hacked' }], ['DELETE', undefined]] as const) expect(await codeOf(await shared.call(method, `${token}/comments/${id}`, body))).toBe('403 access.denied')
    expect((await browsers.member.call('DELETE', `${token}/comments/${id}`)).status).toBe(204)
  })

  test('what somebody wrote stays when they delete their account, without their name, and is nobody\'s to change', async () => {
    const leaving = await stack.signUp('Lea Leaves')
    const browser = browserOf(leaving)
    const said = await say(browser, token, { text: 'I was here', at: 2 })
    const database = await stack.deps.userDatabases.open(owner.id)
    database.transact(db => { db.insert(views).values({ id: 'vie_aaaaaaaaaaaaaaaa', videoId: recording.videoId!, visitor: 'v', viewerId: leaving.id, viewerName: 'Lea Leaves', startedAt: '2026-01-01', lastAt: '2026-01-01' }).run() })
    await sweepBins(stack.deps, new Date())
    expect((await guest().read(token)).comments.find(({ id }) => id === said.id)).toMatchObject({ name: 'Lea Leaves' })
    await deleteAccount(stack.deps, leaving.id)
    await sweepBins(stack.deps, new Date())
    browser.signOut()
    const { comments: left } = await browser.read(token)
    expect(left.find(({ id }) => id === said.id)).toMatchObject({ text: 'I was here', name: '', isMine: false })
    expect(left.filter(({ name }) => name === '')).toHaveLength(1)
    expect((await browser.call('PATCH', `${token}/comments/${said.id}`, { text: 'changed' })).status).toBe(403)
    expect(database.read(db => db.select().from(views).where(eq(views.id, 'vie_aaaaaaaaaaaaaaaa')).get())).toMatchObject({ viewerName: null, viewerId: null })
    expect(JSON.stringify(database.read(db => [...db.select().from(comments).all(), ...db.select().from(views).all()]))).not.toContain('Lea Leaves')
    await browsers.owner.call('DELETE', `${token}/comments/${said.id}`)
  })

  test('another video\'s link opens no comment of this one', async () => {
    const elsewhere = (await makeVideo('elsewhere')).shareToken!
    const [{ id }] = (await guest().read(token)).comments as [CommentView]
    for (const [method, body] of [['PATCH', { isResolved: true }], ['DELETE', undefined]] as const) expect(await codeOf(await browsers.owner.call(method, `${elsewhere}/comments/${id}`, body))).toBe('404 not_found')
    expect(await codeOf(await browsers.owner.call('POST', `${elsewhere}/comments`, { text: 'x', at: null, parentId: id }))).toBe('404 not_found')
  })

  test('a reaction needs no name, and is taken back by who made it or by the owner', async () => {
    const made = await (await guest().call('POST', `${token}/reactions`, { emoji: '🎉', at: 4 })).json() as ReactionView
    expect(made).toMatchObject({ emoji: '🎉', at: 4, name: null, isMine: true })
    expect(await codeOf(await other().call('DELETE', `${token}/reactions/${made.id}`))).toBe('403 access.denied')
    expect((await guest().call('DELETE', `${token}/reactions/${made.id}`)).status).toBe(204)
    const second = await (await browsers.member.call('POST', `${token}/reactions`, { emoji: '👍', at: 4 })).json() as ReactionView
    expect(second.name).toBe('Max Member')
    expect((await browsers.owner.call('DELETE', `${token}/reactions/${second.id}`)).status).toBe(204)
    expect(await codeOf(await guest().call('POST', `${token}/reactions`, { emoji: '💩', at: 4 }))).toBe('400 input.invalid')
    expect((await guest().read(token)).reactions).toEqual([])
  })

  test('another site\'s page cannot write with somebody\'s cookies', async () => {
    const [{ id }] = (await guest().read(token)).comments as [CommentView]
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { origin: '' }]) {
      expect(await codeOf(await browsers.owner.call('POST', `${token}/comments`, { text: 'x', at: null }, headers))).toBe('403 auth.cross_site')
      expect(await codeOf(await browsers.owner.call('POST', `${token}/reactions`, { emoji: '👍', at: 1 }, headers))).toBe('403 auth.cross_site')
      expect(await codeOf(await browsers.owner.call('PATCH', `${token}/comments/${id}`, { isResolved: true }, headers))).toBe('403 auth.cross_site')
      expect(await codeOf(await browsers.owner.call('DELETE', `${token}/comments/${id}`, undefined, headers))).toBe('403 auth.cross_site')
    }
  })

  test('the owner\'s app hears of a comment and of a reaction', async () => {
    const heard: LiveEvent[] = []
    const end = new AbortController()
    await stack.deps.events.listen(owner.id, null, ({ event }) => heard.push(event), end.signal)
    await say(guest(), token, { text: 'Listen', name: 'Gus' })
    await guest().call('POST', `${token}/reactions`, { emoji: '👏', at: 1 })
    end.abort()
    expect(heard).toEqual([{ type: 'discussion', recordingId: recording.id }, { type: 'discussion', recordingId: recording.id }])
  })
})

describe('a link that is not open', () => {
  const paths = [['GET', 'discussion'], ['POST', 'comments', { text: 'x', at: 1, name: 'Gus' }], ['POST', 'reactions', { emoji: '👍', at: 1 }]] as const
  const all = async (browser: Browser, token: string) => Promise.all(paths.map(async ([method, path, body]) => codeOf(await browser.call(method, `${token}/${path}`, body))))

  test('locked, expired, for others, turned off, unknown: nothing is read and nothing is written', async () => {
    forgetLimits()
    const recording = await makeVideo('locked')
    const token = recording.shareToken!
    const guest = browserOf()
    const { id } = await say(guest, token, { text: 'Before it was shut', at: 1, name: 'Gus' })
    for (const [change, code] of [
      [{ password: 'open sesame' }, '401 share.password_required'], [{ password: null, expiresAt: '2020-01-01T00:00:00Z' }, '410 share.expired'],
      [{ expiresAt: null, audience: 'people', people: ['somebody@example.com'] }, '401 share.sign_in_required'], [{ audience: 'owner' }, '404 not_found'],
    ] as const) {
      await rules(recording, change)
      expect(await all(guest, token)).toEqual([code, code, code])
      for (const [method, body] of [['PATCH', { text: 'y' }], ['DELETE', undefined]] as const) expect(await codeOf(await guest.call(method, `${token}/comments/${id}`, body))).toBe(code)
    }
    expect((await browserOf(owner).read(token)).comments).toHaveLength(1)
    expect(await all(guest, 'A'.repeat(22))).toEqual(['404 not_found', '404 not_found', '404 not_found'])
  })

  test('where comments are turned off none are shown and none are taken, but what is there can be deleted', async () => {
    const recording = await makeVideo('closed')
    const token = recording.shareToken!
    const guest = browserOf()
    const { id } = await say(guest, token, { text: 'While it was open', at: 1, name: 'Gus' })
    await guest.call('POST', `${token}/reactions`, { emoji: '👍', at: 1 })
    await rules(recording, { allowsComments: false })
    for (const browser of [guest, browserOf(owner)]) {
      expect(await browser.read(token)).toMatchObject({ comments: [], reactions: [] })
      expect(await codeOf(await browser.call('POST', `${token}/comments`, { text: 'x', at: 1, name: 'Gus' }))).toBe('403 access.denied')
      expect(await codeOf(await browser.call('POST', `${token}/reactions`, { emoji: '👍', at: 1 }))).toBe('403 access.denied')
      expect(await codeOf(await browser.call('PATCH', `${token}/comments/${id}`, { text: 'y' }))).toBe('403 access.denied')
    }
    expect((await guest.call('DELETE', `${token}/comments/${id}`)).status).toBe(204)
    await rules(recording, { allowsComments: true })
    expect(await guest.read(token)).toMatchObject({ comments: [], reactions: [{ emoji: '👍' }] })
  })
})

describe('places', () => {
  test('a comment stays at its place when the video is made again, and moves to the cut when its place is cut away', async () => {
    forgetLimits()
    const recording = await makeVideo('made-again')
    const [token, guest] = [recording.shareToken!, browserOf()]
    // Source 0–10 s and 20–30 s stand behind a title card of 2 s: 15 s of the output is 23 s of the source.
    for (const at of [0, 2, 7, 12, 15, 21.9, 99]) await say(guest, token, { text: `at ${at}`, at, name: 'Gus' })
    await guest.call('POST', `${token}/reactions`, { emoji: '❤️', at: 15 })
    const places = ({ comments }: Discussion) => Object.fromEntries(comments.map(({ text, at }) => [text, at]))
    const before = await guest.read(token)
    expect(places(before)).toEqual({ 'at 0': 2, 'at 2': 2, 'at 7': 7, 'at 12': 12, 'at 15': 15, 'at 21.9': 21.9, 'at 99': 22 })
    await owner.call('PATCH', `/api/v1/recordings/${recording.id}/edit`, { undo: [{ start: 10, end: 20 }] })
    await finish(recording.videoId!, 'a2', [{ start: 0, end: 900 }])
    const undone = await guest.read(token)
    expect(places(undone)).toEqual({ 'at 0': 2, 'at 2': 2, 'at 7': 7, 'at 12': 22, 'at 15': 25, 'at 21.9': 31.9, 'at 99': 32 })
    expect(undone.reactions).toMatchObject([{ at: 25 }])
    expect(undone.edition).not.toBe(before.edition)
    await owner.call('PATCH', `/api/v1/recordings/${recording.id}/edit`, { cutOut: [{ start: 4, end: 6 }, { start: 22, end: 24 }] })
    await finish(recording.videoId!, 'a3', [{ start: 0, end: 120 }, { start: 180, end: 660 }, { start: 720, end: 900 }])
    // What was said at 5 s and 23 s of the source stands where the cuts close up: 4 s and 20 s into what is kept.
    expect(places(await guest.read(token))).toEqual({ 'at 0': 2, 'at 2': 2, 'at 7': 6, 'at 12': 20, 'at 15': 22, 'at 21.9': 27.9, 'at 99': 28 })
  })

  test('a time in a video that was made again meanwhile is refused rather than put at a wrong place', async () => {
    const recording = await makeVideo('old-page')
    const [token, guest] = [recording.shareToken!, browserOf()]
    const { edition } = await guest.read(token)
    await owner.call('PATCH', `/api/v1/recordings/${recording.id}/edit`, { undo: [{ start: 10, end: 20 }] })
    await finish(recording.videoId!, 'a2', [{ start: 0, end: 900 }])
    expect(await codeOf(await guest.call('POST', `${token}/comments`, { text: 'x', at: 15, edition, name: 'Gus' }))).toBe('409 conflict')
    expect(await codeOf(await guest.call('POST', `${token}/reactions`, { emoji: '👍', at: 15, edition }))).toBe('409 conflict')
    expect(await say(guest, token, { text: 'About the whole', at: null, edition, name: 'Gus' })).toMatchObject({ at: null })
    expect(await say(guest, token, { text: 'Now', at: 15, edition: (await guest.read(token)).edition, name: 'Gus' })).toMatchObject({ at: 15 })
  })
})

describe('limits', () => {
  test('a discussion that did not change is not sent again, and any change to it is', async () => {
    forgetLimits()
    const recording = await makeVideo('etag')
    const [token, guest] = [recording.shareToken!, browserOf()]
    await guest.call('POST', `${token}/reactions`, { emoji: '👍', at: 1 })
    let tag = (await guest.call('GET', `${token}/discussion`)).headers.get('etag')!
    const isNew = async () => {
      const answer = await guest.call('GET', `${token}/discussion`, undefined, { 'if-none-match': tag })
      expect(answer.headers.get('cache-control')).toBe('private, no-cache')
      tag = answer.headers.get('etag')!
      if (answer.status === 304) expect(await answer.text()).toBe('')
      return answer.status === 200
    }
    expect(await isNew()).toBe(false)
    const { id } = await say(guest, token, { text: 'New', at: 1, name: 'Gus' })
    expect([await isNew(), await isNew()]).toEqual([true, false])
    await guest.call('PATCH', `${token}/comments/${id}`, { text: 'Newer' })
    expect([await isNew(), await isNew()]).toEqual([true, false])
    for (const isResolved of [true, false]) {
      await browserOf(owner).call('PATCH', `${token}/comments/${id}`, { isResolved })
      expect([await isNew(), await isNew()]).toEqual([true, false])
    }
    const reaction = await (await guest.call('POST', `${token}/reactions`, { emoji: '😂', at: 1 })).json() as ReactionView
    expect([await isNew(), await isNew()]).toEqual([true, false])
    await guest.call('DELETE', `${token}/reactions/${reaction.id}`)
    expect([await isNew(), await isNew()]).toEqual([true, false])
    await guest.call('DELETE', `${token}/comments/${id}`)
    expect([await isNew(), await isNew()]).toEqual([true, false])
    await rules(recording, { allowsComments: false })
    expect([await isNew(), await isNew()]).toEqual([true, false])
    // Another reader's own words are others: the same tag is not theirs.
    expect((await browserOf(owner).call('GET', `${token}/discussion`, undefined, { 'if-none-match': tag })).status).toBe(200)
  })

  test('a video holds so many comments and reactions and no more', async () => {
    const recording = await makeVideo('full')
    const [token, guest] = [recording.shareToken!, browserOf()]
    const row = (prefix: string, index: number) => ({ id: `${prefix}_${String(index).padStart(16, '0')}`, videoId: recording.videoId!, atSeconds: 1, visitor: 'x', createdAt: new Date(0).toISOString() })
    const database = await stack.deps.userDatabases.open(owner.id)
    database.transact(db => {
      for (let index = 0; index < mostComments - 1; index += 1) db.insert(comments).values({ ...row('com', index), authorName: 'Gus', text: 'x' }).run()
      for (let index = 0; index < mostReactions - 1; index += 1) db.insert(reactions).values({ ...row('rea', index), emoji: '👍' }).run()
    })
    await say(guest, token, { text: 'The last one', name: 'Gus' })
    expect(await codeOf(await guest.call('POST', `${token}/comments`, { text: 'One more', at: 1, name: 'Gus' }))).toBe('409 conflict')
    expect((await guest.call('POST', `${token}/reactions`, { emoji: '👍', at: 1 })).status).toBe(201)
    expect(await codeOf(await guest.call('POST', `${token}/reactions`, { emoji: '👍', at: 1 }))).toBe('409 conflict')
    expect((await guest.read(token)).comments).toHaveLength(mostComments)
  })

  test('whoever writes too fast waits; reading goes on', async () => {
    forgetLimits()
    const [token, guest] = [(await makeVideo('too-fast')).shareToken!, browserOf()]
    for (let index = 0; index < 30; index += 1) await say(guest, token, { text: `${index}`, name: 'Gus' })
    const refused = await guest.call('POST', `${token}/comments`, { text: 'x', at: null, name: 'Gus' })
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await codeOf(refused)).toBe('429 rate_limited')
    expect((await guest.read(token)).comments).toHaveLength(30)
    forgetLimits()
  })

  test('deleting the recording deletes what was said about it', async () => {
    const recording = await makeVideo('deleted')
    await say(browserOf(), recording.shareToken!, { text: 'Soon gone', name: 'Gus' })
    // Once into the bin, and once out of it, where there is one.
    for (let times = 0; times < 2; times += 1) await owner.call('DELETE', `/api/v1/recordings/${recording.id}`)
    const left = (await stack.deps.userDatabases.open(owner.id)).read(db => db.query.comments.findMany().sync()).filter(comment => comment.videoId === recording.videoId)
    expect(left).toEqual([])
  })
})

describe('what is typed', () => {
  test.for([
    ['  two\r\nlines\u2028three ', 'two\nlines\nthree'], ['a\u202Ebc\u2069\u200F', 'abc'], ['nul\0 bell\u0007 tab\t.', 'nul bell tab .'],
    ['<b>x</b> & "y"', '<b>x</b> & "y"'], ['family 👨‍👩‍👧 نمی‌خواهم', 'family 👨‍👩‍👧 نمی‌خواهم'], ['half \uD83D', 'half \uFFFD'],
  ])('%j is kept as %j', ([typed, kept]) => {
    expect(typedText(typed!)).toBe(kept)
  })

  test('a name is one line without an address', () => {
    expect([typedName(' Jo\nDoe\u202E '), typedName('jo.doe@example.com'), typedName('Jo <jo@example.com>'), typedName('\u200B')]).toEqual(['Jo Doe', 'Jo Doe', 'Jo', null])
  })
})
