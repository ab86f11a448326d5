import { connect } from 'node:net'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import express from 'express'
import type { AddressInfo } from 'node:net'
import jwt from 'jsonwebtoken'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LiveEvent } from '@f2l/common/contracts/events.ts'
import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { events } from '@f2l/user-dbs/schema.ts'
import { makeAccessToken } from '../src/access-token.ts'
import { clientOrigin } from '../src/client-origin.ts'
import { errorAnswer } from '../src/error-answer.ts'
import { keptEvents } from '../src/event-hub.ts'
import { requestLog } from '../src/request-log.ts'
import { eventRoutes, type EventLimits } from '../src/routes/events.ts'
import { sessionOf } from '../src/sessions.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'

let stack: ProductStack
let ann: Person
let bob: Person
beforeAll(async () => {
  stack = await startProductStack()
  ;[ann, bob] = await Promise.all([stack.signUp('Ann'), stack.signUp('Bob')])
})
afterAll(() => stack?.stop())

interface Listening { received: { id: string | null; event: LiveEvent }[]; raw(): string; ended: Promise<void>; until(count: number): Promise<void>; close(): void }
async function listen(person: Person, { cursor, query = '', url = stack.url, token = person.token }: { cursor?: string; query?: string; url?: string; token?: string } = {}): Promise<Listening> {
  const abort = new AbortController()
  const answer = await fetch(`${url}/api/v1/events${query}`, { signal: abort.signal, headers: { authorization: `Bearer ${token}`, ...(cursor === undefined ? {} : { 'last-event-id': cursor }) } })
  expect([answer.status, answer.headers.get('content-type')?.split(';')[0]]).toEqual([200, 'text/event-stream'])
  const received: Listening['received'] = []
  let raw = ''
  const ended = (async () => {
    for await (const piece of answer.body!.pipeThrough(new TextDecoderStream())) {
      raw += piece
      received.splice(0, received.length, ...raw.split('\n\n').flatMap(block => {
        const data = /^data: (.*)$/m.exec(block)
        return data ? [{ id: /^id: (.*)$/m.exec(block)?.[1] ?? null, event: JSON.parse(data[1]!) as LiveEvent }] : []
      }))
    }
  })().catch((error: unknown) => {
    if (!abort.signal.aborted) throw error
  })
  const until = async (count: number) => {
    for (let waits = 0; received.length < count; waits += 1) {
      if (waits > 150) throw new Error(`only ${received.length} of ${count} events came`)
      await sleep(20)
    }
  }
  return { received, raw: () => raw, ended, until, close: () => abort.abort() }
}
const mail = (mailId: string): LiveEvent => ({ type: 'mail', mailId })
const publish = async (person: Person, ...ids: string[]) => {
  for (const id of ids) await stack.deps.events.publish(person.id, mail(id))
}

test('what happens is pushed with a cursor, and only to the person it belongs to', async () => {
  const [hers, his] = [await listen(ann), await listen(bob)]
  await publish(ann, 'm1', 'm2')
  await hers.until(2)
  expect(hers.received.map(({ event }) => event)).toEqual([mail('m1'), mail('m2')])
  expect(hers.received.every(({ id }) => /^\d+$/.test(id ?? ''))).toBe(true)
  await publish(bob, 'his')
  await his.until(1)
  expect(his.received.map(({ event }) => event)).toEqual([mail('his')])
  hers.close()
  his.close()
})

test('who comes back with a cursor gets what was missed, in order and once, then what is new', async () => {
  const first = await listen(ann)
  await publish(ann, 'seen')
  await first.until(1)
  first.close()
  await publish(ann, 'missed1', 'missed2')
  for (const how of [{ cursor: first.received[0]!.id! }, { query: `?cursor=${first.received[0]!.id}` }]) {
    const again = await listen(ann, how)
    await again.until(2)
    expect(again.received.slice(0, 2).map(({ event }) => event)).toEqual([mail('missed1'), mail('missed2')])
    again.close()
  }
})

test('without a cursor nothing old comes, but the cursor to come back with does', async () => {
  await publish(ann, 'old')
  const fresh = await listen(ann)
  await sleep(50)
  expect(fresh.received).toEqual([])
  expect(fresh.raw()).toMatch(/^id: \d+\n\n/)
  fresh.close()
})

test('of events that are published while somebody connects none is lost and none comes twice', async () => {
  const before = await listen(ann)
  await publish(ann, 'start')
  await before.until(1)
  before.close()
  const ids = Array.from({ length: 60 }, (_, index) => `race${index}`)
  const publishing = publish(ann, ...ids)
  const racing = await listen(ann, { cursor: before.received[0]!.id! })
  await publishing
  await racing.until(60)
  expect(racing.received.map(({ event }) => event)).toEqual(ids.map(mail))
  racing.close()
})

test('88: a cursor that is too old, from another database or absurd gets every recording named instead', async () => {
  const added = await (await bob.call('POST', '/api/v1/recordings', { url: 'https://fathom.video/share/gap' })).json() as { recording: RecordingSummary }
  const database = await stack.deps.userDatabases.open(bob.id)
  database.transact(db => void db.insert(events).values({ id: 5000, event: mail('x'), createdAt: '' }).run())
  await publish(bob, 'y')
  expect(database.read(db => db.select().from(events).all()).every(row => row.id > 5001 - keptEvents)).toBe(true)
  for (const cursor of ['1', '99999999', '999999999999999']) {
    const listening = await listen(bob, { cursor })
    await listening.until(3)
    expect(listening.received).toEqual([{ type: 'recording', recordingId: added.recording.id }, { type: 'fathom' }, { type: 'queue' }].map(event => ({ id: '5001', event })))
    listening.close()
  }
  for (const cursor of ['-1', 'x', '1e3', '9'.repeat(400), '1 OR 1=1']) {
    const listening = await listen(bob, { cursor })
    await sleep(20)
    expect(listening.received).toEqual([])
    listening.close()
  }
  await bob.remove(added.recording.id)
})

test('a job\'s steps reach its owner, and others learn only that the line moved', async () => {
  const [hers, his] = [await listen(ann), await listen(bob)]
  const added = await (await ann.call('POST', '/api/v1/recordings', { url: 'https://fathom.video/share/steps' })).json() as { recording: RecordingSummary }
  const about: LiveEvent = { type: 'recording', recordingId: added.recording.id }
  await hers.until(2)
  const claim = await stack.claim()
  const before = hers.received.length
  await hers.until(before + 1)
  await stack.consumer.heartbeat(claim.lease, { stage: 'render', percent: 40, secondsLeft: 12 })
  await hers.until(before + 3)
  expect(hers.received.some(({ id, event }) => id === null && event.type === 'recording')).toBe(true)
  await stack.consumer.settle(claim.lease, { kind: 'failed', code: 'link.dead', message: 'Gone.', mayRetry: false })
  for (let waits = 0; waits < 100; waits += 1) {
    const row = (await stack.deps.userDatabases.open(ann.id)).read(db => db.query.recordings.findMany().sync()).find(recording => recording.id === added.recording.id)
    if (row?.state === 'failed') break
    await sleep(20)
    expect(waits).toBeLessThan(99)
  }
  await sleep(50)
  expect(hers.received.at(-1)!.event).toEqual(about)
  expect(his.received.length).toBeGreaterThan(0)
  expect(his.received.every(({ event }) => event.type === 'queue')).toBe(true)
  hers.close()
  his.close()
  await ann.remove(added.recording.id)
})

async function withLimits(limits: EventLimits, work: (url: string) => Promise<void>): Promise<void> {
  const server = express().use(requestLog(stack.deps.log), eventRoutes(stack.deps, limits), errorAnswer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
const usual: EventLimits = { connectionsPerUser: 3, heartbeatMs: 30, unsentBytes: 64 * 1024 }

test('a silent stream still shows that it lives', () => withLimits(usual, async url => {
  const listening = await listen(ann, { url })
  await sleep(150)
  expect(listening.raw().match(/: still here/g)!.length).toBeGreaterThan(2)
  listening.close()
}))

test('88: one person holds so many streams and no more, and a closed one makes room', () => withLimits(usual, async url => {
  const open = [await listen(ann, { url }), await listen(ann, { url }), await listen(ann, { url })]
  const refused = await fetch(`${url}/api/v1/events`, { headers: { authorization: `Bearer ${ann.token}` } })
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30'])
  const his = await listen(bob, { url })
  open[0]!.close()
  await sleep(50)
  const again = await listen(ann, { url })
  for (const listening of [...open, his, again]) listening.close()
}))

test('the stream ends when its access token does', async () => {
  const token = jwt.sign({ sv: ann.sessionVersion }, stack.deps.config.JWT_SECRET, { issuer: 'fathom-to-loom', audience: 'fathom-to-loom:access', algorithm: 'HS256', subject: ann.id, expiresIn: 1 })
  const listening = await listen(ann, { token })
  const startedAt = performance.now()
  await listening.ended
  expect(performance.now() - startedAt).toBeLessThan(2000)
})

test('88: of a thousand connections of one person twenty are kept, and nobody else waits for it', async () => {
  const greedy = await stack.signUp('Gus')
  const answers = await Promise.all(Array.from({ length: 1000 }, async () => {
    const leave = new AbortController()
    const answer = await fetch(`${stack.url}/api/v1/events`, { signal: leave.signal, headers: { authorization: `Bearer ${greedy.token}` } })
    // An answer that nobody holds is collected, and its stream with it.
    return { answer, status: answer.status, leave }
  }))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(20)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(980)
  const his = await listen(bob)
  await publish(bob, 'in time')
  await his.until(1)
  his.close()
  expect(answers.filter(({ answer }) => answer.body?.locked)).toEqual([])
  for (const { leave } of answers) leave.abort()
}, 30_000)

test('88: the cursor of somebody else gives nothing of theirs', async () => {
  const theirs = await listen(bob)
  await publish(bob, 'secret1', 'secret2')
  await theirs.until(2)
  const mine = await listen(ann, { cursor: theirs.received[0]!.id! })
  await sleep(200)
  expect(mine.raw()).not.toContain('secret')
  theirs.close()
  mine.close()
})

test('a stream ends soon after its session did, by whatever it was ended, and others go on', () => withLimits(usual, async url => {
  const { sessions, config, identities } = stack.deps
  const from = clientOrigin({ headers: {} } as never)
  const begin = async () => {
    const session = sessionOf(await sessions.start(ann.id, from))!
    return { session, listening: await listen(ann, { url, token: makeAccessToken(ann, config.JWT_SECRET, session) }) }
  }
  const [ended, kept] = [await begin(), await begin()]
  await sessions.endOne(ann.id, ended.session, from)
  await ended.listening.ended
  await sleep(100)
  const { length } = kept.listening.raw()
  await sleep(100)
  expect(kept.listening.raw().length).toBeGreaterThan(length)
  kept.listening.close()
  expect((await identities.read(ann.id))!.sessionVersion).toBe(ann.sessionVersion)
}))

test('88: who does not read is cut off instead of filling our memory', () => withLimits({ ...usual, heartbeatMs: 60_000 }, async url => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  await once(socket, 'connect')
  socket.pause()
  socket.write(`GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ann.token}\r\n\r\n`)
  await sleep(100)
  const closed = new Promise<void>(resolve => { socket.once('close', () => resolve()) })
  // Sockets of one machine buffer megabytes before a write has to wait.
  for (let sent = 0; sent < 400; sent += 1) stack.deps.events.push(ann.id, mail('x'.repeat(50_000)))
  socket.on('error', () => { /* a reset is the cut we want */ })
  await sleep(100)
  socket.resume()
  await closed
  expect(socket.bytesRead).toBeLessThan(400 * 50_000)
}))
