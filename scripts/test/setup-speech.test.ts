import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { setUpSpeech, type SpeechSetup } from '../setup-speech.ts'

const model = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251))
const sha256 = createHash('sha256').update(model).digest('hex')
let server: Server
let url: string
let ranges: (string | undefined)[]
let bytesBeforeBreak: number
let root: string
let said: string[]

beforeAll(async () => {
  server = createServer((request, response) => {
    ranges.push(request.headers.range)
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    response.writeHead(from > 0 ? 206 : 200, { 'etag': '"one"', 'content-length': model.length - from, ...(from > 0 ? { 'content-range': `bytes ${from}-${model.length - 1}/${model.length}` } : {}) })
    if (bytesBeforeBreak > 0) {
      response.write(model.subarray(from, bytesBeforeBreak))
      // What is on its way arrives first.
      setTimeout(() => response.destroy(), 50)
    }
    else response.end(model.subarray(from))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/models/own.bin`
})
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'f2l-setup-speech-'))
  await writeFile(join(root, '.env'), 'JWT_SECRET=keep-me\nWHISPER_MODEL=old.bin\n# a remark\n')
  ranges = []
  said = []
  bytesBeforeBreak = 0
})
afterEach(() => rm(root, { recursive: true }))
afterAll(() => server.close())

function setUp(args: string[], ask: SpeechSetup['ask'] = null): Promise<boolean> {
  return setUpSpeech(args, { root, ask, say: line => said.push(line), showProgress: () => undefined, signal: new AbortController().signal, breakDelayMs: 1 })
}
const own = () => ['--url', url, '--sha256', sha256]
const env = () => readFile(join(root, '.env'), 'utf8')

test('a model is fetched, checked and set in .env, where every other line stays', async () => {
  expect(await setUp([...own(), '--yes'])).toBe(true)
  expect(await readFile(join(root, 'data/models/own.bin'))).toEqual(model)
  expect(await env()).toBe('JWT_SECRET=keep-me\n# a remark\nWHISPER_MODEL=data/models/own.bin\n')
  expect((await stat(join(root, '.env'))).mode & 0o777).toBe(0o600)
  expect(await readdir(join(root, 'data/models'))).toEqual(['own.bin'])
  expect(await setUp(own())).toBe(true)
  expect(ranges).toHaveLength(1)
})

test('before it asks it says what it would fetch, how large, from where, under which licence', async () => {
  const questions: string[] = []
  expect(await setUp([], question => { questions.push(question); return Promise.resolve(false) })).toBe(false)
  expect(questions).toEqual(['Fetch it?'])
  expect(said.join('\n')).toMatch(/^ggml-base\.bin: 148 MB; .*\nfrom https:\/\/\S+\/ggml-base\.bin, licence: MIT \(OpenAI Whisper\); it goes to data\/models\/ggml-base\.bin$/)
  expect(await env()).toContain('WHISPER_MODEL=old.bin')
  await expect(readdir(join(root, 'data'))).rejects.toThrow('ENOENT')
})

test('where nobody can answer it fetches nothing without --yes', async () => {
  await expect(setUp(own())).rejects.toMatchObject({ code: 'input.invalid', message: expect.stringContaining('--yes') as string })
  expect(ranges).toEqual([])
})

test('a download that broke off goes on where it stopped', async () => {
  bytesBeforeBreak = 100_000
  await expect(setUp([...own(), '--yes'])).rejects.toMatchObject({ code: 'fetch.failed' })
  expect(await env()).toContain('WHISPER_MODEL=old.bin')
  bytesBeforeBreak = 0
  ranges = []
  expect(await setUp([...own(), '--yes'])).toBe(true)
  expect(ranges).toEqual([expect.stringMatching(/^bytes=[1-9]\d*-$/)])
  expect(await readFile(join(root, 'data/models/own.bin'))).toEqual(model)
})

test('other bytes than were promised are thrown away and not set', async () => {
  await expect(setUp(['--url', url, '--sha256', '0'.repeat(64), '--yes'])).rejects.toThrow('SHA-256 differs')
  await expect(setUp(['--url', url, '--yes'])).rejects.toMatchObject({ code: 'fetch.failed' })
  expect(await env()).toContain('WHISPER_MODEL=old.bin')
  expect((await readdir(join(root, 'data/models'))).filter(name => name.endsWith('.bin'))).toEqual([])
})

test('without a network it says so in one sentence and sets nothing', async () => {
  const away = createServer().listen(0, '127.0.0.1')
  await once(away, 'listening')
  const { port } = away.address() as AddressInfo
  await new Promise(done => away.close(done))
  await expect(setUp(['--url', `http://127.0.0.1:${port}/own.bin`, '--sha256', sha256, '--yes'])).rejects.toMatchObject({ code: 'fetch.failed', message: 'The connection to 127.0.0.1 failed. Please try again later.' })
  expect(await env()).toContain('WHISPER_MODEL=old.bin')
})

test.each([[['--model', 'huge']], [['--sha256', 'x', '--url', 'https://example.com/m.bin']], [['--url', 'nowhere']], [['--fast']]])('%j is refused with a sentence', async args => {
  await expect(setUp(args)).rejects.toMatchObject({ code: 'input.invalid', message: expect.stringMatching(/\.$/) as string })
})
