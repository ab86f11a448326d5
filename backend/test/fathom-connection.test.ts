import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { FathomMeetingPage, RecordingSummary } from '@f2l/common/contracts/api.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'

/** Two keys, each with an account of its own: Ann's has twelve meetings on two pages, Bob's one. */
const keys = { ann: 'ann-key-of-fathom-canary-1234', bob: 'bob-key-of-fathom-canary-9876' }
const meetingsOf: Record<string, number[]> = { [keys.ann]: Array.from({ length: 12 }, (_, index) => 100 + index), [keys.bob]: [500] }
const revoked = new Set<string>()
let fathom: Server
let stack: ProductStack
let ann: Person
let bob: Person

beforeAll(async () => {
  const app = express().get('/external/v1/meetings', (request, response) => {
    const mine = revoked.has(request.get('x-api-key') ?? '') ? undefined : meetingsOf[request.get('x-api-key') ?? '']
    if (!mine) return void response.status(401).json({})
    const start = Number(request.query['cursor'] ?? 0)
    const items = mine.slice(start, start + 10).map(id => ({
      recording_id: id, title: `Meeting ${id}`, url: `https://fathom.video/calls/${id}77`, share_url: `https://fathom.video/share/token${id}`,
      recording_start_time: '2026-01-15T10:00:00Z', recording_end_time: '2026-01-15T10:30:00Z', recorded_by: { name: 'Ann', email: 'ann@example.com' },
    }))
    response.json({ limit: 10, next_cursor: start + 10 < mine.length ? String(start + 10) : null, items })
  })
  fathom = app.listen(0, '127.0.0.1')
  await once(fathom, 'listening')
  stack = await startProductStack({ FATHOM_API_URL: `http://127.0.0.1:${(fathom.address() as AddressInfo).port}/external/v1` })
})
beforeEach(async () => {
  revoked.clear()
  ;[ann, bob] = await Promise.all([stack.signUp('Ann'), stack.signUp('Bob')])
})
afterAll(async () => {
  await stack?.stop()
  fathom?.closeAllConnections()
  fathom?.close()
})

const connect = (person: Person, apiKey: string) => person.call('PUT', '/api/v1/fathom', { apiKey })
const codeOf = async (answer: Response) => `${answer.status} ${(await answer.json() as { error: { code: string } }).error.code}`
const meetings = async (person: Person, query = '') => await (await person.call('GET', `/api/v1/fathom/meetings${query}`)).json() as FathomMeetingPage
const recordingOf = async (answer: Response) => (await answer.json() as { recording: RecordingSummary }).recording

test('a key is tried before it is kept, and only its last four characters are ever shown', async () => {
  expect(await (await ann.call('GET', '/api/v1/fathom')).json()).toEqual({ isConnected: false, lastFour: null, checkedAt: null, error: null })
  const answer = await connect(ann, ` ${keys.ann} `)
  const shown = await answer.text()
  expect(JSON.parse(shown)).toMatchObject({ isConnected: true, lastFour: '1234', error: null })
  const everything = shown + await (await ann.call('GET', '/api/v1/fathom')).text() + await (await ann.call('GET', '/api/v1/fathom/meetings')).text()
  expect(everything).not.toContain('canary')
})

test('on disk there is no trace of the key', async () => {
  await connect(ann, keys.ann)
  const folder = join(stack.folder, 'dbs')
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes('canary')).toBe(false)
})

test('a key that Fathom refuses is not kept, and the sentence does not repeat it', async () => {
  const answer = await connect(ann, 'wrong-canary-key')
  const body = await answer.text()
  expect(answer.status).toBe(422)
  expect(body).toContain('fathom.key_refused')
  expect(body).not.toContain('canary')
  expect(await codeOf(await connect(ann, 'canary\r\nX-Evil: 1'))).toBe('422 fathom.key_refused')
  expect(await codeOf(await connect(ann, 'short'))).toBe('400 input.invalid')
  expect(await (await ann.call('GET', '/api/v1/fathom')).json()).toMatchObject({ isConnected: false })
})

test('a wrong new key leaves the working old one in place', async () => {
  await connect(ann, keys.ann)
  await connect(ann, 'wrong-canary-key')
  expect(await (await ann.call('GET', '/api/v1/fathom')).json()).toMatchObject({ isConnected: true, lastFour: '1234', error: null })
})

test('meetings come page by page, each person\'s own, with those marked that are recordings already', async () => {
  await connect(ann, keys.ann)
  await connect(bob, keys.bob)
  const byShare = await recordingOf(await ann.call('POST', '/api/v1/recordings', { url: 'https://fathom.video/share/token101' }))
  const byAccount = await recordingOf(await ann.call('POST', '/api/v1/recordings/from-fathom', { fathomRecordingId: 102 }))
  const page = await meetings(ann)
  expect(page.items).toHaveLength(10)
  expect(page.items[0]).toMatchObject({ fathomRecordingId: 100, title: 'Meeting 100', recordedAt: '2026-01-15T10:00:00.000Z', durationSeconds: 1800, shareUrl: 'https://fathom.video/share/token100', recordingId: null })
  expect([page.items[1]!.recordingId, page.items[2]!.recordingId]).toEqual([byShare.id, byAccount.id])
  const second = await meetings(ann, `?cursor=${page.nextCursor}`)
  expect([second.items.length, second.nextCursor]).toEqual([2, null])
  expect((await meetings(bob)).items.map(meeting => meeting.fathomRecordingId)).toEqual([500])
  expect(JSON.stringify(page)).not.toContain('@')
})

test('a meeting whose recording came to nothing can be picked again', async () => {
  await connect(ann, keys.ann)
  const byShare = await recordingOf(await ann.call('POST', '/api/v1/recordings', { url: 'https://fathom.video/share/token103' }))
  expect((await meetings(ann)).items[3]!.recordingId).toBe(byShare.id)
  await ann.call('POST', `/api/v1/recordings/${byShare.id}/cancel`)
  expect((await meetings(ann)).items[3]!.recordingId).toBeNull()
  const byAccount = await recordingOf(await ann.call('POST', '/api/v1/recordings/from-fathom', { fathomRecordingId: 103 }))
  expect((await meetings(ann)).items[3]!.recordingId).toBe(byAccount.id)
})

test('a meeting of the account becomes a recording whose worker gets the key, and nobody else does', async () => {
  await connect(ann, keys.ann)
  const answer = await ann.call('POST', '/api/v1/recordings/from-fathom', { fathomRecordingId: 111 })
  expect(answer.status).toBe(201)
  const recording = await recordingOf(answer)
  expect(recording).toMatchObject({ title: 'Meeting 111', source: 'fathom-account', recordedAt: '2026-01-15T10:00:00.000Z' })
  expect((await ann.call('POST', '/api/v1/recordings/from-fathom', { fathomRecordingId: 111 })).status).toBe(200)
  let claim = await stack.claim()
  while (claim.job.userId !== ann.id) claim = await stack.claim()
  await claim.call('PATCH', '', { downloadId: 'd1' })
  const work = await claim.call('GET')
  expect(work.headers.get('cache-control')).toBe('no-store')
  expect(await work.json()).toMatchObject({ source: { kind: 'fathom-account', fathomRecordingId: 111, apiKey: keys.ann, downloadId: 'd1' } })
  expect(await (await ann.call('GET', `/api/v1/recordings/${recording.id}`)).text()).not.toContain('canary')
})

test('a link to a call is looked up in the person\'s own account', async () => {
  const paste = (person: Person) => person.call('POST', '/api/v1/recordings', { url: 'https://fathom.video/calls/11177?timestamp=3' })
  expect(await codeOf(await paste(ann))).toBe('400 link.needs_account')
  await connect(ann, keys.ann)
  expect(await recordingOf(await paste(ann))).toMatchObject({ title: 'Meeting 111', source: 'fathom-account' })
  await connect(bob, keys.bob)
  expect(await codeOf(await paste(bob))).toBe('404 fathom.recording_not_found')
})

test('a key that stopped working is shown as such, and a new one heals it', async () => {
  await connect(ann, keys.ann)
  revoked.add(keys.ann)
  expect(await codeOf(await ann.call('GET', '/api/v1/fathom/meetings'))).toBe('422 fathom.key_refused')
  expect(await (await ann.call('GET', '/api/v1/fathom')).json()).toMatchObject({ isConnected: true, error: expect.stringContaining('Fathom') })
  revoked.clear()
  expect(await (await connect(ann, keys.ann)).json()).toMatchObject({ error: null })
})

test('after disconnecting the key is gone, for the list and for a worker', async () => {
  await connect(ann, keys.ann)
  await ann.call('POST', '/api/v1/recordings/from-fathom', { fathomRecordingId: 103 })
  expect((await ann.call('DELETE', '/api/v1/fathom')).status).toBe(204)
  expect(await codeOf(await ann.call('GET', '/api/v1/fathom/meetings'))).toBe('409 fathom.not_connected')
  expect(await codeOf(await ann.call('POST', '/api/v1/recordings/from-fathom', { fathomRecordingId: 104 }))).toBe('409 fathom.not_connected')
  let claim = await stack.claim()
  while (claim.job.userId !== ann.id) claim = await stack.claim()
  expect(await codeOf(await claim.call('GET'))).toBe('409 fathom.not_connected')
})
