import { randomInt } from 'node:crypto'
import { inArray } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { recordingId, videoId, type JobId } from '@f2l/common/contracts/ids.ts'
import type { BulkAnswer, SearchAnswer } from '@f2l/common/contracts/library.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { mails, recordings, views } from '@f2l/user-dbs/schema.ts'
import { excerptOf } from '../src/library/hit-excerpt.ts'
import { findWords, matchQuery, searchWords } from '../src/library/search-words.ts'
import { applyRetention } from '../src/library/apply-retention.ts'
import { sweepBins } from '../src/library/sweep-bins.ts'
import { findRecording, updateRecording } from '../src/recordings/recording-rows.ts'
import { settleWith } from './finished-video.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'
import { sampleResult } from './sample-result.ts'

let stack: ProductStack
let ann: Person
let bob: Person
beforeAll(async () => {
  stack = await startProductStack()
  ;[ann, bob] = await Promise.all([stack.signUp('Ann'), stack.signUp('Bob')])
})
afterAll(() => stack?.stop())
// What a failed test leaves in line would be claimed by the next.
afterEach(async () => {
  for (const person of [ann, bob]) for (const id of [...await ids(person), ...await ids(person, '/bin')]) await person.remove(id)
})

const sourceOf = (name: string) => ({ url: `https://fathom.video/share/${name}` })
async function add(person: Person, name: string, options = {}): Promise<{ alreadyThere: boolean; recording: RecordingSummary }> {
  return await (await person.call('POST', '/api/v1/recordings', { ...sourceOf(name), options })).json() as { alreadyThere: boolean; recording: RecordingSummary }
}
async function finish(person: Person, videoId: string, texts: (string | Partial<Cue>)[], changes: { title?: string; participants?: string[] } = {}): Promise<void> {
  const claim = await stack.claim()
  const sample = sampleResult(person.id, videoId)
  const cues = texts.map((text, index) => ({ start: index, end: index + 1, speaker: null, ...(typeof text === 'string' ? { text } : { text: '', ...text }) }))
  const result = { ...sample, notes: { ...sample.notes, ...changes }, transcript: { ...sample.transcript, cues } }
  await settleWith(stack, claim, result)
}
async function addFinished(person: Person, name: string, texts: (string | Partial<Cue>)[], changes: { title?: string; participants?: string[] } = {}): Promise<RecordingSummary> {
  const { recording } = await add(person, name)
  await finish(person, recording.videoId!, texts, changes)
  return read(person, recording.id)
}
const read = async (person: Person, id: string) => (await (await person.call('GET', `/api/v1/recordings/${id}`)).json() as { recording: RecordingSummary }).recording
const list = async (person: Person, where = '') => (await (await person.call('GET', `/api/v1/recordings${where}`)).json() as { items: RecordingSummary[] }).items
const ids = async (person: Person, where = '') => (await list(person, where)).map(({ id }) => id)
const bulk = async (person: Person, body: unknown) => await (await person.call('POST', '/api/v1/recordings/bulk', body)).json() as BulkAnswer
const change = (person: Person, id: string, body: unknown) => person.call('PATCH', `/api/v1/recordings/${id}`, body)
async function search(person: Person, q: string): Promise<SearchAnswer['items']> {
  const answer = await person.call('GET', `/api/v1/recordings/search?q=${encodeURIComponent(q)}`)
  expect(answer.status, q).toBe(200)
  return (await answer.json() as SearchAnswer).items
}
const found = async (person: Person, q: string) => (await search(person, q)).map(item => item.recordingId)
const marked = (parts: { text: string; isHit: boolean }[]) => parts.map(({ text, isHit }) => isHit ? `[${text}]` : text).join('')

describe('search', () => {
  test('words are prefixes in any order, quotes keep words together, and marks and case do not matter', async () => {
    const recording = await addFinished(ann, 'words', ['We discussed the quarterly budget at length.', 'The café in Zürich was closed.'])
    for (const q of ['budg', 'BUDGET quarter', '"quarterly budget"', '"quarterly budg', 'cafe zurich', 'CAFÉ']) expect(await found(ann, q), q).toEqual([recording.id])
    for (const q of ['"budget quarterly"', '"quarterly budg"', 'udget', 'budget winter']) expect(await found(ann, q), q).toEqual([])
    const [hit] = (await search(ann, 'zurich cafe'))[0]!.hits
    expect(marked(hit!.parts)).toBe('The [café] in [Zürich] was closed.')
    await ann.remove(recording.id)
  })

  test.for([
    ['明日の会議は九時から始まります。', ['会議', '九時', '始まり', '"会議は"'], ['会社', '議会'], '会議', '明日の[会議]は九時から始まります。'],
    ['我们需要在周五之前讨论预算问题。', ['预算', '讨论预算', '周五', '预算 周五'], ['算预', '周六'], '预算', '我们需要在周五之前讨论[预算]问题。'],
    ['การประชุมพรุ่งนี้เริ่มเก้าโมงเช้า', ['ประชุม', 'พรุ่งนี้', 'เก้าโมง'], ['บ้าน'], 'ประชุม', 'การ[ประชุม]พรุ่งนี้เริ่มเก้าโมงเช้า'],
    ['다음 회의는 월요일입니다', ['회의', '월요일'], ['회사'], '회의', '다음 [회의]는 월요일입니다'],
    ['हम बजट पर बात करेंगे', ['बजट', 'करेंगे'], ['मकान'], 'बजट', 'हम [बजट] पर बात करेंगे'],
    ['Обсудим бюджет на следующий год', ['бюдж', 'СЛЕДУЮЩИЙ'], ['деньги'], 'бюдж', 'Обсудим [бюдж]ет на следующий год'],
    ['新しいAPIの設計', ['API', 'APIの設計', '設計'], ['APA'], 'api', '新しい[API]の設計'],
  ] as const)('a sentence in another script is found by its parts: %s', async ([sentence, there, absent, q, shown]) => {
    const recording = await addFinished(ann, `script-${randomInt(1e9)}`, ['Hello.', sentence])
    for (const word of there) expect(await found(ann, word), word).toEqual([recording.id])
    for (const word of absent) expect(await found(ann, word), word).toEqual([])
    expect(marked((await search(ann, q))[0]!.hits[0]!.parts)).toBe(shown)
    await ann.remove(recording.id)
  })

  test('title, people and tags are found, also together with a sentence', async () => {
    const recording = await addFinished(ann, 'names', [{ text: 'The budget is fine.', speaker: 'Grace Hopper' }], { title: 'Offsite planning', participants: ['Ada Lovelace'] })
    await change(ann, recording.id, { tags: ['Finanzen'] })
    for (const q of ['offsite', 'lovel', 'grace', 'finanz', 'offsite budget', 'finanzen ada budget']) expect(await found(ann, q), q).toEqual([recording.id])
    expect((await search(ann, 'offsite'))[0]).toMatchObject({ hits: [], moreHits: 0 })
    expect(marked((await search(ann, 'ada budget'))[0]!.hits[0]!.parts)).toBe('The [budget] is fine.')
    expect(await found(ann, 'offsite holiday')).toEqual([])
    await ann.remove(recording.id)
  })

  test('words may stand in different sentences of one recording: the best sentence is shown first, and a recording with all in one stands before', async () => {
    const apart = await addFinished(ann, 'apart', ['Nothing of it.', 'The walrus sings.', 'A walrus and a narwhal meet.', 'It snows in Bergen.'])
    const together = await addFinished(ann, 'together', ['In Bergen a walrus met a narwhal.'])
    const elsewhere = await addFinished(ann, 'elsewhere', ['Only the walrus, twice: walrus.'])
    const answer = await search(ann, 'bergen walrus narwhal')
    expect(answer.map(item => [item.recordingId, item.hits.map(hit => marked(hit.parts)), item.moreHits])).toEqual([
      [together.id, ['In [Bergen] a [walrus] met a [narwhal].'], 0],
      [apart.id, ['A [walrus] and a [narwhal] meet.', 'It snows in [Bergen].'], 0],
    ])
    expect(await found(ann, 'bergen "walrus sings"')).toEqual([apart.id])
    expect(await found(ann, 'bergen "sings walrus"')).toEqual([])
    for (const { id } of [apart, together, elsewhere]) await ann.remove(id)
  })

  test('of many sentences three are shown and the rest counted; what is named so comes first', async () => {
    const spoken = await addFinished(ann, 'spoken', Array.from({ length: 8 }, (_, index) => `Roadmap point ${index}`))
    const named = await addFinished(ann, 'named', ['Nothing here.'], { title: 'Roadmap' })
    const answer = await search(ann, 'roadmap')
    expect(answer.map(({ recordingId: id, hits, moreHits }) => [id, hits.length, moreHits])).toEqual([[named.id, 0, 0], [spoken.id, 3, 5]])
    for (const { id } of [spoken, named]) await ann.remove(id)
  })

  test('a hit tells the second of the video; what was cut away has none, and an edit moves it', async () => {
    const cues = [{ start: 12, end: 18, text: 'Alpha was cut.' }, { start: 25, end: 28, text: 'Beta stays.' }]
    const recording = await addFinished(ann, 'times', cues)
    const at = async (q: string) => (await search(ann, q))[0]!.hits[0]!.at
    // 10 to 20 s are cut, and a title card of 2 s stands in front.
    expect([await at('alpha'), await at('beta')]).toEqual([null, 17])
    await ann.call('PATCH', `/api/v1/recordings/${recording.id}/edit`, { undo: [{ start: 10, end: 20 }] })
    const claim = await stack.claim()
    const again = sampleResult(ann.id, recording.videoId!)
    const result = { ...again, transcript: { ...again.transcript, cues: cues.map(cue => ({ ...cue, speaker: null })) }, plan: { ...again.plan, keep: [{ start: 0, end: 900 }], cuts: [] } }
    expect((await claim.call('PUT', '/result', result)).status).toBe(204)
    await stack.consumer.settle(claim.lease, { kind: 'completed' })
    expect([await at('alpha'), await at('beta')]).toEqual([14, 27])
    await ann.remove(recording.id)
  })

  test('of a long speech the part with the word is shown, with the second at which that part begins', async () => {
    const text = `${'We talk about other things for a while. '.repeat(20)}Then the zeppelin lands. ${'And so it goes on. '.repeat(20)}`
    const recording = await addFinished(ann, 'long', [{ start: 0, end: 10, text }])
    const [hit] = (await search(ann, 'zeppelin'))[0]!.hits
    expect(marked(hit!.parts)).toContain('Then the [zeppelin] lands.')
    expect(marked(hit!.parts).length).toBeLessThan(260)
    expect(hit!.at).toBeCloseTo(2 + 10 * text.indexOf('Then') / text.length, 1)
    await ann.remove(recording.id)
  })

  test('nobody finds what is somebody else\'s, nor what lies in the bin or is gone', async () => {
    const recording = await addFinished(ann, 'private', ['The secret word is xylophone.'])
    expect(await found(bob, 'xylophone')).toEqual([])
    await ann.call('DELETE', `/api/v1/recordings/${recording.id}`)
    expect(await found(ann, 'xylophone')).toEqual([])
    await bulk(ann, { action: 'restore', ids: [recording.id] })
    expect(await found(ann, 'xylophone')).toEqual([recording.id])
    await ann.remove(recording.id)
    expect(await found(ann, 'xylophone')).toEqual([])
    expect((await stack.anybody('GET', '/api/v1/recordings/search?q=xylophone')).status).toBe(401)
  })

  test('39: whatever is typed is an answer and never FTS syntax', async () => {
    const recording = await addFinished(ann, 'fuzz', ['Near the AND of a column, NOT or.'])
    const signs = ['"', '""', '*', 'a*b', 'text:near', 'NEAR(', 'NEAR(a b, 2)', 'AND', 'OR', 'NOT', 'a AND', '(', ')', '^a', '-a', '+', '{', '}', ':', '\'', '\'; DROP TABLE cues; --', '%', '_', '\\', '\u0000', 'a\u0000b', '👍', '\u0301', '“', '»«', '\u202e', 'ﬁ', 'İ', 'ß', '会', ' '.repeat(3) + 'x']
    for (const q of signs) if (q.trim() !== '') await search(ann, q)
    for (let round = 0; round < 150; round += 1) await search(ann, Array.from({ length: 1 + randomInt(6) }, () => signs[randomInt(signs.length)]).join(randomInt(2) ? ' ' : '').slice(0, 199) + 'n')
    expect(await found(ann, 'text:near')).toEqual([])
    expect(await found(ann, 'NOT column')).toEqual([recording.id])
    for (const q of ['', ' ', 'x'.repeat(201)]) expect((await ann.call('GET', `/api/v1/recordings/search?q=${encodeURIComponent(q)}`)).status, q).toBe(400)
    await ann.remove(recording.id)
  })

  test('typed words become quoted strings of letters and digits', () => {
    expect(matchQuery(searchWords('plan "next week" x c++ plan'))).toBe('"plan"* AND "next week" AND "x" AND "c"')
    expect(matchQuery(searchWords('会議"'))).toBe('" 会  議 "*')
    for (const nothing of ['?! "" *', '\ud83d', '\u0301', '👍']) expect(searchWords(nothing)).toEqual([])
    expect(findWords('Ünder the under', searchWords('under'))).toEqual([{ start: 0, end: 5 }, { start: 10, end: 15 }])
    expect(excerptOf('No hit here', searchWords('zebra')).parts).toEqual([{ text: 'No hit here', isHit: false }])
  })
})

describe('names and tags', () => {
  test('a new name stays when the worker finds another title, and tags are kept once', async () => {
    const { recording } = await add(ann, 'renamed')
    const answer = await change(ann, recording.id, { title: ' My name ', tags: ['Sales', 'sales', ' Q3 '] })
    expect(await answer.json()).toMatchObject({ title: 'My name', tags: ['Sales', 'Q3'] })
    await finish(ann, recording.videoId!, ['Hello.'], { title: 'Name of the meeting' })
    expect(await read(ann, recording.id)).toMatchObject({ title: 'My name', tags: ['Sales', 'Q3'], state: 'ready' })
    await ann.remove(recording.id)
  })

  test('what is not right or not theirs is refused', async () => {
    const { recording } = await add(ann, 'refused')
    for (const body of [{ title: '' }, { title: 'x'.repeat(201) }, { tags: [''] }, { tags: Array.from({ length: 21 }, (_, index) => `t${index}`) }]) expect((await change(ann, recording.id, body)).status).toBe(400)
    expect((await change(bob, recording.id, { title: 'Mine' })).status).toBe(404)
    await ann.remove(recording.id)
  })
})

describe('several at once', () => {
  test('what is there is done, the rest is named', async () => {
    const [one, two, his] = [await add(ann, 'bulk1'), await add(ann, 'bulk2'), await add(bob, 'bulk3')]
    const [a, b, c] = [one.recording.id, two.recording.id, his.recording.id]
    await change(ann, b, { tags: Array.from({ length: 20 }, (_, index) => `tag ${index}`) })
    expect(await bulk(ann, { action: 'tag', ids: [a, a, b, c], add: ['New'], remove: [] })).toEqual({ done: [a], missing: [c], failed: [b], reason: 'A recording can have at most 20 tags.' })
    expect(await bulk(ann, { action: 'tag', ids: [a, b], add: ['Other'], remove: ['NEW', 'tag 0'] })).toMatchObject({ done: [a, b], failed: [] })
    expect((await read(ann, a)).tags).toEqual(['Other'])
    expect(await bulk(ann, { action: 'delete', ids: [a, c] })).toMatchObject({ done: [], failed: [a], missing: [c] })
    expect(await bulk(ann, { action: 'bin', ids: [a, b, c] })).toMatchObject({ done: [a, b], missing: [c] })
    expect(await ids(ann)).toEqual([])
    expect(await ids(bob)).toEqual([c])
    expect(await bulk(ann, { action: 'delete', ids: [a, b] })).toMatchObject({ done: [a, b] })
    expect(await ids(ann, '/bin')).toEqual([])
    for (const body of [{ action: 'bin', ids: [] }, { action: 'explode', ids: [a] }, { action: 'bin', ids: ['rec_x'] }]) expect((await ann.call('POST', '/api/v1/recordings/bulk', body)).status).toBe(400)
    await bob.remove(c)
  })
})

describe('the bin', () => {
  test('what is put there is shut for others at once, and comes back as it was', async () => {
    const recording = await addFinished(ann, 'binned', ['Hello.'])
    const opened = async () => (await Promise.all([`/api/v1/share/${recording.shareToken}`, `/s/${recording.shareToken}/video.mp4`].map(path => stack.anybody('GET', path)))).map(answer => answer.status)
    expect(await opened()).toEqual([200, 200])
    expect((await ann.call('DELETE', `/api/v1/recordings/${recording.id}`)).status).toBe(204)
    expect(await opened()).toEqual([404, 404])
    expect(await ids(ann)).toEqual([])
    expect((await list(ann, '/bin'))[0]).toMatchObject({ id: recording.id, binnedAt: expect.any(String) as string })
    expect(await ids(bob, '/bin')).toEqual([])
    for (const [method, path, body] of [['PATCH', '/edit', { length: 'full' }], ['POST', '/retry', undefined]] as const) expect((await ann.call(method, `/api/v1/recordings/${recording.id}${path}`, body)).status).toBe(409)
    expect(await bulk(bob, { action: 'restore', ids: [recording.id] })).toMatchObject({ missing: [recording.id] })
    expect(await bulk(ann, { action: 'restore', ids: [recording.id] })).toMatchObject({ done: [recording.id] })
    expect(await opened()).toEqual([200, 200])
    expect(await read(ann, recording.id)).toEqual(recording)
    await ann.remove(recording.id)
  })

  test('a waiting conversion is cancelled, and goes on when it is taken out', async () => {
    const { recording } = await add(ann, 'held')
    await bulk(ann, { action: 'bin', ids: [recording.id] })
    expect((await stack.deps.queue.read(recording.job!.id))?.status).toBe('cancelled')
    await bulk(ann, { action: 'restore', ids: [recording.id] })
    expect(await read(ann, recording.id)).toMatchObject({ state: 'queued', binnedAt: null, job: { status: 'pending' } })
    await ann.remove(recording.id)
  })

  test('one that a worker is at goes on too; that worker\'s claim is lost', async () => {
    const { recording } = await add(ann, 'held-running')
    const claim = await stack.claim()
    await bulk(ann, { action: 'bin', ids: [recording.id] })
    await bulk(ann, { action: 'restore', ids: [recording.id] })
    expect((await claim.call('GET')).status).toBe(409)
    expect(await read(ann, recording.id)).toMatchObject({ state: 'queued', job: { status: 'pending' } })
    await ann.remove(recording.id)
  })

  test('what a person had cancelled stays so', async () => {
    const { recording } = await add(ann, 'not-held')
    await ann.call('POST', `/api/v1/recordings/${recording.id}/cancel`)
    await bulk(ann, { action: 'bin', ids: [recording.id] })
    await bulk(ann, { action: 'restore', ids: [recording.id] })
    expect((await read(ann, recording.id)).state).toBe('cancelled')
    await ann.remove(recording.id)
  })

  test('adding its source again takes it out', async () => {
    const recording = await addFinished(ann, 'again', ['Hello.'])
    await ann.call('DELETE', `/api/v1/recordings/${recording.id}`)
    expect(await add(ann, 'again')).toMatchObject({ alreadyThere: true, recording: { id: recording.id, state: 'ready', binnedAt: null } })
    expect((await stack.anybody('GET', `/api/v1/share/${recording.shareToken}`)).status).toBe(200)
    await ann.remove(recording.id)
  })

  test('after thirty days it is gone with its files, and one broken user stops nobody', async () => {
    const [old, young] = [await addFinished(ann, 'old', ['Hello.']), await add(ann, 'young')]
    await bulk(ann, { action: 'bin', ids: [old.id, young.recording.id] })
    const day = 24 * 3600_000
    const binDays = 30
    const database = await stack.deps.userDatabases.open(ann.id)
    database.transact(db => updateRecording(db, recordingId.parse(old.id), { binnedAt: new Date(Date.now() - (binDays + 1) * day).toISOString() }))
    const { files } = sampleResult(ann.id, old.videoId!)
    expect(await stack.deps.store.stat(files.video)).not.toBeNull()
    const broken = { ...stack.deps.userDatabases, listUsers: async () => [bob.id, ...await stack.deps.userDatabases.listUsers()], open: (id: typeof ann.id) => id === bob.id ? Promise.reject(new Error('broken')) : stack.deps.userDatabases.open(id) }
    await sweepBins({ ...stack.deps, userDatabases: broken }, new Date())
    expect(await stack.deps.store.stat(files.video)).toBeNull()
    expect(database.read(db => findRecording(db, recordingId.parse(old.id)))).toBeNull()
    expect(await ids(ann, '/bin')).toEqual([young.recording.id])
    await sweepBins(stack.deps, new Date(Date.now() + (binDays - 1) * day))
    expect(await ids(ann, '/bin')).toEqual([young.recording.id])
    await sweepBins(stack.deps, new Date(Date.now() + (binDays + 1) * day))
    expect(await ids(ann, '/bin')).toEqual([])
  })

  test('after as many days as the operator says it is gone', async () => {
    const day = 24 * 3600_000
    const { recording } = await add(ann, 'three-days')
    await bulk(ann, { action: 'bin', ids: [recording.id] })
    const deps = { ...stack.deps, config: { ...stack.deps.config, BIN_DAYS: 3 } }
    await sweepBins(deps, new Date(Date.now() + 2 * day))
    expect(await ids(ann, '/bin')).toEqual([recording.id])
    await sweepBins(deps, new Date(Date.now() + 4 * day))
    expect(await ids(ann, '/bin')).toEqual([])
  })
})

describe('what is not kept for ever', () => {
  const day = 24 * 3600_000
  const inDays = (days: number) => new Date(Date.now() + days * day)
  const withKeeping = (days: Partial<Record<'KEEP_RECORDINGS_DAYS' | 'KEEP_VIEWS_DAYS' | 'KEEP_MAILS_DAYS', number>>) => ({ ...stack.deps, config: { ...stack.deps.config, ...days } })

  test('is kept for ever as long as the operator does not say otherwise', async () => {
    const recording = await addFinished(ann, 'for-ever', ['Hello.'])
    await applyRetention(stack.deps, inDays(10_000))
    expect(await ids(ann)).toEqual([recording.id])
  })

  test('goes into the bin when nobody changed it for long; what is being made or was taken out again does not', async () => {
    const old = await addFinished(ann, 'unchanged', ['Hello.'])
    const waiting = await add(ann, 'waiting')
    const deps = withKeeping({ KEEP_RECORDINGS_DAYS: 90 })
    await applyRetention(deps, inDays(89))
    expect(await ids(ann, '/bin')).toEqual([])
    await applyRetention(deps, inDays(91))
    expect(await ids(ann, '/bin')).toEqual([old.id])
    expect(await ids(ann)).toEqual([waiting.recording.id])
    const database = await stack.deps.userDatabases.open(ann.id)
    database.transact(db => db.update(recordings).set({ updatedAt: inDays(-100).toISOString() }).run())
    await bulk(ann, { action: 'restore', ids: [old.id] })
    await applyRetention(deps, new Date())
    expect(await ids(ann)).toContain(old.id)
  })

  test('views and mails are forgotten after their days, and only those', async () => {
    const recording = await addFinished(ann, 'watched', ['Hello.'])
    const database = await stack.deps.userDatabases.open(ann.id)
    const at = (days: number) => inDays(-days).toISOString()
    database.transact(db => {
      for (const [id, days] of [['old', 40], ['new', 20]] as const) {
        db.insert(views).values({ id, videoId: videoId.parse(recording.videoId), visitor: 'somebody', startedAt: at(days), lastAt: at(days) }).run()
        db.insert(mails).values({ id, jobId: id as JobId, toAddress: 'a@example.com', subject: '', html: '', text: '', delivery: 'outbox', createdAt: at(days) }).run()
      }
    })
    const left = () => database.read(db => [db.select({ id: views.id }).from(views).all(), db.select({ id: mails.id }).from(mails).where(inArray(mails.id, ['old', 'new'])).all()].map(rows => rows.map(({ id }) => id).sort()))
    await applyRetention(withKeeping({ KEEP_VIEWS_DAYS: 30 }), new Date())
    expect(left()).toEqual([['new'], ['new', 'old']])
    await applyRetention(withKeeping({ KEEP_MAILS_DAYS: 30 }), new Date())
    expect(left()).toEqual([['new'], ['new']])
  })
})
