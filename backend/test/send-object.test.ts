import { once } from 'node:events'
import { get } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import express from 'express'
import { afterAll, expect, test } from 'vitest'
import { objectKey } from '@f2l/common/contracts/ids.ts'
import { makeLocalObjectStore } from '@f2l/common/local-object-store.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import { sendObject } from '../src/routes/send-object.ts'

const folder = await mkdtemp(join(tmpdir(), 'f2l-send-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

test('whoever leaves before the file is opened leaves no open file behind, and it is no failure', async () => {
  const files = makeLocalObjectStore(folder)
  const key = objectKey.parse('videos/one.mp4')
  await files.put(key, Readable.from([Buffer.alloc(100_000)]))
  const opened: Readable[] = []
  const outcome = Promise.withResolvers<unknown>()
  const app = express().get('/', (request, response) => {
    // The disk answers only once nobody listens any more.
    const slow: ObjectStore = {
      ...files, stat: wanted => files.stat(wanted), async read(...wanted) {
        if (!response.closed) await once(response, 'close')
        const body = await files.read(...wanted)
        opened.push(body)
        return body
      },
    }
    sendObject(slow, key, request, response).then(() => outcome.resolve('done'), outcome.resolve)
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const asked = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' }).on('error', () => undefined)
  setTimeout(() => asked.destroy(), 100)
  expect(await outcome.promise).toBe('done')
  expect(opened.map(body => body.destroyed)).toEqual([true])
  server.close()
})
