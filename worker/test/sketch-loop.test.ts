import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { convertOptions } from '@f2l/common/contracts/edit-plan.ts'
import type { Sketch } from '@f2l/common/contracts/sketch.ts'
import { AppError } from '@f2l/common/errors.ts'
import { makeLogger } from '@f2l/common/log.ts'
import type { Sketcher } from '../src/sketch-job.ts'
import { runSketchLoop } from '../src/sketch-loop.ts'
import { makeWorkFolders } from '../src/work-folder.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-loop-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

const sketch = (id: string): Sketch => ({ id: id.padEnd(16, '0'), wish: { kind: 'frame', at: 1 }, options: convertOptions.parse({}), title: '', finishedStages: [], sourceKey: null })

/** A backend that hands out these sketches, each time the worker asks for one; it keeps their lines open. */
async function backendWith(sketches: Sketch[]) {
  const lines: ServerResponse[] = []
  const answers: { id: string; body: unknown }[] = []
  const refused: string[] = []
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (request.headers.authorization !== 'Bearer secret') return void response.writeHead(401).end(refused.push('no secret'))
    if (request.method === 'PUT') {
      void text(request).then(body => {
        answers.push({ id: request.url!.split('/').at(-1)!, body: JSON.parse(body) as unknown })
        response.writeHead(204).end()
      })
      return
    }
    const next = sketches.shift()
    if (!next) return void lines.push(response)
    // In two pieces, as a network may deliver it.
    const line = `${JSON.stringify(next)}\n`
    response.writeHead(200).write(line.slice(0, 30))
    setTimeout(() => response.write(line.slice(30)), 10)
    lines.push(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, lines, answers, refused, stop: () => { server.closeAllConnections(); server.close() } }
}

async function loopOver(sketches: Sketch[], make: Sketcher['make'], until: (backend: Awaited<ReturnType<typeof backendWith>>) => Promise<void>) {
  const backend = await backendWith(sketches)
  const stop = new AbortController()
  const looping = runSketchLoop({
    backendUrl: backend.url, workerSecret: 'secret', sketcher: { make }, folders: makeWorkFolders(folder), first: work => work(), log: makeLogger('test', 'silent'), signal: stop.signal,
  })
  await until(backend)
  stop.abort()
  await looping
  backend.stop()
  expect(await readdir(folder)).toEqual([])
  return backend
}

test('sketches are made one after the other, and what fails is answered, too', async () => {
  const { answers } = await loopOver([sketch('good'), sketch('bad')], async ({ id }, own) => {
    expect(await readdir(folder)).toEqual([own.split('/').at(-1)])
    if (id.startsWith('bad')) throw new AppError('sketch.not_possible', 'It cannot be drawn.')
    return { kind: 'frame', jpeg: 'AAAA' }
  }, async ({ answers: given }) => { await expect.poll(() => given.length, { timeout: 5000 }).toBe(2) })
  expect(answers).toEqual([
    { id: sketch('good').id, body: { kind: 'frame', jpeg: 'AAAA' } },
    { id: sketch('bad').id, body: { kind: 'failed', code: 'sketch.not_possible', message: 'It cannot be drawn.' } },
  ])
})

test('when nobody waits any more the work stops, nothing is answered, and the next one is asked for', async () => {
  let reason: unknown
  const { answers } = await loopOver([sketch('left')], (_, __, signal) => new Promise((_done, fail) => {
    signal.addEventListener('abort', () => {
      reason = signal.reason
      fail(signal.reason as Error)
    })
  }), async ({ lines }) => {
    await expect.poll(() => lines.length, { timeout: 5000 }).toBe(1)
    await new Promise(done => setTimeout(done, 100))
    lines[0]!.end()
    await expect.poll(() => lines.length, { timeout: 5000 }).toBe(2)
  })
  expect(reason).toMatchObject({ code: 'job.cancelled' })
  expect(answers).toEqual([])
})
