import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { downloadToFile } from '../src/download-to-file.ts'
import { makeSafeFetch, type SafeFetch } from '../src/safe-fetch.ts'

let server: Server
let origin: string
let folder: string
let path: string
let fetch: SafeFetch
let handle: (request: IncomingMessage, response: ServerResponse) => void
let ranges: (string | undefined)[] = []
const content = randomBytes(900_000)

beforeAll(async () => {
  server = createServer((request, response) => {
    ranges.push(request.headers.range)
    handle(request, response)
  })
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  fetch = makeSafeFetch({ trustedOrigins: [origin] })
})
afterAll(async () => {
  await fetch.close()
  server.closeAllConnections()
  server.close()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'download-'))
  path = join(folder, 'file.bin')
  ranges = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const options = { maxBytes: 10_000_000, breakDelayMs: 1 }
const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** Serves `body` with ranges; each answer breaks off after `pieces.shift()` bytes while there are some. */
function serveInPieces(body: Buffer, pieces: number[], { etag = '"one"' as string | null } = {}): void {
  handle = (request, response) => {
    const wanted = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')
    const isSame = request.headers['if-range'] === undefined || request.headers['if-range'] === etag
    const start = wanted !== null && isSame ? Number(wanted[1]) : 0
    const rest = body.subarray(start)
    response.writeHead(start > 0 ? 206 : 200, {
      'content-length': rest.length, ...(etag === null ? {} : { etag }),
      ...(start > 0 ? { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` } : {}),
    })
    const piece = pieces.shift()
    if (piece === undefined) return void response.end(rest)
    response.write(rest.subarray(0, piece))
    setTimeout(() => request.socket.destroy(), 20)
  }
}

test('a whole file arrives under its name and leaves nothing beside it', async () => {
  serveInPieces(content, [])
  const seen: number[] = []
  const done = await downloadToFile(fetch, origin, path, { ...options, expectedBytes: content.length, onProgress: received => seen.push(received) })
  expect(done.sizeBytes).toBe(content.length)
  expect(digest(await readFile(path))).toBe(digest(content))
  expect(await readdir(folder)).toEqual(['file.bin'])
  expect(seen.at(-1)).toBe(content.length)
})

test('a download that breaks twice goes on where it broke', async () => {
  serveInPieces(content, [300_000, 200_000])
  await downloadToFile(fetch, origin, path, options)
  expect(digest(await readFile(path))).toBe(digest(content))
  expect(ranges).toHaveLength(3)
  expect(ranges[0]).toBeUndefined()
  expect(Number(/\d+/.exec(ranges[1]!)![0])).toBeGreaterThan(0)
  expect(Number(/\d+/.exec(ranges[2]!)![0])).toBeGreaterThan(Number(/\d+/.exec(ranges[1]!)![0]))
})

test('what an earlier process fetched is used by the next one', async () => {
  serveInPieces(content, [500_000])
  await expect(downloadToFile(fetch, origin, path, { ...options, maxBreaks: 1 })).rejects.toMatchObject({ code: 'fetch.failed' })
  expect(await readdir(folder)).toContain('file.bin.part')
  await downloadToFile(fetch, origin, path, options)
  expect(ranges[1]).toMatch(/^bytes=[1-9]/)
  expect(digest(await readFile(path))).toBe(digest(content))
})

test('a file that changed in between is fetched anew instead of being mixed', async () => {
  serveInPieces(content, [500_000])
  await expect(downloadToFile(fetch, origin, path, { ...options, maxBreaks: 1 })).rejects.toMatchObject({ code: 'fetch.failed' })
  const changed = randomBytes(content.length)
  serveInPieces(changed, [], { etag: '"two"' })
  await downloadToFile(fetch, origin, path, options)
  expect(digest(await readFile(path))).toBe(digest(changed))
})

test('half a file of unknown origin is not gone on with', async () => {
  await writeFile(`${path}.part`, 'left by somebody')
  serveInPieces(content, [])
  await downloadToFile(fetch, origin, path, options)
  expect(digest(await readFile(path))).toBe(digest(content))
})

test('75: a file over the cap fails before or while it arrives', async () => {
  serveInPieces(content, [])
  await expect(downloadToFile(fetch, origin, path, { ...options, maxBytes: 1000 })).rejects.toMatchObject({ code: 'fetch.too_large' })
  handle = (_request, response) => { response.writeHead(200); response.write(content); response.end() }
  await expect(downloadToFile(fetch, origin, path, { ...options, maxBytes: 1000 })).rejects.toMatchObject({ code: 'fetch.too_large' })
  expect(await readdir(folder)).not.toContain('file.bin')
})

test('75: a size other than announced is an error, whichever way', async () => {
  serveInPieces(content, [])
  await expect(downloadToFile(fetch, origin, path, { ...options, expectedBytes: 5, maxBreaks: 1 })).rejects.toMatchObject({ code: 'fetch.failed' })
  handle = (request, response) => { response.writeHead(200, { 'content-length': 2_000_000 }); response.write(content); setTimeout(() => request.socket.destroy(), 20) }
  await expect(downloadToFile(fetch, origin, path, { ...options, maxBreaks: 2 })).rejects.toMatchObject({ code: 'fetch.failed' })
  expect(await readdir(folder)).not.toContain('file.bin')
})

test('a missing file fails at once, a tired server is asked again', async () => {
  handle = (_request, response) => { response.writeHead(404).end() }
  await expect(downloadToFile(fetch, origin, path, options)).rejects.toMatchObject({ code: 'fetch.failed' })
  expect(ranges).toHaveLength(1)
  let isTired = true
  handle = (_request, response) => {
    response.writeHead(isTired ? 503 : 200).end(isTired ? '' : 'here')
    isTired = false
  }
  await downloadToFile(fetch, origin, path, options)
  expect(await readFile(path, 'utf8')).toBe('here')
})

test('an abort stops the download with its reason', async () => {
  handle = (_request, response) => { response.writeHead(200); response.write('x') }
  const abort = new AbortController()
  const reason = new Error('stop')
  setTimeout(() => abort.abort(reason), 80)
  await expect(downloadToFile(fetch, origin, path, { ...options, signal: abort.signal })).rejects.toBe(reason)
})
