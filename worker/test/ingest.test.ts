import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { objectKey } from '@f2l/common/contracts/ids.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import { makeSafeFetch, type SafeFetch } from '@f2l/common/safe-fetch.ts'
/* eslint-disable import-x/no-restricted-paths -- the worker is tested against the offline Fathom; its code never imports it */
import { startOfflineFathom, type OfflineFathom } from '../../demo/src/offline-fathom.ts'
import { makeClip } from '../../demo/test/make-clip.ts'
import { offlineMeeting } from '../../demo/test/offline-meetings.ts'
/* eslint-enable import-x/no-restricted-paths */
import { ingest, restoreIngest, type IngestDeps, type Ingested, type IngestSource } from '../src/stages/ingest.ts'
import { makeFfmpegTools } from '../src/tools/ffmpeg.ts'

const run = promisify(execFile)
const tools = makeFfmpegTools({ FFMPEG_PATH: 'ffmpeg', FFPROBE_PATH: 'ffprobe' }, process.env)
let material: string
let clip: string
let folder: string
let fathom: OfflineFathom
let fetch: SafeFetch

beforeAll(async () => {
  material = await mkdtemp(join(tmpdir(), 'ingest-material-'))
  clip = join(material, 'clip.mp4')
  const sound = join(material, 'sound.m4a')
  await Promise.all([makeClip(clip, { seconds: 9 }), makeClip(sound, { seconds: 3, hasPicture: false })])
  fathom = await startOfflineFathom({
    apiKeys: ['good-key'], downloadDelaySeconds: 0.3, segmentSeconds: 1, limits: { overall: 1000, heavy: 1000, downloads: 1000 },
    meetings: [
      offlineMeeting(clip, 1), offlineMeeting(clip, 2, { videoOnPage: 'mp4', transcriptOnPage: 'copy' }), offlineMeeting(clip, 3, { share: 'sign-in' }), offlineMeeting(clip, 4, { share: 'dead' }),
      offlineMeeting(clip, 5, { videoOnPage: 'missing' }), offlineMeeting(clip, 6, { download: 'share-limited' }), offlineMeeting(clip, 7, { download: 'no-media' }), offlineMeeting(clip, 8, { download: 'fails' }),
      offlineMeeting(sound, 9, { isAudioOnly: true }), offlineMeeting(sound, 10),
    ],
  })
  fetch = makeSafeFetch({ trustedOrigins: [fathom.url] })
})
afterAll(async () => {
  await fetch?.close()
  await fathom?.stop()
  await rm(material, { recursive: true, force: true })
})
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'ingest-')) })
afterEach(() => rm(folder, { recursive: true, force: true }))

function bring(source: IngestSource, deps: Partial<IngestDeps> = {}, signal = new AbortController().signal): Promise<Ingested> & { reports: number[] } {
  const reports: number[] = []
  const whole = { folder, fetch, fathom, tools, maxBytes: 50_000_000, downloadPollSeconds: 0.2, ...deps }
  return Object.assign(ingest(source, whole, { signal, report: fraction => reports.push(fraction) }), { reports })
}

const shareLink = (id: number): IngestSource => ({ kind: 'fathom-share', url: `${fathom.shareUrl}/share/token-${id}` })
const account = (fathomRecordingId: number, downloadId: string | null = null, apiKey = 'good-key'): IngestSource => ({ kind: 'fathom-account', fathomRecordingId, apiKey, downloadId })
const asked = (part: string): number => fathom.requests.filter(request => request.includes(part)).length

async function secondsOf(path: string): Promise<{ seconds: number; kinds: string[] }> {
  const { stdout } = await run('ffprobe', ['-v', 'error', '-of', 'json', '-show_entries', 'format=duration:stream=codec_type', path])
  const answer = JSON.parse(stdout) as { format: { duration: string }; streams: { codec_type: string }[] }
  return { seconds: Number(answer.format.duration), kinds: answer.streams.map(stream => stream.codec_type).toSorted() }
}

test('a share link becomes one whole MP4 with notes and transcript, and nothing else is left', async () => {
  const job = bring(shareLink(1))
  const found = await job
  const { seconds, kinds } = await secondsOf(found.path)
  expect(Math.abs(seconds - 9)).toBeLessThan(0.15)
  expect(kinds).toEqual(['audio', 'video'])
  expect(found.notes.title).toBe('Plans & "quotes" <1>')
  expect(found.transcript).toMatchObject({ origin: 'fathom-page', cues: [{ speaker: 'Anna Smith' }, { speaker: 'Bob Lee' }, { speaker: 'Anna Smith' }] })
  expect(found.sha256).toBe(createHash('sha256').update(await readFile(found.path)).digest('hex'))
  expect(found.sizeBytes).toBe((await stat(found.path)).size)
  expect(await readdir(folder)).toEqual(['source.mp4'])
  expect(job.reports.toSorted((a, b) => a - b)).toEqual(job.reports)
  expect(job.reports.at(-1)).toBe(1)
})

test('a segment that breaks off is fetched again, and the picture is the same frame for frame', async () => {
  const untouched = await frames((await bring(shareLink(1), { folder: join(folder, 'a') })).path)
  fathom.breakNext('token-1/segment-0003.ts', { times: 2, afterBytes: 500 })
  const before = asked('token-1/segment-0003.ts')
  const found = await bring(shareLink(1), { folder: join(folder, 'b') })
  expect(asked('token-1/segment-0003.ts') - before).toBe(3)
  expect(await frames(found.path)).toBe(untouched)
})

async function frames(path: string): Promise<string> {
  return (await run('ffmpeg', ['-nostdin', '-v', 'error', '-i', path, '-map', '0:v', '-map', '0:a', '-f', 'streamhash', '-'])).stdout
}

test('after a stop in the middle the next attempt fetches only what is missing', async () => {
  fathom.breakNext('token-1/segment-0006.ts', { times: 5, afterBytes: 100 })
  await expect(bring(shareLink(1))).rejects.toMatchObject({ code: 'fetch.failed' })
  const first = asked('token-1/segment-0000.ts')
  await bring(shareLink(1))
  expect(asked('token-1/segment-0000.ts')).toBe(first)
})

test('a share page that leads to a plain MP4, and a recording without a picture, are brought as they are', async () => {
  const film = await bring(shareLink(2))
  expect(await readFile(film.path)).toEqual(await readFile(clip))
  expect(film.transcript).toMatchObject({ origin: 'fathom-copy', hasMeasuredEnds: false })
  const sound = await bring(shareLink(10), { folder: join(folder, 'sound') })
  expect((await secondsOf(sound.path)).kinds).toEqual(['audio'])
})

test.each([
  [3, 'link.sign_in_required', /sign-in.*connect your Fathom account/i], [4, 'link.dead', /no recording behind this link/i],
  [5, 'link.unreadable_page', /no video/i], [4242, 'link.dead', /no recording/i],
])('the share link of meeting %i fails with %s', async (id, code, sentence) => {
  await expect(bring(shareLink(id))).rejects.toMatchObject({ code, message: expect.stringMatching(sentence) as string })
})

test('an owner\'s link and a look-alike are refused with their own sentences', async () => {
  await expect(bring({ kind: 'fathom-share', url: `${fathom.shareUrl}/calls/900001` })).rejects.toMatchObject({ code: 'link.needs_account' })
  await expect(bring({ kind: 'fathom-share', url: 'https://fathom.video.evil.tld/share/x' })).rejects.toMatchObject({ code: 'link.lookalike_host' })
})

test('a recording of the connected account comes through its download, with transcript and summary', async () => {
  const noted: string[] = []
  const found = await bring(account(1), { noteDownload: async id => { noted.push(id) } })
  expect(await readFile(found.path)).toEqual(await readFile(clip))
  expect(found.transcript).toMatchObject({ origin: 'fathom-api', hasMeasuredEnds: false })
  expect(found.notes).toMatchObject({ participants: ['Anna Smith', 'Bob Lee'], actionItems: [{ text: 'Write it down' }], highlights: [{ start: 1, end: 3 }] })
  expect(found.notes.summaryMarkdown).toContain('](?t=2.5)')
  expect(noted).toHaveLength(1)
})

test('while Fathom makes the file the job goes back, and later goes on with the same download', async () => {
  const noted: string[] = []
  const noteDownload = async (id: string): Promise<void> => { noted.push(id) }
  await expect(bring(account(1), { noteDownload, downloadPollSeconds: 0 })).rejects.toMatchObject({ code: 'fathom.download_pending', retryAfterSeconds: 60 })
  await expect.poll(() => bring(account(1, noted[0]), { noteDownload }).then(found => found.sizeBytes, () => 0), { timeout: 5000 }).toBe((await stat(clip)).size)
  expect(noted).toHaveLength(1)
})

test('an expired or forgotten download is asked for again', async () => {
  const noted: string[] = []
  const noteDownload = async (id: string): Promise<void> => { noted.push(id) }
  await bring(account(1), { noteDownload })
  fathom.expireDownloads()
  await bring(account(1, noted[0]), { noteDownload, folder: join(folder, 'second') })
  await bring(account(1, 'never-made'), { noteDownload, folder: join(folder, 'third') })
  expect(new Set(noted).size).toBe(3)
})

test('a download that breaks off goes on by Range', async () => {
  fathom.breakNext('/files/', { afterBytes: 70_000 })
  const before = asked('/files/')
  const found = await bring(account(1))
  expect(asked('/files/') - before).toBe(2)
  expect(await readFile(found.path)).toEqual(await readFile(clip))
})

test('an audio-only recording arrives as sound', async () => {
  const found = await bring(account(9))
  expect((await secondsOf(found.path)).kinds).toEqual(['audio'])
})

test.each([
  [account(1, null, 'wrong-canary'), 'fathom.key_refused', /API key/], [account(6), 'fathom.share_limited', /owner/], [account(7), 'fathom.no_media', /no video or sound/],
  [account(8), 'fathom.download_failed', /could not make/], [account(4242), 'fathom.recording_not_found', /not, or no longer/],
])('the account source %j fails with %s', async (source, code, sentence) => {
  const failure = await bring(source).catch((error: unknown) => error as Error)
  expect(failure).toMatchObject({ code, message: expect.stringMatching(sentence) as string })
  expect((failure as Error).message).not.toContain('canary')
})

test('a failed download is asked for anew, so that the next attempt does not read the old failure', async () => {
  const noted: string[] = []
  await expect(bring(account(8), { noteDownload: async id => { noted.push(id) } })).rejects.toMatchObject({ code: 'fathom.download_failed' })
  expect(noted).toHaveLength(2)
})

test('71, 74, 75: a direct address gives a file; a page, a private address and a wrong scheme do not', async () => {
  const found = await bring({ kind: 'url', url: `${fathom.url}/share/token-2/video.mp4?x=1` })
  expect(found).toMatchObject({ fileName: 'video.mp4', notes: { title: 'video' } })
  await expect(bring({ kind: 'url', url: `${fathom.url}/share/token-2` })).rejects.toMatchObject({ code: 'file.not_media', message: expect.stringContaining('address') as string })
  await expect(bring({ kind: 'url', url: 'https://127.0.0.1/video.mp4' })).rejects.toMatchObject({ code: 'url.refused' })
  await expect(bring({ kind: 'url', url: 'file:///etc/passwd' })).rejects.toMatchObject({ code: 'url.refused' })
  await expect(bring({ kind: 'url', url: `${fathom.url}/share/token-2/video.mp4` }, { maxBytes: 1000 })).rejects.toMatchObject({ code: 'fetch.too_large' })
})

test('78: an upload is taken from the object store with its transcript, under a name that is safe to show', async () => {
  const stored = new Map<string, string>([['uploads/a/media', clip], ['uploads/a/transcript', join(material, 't.vtt')]])
  await writeFile(join(material, 't.vtt'), 'WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n')
  const store = { toLocalFile: async (key: string, path: string) => { await writeFile(path, await readFile(stored.get(key)!)) } } as unknown as ObjectStore
  const found = await bring({
    kind: 'upload', mediaKey: objectKey.parse('uploads/a/media'), fileName: '../..\\; rm -rf $(id)\u202e\n4pm.exe',
    transcriptKey: objectKey.parse('uploads/a/transcript'), transcriptFileName: 't.vtt',
  }, { store })
  expect(found.fileName).toBe('; rm -rf $(id)4pm.exe')
  expect(found.path).toBe(join(folder, 'source.mp4'))
  expect(await readFile(found.transcriptPath!, 'utf8')).toContain('WEBVTT')
})

test('a file of the person is used where it lies and stays as it was', async () => {
  const path = join(folder, '-i; rm %03d.mp4')
  await writeFile(path, await readFile(clip))
  const before = await stat(path)
  const found = await bring({ kind: 'file', path, transcriptPath: null }, { folder: join(folder, 'work') })
  expect(found).toMatchObject({ path, sizeBytes: before.size, transcript: null })
  const after = await stat(path)
  expect([after.mtimeMs, after.nlink]).toEqual([before.mtimeMs, before.nlink])
})

test.each<[string, Buffer | string, string]>([
  ['empty.mp4', '', 'file.empty'], ['text.mp4', 'this is a text file', 'file.not_media'], ['page.mp4', '<!doctype html><p>hi', 'file.not_media'],
  ['drawing.mp4', '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>', 'file.not_media'],
  ['list.mp4', '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n', 'file.not_media'], ['script.mp4', 'ffconcat version 1.0\nfile /etc/passwd\n', 'file.not_media'],
  ['script.mkv', '\ufeff  ffconcat version 1.0\nfile /etc/passwd\n', 'file.not_media'], ['zip.mp4', Buffer.from('504b0304140000000800', 'hex'), 'file.not_media'],
  ['one.mp4', 'x', 'file.not_media'], ['photo.mp4', Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic')]), 'file.not_media'], ['ass.mp4', '[Script Info]\nTitle: x', 'file.not_media'],
])('76, 77: %s is refused by its content', async (name, content, code) => {
  const path = join(folder, name)
  await writeFile(path, content)
  await expect(bring({ kind: 'file', path, transcriptPath: null })).rejects.toMatchObject({ code })
})

test('a missing file and a folder are not found', async () => {
  await mkdir(join(folder, 'sub.mp4'))
  for (const name of ['nothing.mp4', 'sub.mp4']) await expect(bring({ kind: 'file', path: join(folder, name), transcriptPath: null })).rejects.toMatchObject({ code: 'file.not_found' })
})

test('a file over the limit is refused', async () => {
  await expect(bring({ kind: 'file', path: clip, transcriptPath: null }, { maxBytes: 1000 })).rejects.toMatchObject({ code: 'file.too_large' })
})

test('a remembered result counts only while its file is there as it was', async () => {
  const found = await bring(shareLink(1))
  expect(await restoreIngest(JSON.parse(JSON.stringify(found)))).toEqual(found)
  await writeFile(found.path, 'changed')
  expect(await restoreIngest(found)).toBeUndefined()
  await rm(found.path)
  expect(await restoreIngest(found)).toBeUndefined()
  expect(await restoreIngest({ path: 5 })).toBeUndefined()
})

test('an abort ends it with its reason', async () => {
  const abort = new AbortController()
  const reason = new Error('cancelled')
  setTimeout(() => abort.abort(reason), 100)
  await expect(bring(account(8), { downloadPollSeconds: 5 }, abort.signal)).rejects.toBe(reason)
})
