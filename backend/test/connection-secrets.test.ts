import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportLink } from '@f2l/common/contracts/account.ts'
import { apiKeyMade } from '@f2l/common/contracts/api-keys.ts'
import { hashSecret } from '../src/random-secrets.ts'
import type { RunningBackend } from '../src/start-backend.ts'
import { signedBy, startFathomWithWebhooks } from './fathom-with-webhooks.ts'
import { prepareGround, TestBrowser, type TestGround } from './running-backend.ts'

const fathomKey = 'fathom-key-canary-0001'
const person = { email: 'canary@example.com', password: 'correct horse battery', name: 'Canary' }
const lines: string[] = []
let fathom: Awaited<ReturnType<typeof startFathomWithWebhooks>>
let ground: TestGround
let backend: RunningBackend

beforeAll(async () => {
  fathom = await startFathomWithWebhooks([fathomKey])
  ground = await prepareGround()
  // Without the redaction of the product's own log: nothing may get there that would have to be taken out.
  backend = await ground.backend({ FATHOM_API_URL: fathom.apiUrl }, { log: pino({ level: 'trace' }, { write: line => { lines.push(line) } }) })
}, 60_000)
afterAll(async () => {
  await ground?.stop()
  fathom?.stop()
})

test('keys, tokens and secrets are in no answer but their own, no log line, no event and no export', async () => {
  const browser = new TestBrowser(backend)
  const answers: string[] = []
  const send = async (method: string, path: string, body?: unknown) => {
    const answer = await browser.send(method, path, body)
    answers.push(answer.text)
    return answer
  }
  await browser.post('register', person)
  await browser.login(person)
  await send('PUT', '/api/v1/fathom', { apiKey: fathomKey })
  await send('PUT', '/api/v1/fathom/webhook', { meetingTypes: ['Interview'] })
  const [webhook] = [...fathom.webhooks.values()]
  const made = apiKeyMade.parse((await browser.send('POST', '/api/v1/api-keys', { name: 'Script', scopes: ['read'], expiresAt: null })).json)
  const hook = (body: string, headers: Record<string, string>) => fetch(backend.url + new URL(webhook!.url).pathname, { method: 'POST', body, headers }).then(async answer => { answers.push(await answer.text()) })
  const body = JSON.stringify({ recording_id: 1, title: 'Meeting' })
  await hook(body, {})
  fathom.broken.add('GET meetings')
  await hook(body, signedBy(webhook!.secret, body))
  fathom.broken.clear()
  fathom.meetingsOfType.set('Interview', [1])
  await hook(body, signedBy(webhook!.secret, body))
  for (const key of [made.key, `${made.key.slice(0, -1)}x`]) {
    for (const path of ['/api/v1/recordings', '/api/v1/me', '/api/v1/nothing']) answers.push(await (await fetch(backend.url + path, { headers: { authorization: `Bearer ${key}` } })).text())
  }
  fathom.broken.add('DELETE webhooks')
  expect((await send('DELETE', '/api/v1/fathom/webhook')).status).toBe(502)
  for (const path of ['/api/v1/fathom', '/api/v1/fathom/webhook', '/api/v1/api-keys', '/api/v1/recordings', '/api/v1/queue']) await send('GET', path)
  const { url } = exportLink.parse((await send('POST', '/api/v1/me/export-link')).json)
  const archive = Buffer.from(await (await fetch(backend.url + url)).arrayBuffer())

  const token = webhook!.url.split('/').at(-1)!
  const secrets = [fathomKey, webhook!.secret.slice('whsec_'.length), token, made.key.slice(-43), hashSecret(made.key), hashSecret(token)]
  expect(archive.includes('Script')).toBe(true)
  expect(lines.length).toBeGreaterThan(20)
  expect(lines.join('')).toContain('/hooks/…')
  for (const secret of secrets) {
    expect(answers.join('\n'), 'in an answer').not.toContain(secret)
    expect(lines.join('\n'), 'in the log').not.toContain(secret)
    expect(archive.includes(secret), 'in the export').toBe(false)
  }
}, 60_000)
