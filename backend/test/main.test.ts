import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '@f2l/common/free-port.ts'
import { makeIdentities } from '@f2l/backend/identities.ts'
import { makePurposeToken } from '@f2l/backend/purpose-tokens.ts'
import { prepareGround, TestBrowser, type TestGround } from './running-backend.ts'

let ground: TestGround

beforeAll(async () => {
  ground = await prepareGround()
})
afterAll(() => ground?.stop())

/** `backend/src/main.ts` as a process, with everything it says. */
function run(overrides: Record<string, string>): { child: ChildProcess; said: () => string; exited: Promise<number | null> } {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../src/main.ts')], {
    env: { PATH: process.env['PATH']!, ...ground.environment, LOG_LEVEL: 'trace', ...overrides }, stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', part => { said += String(part) })
  return { child, said: () => said, exited: once(child, 'close').then(([code]) => code as number | null) }
}

test('the backend as a process serves, logs no secret at its most talkative, and ends cleanly at SIGTERM', async () => {
  const port = await freePort()
  const { child, said, exited } = run({ PORT: String(port) })
  const url = `http://127.0.0.1:${port}`
  while (!await fetch(`${url}/healthz`).then(answer => answer.ok, () => false)) {
    if (child.exitCode !== null) throw new Error(said())
    await sleep(50)
  }
  const browser = new TestBrowser({ url })
  const person = { email: 'canary.person@example.com', password: 'canary password 1' }
  await browser.post('register', { ...person, name: 'Canary' })
  expect((await browser.login(person)).status).toBe(200)
  const token = makePurposeToken('verify-email', (await makeIdentities(ground.superuser).findByEmail(person.email))!, ground.environment['JWT_SECRET']!)
  const firstCookie = browser.cookie!
  await browser.refresh()
  await browser.send('GET', '/api/v1/me')
  await browser.send('GET', `/verify?token=${token}`)
  await browser.send('GET', '/s/AAAAAAAAAAAAAAAAAAAAAA')
  await browser.post('login', '{"password": "canary password 1", broken')
  await browser.post('login', { ...person, password: 'canary password 2' })

  child.kill('SIGTERM')
  expect(await exited).toBe(0)
  expect(said()).toContain('/api/v1/me')
  const canaries = ['canary password', token, browser.accessToken!, firstCookie.split('.')[1]!, browser.cookie!.split('.')[1]!, 'AAAAAAAAAAAAAAAAAAAAAA',
    ...['JWT_SECRET', 'AES_MASTER_KEY', 'WORKER_SECRET', 'PB_ADMIN_PASSWORD', 'PB_ENCRYPTION_KEY'].map(name => ground.environment[name]!)]
  for (const canary of canaries) expect(said()).not.toContain(canary)
})

test('the backend with a wrong master key ends with one sentence and exit code 1', async () => {
  const wrong = randomBytes(32).toString('base64')
  await ground.backend()
  const { said, exited } = run({ AES_MASTER_KEY: wrong })
  expect(await exited).toBe(1)
  expect(said()).toContain('✗ AES_MASTER_KEY is not the key')
  expect(said()).not.toContain(wrong)
})

test('the backend without its secrets ends at once and names every one', async () => {
  const missing = ['JWT_SECRET', 'AES_MASTER_KEY', 'PB_ADMIN_PASSWORD', 'PB_ENCRYPTION_KEY', 'WORKER_SECRET']
  const { said, exited } = run(Object.fromEntries(missing.map(name => [name, ''])))
  expect(await exited).toBe(1)
  for (const name of missing) expect(said()).toMatch(new RegExp(`✗ .*${name}`))
})

test('the backend whose admin password PocketBase does not take ends and says so', async () => {
  const { said, exited } = run({ PB_ADMIN_PASSWORD: 'not the password' })
  expect(await exited).toBe(1)
  expect(said()).toMatch(/✗ .*PB_ADMIN_PASSWORD/)
  expect(said()).not.toContain('not the password')
})
