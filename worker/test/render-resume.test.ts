import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { render, type Rendered } from '../src/stages/render.ts'
import { barcodeRecording, barePlan, browser, readBarcodes, signal, tools, type Recording } from './barcode-recording.ts'

let folder: string
let source: Recording

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-resume-'))
  source = await barcodeRecording(join(folder, 'source.mp4'), { frames: 3000, seconds: 120 })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('after kill -9 finished chunks are not rendered again, and the video is the same to the byte', async () => {
  const killed = join(folder, 'killed')
  const child = spawn(process.execPath, [fileURLToPath(new URL('render-fixture.main.ts', import.meta.url)), source.path, killed], { stdio: 'ignore' })
  const ended = new Promise(resolve => child.once('exit', resolve))
  await expect.poll(() => chunksIn(killed), { timeout: 50_000, interval: 20 }).toBeGreaterThan(0)
  child.kill('SIGKILL')
  await ended
  const resumed = await renderAll(killed)
  const fresh = await renderAll(join(folder, 'fresh'))
  expect(resumed.reusedChunks).toBeGreaterThan(0)
  expect(resumed.reusedChunks).toBeLessThan(resumed.chunks)
  expect(fresh.reusedChunks).toBe(0)
  expect(await hashOf(resumed.videoPath)).toBe(await hashOf(fresh.videoPath))
})

test('an edit renders only the chunks around it', async () => {
  const uncut = await renderAll(join(folder, 'fresh'))
  expect(uncut.reusedChunks).toBe(uncut.chunks)
  const keep = [{ start: 0, end: 200 }, { start: 250, end: 3000 }]
  const edited = await renderAll(join(folder, 'fresh'), keep)
  expect(edited.chunks - edited.reusedChunks).toBe(1)
  const numbers = await readBarcodes(edited.videoPath)
  expect(numbers).toHaveLength(2950)
  expect(numbers.slice(198, 202)).toEqual([198, 199, 250, 251])
})

test('an abort ends the render within a second and leaves no half-written chunk', async () => {
  const stop = new AbortController()
  const aborted = join(folder, 'aborted')
  const running = renderAll(aborted, undefined, stop.signal)
  running.catch(() => undefined)
  await expect.poll(() => existsSync(aborted) && readdir(aborted).then(names => names.some(name => name.includes('.mp4.'))), { timeout: 30_000, interval: 10 }).toBe(true)
  const at = performance.now()
  stop.abort(new Error('cancelled by the test'))
  await expect(running).rejects.toThrow('cancelled by the test')
  expect(performance.now() - at).toBeLessThan(1000)
  expect((await readdir(aborted)).filter(name => name.includes('.mp4.'))).toEqual([])
})

function renderAll(into: string, keep = [{ start: 0, end: 3000 }], stop = signal): Promise<Rendered> {
  return render({ sourcePath: source.path, media: source.media, plan: barePlan(source, keep), loudness: null, folder: into, processes: 2, isSafer: true }, { tools, browser, signal: stop, report: () => undefined })
}

async function chunksIn(path: string): Promise<number> {
  return existsSync(path) ? (await readdir(path)).filter(name => /^chunk-\w+\.mp4$/.test(name)).length : 0
}

async function hashOf(path: string): Promise<string> {
  return createHash('sha256').update(await readFile(path)).digest('hex')
}
