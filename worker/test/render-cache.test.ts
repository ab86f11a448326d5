import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { render, type Rendered } from '../src/stages/render.ts'
import { makeRenderCaches, type RenderCaches } from '../src/tools/render-cache.ts'
import { barcodeRecording, barePlan, browser, readBarcodes, signal, tools, type Recording } from './barcode-recording.ts'

let folder: string
let source: Recording
let cacheFolder: string
let caches: RenderCaches
let problems: unknown[]
let count = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-cache-'))
  source = await barcodeRecording(join(folder, 'source.mp4'), { frames: 500, seconds: 20 })
})
beforeEach(() => {
  cacheFolder = join(folder, `cache-${count++}`)
  problems = []
  caches = cachesIn(cacheFolder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const whole = [{ start: 0, end: 500 }]
const hasNoProblem = () => expect(problems).toEqual([])

test('a later job of the same recording renders nothing again, draws nothing again, and its video is the same to the byte', async () => {
  const titled = { titleCard: { title: 'A test', subtitle: '', people: ['Ann'], frames: 10 } }
  const first = await renderAll(whole, titled)
  const second = await renderAll(whole, titled, { ...browser, executablePath: '/no/browser' })
  expect(first).toMatchObject({ chunks: 3, reusedChunks: 0 })
  expect(second).toMatchObject({ chunks: 3, reusedChunks: 3 })
  expect(await hashOf(second.videoPath)).toBe(await hashOf(first.videoPath))
  hasNoProblem()
})

test('a later job with an undone cut renders only the chunk around it', async () => {
  await renderAll([{ start: 0, end: 60 }, { start: 100, end: 300 }, { start: 340, end: 500 }])
  const undone = await renderAll([{ start: 0, end: 300 }, { start: 340, end: 500 }])
  expect(undone).toMatchObject({ chunks: 2, reusedChunks: 1 })
  expect(await readBarcodes(undone.videoPath)).toEqual(Array.from({ length: 500 }, (_, frame) => frame).filter(frame => frame < 300 || frame >= 340))
})

test('after the tight video the catch-up renders nothing, and what it shows is exactly its spans', async () => {
  const chunkBorders = [40, 120, 300, 380]
  await renderAll([{ start: 0, end: 60 }, { start: 70, end: 500 }], { chunkBorders })
  const catchUp = await renderAll([{ start: 40, end: 60 }, { start: 70, end: 120 }, { start: 300, end: 380 }], { chunkBorders })
  expect(catchUp).toMatchObject({ chunks: 2, reusedChunks: 2 })
  expect(await readBarcodes(catchUp.videoPath)).toEqual(Array.from({ length: 500 }, (_, frame) => frame).filter(frame => (frame >= 40 && frame < 60) || (frame >= 70 && frame < 120) || (frame >= 300 && frame < 380)))
})

test('a damaged file is not taken but made again, cut short or changed', async () => {
  const first = await renderAll(whole)
  const [chunk, other] = await chunksIn()
  await truncate(chunk!, 1000)
  const bytes = await readFile(other!)
  bytes[bytes.length - 2000]! ^= 1
  await rm(other!)
  await writeFile(other!, bytes)
  const second = await renderAll(whole)
  expect(second.reusedChunks).toBe(0)
  expect(await readBarcodes(second.videoPath)).toEqual(await readBarcodes(first.videoPath))
  expect((await renderAll(whole)).reusedChunks).toBe(2)
  hasNoProblem()
})

test('only the person that runs the worker may look into it, and each source has a folder of its own', async () => {
  await offerText('a'.repeat(64), 'chunk-1.mp4', 'one')
  await offerText('b'.repeat(64), 'chunk-1.mp4', 'two')
  expect((await readdir(cacheFolder)).sort()).toEqual(['a'.repeat(32), 'b'.repeat(32)])
  for (const path of [cacheFolder, join(cacheFolder, 'a'.repeat(32))]) expect((await stat(path)).mode & 0o777).toBe(0o700)
  const taken = join(folder, 'taken')
  expect(await caches.of('b'.repeat(64)).take('chunk-1.mp4', taken)).toBe(true)
  expect(await readFile(taken, 'utf8')).toBe('two')
  expect(await caches.of('b'.repeat(64)).take('chunk-2.mp4', taken)).toBe(false)
})

test('over the limit what was used longest ago goes first; what was used just now stays', async () => {
  const limited = cachesIn(cacheFolder, 25)
  for (const [index, name] of ['old', 'used', 'new'].entries()) {
    await offerText('a'.repeat(64), `chunk-${name}.mp4`, name.padEnd(10, '.'))
    await age(`chunk-${name}`, 3600 * (3 - index))
  }
  expect(await limited.of('a'.repeat(64)).take('chunk-used.mp4', join(folder, 'used'))).toBe(true)
  await limited.trim()
  expect((await filesIn()).map(name => name.split('.')[0]).sort()).toEqual(['chunk-new', 'chunk-used'])
})

test('what nobody used for two weeks goes, with its empty folder; files of others stay', async () => {
  await offerText('a'.repeat(64), 'chunk-1.mp4', 'one')
  await age('chunk-1', 15 * 24 * 3600)
  await mkdir(join(cacheFolder, 'photos'))
  await writeFile(join(cacheFolder, 'photos', 'mine.jpg'), 'mine')
  await offerText('b'.repeat(64), 'chunk-2.mp4', 'two')
  await writeFile(join(cacheFolder, 'b'.repeat(32), 'mine.txt'), 'mine')
  await age('mine', 15 * 24 * 3600)
  await caches.trim()
  expect((await readdir(cacheFolder)).sort()).toEqual(['b'.repeat(32), 'photos'])
  expect((await filesIn()).map(name => name.split('.')[0]).sort()).toEqual(['chunk-2', 'mine'])
  hasNoProblem()
})

test('a cache that cannot be used costs time, not the video', async () => {
  await writeFile(cacheFolder, 'a file where the folder should be')
  expect(await renderAll(whole)).toMatchObject({ chunks: 2, reusedChunks: 0 })
  expect(problems.length).toBeGreaterThan(0)
})

function cachesIn(path: string, maxBytes = 1e9): RenderCaches {
  return makeRenderCaches({ folder: path, maxBytes, onProblem: error => problems.push(error) })
}

async function renderAll(keep: EditPlan['keep'], changes: Partial<EditPlan> = {}, drawnBy = browser): Promise<Rendered> {
  return render(
    { sourcePath: source.path, media: source.media, plan: barePlan(source, keep, changes), loudness: null, folder: join(folder, `job-${count++}`), processes: 2, isSafer: true, cache: caches.of(source.media.sha256) },
    { tools, browser: drawnBy, signal, report: () => undefined })
}

async function offerText(sha256: string, name: string, text: string): Promise<void> {
  const path = join(folder, `made-${count++}`)
  await writeFile(path, text)
  await caches.of(sha256).offer(name, path)
}

async function filesIn(): Promise<string[]> {
  return (await readdir(cacheFolder, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile() && entry.name !== 'mine.jpg').map(entry => entry.name)
}

async function chunksIn(): Promise<string[]> {
  return (await readdir(cacheFolder, { recursive: true })).filter(name => name.includes('chunk-')).map(name => join(cacheFolder, name))
}

async function age(start: string, seconds: number): Promise<void> {
  const names = await readdir(cacheFolder, { recursive: true })
  const at = Date.now() / 1000 - seconds
  for (const name of names) if (name.split('/').at(-1)!.startsWith(start)) await utimes(join(cacheFolder, name), at, at)
}

async function hashOf(path: string): Promise<string> {
  return createHash('sha256').update(await readFile(path)).digest('hex')
}
