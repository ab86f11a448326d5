import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readFfmpeg, runFfmpeg, runFfprobe } from '../src/tools/ffmpeg.ts'
import { limitedArguments, usualLimits } from '../src/tools/limited-shell.ts'
import { runProgram } from '../src/tools/run-program.ts'
import { lavfi, signal, tools } from './barcode-recording.ts'

const run = { signal, task: 'making a test clip' }
const toNull = [{ path: '-', options: ['-f', 'null'] }]
let folder: string

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-limits-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A program that writes its process group down and then does as told. */
async function wrapper(name: string, then: string): Promise<{ path: string; isGone(): Promise<boolean> }> {
  const path = join(folder, name)
  await writeFile(path, `#!/bin/sh\necho $$ > ${path}.pid\n${then}\n`, { mode: 0o755 })
  return { path, isGone: async () => {
    const group = Number(await readFile(`${path}.pid`, 'utf8'))
    try {
      return !process.kill(-group, 0)
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ESRCH'
    }
  } }
}

test('77: a run that wants more memory than it may have ends with a sentence of its own, and nothing of it stays', async () => {
  const greedy = await wrapper('greedy', `${tools.ffmpegPath} "$@"`)
  const held = runFfmpeg({ ...tools, ffmpegPath: greedy.path }, { inputs: [{ path: 'testsrc=s=3840x2160:d=60', options: lavfi }], graph: '[0:v]reverse[v]', outputs: [{ path: '-', options: ['-map', '[v]', '-f', 'null'] }] },
    { ...run, limits: { ...usualLimits, memoryBytes: 600 * 2 ** 20 } })
  await expect(held).rejects.toMatchObject({ code: 'render.ffmpeg_failed', message: 'Making a test clip did not work: it needed more memory than a recording may take.' })
  await expect.poll(greedy.isGone, { timeout: 5000 }).toBe(true)
})

test('77: an endless output ends, into a file and into a pipe', async () => {
  const endless = [{ path: 'testsrc=s=640x360', options: lavfi }]
  const limits = { ...usualLimits, outputBytes: 2 ** 20 }
  const path = join(folder, 'endless.raw')
  const sentence = { code: 'render.ffmpeg_failed', message: 'Making a test clip did not work: it wrote far more than a recording can need.' }
  await expect(runFfmpeg(tools, { inputs: endless, outputs: [{ path, options: ['-f', 'rawvideo'] }] }, { ...run, limits })).rejects.toMatchObject(sentence)
  expect((await stat(path)).size).toBeLessThanOrEqual(2 ** 20)
  await expect(buffer(readFfmpeg(tools, { inputs: endless, outputs: [{ path: 'pipe:1', options: ['-f', 'rawvideo'] }] }, { ...run, limits }))).rejects.toMatchObject(sentence)
})

test('77: a look at a file is under the same limits: time, memory and who is left', async () => {
  const slow = await wrapper('slow', 'sleep 60 & wait')
  expect((await runProgram(slow.path, [], { env: tools.environment, signal, timeLimitSeconds: 0.5 })).code).toBeNull()
  await expect.poll(slow.isGone, { timeout: 5000 }).toBe(true)
  const { stdout } = await runProgram('/bin/sh', ['-c', 'ulimit -v; ulimit -f'], { env: tools.environment, signal, timeLimitSeconds: 10, limits: { memoryBytes: 2 ** 30, outputBytes: 2 ** 20 } })
  expect(stdout).toBe(process.platform === 'linux' ? '1048576\n2048\n' : expect.stringContaining('2048\n'))
})

test('an abort ends a look at a file with all it started', async () => {
  const slow = await wrapper('waiting', 'sleep 60 & wait')
  const stop = new AbortController()
  const looking = runProgram(slow.path, [], { env: tools.environment, signal: stop.signal, timeLimitSeconds: 60 })
  setTimeout(() => stop.abort(new Error('stopped by the test')), 300)
  await expect(looking).rejects.toThrow('stopped by the test')
  await expect.poll(slow.isGone, { timeout: 5000 }).toBe(true)
})

test('a shell that lacks a limit goes on without it', async () => {
  const [flag, script] = limitedArguments({ memoryBytes: 2 ** 30, outputBytes: 2 ** 20 }, 'x', [])
  const child = spawn('/bin/sh', [flag!, script!.replaceAll('ulimit -v', 'ulimit -Q'), 'sh', '-c', 'ulimit -f'], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], detached: true })
  const said = await text(child.stdout!)
  child.stdio[3]!.destroy()
  expect(said).toBe('2048\n')
})

test('lines reach the reader whole, the last one too', async () => {
  const lines: string[] = []
  const { stdout } = await runProgram('/bin/sh', ['-c', 'seq 20000; printf last'], { env: tools.environment, signal, timeLimitSeconds: 10, onLine: line => lines.push(line) })
  expect([stdout, lines.length, lines[19_999], lines.at(-1)]).toEqual(['', 20_001, '20000', 'last'])
})

test('76: what names other files or addresses is not followed, whatever it is called', async () => {
  const asked: string[] = []
  const server = createServer((request, answer) => { asked.push(request.url ?? ''); answer.end('x') })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const traps = {
    'hls.mp4': `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${address}/hls.ts\n#EXT-X-ENDLIST\n`,
    'local.mp4': '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n',
    'concat.mp4': `ffconcat version 1.0\nfile '${address}/concat.mp4'\n`,
    'dash.mp4': `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet><Representation><BaseURL>${address}/dash.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>`,
    'picture.mp4': `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="${address}/svg.png"/></svg>`,
    'words.mp4': `[Script Info]\nScriptType: v4.00+\n[Fonts]\nfontname: ${address}/font.ttf\n[Events]\nDialogue: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,Hi\n`,
    'session.mp4': `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n`,
  }
  try {
    for (const [name, text] of Object.entries(traps)) {
      const path = join(folder, name)
      await writeFile(path, text)
      await expect(runFfmpeg(tools, { inputs: [{ path }], outputs: toNull }, run), name).rejects.toMatchObject({ code: 'render.ffmpeg_failed' })
      await expect(runFfprobe(tools, path, ['-show_format'], signal), name).rejects.toMatchObject({ code: 'render.ffmpeg_failed' })
    }
    for (const path of [`${address}/direct.mp4`, 'tcp://127.0.0.1:9', `concat:${address}/a|${address}/b`, 'subfile,,start,0,end,1,,:/etc/passwd']) {
      await expect(runFfmpeg(tools, { inputs: [{ path }], outputs: toNull }, run), path).rejects.toMatchObject({ code: 'render.ffmpeg_failed' })
      await expect(runFfprobe(tools, path, ['-show_format'], signal), path).rejects.toMatchObject({ code: 'render.ffmpeg_failed' })
    }
  } finally {
    server.close()
  }
  expect(asked).toEqual([])
})
