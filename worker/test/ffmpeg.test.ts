import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFfmpegTools, runFfmpeg, runFfprobe } from '../src/tools/ffmpeg.ts'

const secret = 'canary-5a1f'
const tools = makeFfmpegTools({ FFMPEG_PATH: process.env['FFMPEG_PATH'] ?? 'ffmpeg', FFPROBE_PATH: 'ffprobe' }, { ...process.env, AES_MASTER_KEY: secret })
const run = { signal: new AbortController().signal, task: 'making a test clip' }
const lavfi = ['-f', 'lavfi']
let folder: string

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-ffmpeg-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

test('78: a file name with spaces, quotes and a leading dash is only a file name', async () => {
  const path = join(folder, `-y "it's" $(id) 100% %03d.mp4`)
  await runFfmpeg(tools, { inputs: [{ path: 'testsrc=d=1:s=160x90', options: lavfi }], outputs: [{ path, options: ['-c:v', 'libx264'] }] }, run)
  const probed = await runFfprobe(tools, path, ['-show_streams'], run.signal) as { streams: { width: number }[] }
  expect(probed.streams[0]?.width).toBe(160)
})

test('progress is told in seconds of output and ends at the length', async () => {
  const seen: number[] = []
  await runFfmpeg(tools, { inputs: [{ path: 'testsrc=d=2:s=160x90', options: lavfi }], outputs: [{ path: '-', options: ['-f', 'null'] }] }, { ...run, onProgress: s => seen.push(s) })
  expect(seen.at(-1)).toBeCloseTo(2, 1)
})

test('raw output reaches the reader whole and in order, however slowly it reads', async () => {
  let bytes = 0
  await runFfmpeg(tools, { inputs: [{ path: 'sine=d=3:r=16000', options: lavfi }], outputs: [{ path: 'pipe:1', options: ['-f', 's16le'] }] }, {
    ...run, onOutput: async chunk => { bytes += chunk.length; await new Promise(resolve => setTimeout(resolve, 5)) },
  })
  expect(bytes).toBe(3 * 16000 * 2)
})

test('an abort kills ffmpeg within a second and throws the reason', async () => {
  const stop = new AbortController()
  const endless = runFfmpeg(tools, { inputs: [{ path: 'testsrc=s=160x90', options: ['-re', ...lavfi] }], outputs: [{ path: '-', options: ['-f', 'null'] }] }, { ...run, signal: stop.signal })
  setTimeout(() => stop.abort(new Error('stopped by the test')), 300)
  const startedAt = performance.now()
  await expect(endless).rejects.toThrow('stopped by the test')
  expect(performance.now() - startedAt).toBeLessThan(1300)
})

test('a wrapper around ffmpeg dies with all it started', async () => {
  const wrapper = join(folder, 'wrapper.sh')
  const ticks = join(folder, 'ticks')
  await writeFile(wrapper, `#!/bin/sh\n(while :; do echo tick >> ${ticks}; sleep 0.05; done) &\nwait\n`, { mode: 0o755 })
  const stop = new AbortController()
  const waiting = runFfmpeg({ ...tools, ffmpegPath: wrapper }, { inputs: [{ path: 'x', options: lavfi }], outputs: [{ path: '-', options: ['-f', 'null'] }] }, { ...run, signal: stop.signal })
  setTimeout(() => stop.abort(), 500)
  await expect(waiting).rejects.toThrow()
  const size = (await stat(ticks)).size
  expect(size).toBeGreaterThan(0)
  await new Promise(resolve => setTimeout(resolve, 300))
  expect((await stat(ticks)).size).toBe(size)
})

test('ffmpeg sees none of our secrets', async () => {
  const wrapper = join(folder, 'environment.sh')
  const seen = join(folder, 'seen.txt')
  await writeFile(wrapper, `#!/bin/sh\nenv > ${seen}\n`, { mode: 0o755 })
  await runFfmpeg({ ...tools, ffmpegPath: wrapper }, { inputs: [{ path: 'x', options: lavfi }], outputs: [{ path: '-', options: ['-f', 'null'] }] }, run)
  const environment = await readFile(seen, 'utf8')
  expect(environment).toContain('PATH=')
  expect(environment).not.toContain(secret)
})

test('a run that hangs is ended by its time limit', async () => {
  const endless = runFfmpeg(tools, { inputs: [{ path: 'testsrc=s=160x90', options: ['-re', ...lavfi] }], outputs: [{ path: '-', options: ['-f', 'null'] }] }, { ...run, timeLimitSeconds: 0.3 })
  await expect(endless).rejects.toMatchObject({ code: 'render.ffmpeg_failed', message: expect.stringContaining('too long') })
})

test('a run that reports but makes nothing any more is ended; one that is slow is not', async () => {
  const toNull = [{ path: '-', options: ['-f', 'null'] }]
  const slow = runFfmpeg(tools, { inputs: [{ path: 'testsrc=d=2:s=160x90:r=5', options: ['-re', ...lavfi] }], outputs: toNull }, { ...run, stallSeconds: 1.2 })
  await expect(slow).resolves.toBeTypeOf('string')
  async function* nothing(): AsyncGenerator<Uint8Array> { yield await new Promise<never>(() => undefined) }
  const waits = runFfmpeg(tools, { inputs: [{ path: 'pipe:0', options: ['-f', 's16le', '-ar', '16000'] }], outputs: toNull }, { ...run, stallSeconds: 1.2, input: nothing() })
  await expect(waits).rejects.toMatchObject({ code: 'render.ffmpeg_failed', message: expect.stringContaining('took far too long') })
})

test('76: a playlist or concat script named .mp4 is refused, whatever it points to', async () => {
  const playlist = join(folder, 'playlist.mp4')
  const script = join(folder, 'script.mp4')
  await writeFile(playlist, '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n')
  await writeFile(script, `ffconcat version 1.0\nfile '${join(folder, 'other.mp4')}'\n`)
  for (const path of [playlist, script]) {
    await expect(runFfmpeg(tools, { inputs: [{ path }], outputs: [{ path: '-', options: ['-f', 'null'] }] }, run)).rejects.toMatchObject({ code: 'render.ffmpeg_failed' })
    await expect(runFfprobe(tools, path, ['-show_format'], run.signal)).rejects.toMatchObject({ code: 'render.ffmpeg_failed' })
  }
})

test('a failure names the task, keeps what ffmpeg said as the cause, and no path in the sentence', async () => {
  const failure: Error = await runFfmpeg(tools, { inputs: [{ path: join(folder, 'missing.mp4') }], outputs: [{ path: '-', options: ['-f', 'null'] }] }, run).catch(error => error)
  expect(failure).toMatchObject({ code: 'render.ffmpeg_failed', message: expect.stringContaining('Making a test clip') })
  expect(failure.message).not.toContain(folder)
  expect(String((failure.cause as Error).message)).toContain('No such file')
})

test('a machine without ffmpeg is told so', async () => {
  await expect(runFfmpeg({ ...tools, ffmpegPath: '/nowhere/ffmpeg' }, { inputs: [{ path: 'x', options: lavfi }], outputs: [{ path: '-', options: ['-f', 'null'] }] }, run)).rejects.toMatchObject({ code: 'tool.missing' })
})

test('a graph longer than an argument may be goes through a file', async () => {
  const graph = `[0:v]select='1${' '.repeat(140_000)}'[v]`
  await runFfmpeg(tools, { inputs: [{ path: 'testsrc=d=0.2:s=160x90', options: lavfi }], graph, outputs: [{ path: '-', options: ['-map', '[v]', '-f', 'null'] }] }, run)
})
