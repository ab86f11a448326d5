import { createServer } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFathomApi, type FathomApi } from '@f2l/common/fathom/api-client.ts'
import { notesOfMeeting } from '@f2l/common/fathom/meeting.ts'
import { readSharePage } from '@f2l/common/fathom/share-page.ts'
import { readFathomWebhook } from '@f2l/common/fathom/webhook.ts'
import { makeSafeFetch, type SafeFetch } from '@f2l/common/safe-fetch.ts'
import { startOfflineFathom, type OfflineFathom } from '../src/offline-fathom.ts'
import { makeClip } from './make-clip.ts'
import { offlineMeeting } from './offline-meetings.ts'

let folder: string
let fathom: OfflineFathom
let fetch: SafeFetch
let mediaPath: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offline-fathom-test-'))
  mediaPath = join(folder, 'clip.mp4')
  await makeClip(mediaPath, { seconds: 4 })
  const special = [
    offlineMeeting(mediaPath, 101, { transcriptOnPage: 'copy' }), offlineMeeting(mediaPath, 102, { share: 'sign-in' }), offlineMeeting(mediaPath, 103, { share: 'dead' }),
    offlineMeeting(mediaPath, 104, { videoOnPage: 'missing' }), offlineMeeting(mediaPath, 105, { download: 'share-limited' }), offlineMeeting(mediaPath, 106, { download: 'no-media' }),
    offlineMeeting(mediaPath, 107, { download: 'fails' }), offlineMeeting(mediaPath, 108, { isAudioOnly: true }), offlineMeeting(mediaPath, 109, { transcriptOnPage: 'none' }),
  ]
  const plain = Array.from({ length: 14 }, (_, index) => offlineMeeting(mediaPath, index + 1))
  fathom = await startOfflineFathom({ meetings: [...plain, ...special], apiKeys: ['good-key', 'other-key', 'limited-key'], downloadDelaySeconds: 0.4, segmentSeconds: 1, limits: { downloads: 8 } })
  fetch = makeSafeFetch({ trustedOrigins: [fathom.url] })
})
afterAll(async () => {
  await fetch?.close()
  await fathom?.stop()
  await rm(folder, { recursive: true, force: true })
})

const api = (apiKey = 'good-key'): FathomApi => makeFathomApi({ baseUrl: fathom.apiUrl, apiKey, fetch, maxWaitSeconds: 0 })
const read = (token: string): ReturnType<typeof readSharePage> => readSharePage(`${fathom.shareUrl}/share/${token}`, { fetch, shareUrl: fathom.shareUrl })

test('a share page gives video, notes and the page\'s own transcript with its fractions', async () => {
  const meeting = await read('token-1')
  expect(meeting.videoUrl).toBe(`${fathom.shareUrl}/share/token-1/video.m3u8`)
  expect(meeting.notes).toMatchObject({ title: 'Plans & "quotes" <1>', participants: ['Anna Smith', 'Bob Lee'], recordedAt: '2026-01-01T00:00:00.000Z' })
  expect(meeting.notes.summaryMarkdown).toBe('## Takeaways\n- [first](?t=2.5) and [other](https://example.com/?timestamp=1)')
  expect(meeting.notes.actionItems).toEqual([{ text: 'Write it down', at: 4, assignee: 'Bob Lee', isDone: false }])
  expect(meeting.transcript).toMatchObject({ origin: 'fathom-page', hasMeasuredEnds: true })
  expect(meeting.transcript!.cues[1]).toEqual({ start: 2.9, end: 6.25, speaker: 'Bob Lee', text: 'Thanks, it\'s "good" to be here.' })
  expect(JSON.stringify(meeting)).not.toContain('@example.com')
})

test('without cues on the page the copied transcript is read, with ends estimated', async () => {
  const { transcript } = await read('token-101')
  expect(transcript).toMatchObject({ origin: 'fathom-copy', hasMeasuredEnds: false })
  expect(transcript!.cues.map(({ start, end, speaker }) => [start, end, speaker])).toEqual([[0, 2, 'Anna Smith'], [2, 2 + 6 / 2.2 + 1, 'Bob Lee'], [7, 7 + 3 / 2.2 + 1, 'Anna Smith']])
  expect((await read('token-109')).transcript).toBeNull()
})

test.each([
  ['token-102', 'link.sign_in_required'], ['token-103', 'link.dead'], ['never-there', 'link.dead'], ['token-104', 'link.unreadable_page'],
])('the share link %s fails with %s', async (token, code) => {
  await expect(read(token)).rejects.toMatchObject({ code })
})

test('pages that Fathom changed are an error, never a crash', async () => {
  let html = ''
  const server = createServer((request, response) => { response.end(request.url!.startsWith('/oembed') ? '{}' : html) })
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  const shareUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const own = makeSafeFetch({ trustedOrigins: [shareUrl] })
  const codeFor = (page: string): Promise<unknown> => {
    html = page
    return readSharePage(`${shareUrl}/share/x`, { fetch: own, shareUrl }).then(found => found.videoUrl, (error: { code: string }) => error.code)
  }
  const page = (props: unknown): string => `<div id="app" data-page="${JSON.stringify({ component: 'page-call-detail', props }).replaceAll('"', '&quot;')}"></div>`
  expect(await codeFor('<html>something else</html>')).toBe('link.sign_in_required')
  expect(await codeFor('<div id="app" data-page="{broken"></div>')).toBe('link.sign_in_required')
  expect(await codeFor(page({}))).toBe('link.unreadable_page')
  expect(await codeFor(page({ call: 'none' }))).toBe('link.unreadable_page')
  expect(await codeFor(page({ call: { video_url: 5 } }))).toBe('link.unreadable_page')
  expect(await codeFor(page({ call: { video_url: '/v.m3u8', title: 7, speakers: [null, 3] }, duration: 'x', transcriptCues: [[null, { text: 5 }], 'x'], actionItems: {} }))).toBe(`${shareUrl}/v.m3u8`)
  await own.close()
  server.close()
})

test('the API lists ten meetings a page, newest first, and finds one by its id or by a link with another number', async () => {
  const first = await api().listMeetings()
  expect(first.items).toHaveLength(10)
  expect(first.items[0]!.recording_id).toBe(109)
  const found = await api().findMeeting({ recordingId: 3 }, ['action_items'])
  expect(found).toMatchObject({ recording_id: 3, transcript: null })
  expect(notesOfMeeting(found!, fathom.shareUrl)).toMatchObject({ title: 'Plans & "quotes" <3>', participants: ['Anna Smith', 'Bob Lee'], actionItems: [{ text: 'Write it down', at: 4, assignee: 'Bob Lee', isDone: false }] })
  expect(await api().findMeeting({ url: 'https://fathom.video/calls/900002?timestamp=4' })).toMatchObject({ recording_id: 2 })
  expect(await api().findMeeting({ url: 'https://fathom.video/share/token-1/' })).toMatchObject({ recording_id: 1 })
  expect(await api().findMeeting({ recordingId: 4242 })).toBeNull()
})

test('the API\'s transcript has whole seconds and estimated ends', async () => {
  const transcript = await api().readTranscript(1, 'unknown')
  expect(transcript).toMatchObject({ origin: 'fathom-api', language: null, hasMeasuredEnds: false })
  expect(transcript!.cues.map(each => each.start)).toEqual([0, 2, 7])
  expect(await api().readSummary(1)).toContain('Takeaways')
})

test('a wrong key is refused, also one that no header can carry, and never told in the error', async () => {
  for (const key of ['wrong-canary', 'canary\r\nx: y', 'canary–dash']) {
    const failure = await api(key).checkKey().catch((error: unknown) => error as Error)
    expect(failure).toMatchObject({ code: 'fathom.key_refused' })
    expect((failure as Error).message).not.toContain('canary')
  }
})

test('a download takes its time, is fetched with Range, and expires', async () => {
  const started = await api('other-key').requestDownload(1)
  expect(started).toMatchObject({ status: 'processing', media: null })
  await expect.poll(async () => (await api('other-key').readDownload(1, started.downloadId)).status, { interval: 200 }).toBe('completed')
  const done = await api('other-key').readDownload(1, started.downloadId)
  const part = await fetch.request(done.media!.url, { headers: { range: 'bytes=4-7' } })
  expect([part.status, await part.text()]).toEqual([206, 'ftyp'])
  expect((await fetch.request(`${done.media!.url}0`)).status).toBe(403)
  fathom.expireDownloads()
  expect((await api('other-key').readDownload(1, started.downloadId)).status).toBe('expired')
  expect((await fetch.request(done.media!.url)).status).toBe(403)
})

test('each refusal of a download has its own code', async () => {
  await expect(api('other-key').requestDownload(105)).rejects.toMatchObject({ code: 'fathom.share_limited' })
  await expect(api('other-key').requestDownload(106)).rejects.toMatchObject({ code: 'fathom.no_media' })
  await expect(api('other-key').requestDownload(4242)).rejects.toMatchObject({ code: 'fathom.recording_not_found' })
  const failing = await api('other-key').requestDownload(107)
  const audio = await api('other-key').requestDownload(108)
  await expect.poll(async () => (await api('other-key').readDownload(107, failing.downloadId)).status, { interval: 200 }).toBe('failed')
  expect((await api('other-key').readDownload(108, audio.downloadId)).media).toMatchObject({ kind: 'audio' })
})

test('rate limits are told in headers, and the client passes on how long to wait', async () => {
  const limited = api('limited-key')
  let failure: unknown
  for (let calls = 0; calls < 31 && failure === undefined; calls++) failure = await limited.readSummary(1).then(() => undefined, (error: unknown) => error)
  expect(failure).toMatchObject({ code: 'fathom.rate_limited' })
  expect((failure as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(30)
  const plain = await fetch.request(`${fathom.apiUrl}/recordings/1/summary`, { headers: { 'x-api-key': 'limited-key' } })
  expect([plain.status, plain.headers['ratelimit-limit'], plain.headers['ratelimit-remaining']]).toEqual([429, '30', '0'])
  expect(Number(plain.headers['retry-after'])).toBeGreaterThan(30)
})

test('a short wait that Fathom asks for is waited out inside the call', async () => {
  let calls = 0
  const server = createServer((_request, response) => {
    calls++
    response.writeHead(calls === 1 ? 429 : 200, calls === 1 ? { 'retry-after': '1' } : {}).end('{"items": []}')
  })
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const own = makeSafeFetch({ trustedOrigins: [baseUrl] })
  const started = performance.now()
  expect(await makeFathomApi({ baseUrl, apiKey: 'good-key', fetch: own, maxWaitSeconds: 3 }).listMeetings()).toEqual({ items: [], nextCursor: null })
  expect([calls, performance.now() - started > 900]).toEqual([2, true])
  await own.close()
  server.close()
})

test('a transcript that Fathom cannot give just now does not cost the video', async () => {
  fathom.breakNext('/calls/900101/copy_transcript', { times: 3, afterBytes: 10 })
  expect(await read('token-101')).toMatchObject({ transcript: null, notes: { participants: ['Anna Smith', 'Bob Lee'] } })
})

test('a webhook delivers the meeting with a signature that the product accepts', async () => {
  const deliveries: { headers: Record<string, string | string[] | undefined>; body: Buffer }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      deliveries.push({ headers: request.headers, body: Buffer.concat(chunks) })
      response.writeHead(204).end()
    })
  })
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  const created = await api().createWebhook(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`)
  expect(created.secret).toMatch(/^whsec_/)
  expect(await fathom.deliverWebhook(5)).toEqual([204])
  const { meeting } = readFathomWebhook(created.secret, deliveries[0]!.headers, deliveries[0]!.body)
  expect([meeting.recording_id, meeting.action_items!.length, meeting.transcript]).toEqual([5, 1, null])
  expect(await (await globalThis.fetch(`${fathom.url}/control/deliver/5`, { method: 'POST' })).json()).toEqual({ statuses: [204] })
  expect((await globalThis.fetch(`${fathom.url}/control/deliver/4711`, { method: 'POST' })).status).toBe(404)
  await api().deleteWebhook(created.id)
  expect(await fathom.deliverWebhook(5)).toEqual([])
  // One that is gone is as good as deleted.
  await api().deleteWebhook(created.id)
  server.close()
})

test('oEmbed and thumbnail answer for a live link, and the playlist sends no CORS header', async () => {
  const oembed = JSON.parse(await (await fetch.request(`${fathom.url}/oembed?format=json&url=${encodeURIComponent(`${fathom.url}/share/token-1`)}`)).text()) as { thumbnail_url: string }
  const thumbnail = await fetch.request(oembed.thumbnail_url)
  expect([thumbnail.status, thumbnail.headers['content-type']]).toEqual([200, 'image/jpeg'])
  await thumbnail.discard()
  const playlist = await fetch.request(`${fathom.url}/share/token-1/video.m3u8`)
  expect(playlist.headers['access-control-allow-origin']).toBeUndefined()
  expect(await playlist.text()).toMatch(/^#EXTM3U/)
})
