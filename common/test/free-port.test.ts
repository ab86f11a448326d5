import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { freePort } from '../src/free-port.ts'

test('the wanted port is given when it is free, and another one when it is taken', async () => {
  const wanted = await freePort()
  expect(await freePort(wanted)).toBe(wanted)
  const server = createServer()
  await new Promise<void>(done => server.listen(wanted, '127.0.0.1', done))
  const other = await freePort(wanted)
  await new Promise(done => server.close(done))
  expect(other).not.toBe(wanted)
  expect(other).toBeGreaterThan(0)
})
