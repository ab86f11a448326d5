import { kill } from 'node:process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeProductClient, waitForVideo } from '../demo/src/product-client.ts'
import { runProduct, type RunningProduct } from './running-product.ts'

let product: RunningProduct

beforeAll(async () => {
  // Without SMTP the mails lie in the outbox and nobody has to confirm first; a short lease makes the wait short.
  product = await runProduct({ SMTP_URL: '', QUEUE_LEASE_SECONDS: '4', QUEUE_POLL_SECONDS: '1' })
}, 120_000)

afterAll(() => product?.stop(), 60_000)

test('a worker killed with -9 in the middle of a render loses nothing: the next one goes on from the last finished stage', async () => {
  const client = makeProductClient(product.publicUrl)
  const person = { email: 'kay@example.com', password: 'a long enough password', name: 'Kay' }
  await client.register(person)
  await client.login(person)
  const added = await client.addByLink(product.fathom.sampleLink)
  const victim = product.stack.workers[0]!
  let killed: number | undefined
  const detail = await waitForVideo(client, added.id, recording => {
    if (killed !== undefined || recording.job?.stage !== 'render' || recording.job.percent < 30) return
    killed = victim.pid()!
    kill(killed, 'SIGKILL')
  }, 240, AbortSignal.timeout(240_000))
  expect(killed).toBeDefined()
  expect(victim.pid()).not.toBe(killed)
  expect(detail.recording.job?.attempts).toBe(2)
  expect(detail.timings).toMatchObject({ ingest: 0, probe: 0, transcript: 0, analyse: 0, plan: 0 })
  expect(detail.timings['render']).toBeGreaterThan(0)
  expect(detail.checks.length).toBeGreaterThan(5)
  expect(detail.checks.every(check => check.ok)).toBe(true)
}, 300_000)
