import { request as httpRequest } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { attachment, displayName } from '../src/recordings/file-name.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'

let stack: ProductStack
let ann: Person
beforeAll(async () => {
  stack = await startProductStack({ MAX_UPLOAD_BYTES: '200000' })
  ann = await stack.signUp('Ann')
})
afterAll(() => stack?.stop())

/** The beginning of an MP4, then bytes that no text has. */
const mp4 = (seed: number, length = 50_000) => Buffer.concat([Buffer.from('\0\0\0\x20ftypisom\0\0\x02\0isomiso2', 'latin1'), Buffer.from(Array.from({ length }, (_, index) => (index * 7 + seed) % 256))])
const vtt = 'WEBVTT\n\n00:00.000 --> 00:02.000\n<v Ann>Hello there\n'
interface Form { media?: [Buffer | string, string]; transcript?: [Buffer | string, string]; options?: unknown }
function formOf({ media, transcript, options }: Form): FormData {
  const form = new FormData()
  if (options !== undefined) form.set('options', typeof options === 'string' ? options : JSON.stringify(options))
  if (media) form.set('media', new File([new Uint8Array(Buffer.from(media[0]))], media[1]))
  if (transcript) form.set('transcript', new File([new Uint8Array(Buffer.from(transcript[0]))], transcript[1]))
  return form
}
const upload = (form: Form | FormData, person = ann) => person.call('POST', '/api/v1/recordings/upload', form instanceof FormData ? form : formOf(form))
const codeOf = async (answer: Response) => `${answer.status} ${(await answer.json() as { error: { code: string } }).error.code}`
async function stored(): Promise<string[]> {
  const keys: string[] = []
  for await (const key of stack.deps.store.list('')) keys.push(key)
  return keys
}
const parts = async () => readdir(join(stack.folder, 'objects', '.parts')).catch(() => [])
const remove = (id: string) => ann.remove(id)
async function recordingOf(answer: Response): Promise<RecordingSummary> {
  return (await answer.json() as { recording: RecordingSummary }).recording
}

test('a file with options and transcript becomes a recording whose worker finds both', async () => {
  const media = mp4(1)
  const answer = await upload({ media: [media, 'Weekly_call.mp4'], transcript: [vtt, 'words.vtt'], options: { captions: 'burned' } })
  expect(answer.status).toBe(201)
  const recording = await recordingOf(answer)
  expect(recording).toMatchObject({ title: 'Weekly call', source: 'upload', state: 'queued' })
  const claim = await stack.claim()
  const { source, options } = await (await claim.call('GET')).json() as { source: { mediaKey: never; transcriptKey: never; fileName: string; transcriptFileName: string }; options: unknown }
  expect(options).toMatchObject({ captions: 'burned' })
  expect(source).toMatchObject({ fileName: 'Weekly_call.mp4', transcriptFileName: 'words.vtt' })
  expect((await stack.deps.store.stat(source.mediaKey))?.sizeBytes).toBe(media.length)
  expect(await text(await stack.deps.store.read(source.transcriptKey))).toBe(vtt)
  await remove(recording.id)
  expect(await stored()).toEqual([])
})

test('the same bytes again are the recording that is there, and are kept once', async () => {
  const first = await recordingOf(await upload({ media: [mp4(2), 'a.mp4'] }))
  const again = await upload({ media: [mp4(2), 'renamed.mp4'] })
  expect(again.status).toBe(200)
  expect((await recordingOf(again)).id).toBe(first.id)
  expect(await stored()).toHaveLength(1)
  const withTranscript = await recordingOf(await upload({ media: [mp4(2), 'a.mp4'], transcript: [vtt, 'a.vtt'] }))
  expect(withTranscript.id).not.toBe(first.id)
  for (const { id } of [first, withTranscript]) await remove(id)
})

test.for([
  ['an empty file', { media: ['', 'a.mp4'] }, '400 file.empty'],
  ['a text named .mp4', { media: ['This is only text. '.repeat(1000), 'a.mp4'] }, '400 file.not_media'],
  ['a short text', { media: ['hi', 'a.mp4'] }, '400 file.not_media'],
  ['a web page', { media: ['<!DOCTYPE html><html><body>Sign in</body></html>', 'a.mp4'] }, '400 file.not_media'],
  ['a text in UTF-16', { media: [Buffer.from('\ufeffSome text', 'utf16le'), 'a.mp4'] }, '400 file.not_media'],
  ['a PDF', { media: [Buffer.concat([Buffer.from('%PDF-1.7\n'), mp4(3)]), 'a.mp4'] }, '400 file.not_media'],
  ['a ZIP', { media: [Buffer.concat([Buffer.from('PK\x03\x04'), mp4(3)]), 'a.mp4'] }, '400 file.not_media'],
  ['a picture', { media: [Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), mp4(3)]), 'a.mp4'] }, '400 file.not_media'],
  ['a program', { media: [Buffer.concat([Buffer.from('\x7fELF'), mp4(3)]), 'a.mp4'] }, '400 file.not_media'],
  ['nothing at all', { options: {} }, '400 file.empty'],
  ['too large a file', { media: [mp4(4, 250_000), 'a.mp4'] }, '413 file.too_large'],
  ['a transcript without times', { media: [mp4(5), 'a.mp4'], transcript: ['Just words, and no times.', 'a.txt'] }, '400 transcript.unreadable'],
  ['an empty transcript', { media: [mp4(5), 'a.mp4'], transcript: ['', 'a.vtt'] }, '400 transcript.unreadable'],
  ['options that are no JSON', { media: [mp4(6), 'a.mp4'], options: '{' }, '400 input.invalid'],
  ['unknown options', { media: [mp4(6), 'a.mp4'], options: { captions: 'loud' } }, '400 input.invalid'],
  ['endless options', { media: [mp4(6), 'a.mp4'], options: { title: 'x'.repeat(50_000) } }, '400 input.invalid'],
] as [string, Form, string][])('79: %s is refused at once and leaves nothing', async ([, form, expected]) => {
  expect(await codeOf(await upload(form))).toBe(expected)
  expect([await stored(), await parts()]).toEqual([[], []])
  expect(await (await ann.call('GET', '/api/v1/recordings')).json()).toEqual({ items: [] })
})

test('a second recording, a third file, or a file of another name is refused', async () => {
  const twice = formOf({ media: [mp4(7), 'a.mp4'] })
  twice.append('media', new File([new Uint8Array(mp4(8))], 'b.mp4'))
  expect(await codeOf(await upload(twice))).toBe('400 input.invalid')
  const other = formOf({ media: [mp4(7), 'a.mp4'] })
  other.append('malware', new File([new Uint8Array(mp4(8))], 'b.exe'))
  expect(await codeOf(await upload(other))).toBe('400 input.invalid')
  expect(await codeOf(await ann.call('POST', '/api/v1/recordings/upload', { media: 'x' }))).toBe('400 input.invalid')
  expect([await stored(), await parts()]).toEqual([[], []])
})

test('an upload that breaks off leaves nothing', async () => {
  const request = httpRequest(`${stack.url}/api/v1/recordings/upload`, { method: 'POST', headers: { 'authorization': `Bearer ${ann.token}`, 'content-type': 'multipart/form-data; boundary=x', 'content-length': '150000' } })
  const isOver = new Promise(resolve => { request.on('error', resolve) })
  request.write('--x\r\nContent-Disposition: form-data; name="media"; filename="a.mp4"\r\n\r\n')
  request.write(mp4(9))
  await expect.poll(parts, { timeout: 10_000 }).toHaveLength(1)
  request.destroy()
  await isOver
  await expect.poll(async () => [await stored(), await parts()], { timeout: 10_000 }).toEqual([[], []])
  expect((await (await ann.call('GET', '/api/v1/recordings')).json() as { items: unknown[] }).items).toEqual([])
})

test('a body far over the limit is refused before it is read', async () => {
  const status = await new Promise<number>((resolve, reject) => {
    const request = httpRequest(`${stack.url}/api/v1/recordings/upload`, { method: 'POST', headers: { 'authorization': `Bearer ${ann.token}`, 'content-type': 'multipart/form-data; boundary=x', 'content-length': '999999999999' } })
    request.on('response', response => {
      resolve(response.statusCode ?? 0)
      request.destroy()
    })
    request.on('error', reject)
    request.write('--x\r\n')
  })
  expect(status).toBe(413)
})

test('one person has so many uploads under way and no more, and what broke off makes room', async () => {
  const begin = () => {
    const request = httpRequest(`${stack.url}/api/v1/recordings/upload`, { method: 'POST', headers: { 'authorization': `Bearer ${ann.token}`, 'content-type': 'multipart/form-data; boundary=x', 'content-length': '150000' } })
    request.on('error', () => { /* we cut it ourselves */ })
    request.write('--x\r\n')
    return request
  }
  const open = [begin(), begin(), begin(), begin()]
  await sleep(150)
  expect(await codeOf(await upload({ media: [mp4(14), 'a.mp4'] }))).toBe('429 rate_limited')
  for (const request of open) request.destroy()
  await sleep(150)
  const answer = await upload({ media: [mp4(14), 'a.mp4'] })
  expect(answer.status).toBe(201)
  await remove((await recordingOf(answer)).id)
})

test('when it cannot be put in line for being one too many, its files are not kept', async () => {
  const full = await startProductStack({ MAX_PENDING_JOBS: '1' })
  try {
    const person = await full.signUp('Full')
    expect((await upload({ media: [mp4(10), 'a.mp4'] }, person)).status).toBe(201)
    expect(await codeOf(await upload({ media: [mp4(11), 'b.mp4'] }, person))).toBe('429 queue.too_many_pending')
    const keys = []
    for await (const key of full.deps.store.list('')) keys.push(key)
    expect(keys).toHaveLength(1)
  } finally {
    await full.stop()
  }
})

test.for([
  ['../../etc/passwd', 'passwd'], ['C:\\Users\\ann\\call.mp4', 'call.mp4'], ['; rm -rf $(id).mp4', '; rm -rf $(id).mp4'], ['a\r\nSet-Cookie: x=y.mp4', 'a Set-Cookie: x=y.mp4'],
  ['\u202Egpj.exe', 'gpj.exe'], ['nul\0byte.mp4', 'nulbyte.mp4'], ['...', 'Recording'], ['', 'Recording'], ['.mp4', 'mp4'], ['  spaced   out .mov', 'spaced out.mov'],
  [`${'🙂'.repeat(300)}.mp4`, `${'🙂'.repeat(116)}.mp4`], ['ünïcode – name.mp4', 'ünïcode – name.mp4'],
])('78: the file name %j is shown as %j', ([given, shown]) => {
  expect(displayName(given!, 'Recording').fileName).toBe(shown)
})

test('78: a hostile file name is only ever text', async () => {
  const recording = await recordingOf(await upload({ media: [mp4(12), '<img src=x onerror=alert(1)>.mp4'] }))
  expect(recording.title).toBe('<img src=x onerror=alert(1)>')
  expect((await stored()).every(key => /^users\/[a-z0-9]{15}\/recordings\/rec_[a-z0-9]{16}\/upload\/media-[a-z0-9]{16}$/.test(key))).toBe(true)
  expect(attachment(recording.title, '.mp4')).toBe('attachment; filename="img srcx onerroralert(1).mp4"; filename*=UTF-8\'\'%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E.mp4')
  await remove(recording.id)
})

test('what lies stored is byte for byte what was sent, also in one large piece after the other', async () => {
  const media = mp4(13, 180_000)
  const recording = await recordingOf(await upload({ media: [media, 'a.mp4'] }))
  const [key] = await stored()
  const chunks: Buffer[] = []
  for await (const chunk of await stack.deps.store.read(key as never) as Readable) chunks.push(chunk as Buffer)
  expect(Buffer.concat(chunks).equals(media)).toBe(true)
  await remove(recording.id)
})

test('79: a person with a storage limit can upload up to it and no further, and deleting makes room again', async () => {
  const bea = await stack.signUp('Bea')
  await stack.client.call(pb => pb.collection('users').update(bea.id, { storage_limit_bytes: 60_000 }))
  const first = await recordingOf(await upload({ media: [mp4(71), 'a.mp4'] }, bea))
  expect(await codeOf(await upload({ media: [mp4(72), 'b.mp4'] }, bea))).toBe('413 file.too_large')
  await stack.client.call(pb => pb.collection('users').update(bea.id, { storage_limit_bytes: 40_000 }))
  expect(await codeOf(await upload({ media: [mp4(73, 100), 'c.mp4'] }, bea))).toBe('413 storage.full')
  await bea.remove(first.id)
  expect((await upload({ media: [mp4(74, 100), 'd.mp4'] }, bea)).status).toBe(201)
})

test('79: uploads at the same time stay below the storage limit together, and a full storage takes no link either', async () => {
  const dan = await stack.signUp('Dan')
  await stack.client.call(pb => pb.collection('users').update(dan.id, { storage_limit_bytes: 60_000 }))
  const statuses = (await Promise.all([81, 82, 83].map(seed => upload({ media: [mp4(seed), `${seed}.mp4`] }, dan)))).map(({ status }) => status)
  expect(statuses.filter(status => status === 413).length).toBeGreaterThanOrEqual(2)
  let together = 0
  for await (const key of stack.deps.store.list(`users/${dan.id}/`)) together += (await stack.deps.store.stat(key))!.sizeBytes
  expect(together).toBeLessThanOrEqual(60_000)
  await stack.client.call(pb => pb.collection('users').update(dan.id, { storage_limit_bytes: 1 }))
  await stack.deps.store.put(`users/${dan.id}/brand/logo-x` as never, Readable.from([Buffer.from('xx')]))
  expect(await codeOf(await dan.call('POST', '/api/v1/recordings', { url: 'https://fathom.video/share/full' }))).toBe('413 storage.full')
  expect((await (await dan.call('GET', '/api/v1/recordings')).json() as { items: RecordingSummary[] }).items.filter(({ source }) => source !== 'upload')).toEqual([])
})

test('79: there is nothing to resume: whatever range or file of somebody else an upload names, it is a file of its own', async () => {
  const [eve, fay] = await Promise.all([stack.signUp('Eve'), stack.signUp('Fay')])
  await upload({ media: [mp4(91), 'hers.mp4'] }, eve)
  const [hers] = (await stored()).filter(key => key.includes(eve.id))
  const send = (options: unknown, headers: Record<string, string>) => fay.call('POST', '/api/v1/recordings/upload', formOf({ media: [mp4(92, 100), 'mine.mp4'], options }), headers)
  for (const headers of [{ 'content-range': 'bytes 20-119/50020' }, { 'content-range': 'bytes 0-99/200,50-149/200' }, { 'upload-offset': '25000', 'x-upload-key': hers! }] as Record<string, string>[]) expect((await send({}, headers)).status).toBeLessThan(300)
  const mine = (await stored()).filter(key => key.includes(fay.id))
  expect(mine).toHaveLength(1)
  expect((await stack.deps.store.stat(mine[0] as never))!.sizeBytes).toBe(mp4(92, 100).length)
  expect((await stack.deps.store.stat(hers as never))!.sizeBytes).toBe(mp4(91).length)
})
