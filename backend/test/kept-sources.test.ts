import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RecordingDetail, RecordingSummary } from '@f2l/common/contracts/api.ts'
import { objectKey, recordingId, type ObjectKey } from '@f2l/common/contracts/ids.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import { applyRetention } from '../src/library/apply-retention.ts'
import { readRecording } from '../src/recordings/recording-rows.ts'
import { sourceKeysOf } from '../src/recordings/source-gone.ts'
import { storedBytes } from '../src/recordings/storage-room.ts'
import { sweepUnnamed } from '../src/recordings/sweep-unnamed.ts'
import { settleWith } from './finished-video.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'
import { sampleResult, videoBytes } from './sample-result.ts'

const day = 24 * 3600_000
const inDays = (days: number) => new Date(Date.now() + days * day)
let stack: ProductStack
let ann: Person
beforeAll(async () => {
  stack = await startProductStack()
  ann = await stack.signUp('Ann')
})
afterAll(() => stack?.stop())

const keepFor = (days: number) => ({ ...stack.deps, config: { ...stack.deps.config, KEEP_SOURCES_DAYS: days } })
const codeOf = async (answer: Response) => `${answer.status} ${(await answer.json() as { error: { code: string } }).error.code}`
const detail = async (id: string) => await (await ann.call('GET', `/api/v1/recordings/${id}`)).json() as RecordingDetail
const edit = (id: string, body: unknown) => ann.call('PATCH', `/api/v1/recordings/${id}/edit`, body)
/** As the settings tell it. */
const usedBytes = () => storedBytes(stack.deps, ann.id)
const isThere = async (key: ObjectKey) => await stack.deps.store.stat(key) !== null

/** A video of an uploaded recording with its transcript. */
async function finished(content: string): Promise<{ recording: RecordingSummary; sources: ObjectKey[] }> {
  const form = new FormData()
  form.append('media', new File([Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom'), Buffer.from(content.repeat(400))])], 'call.mp4'))
  form.append('transcript', new File(['WEBVTT\n\n00:00.000 --> 00:01.000\nHello.\n'], 'call.vtt'))
  const added = await ann.call('POST', '/api/v1/recordings/upload', form)
  expect(added.status).toBeLessThan(300)
  const { recording: { id } } = await added.json() as { recording: RecordingSummary }
  await handIn()
  const row = (await stack.deps.userDatabases.open(ann.id)).read(db => readRecording(db, recordingId.parse(id)).recording)
  return { recording: (await detail(id)).recording, sources: sourceKeysOf(row) }
}

async function handIn(place = 'a1'): Promise<void> {
  const claim = await stack.claim()
  const work = await (await claim.call('GET')).json() as { videoId: string }
  const sample = sampleResult(ann.id, work.videoId)
  const files = Object.fromEntries(Object.entries(sample.files).map(([role, key]) => [role, key && objectKey.parse(key.replace('/a1/', `/${place}/`))])) as typeof sample.files
  await settleWith(stack, claim, { ...sample, files })
}

describe('a recording as it came in', () => {
  test('is kept for ever as long as the operator does not say otherwise', async () => {
    const { recording, sources } = await finished('kept')
    expect(sources).toHaveLength(2)
    await applyRetention(stack.deps, inDays(10_000))
    expect(await Promise.all(sources.map(isThere))).toEqual([true, true])
    expect((await detail(recording.id)).recording.isSourceGone).toBe(false)
    expect((await ann.remove(recording.id)).status).toBe(204)
  })

  test('is deleted so many days after its video was made; page and link go on, less is stored, and making it again is refused in one sentence', async () => {
    const { recording, sources } = await finished('old')
    const before = await usedBytes()
    await applyRetention(keepFor(30), inDays(29))
    expect(await Promise.all(sources.map(isThere))).toEqual([true, true])
    await applyRetention(keepFor(30), inDays(31))
    expect(await Promise.all(sources.map(isThere))).toEqual([false, false])
    expect(await usedBytes()).toBeLessThan(before - 1000)
    const told = await detail(recording.id)
    expect(told).toMatchObject({ recording: { state: 'ready', isSourceGone: true }, page: { title: recording.title } })
    const played = await stack.anybody('GET', `/s/${recording.shareToken}/video.mp4`)
    expect(Buffer.from(await played.arrayBuffer()).equals(videoBytes)).toBe(true)
    expect((await stack.anybody('GET', `/s/${recording.shareToken}`)).status).toBe(200)

    const path = `/api/v1/recordings/${recording.id}`
    const answers = [edit(recording.id, { length: 'full' }), ann.call('POST', `${path}/edit/forecast`, { length: 'full' }), ann.call('POST', `${path}/edit/frame`, { edit: {}, at: 1 }), ann.call('POST', `${path}/source-link`), ann.call('POST', `${path}/retry`)]
    expect(await Promise.all((await Promise.all(answers)).map(codeOf))).toEqual(Array<string>(5).fill('410 source.gone'))
    expect((await detail(recording.id)).edit).toEqual(told.edit)
    expect((await stack.anybody('GET', `/s/${recording.shareToken}/source`)).status).toBe(404)

    // What needs no new video goes on.
    const chapters = [{ start: 0, title: 'Named anew' }]
    expect(await (await edit(recording.id, { chapters })).json()).toEqual({ job: null })
    expect((await detail(recording.id)).page!.chapters).toMatchObject([{ title: 'Named anew' }])
    expect((await ann.remove(recording.id)).status).toBe(204)
  })

  test('stays while its video is being made again, and counts anew from there', async () => {
    const { recording, sources } = await finished('again')
    expect((await edit(recording.id, { length: 'full' })).status).toBe(200)
    await applyRetention(keepFor(30), inDays(31))
    expect(await isThere(sources[0]!)).toBe(true)
    await handIn('b2')
    const file = join(stack.folder, 'objects', `users/${ann.id}/videos/${recording.videoId}/b2/video.mp4`)
    await utimes(file, inDays(20), inDays(20))
    await applyRetention(keepFor(30), inDays(49))
    expect(await isThere(sources[0]!)).toBe(true)
    await applyRetention(keepFor(30), inDays(51))
    expect(await isThere(sources[0]!)).toBe(false)
    expect((await ann.remove(recording.id)).status).toBe(204)
  })

  test('whose row was written when the power went is swept as what nobody names', async () => {
    const { recording, sources } = await finished('crash')
    const store = Object.create(stack.deps.store, { delete: { value: () => Promise.reject(new Error('the power is off')) } }) as ObjectStore
    await applyRetention({ ...keepFor(1), store }, inDays(2))
    expect((await detail(recording.id)).recording.isSourceGone).toBe(true)
    await sweepUnnamed(stack.deps, inDays(1), 0)
    expect(await Promise.all(sources.map(isThere))).toEqual([false, false])
    expect((await stack.anybody('GET', `/s/${recording.shareToken}/video.mp4`)).status).toBe(200)
  })
})
