import { randomBytes, randomInt } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { meetingRules, webhookView, type MeetingRules, type WebhookView } from '@f2l/common/contracts/fathom-webhook.ts'
import type { LiveEvent } from '@f2l/common/contracts/events.ts'
import { fathomMeeting } from '@f2l/common/fathom/meeting.ts'
import { webhookDeliveries } from '@f2l/user-dbs/schema.ts'
import { obstacleOf } from '../src/fathom-webhook/obstacle.ts'
import { whyNotWanted } from '../src/fathom-webhook/wanted-meeting.ts'
import { signedBy, startFathomWithWebhooks, type RegisteredWebhook } from './fathom-with-webhooks.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'
import { prepareGround, TestBrowser } from './running-backend.ts'

const keys = { ann: 'ann-key-canary-1234', bob: 'bob-key-canary-9876' }
const publicUrl = 'https://videos.example.com'
const twoTypes = ['Sales call', 'Interview']
let fathom: Awaited<ReturnType<typeof startFathomWithWebhooks>>
let stack: ProductStack
let ann: Person

beforeAll(async () => {
  fathom = await startFathomWithWebhooks(Object.values(keys))
  stack = await startProductStack({ FATHOM_API_URL: fathom.apiUrl, PUBLIC_URL: publicUrl })
}, 60_000)
beforeEach(async () => {
  fathom.broken.clear()
  fathom.webhooks.clear()
  fathom.meetingsOfType.clear()
  fathom.delayMeetings(0)
  ann = await stack.signUp('Ann')
})
afterAll(async () => {
  await stack?.stop()
  fathom?.stop()
})

const connect = async (person: Person, apiKey = keys.ann) => expect((await person.call('PUT', '/api/v1/fathom', { apiKey })).status).toBe(200)
const turnOn = (person: Person, rules: Partial<MeetingRules> = {}) => person.call('PUT', '/api/v1/fathom/webhook', rules)
const viewOf = async (person: Person): Promise<WebhookView> => webhookView.parse(await (await person.call('GET', '/api/v1/fathom/webhook')).json())
const recordingsOf = async (person: Person) => (await (await person.call('GET', '/api/v1/recordings')).json() as { items: RecordingSummary[] }).items
const codeOf = async (answer: Response) => `${answer.status} ${(await answer.json() as { error: { code: string } }).error.code}`
const onlyWebhook = (): RegisteredWebhook => {
  expect(fathom.webhooks.size).toBe(1)
  return [...fathom.webhooks.values()][0]!
}

async function connected(person = ann, rules: Partial<MeetingRules> = {}): Promise<RegisteredWebhook> {
  await connect(person)
  expect((await turnOn(person, rules)).status).toBe(200)
  return onlyWebhook()
}

let lastId = randomInt(1_000_000)
function aMeeting(changes: object = {}) {
  const id = ++lastId
  return {
    recording_id: id, title: `Meeting ${id}`, url: `https://fathom.video/calls/${id}77`, share_url: `https://fathom.video/share/token${id}`, created_at: '2026-01-15T10:30:00Z',
    recording_start_time: '2026-01-15T10:00:00Z', recording_end_time: '2026-01-15T10:30:00Z', recorded_by: { name: 'Ann', email: 'ann@own.example', email_domain: 'own.example' }, ...changes,
  }
}

type Signing = Parameters<typeof signedBy>[2]
const send = (path: string, body: string, headers: Record<string, string>) => fetch(stack.url + path, { method: 'POST', body, headers })
function deliver(webhook: RegisteredWebhook, meeting: object, signing: Signing = {}): Promise<Response> {
  const body = JSON.stringify(meeting)
  return send(new URL(webhook.url).pathname, body, signedBy(webhook.secret, body, signing))
}

describe('turning it on', () => {
  test('registers an address of this person alone at Fathom, and nothing of secret, token or key comes out again', async () => {
    const webhook = await connected()
    expect(webhook.url).toMatch(new RegExp(`^${publicUrl}/hooks/fathom/${ann.id}/[A-Za-z0-9_-]{43}$`))
    expect(await viewOf(ann)).toEqual({ isConnected: true, rules: meetingRules.parse({}), lastDeliveryAt: null, deliveries: [], obstacle: null })
    const secrets = [webhook.secret.slice(6), webhook.url.split('/').at(-1)!, keys.ann]
    const shown = await (await ann.call('GET', '/api/v1/fathom/webhook')).text() + await (await ann.call('GET', '/api/v1/fathom')).text()
    const files = readdirSync(join(stack.folder, 'dbs')).map(name => readFileSync(join(stack.folder, 'dbs', name)))
    for (const secret of secrets) {
      expect(shown).not.toContain(secret)
      expect(files.some(file => file.includes(secret))).toBe(false)
    }
  })

  test('needs a connected account', async () => {
    expect(await codeOf(await turnOn(ann))).toBe('409 fathom.not_connected')
    expect(await viewOf(ann)).toMatchObject({ isConnected: false })
  })

  test('again only changes the rules; twice at once leaves one webhook', async () => {
    await connected()
    await turnOn(ann, { onlyExternal: true, domains: [' @ACME.com', 'someone@beta.example'], leastMinutes: 5 })
    expect(fathom.webhooks.size).toBe(1)
    expect((await viewOf(ann)).rules).toMatchObject({ onlyExternal: true, domains: ['acme.com', 'beta.example'], leastMinutes: 5 })
    const bob = await stack.signUp('Bob')
    fathom.webhooks.clear()
    await connect(bob)
    const answers = await Promise.all([turnOn(bob), turnOn(bob, { leastMinutes: 3 }), turnOn(bob)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await deliver(onlyWebhook(), aMeeting())).status).toBe(204)
  })

  test('while Fathom is away says so and leaves nothing', async () => {
    await connect(ann)
    fathom.broken.add('POST webhooks')
    expect(await codeOf(await turnOn(ann))).toBe('502 fathom.unreachable')
    expect(await viewOf(ann)).toMatchObject({ isConnected: false })
  })

  test.each([['a domain that is none', { domains: ['not a domain'] }], ['a negative length', { leastMinutes: -1 }], ['a type without a name', { meetingTypes: [' '] }]])('with %s is refused', async (_, rules) => {
    await connect(ann)
    expect(await codeOf(await turnOn(ann, rules))).toBe('400 input.invalid')
  })

  test('offers the account\'s own meeting types', async () => {
    for (const type of twoTypes) fathom.meetingsOfType.set(type, [])
    await connect(ann)
    expect(await (await ann.call('GET', '/api/v1/fathom/meeting-types')).json()).toEqual({ items: twoTypes })
  })

  test.each([
    ['http://localhost:8080', true], ['http://127.0.0.1:8080', true], ['https://192.168.1.5', true], ['https://[::1]', true], ['http://videos', true], ['https://videos.lan', true],
    ['https://videos.example.com', false], ['https://1.1.1.1', false],
  ])('knows whether Fathom can call %s, and lets a Fathom of this machine do so', (url, isAway) => {
    expect(obstacleOf({ PUBLIC_URL: url, FATHOM_API_URL: 'https://api.fathom.ai/external/v1' }) !== null).toBe(isAway)
    expect(obstacleOf({ PUBLIC_URL: url, FATHOM_API_URL: 'http://127.0.0.1:9000/external/v1' })).toBeNull()
  })
})

test('where Fathom cannot call, turning it on is refused with the reason that the page shows', async () => {
  const ground = await prepareGround()
  try {
    const person = { email: 'local@example.com', password: 'correct horse battery', name: 'Local' }
    const browser = new TestBrowser(await ground.backend({ PUBLIC_URL: 'http://localhost:8080' }))
    await browser.post('register', person)
    await browser.login(person)
    const { obstacle } = webhookView.parse((await browser.send('GET', '/api/v1/fathom/webhook')).json)
    expect(obstacle).toContain('localhost:8080')
    const answer = await browser.send('PUT', '/api/v1/fathom/webhook', {})
    expect([answer.status, answer.code]).toEqual([409, 'fathom.cannot_call'])
    expect(answer.text).toContain(obstacle!)
  } finally {
    await ground.stop()
  }
}, 60_000)

describe('turning it off', () => {
  test('takes the webhook away at Fathom, and what still comes is refused', async () => {
    const webhook = await connected()
    expect((await ann.call('DELETE', '/api/v1/fathom/webhook')).status).toBe(204)
    expect(fathom.webhooks.size).toBe(0)
    expect(await codeOf(await deliver(webhook, aMeeting()))).toBe('401 fathom.bad_signature')
    expect((await ann.call('DELETE', '/api/v1/fathom/webhook')).status).toBe(204)
  })

  test('while Fathom is away changes nothing and says so; one that is gone there is fine', async () => {
    const webhook = await connected()
    fathom.broken.add('DELETE webhooks')
    const answer = await ann.call('DELETE', '/api/v1/fathom/webhook')
    expect(answer.status).toBe(502)
    expect(await answer.text()).toContain('nothing was changed')
    expect(await viewOf(ann)).toMatchObject({ isConnected: true })
    expect((await deliver(webhook, aMeeting())).status).toBe(204)
    fathom.broken.clear()
    fathom.webhooks.clear()
    expect((await ann.call('DELETE', '/api/v1/fathom/webhook')).status).toBe(204)
    expect(await viewOf(ann)).toMatchObject({ isConnected: false })
  })

  test('comes with disconnecting the account, even while Fathom is away', async () => {
    const webhook = await connected()
    expect((await ann.call('DELETE', '/api/v1/fathom')).status).toBe(204)
    expect(fathom.webhooks.size).toBe(0)
    expect((await deliver(webhook, aMeeting())).status).toBe(401)
    const second = await connected()
    fathom.broken.add('DELETE webhooks')
    expect((await ann.call('DELETE', '/api/v1/fathom')).status).toBe(204)
    expect((await deliver(second, aMeeting())).status).toBe(401)
  })

  test('and on again for the other account when another key is entered', async () => {
    const first = await connected(ann, { leastMinutes: 7 })
    await connect(ann, keys.bob)
    const second = onlyWebhook()
    expect([second.apiKey, second.id === first.id]).toEqual([keys.bob, false])
    expect((await viewOf(ann)).rules.leastMinutes).toBe(7)
    expect((await deliver(first, aMeeting())).status).toBe(401)
    expect((await deliver(second, aMeeting())).status).toBe(204)
  })

  test('another key with which Fathom takes no webhook is saved, and the answer says what is off now', async () => {
    await connected()
    fathom.broken.add('POST webhooks')
    const answer = await ann.call('PUT', '/api/v1/fathom', { apiKey: keys.bob })
    expect(answer.status).toBe(502)
    expect(await answer.text()).toContain('Your new key is saved')
    expect(await viewOf(ann)).toMatchObject({ isConnected: false })
    expect(await (await ann.call('GET', '/api/v1/fathom')).json()).toMatchObject({ isConnected: true, lastFour: '9876' })
  })

  test('comes with deleting the account', async () => {
    const ground = await prepareGround()
    try {
      const person = { email: 'gone@example.com', password: 'correct horse battery', name: 'Gone' }
      const browser = new TestBrowser(await ground.backend({ FATHOM_API_URL: fathom.apiUrl }))
      await browser.post('register', person)
      await browser.login(person)
      expect((await browser.send('PUT', '/api/v1/fathom', { apiKey: keys.ann })).status).toBe(200)
      expect((await browser.send('PUT', '/api/v1/fathom/webhook', {})).status).toBe(200)
      expect(fathom.webhooks.size).toBe(1)
      expect((await browser.send('POST', '/api/v1/me/delete', { email: person.email, password: person.password })).status).toBe(204)
      expect(fathom.webhooks.size).toBe(0)
    } finally {
      await ground.stop()
    }
  }, 60_000)
})

describe('a delivery', () => {
  test('makes a recording with its job, tells the browser and is listed', async () => {
    const webhook = await connected()
    const heard: LiveEvent[] = []
    const closed = new AbortController()
    await stack.deps.events.listen(ann.id, null, ({ event }) => heard.push(event), closed.signal)
    const meeting = aMeeting()
    expect((await deliver(webhook, meeting)).status).toBe(204)
    const [recording] = await recordingsOf(ann)
    expect(recording).toMatchObject({ title: meeting.title, source: 'fathom-account', state: 'queued', sourceSeconds: 1800 })
    const view = await viewOf(ann)
    expect(view.deliveries).toMatchObject([{ meetingTitle: meeting.title, outcome: 'converting', reason: null, recordingId: recording!.id }])
    expect(view.lastDeliveryAt).toBe(view.deliveries[0]!.receivedAt)
    closed.abort()
    expect(heard).toEqual(expect.arrayContaining([{ type: 'fathom' }, { type: 'recording', recordingId: recording!.id }]))
    expect(JSON.stringify(heard)).not.toContain(webhook.secret)
  })

  test('86: that comes again, in a row or at once, makes one recording and is listed once', async () => {
    const webhook = await connected()
    const meeting = aMeeting()
    const signing = { id: 'msg_again' }
    const answers = await Promise.all([deliver(webhook, meeting, signing), deliver(webhook, meeting, signing), deliver(webhook, meeting)])
    answers.push(await deliver(webhook, meeting, signing))
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204])
    expect(await recordingsOf(ann)).toHaveLength(1)
    const { deliveries, lastDeliveryAt } = await viewOf(ann)
    expect(deliveries).toHaveLength(2)
    // A replay decides nothing anew, whatever the rules say by then.
    await turnOn(ann, { isOn: false })
    expect((await deliver(webhook, meeting, signing)).status).toBe(204)
    expect(await viewOf(ann)).toMatchObject({ deliveries, lastDeliveryAt })
  })

  test('and the same meeting by its link or from the list are one recording, whichever came first', async () => {
    const webhook = await connected()
    const [before, after] = [aMeeting(), aMeeting()]
    const pasted = await (await ann.call('POST', '/api/v1/recordings', { url: `${before.share_url}?utm=x` })).json() as { recording: RecordingSummary }
    await deliver(webhook, before)
    expect((await viewOf(ann)).deliveries[0]).toMatchObject({ outcome: 'converting', recordingId: pasted.recording.id, reason: 'It was in your library already.' })
    await deliver(webhook, after)
    const again = await ann.call('POST', '/api/v1/recordings', { url: after.share_url })
    expect(again.status).toBe(200)
    expect(await again.json()).toMatchObject({ alreadyThere: true, recording: { source: 'fathom-account' } })
    expect(await recordingsOf(ann)).toHaveLength(2)
  })

  test('does not bring back what was put into the bin', async () => {
    const webhook = await connected()
    const meeting = aMeeting()
    await deliver(webhook, meeting)
    const [recording] = await recordingsOf(ann)
    await ann.call('DELETE', `/api/v1/recordings/${recording!.id}`)
    expect((await deliver(webhook, meeting)).status).toBe(204)
    expect(await recordingsOf(ann)).toEqual([])
  })

  test('that the rules do not want is taken with its reason and makes nothing', async () => {
    const webhook = await connected(ann, { leastMinutes: 31 })
    expect((await deliver(webhook, aMeeting())).status).toBe(204)
    await turnOn(ann, { isOn: false })
    expect((await deliver(webhook, aMeeting())).status).toBe(204)
    expect(await recordingsOf(ann)).toEqual([])
    expect((await viewOf(ann)).deliveries.map(({ outcome, reason }) => `${outcome}: ${reason}`)).toEqual(['not-wanted: Converting by itself was turned off.', 'not-wanted: It is shorter than 31 minutes.'])
  })

  test('that does not tell the meeting\'s type is looked up at Fathom', async () => {
    const [sales, other] = [aMeeting(), aMeeting()]
    fathom.meetingsOfType.set('Sales call', [sales.recording_id])
    const webhook = await connected(ann, { meetingTypes: twoTypes })
    await deliver(webhook, sales)
    await deliver(webhook, other)
    expect((await recordingsOf(ann)).map(({ title }) => title)).toEqual([sales.title])
    expect((await viewOf(ann)).deliveries[0]).toMatchObject({ outcome: 'not-wanted', reason: 'It has none of the chosen meeting types.' })
  })

  test('is answered within a second also where Fathom takes longer, and dealt with after that', async () => {
    const meeting = aMeeting()
    fathom.meetingsOfType.set('Sales call', [meeting.recording_id])
    fathom.delayMeetings(2500)
    const webhook = await connected(ann, { meetingTypes: ['sales CALL', 'Sales call'] })
    const begun = performance.now()
    expect((await deliver(webhook, meeting)).status).toBe(204)
    expect(performance.now() - begun).toBeLessThan(1000)
    expect(await recordingsOf(ann)).toEqual([])
    await expect.poll(async () => (await recordingsOf(ann)).length, { timeout: 10_000 }).toBe(1)
  }, 20_000)

  test('that cannot be taken just now is answered so that Fathom repeats it, and then it is', async () => {
    const webhook = await connected()
    await stack.client.call(pb => pb.collection('users').update(ann.id, { max_pending_jobs: 1 }))
    const waiting = await (await ann.call('POST', '/api/v1/recordings', { url: `https://fathom.video/share/w${randomBytes(6).toString('hex')}` })).json() as { recording: RecordingSummary }
    const meeting = aMeeting()
    const first = await deliver(webhook, meeting, { id: 'msg_later' })
    expect(await codeOf(first)).toBe('429 queue.too_many_pending')
    expect((await viewOf(ann)).deliveries).toMatchObject([{ outcome: 'failed', recordingId: null }])
    await ann.call('POST', `/api/v1/recordings/${waiting.recording.id}/cancel`)
    expect((await deliver(webhook, meeting, { id: 'msg_later' })).status).toBe(204)
    expect((await viewOf(ann)).deliveries).toMatchObject([{ outcome: 'converting', reason: null }])
  })

  test('whose process died in the middle is told as failed, and is taken when it comes again', async () => {
    const webhook = await connected()
    const database = await stack.deps.userDatabases.open(ann.id)
    const receivedAt = new Date(Date.now() - 120_000).toISOString()
    database.transact(db => { db.insert(webhookDeliveries).values({ id: 'msg_dead', meetingTitle: 'Dead', outcome: 'converting', receivedAt }).run() })
    expect((await viewOf(ann)).deliveries).toMatchObject([{ outcome: 'failed', reason: expect.stringContaining('stopped') as string }])
    expect((await deliver(webhook, aMeeting(), { id: 'msg_dead' })).status).toBe(204)
    expect((await viewOf(ann)).deliveries).toMatchObject([{ outcome: 'converting' }])
  })

  test('is forgotten after 30 days', async () => {
    const webhook = await connected()
    const database = await stack.deps.userDatabases.open(ann.id)
    database.transact(db => { db.insert(webhookDeliveries).values({ id: 'msg_old', meetingTitle: 'Old', outcome: 'not-wanted', receivedAt: new Date(Date.now() - 31 * 24 * 3600_000).toISOString() }).run() })
    expect((await viewOf(ann)).deliveries).toEqual([])
    await deliver(webhook, aMeeting())
    expect(database.read(db => db.select().from(webhookDeliveries).where(eq(webhookDeliveries.id, 'msg_old')).all())).toEqual([])
  })
})

describe('what Fathom did not sign', () => {
  test('86: is refused the same way whatever is wrong, and opens and makes no file', async () => {
    const webhook = await connected()
    const bob = await stack.signUp('Bob')
    fathom.webhooks.clear()
    const ofBob = await connected(bob)
    const body = JSON.stringify(aMeeting())
    const path = new URL(webhook.url).pathname
    const good = signedBy(webhook.secret, body)
    const files = readdirSync(join(stack.folder, 'dbs')).length
    const attempts: [string, string, Record<string, string>][] = [
      [path, body, signedBy(ofBob.secret, body)], [path, body, signedBy(webhook.secret, body, { at: new Date(Date.now() - 6 * 60_000) })], [path, body, signedBy(webhook.secret, body, { at: new Date(Date.now() + 6 * 60_000) })],
      [path, `${body} `, good], [path, body, {}], [path, '', good], [path, body, { ...good, 'webhook-id': 'msg_other' }],
      [path.replace(/[^/]+$/, 'A'.repeat(43)), body, good], [path.replace(ann.id, bob.id), body, good], [path.replace(ann.id, 'zzzzzzzzzzzzzzz'), body, good], [path.replace(ann.id, '..%2f..%2fetc'), body, good],
    ]
    const answers = new Set<string>()
    for (const [to, sent, headers] of attempts) {
      const answer = await send(to, sent, headers)
      const { error } = await answer.json() as { error: Record<string, unknown> }
      answers.add(JSON.stringify({ status: answer.status, ...error, requestId: null }))
    }
    expect([...answers]).toEqual([expect.stringContaining('401')])
    expect(readdirSync(join(stack.folder, 'dbs'))).toHaveLength(files)
    expect([...await recordingsOf(ann), ...await recordingsOf(bob)]).toEqual([])
    expect((await deliver(webhook, aMeeting())).status).toBe(204)
  })

  test('too much of it is not read, and a stranger\'s not at all', async () => {
    const webhook = await connected()
    const body = JSON.stringify({ ...aMeeting(), title: 'x'.repeat(1_200_000) })
    expect((await send(new URL(webhook.url).pathname, body, signedBy(webhook.secret, body))).status).toBe(413)
    expect((await send(new URL(webhook.url).pathname.replace(/[^/]+$/, 'A'.repeat(43)), 'x'.repeat(100_000), {})).status).toBe(401)
  })
})

describe('rules', () => {
  const guest = { name: 'Gus', email: 'gus@eu.acme.example', email_domain: 'eu.acme.example', is_external: true }
  const half = { recording_start_time: '2026-01-15T10:00:00Z', recording_end_time: '2026-01-15T10:30:00Z' }
  const why = (meeting: object, rules: object, type: string | null = null) => whyNotWanted(fathomMeeting.parse({ recording_id: 1, recorded_by: { email: 'ann@own.example' }, ...meeting }), meetingRules.parse(rules), type)

  test.each<[string, object, object, string | null, boolean]>([
    ['none', {}, {}, null, true],
    ['turned off', {}, { isOn: false }, null, false],
    ['just long enough', half, { leastMinutes: 30 }, null, true],
    ['too short', half, { leastMinutes: 30.5 }, null, false],
    ['a length that is not known', {}, { leastMinutes: 30 }, null, true],
    ['from outside by Fathom\'s word', { calendar_invitees_domains_type: 'one_or_more_external' }, { onlyExternal: true }, null, true],
    ['nobody from outside by Fathom\'s word', { calendar_invitees_domains_type: 'only_internal', calendar_invitees: [guest] }, { onlyExternal: true }, null, false],
    ['from outside by the list of people', { calendar_invitees: [guest] }, { onlyExternal: true }, null, true],
    ['another domain than the owner\'s', { calendar_invitees: [{ email: 'x@other.example' }] }, { onlyExternal: true }, null, true],
    ['the owner\'s own domain', { calendar_invitees: [{ email: 'x@own.example' }] }, { onlyExternal: true }, null, false],
    ['nobody known', { calendar_invitees: null }, { onlyExternal: true }, null, false],
    ['a chosen domain', { calendar_invitees: [{ email: 'x@ACME.example' }] }, { domains: ['acme.example'] }, null, true],
    ['one below a chosen domain', { calendar_invitees: [guest] }, { domains: ['acme.example'] }, null, true],
    ['a domain that only ends alike', { calendar_invitees: [{ email: 'x@notacme.example' }] }, { domains: ['acme.example'] }, null, false],
    ['nobody of a chosen domain', { calendar_invitees: [] }, { domains: ['acme.example'] }, null, false],
    ['a chosen type', {}, { meetingTypes: ['Sales call'] }, 'sales call', true],
    ['another type', {}, { meetingTypes: ['Sales call'] }, 'Interview', false],
    ['no type', {}, { meetingTypes: ['Sales call'] }, null, false],
    ['all of it', { ...half, calendar_invitees: [guest] }, { meetingTypes: ['Sales call'], domains: ['acme.example'], onlyExternal: true, leastMinutes: 10 }, 'Sales call', true],
    ['all but one', { ...half, calendar_invitees: [guest] }, { meetingTypes: ['Sales call'], domains: ['acme.example'], onlyExternal: true, leastMinutes: 40 }, 'Sales call', false],
  ])('with %s', (_, meeting, rules, type, isWanted) => {
    expect(why(meeting, rules, type) === null).toBe(isWanted)
  })
})

test('an address that calls too often waits, before any database is looked at', async () => {
  let last: Response | undefined
  for (let calls = 0; calls < 400 && last?.status !== 429; calls++) {
    last = await send(`/hooks/fathom/${ann.id}/${'A'.repeat(43)}`, '{}', {})
    if (last.status !== 429) await last.arrayBuffer()
  }
  expect(last!.status).toBe(429)
  expect(Number(last!.headers.get('retry-after'))).toBeGreaterThan(0)
}, 60_000)
