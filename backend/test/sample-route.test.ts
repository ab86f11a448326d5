import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { objectKey } from '@f2l/common/contracts/ids.ts'
import { parseTranscript } from '@f2l/common/transcript-formats/parse-transcript.ts'
import { updateRecording } from '../src/recordings/recording-rows.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'

let stack: ProductStack
beforeAll(async () => { stack = await startProductStack() })
afterAll(() => stack?.stop())

const media = new URL('../../demo/media/sample-meeting.mp4', import.meta.url)

async function ask(person: Person): Promise<{ status: number; recording: RecordingSummary }> {
  const answer = await person.call('POST', '/api/v1/recordings/sample')
  return { status: answer.status, recording: (await answer.json() as { recording: RecordingSummary }).recording }
}

async function keysOf(person: Person): Promise<string[]> {
  const keys: string[] = []
  for await (const key of stack.deps.store.list(`users/${person.id}/`)) keys.push(key)
  return keys
}

test('one click puts the sample meeting in line with its transcript and its length, before any worker has seen it', async () => {
  const ann = await stack.signUp('Ann')
  const { status, recording } = await ask(ann)
  expect(status).toBe(201)
  expect(recording).toMatchObject({ state: 'queued', source: 'upload', job: { status: 'pending' } })
  expect(recording.sourceSeconds).toBeGreaterThan(60)
  const claim = await stack.claim()
  const work = await (await claim.call('GET')).json() as { source: { mediaKey: string; transcriptKey: string } }
  expect(await buffer(await stack.deps.store.read(objectKey.parse(work.source.mediaKey)))).toEqual(await readFile(media))
  expect(parseTranscript(await buffer(await stack.deps.store.read(objectKey.parse(work.source.transcriptKey)))).cues.length).toBeGreaterThan(20)
  await ann.call('DELETE', `/api/v1/recordings/${recording.id}`)
})

test('many clicks at once are one recording, and leave no second copy of its files', async () => {
  const ann = await stack.signUp('Ann')
  const answers = await Promise.all(Array.from({ length: 4 }, () => ask(ann)))
  expect(new Set(answers.map(answer => answer.recording.id)).size).toBe(1)
  expect(answers.filter(answer => answer.status === 201)).toHaveLength(1)
  expect((await ask(ann)).status).toBe(200)
  expect(await keysOf(ann)).toHaveLength(2)
})

test('a sample that was cancelled is started again, and one in the bin comes out of it', async () => {
  const ann = await stack.signUp('Ann')
  const { recording } = await ask(ann)
  await ann.call('POST', `/api/v1/recordings/${recording.id}/cancel`)
  ;(await stack.deps.userDatabases.open(ann.id)).transact(db => updateRecording(db, recording.id, { binnedAt: new Date().toISOString() }))
  expect((await ask(ann)).recording).toMatchObject({ id: recording.id, state: 'queued', binnedAt: null })
})

test('each person has a sample of their own, and a guest gets none', async () => {
  const [ann, bob] = [await stack.signUp('Ann'), await stack.signUp('Bob')]
  const [hers, his] = [await ask(ann), await ask(bob)]
  expect(his.status).toBe(201)
  expect(his.recording.id).not.toBe(hers.recording.id)
  expect((await ann.call('GET', `/api/v1/recordings/${his.recording.id}`)).status).toBe(404)
  expect((await stack.anybody('POST', '/api/v1/recordings/sample')).status).toBe(401)
})

test('the container image has the sample, too', async () => {
  const ignored = await readFile(new URL('../../.dockerignore', import.meta.url), 'utf8')
  expect(ignored).not.toMatch(/demo|media|mp4/)
  expect(await readFile(new URL('../../Dockerfile', import.meta.url), 'utf8')).toContain('COPY . .')
})
