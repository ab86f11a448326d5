import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { recordingAdded, recordingDetail, sessionAnswer } from '@f2l/common/contracts/api.ts'
import { freePort } from '@f2l/common/free-port.ts'
import { connectAsSuperuser } from '@f2l/common/pocketbase-client.ts'
import { makeClip } from '../demo/test/make-clip.ts'
import { processesBelow, type SeenProcess } from '../scripts/processes.ts'
import { freshSecrets, installationIn } from '../scripts/stack-settings.ts'
import { startTraceCollector, type CollectedSpan } from './trace-collector.ts'

const requestId = 'request-of-the-test-1'
const secrets: Record<string, string> = { ...freshSecrets(), METRICS_TOKEN: randomBytes(16).toString('hex') }
const smtpPassword = `smtp-${randomBytes(8).toString('hex')}`
const person = { email: 'quillfeather@example.com', password: `pass-${randomBytes(8).toString('hex')}`, name: 'Zebediah Quillfeather' }
/** What nobody but its owner should read: it stands in the name of the file, the title and the transcript. */
const privateWord = 'Xylophonics'

let folder: string
let product: { child: ChildProcess; said: string[]; exited: Promise<unknown> }
let collector: Awaited<ReturnType<typeof startTraceCollector>>
let environment: Record<string, string>
let publicUrl: string
let pocketBaseUrl: string
let metrics: { backend: string; worker: string }
const answers: string[] = []
let session: { accessToken: string; refreshToken: string }
let recording: { id: string; jobId: string; shareToken: string }
let answeredRequestId: string | null
const seen = new Map<string, SeenProcess>()

/** The whole product as `npm start` runs it, at its most talkative, with one recording made from upload to video. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-watching-'))
  collector = await startTraceCollector()
  const [port, pbPort, backendPort, workerPort] = [await freePort(), await freePort(), await freePort(), await freePort()]
  publicUrl = `http://localhost:${port}`
  pocketBaseUrl = `http://127.0.0.1:${pbPort}`
  metrics = { backend: `http://127.0.0.1:${backendPort}`, worker: `http://127.0.0.1:${workerPort}` }
  environment = {
    PATH: process.env['PATH']!, HOME: folder, LOG_LEVEL: 'trace', QUEUE_POLL_SECONDS: '1', ...installationIn(folder, { port, pbPort }), ...secrets,
    SMTP_URL: `smtp://user:${smtpPassword}@127.0.0.1:1`, METRICS_PORT: String(backendPort), WORKER_METRICS_PORT: String(workerPort), OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, BACKUP_DIR: join(folder, 'backups'),
  }
  product = start(environment)
  await vi.waitUntil(() => product.said.some(line => line.includes('looking for work')), { timeout: 60_000 })
  const looking = new AbortController()
  const looked = lookAtProcesses(looking.signal)
  await makeRecording()
  looking.abort()
  await looked
}, 300_000)
afterAll(async () => {
  product?.child.kill('SIGTERM')
  await product?.exited
  collector?.close()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

function start(environment: Record<string, string>) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../scripts/start.ts')], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', line => said.push(line))
  return { child, said, exited: new Promise(done => { child.once('exit', done) }) }
}

async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response & { body_: string }> {
  const isForm = body instanceof FormData
  const answer = await fetch(publicUrl + path, {
    method, headers: { origin: publicUrl, ...(session ? { authorization: `Bearer ${session.accessToken}` } : {}), ...(isForm || body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  })
  return Object.assign(answer, { body_: await answer.text() })
}

async function makeRecording(): Promise<void> {
  await send('POST', '/api/v1/auth/register', person)
  // No mail gets through here.
  const superuser = connectAsSuperuser({ url: pocketBaseUrl, email: 'admin@example.com', password: secrets['PB_ADMIN_PASSWORD']! })
  const { id: user } = await superuser.call(pb => pb.collection('users').getFirstListItem(''))
  await superuser.call(pb => pb.collection('users').update(user, { verified: true }))
  const login = await send('POST', '/api/v1/auth/login', person)
  session = { accessToken: sessionAnswer.parse(JSON.parse(login.body_)).accessToken, refreshToken: /refresh=([^;]+)/.exec(login.headers.getSetCookie().join())![1]! }
  void listen()
  const clip = join(folder, `${privateWord} plans.mp4`)
  await makeClip(clip, { seconds: 5 })
  const form = new FormData()
  form.append('media', new Blob([await readFile(clip)]), `${privateWord} plans.mp4`)
  form.append('transcript', new Blob([`WEBVTT\n\n00:00:00.500 --> 00:00:02.500\n<v ${person.name}>We sell ${privateWord} now.\n`]), 'words.vtt')
  const added = await send('POST', '/api/v1/recordings/upload', form, { 'x-request-id': requestId })
  answeredRequestId = added.headers.get('x-request-id')
  const { id } = recordingAdded.parse(JSON.parse(added.body_)).recording
  await vi.waitUntil(async () => {
    const detail = await send('GET', `/api/v1/recordings/${id}`)
    answers.push(detail.body_)
    return recordingDetail.parse(JSON.parse(detail.body_)).recording.state === 'ready'
  }, { timeout: 240_000, interval: 400 })
  const { job, shareToken } = recordingDetail.parse(JSON.parse(answers.at(-1)!)).recording
  recording = { id, jobId: job!.id, shareToken: shareToken! }
  for (const path of [`/s/${recording.shareToken}`, `/api/v1/share/${recording.shareToken}`, `/api/v1/library?q=${privateWord}`, '/api/v1/queue', '/api/v1/me', '/api/v1/nothing']) answers.push((await send('GET', path)).body_)
  await send('POST', '/api/v1/auth/login', { ...person, password: 'not the password' })
}

/** A browser's live events, until the product ends. */
async function listen(): Promise<void> {
  const stream = await fetch(`${publicUrl}/api/v1/events`, { headers: { authorization: `Bearer ${session.accessToken}` } })
  for await (const part of stream.body!.pipeThrough(new TextDecoderStream())) answers.push(part)
}

async function lookAtProcesses(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const found of await processesBelow(product.child.pid!)) seen.set(`${found.pid} ${found.command}`, found)
    await sleep(50)
  }
}

const lines = (): Record<string, unknown>[] => product.said.filter(line => line.startsWith('{')).map(line => JSON.parse(line) as Record<string, unknown>)
const tell = (url: string): Promise<string> => fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${secrets['METRICS_TOKEN']}` } }).then(answer => answer.text())
const valueOf = (text: string, series: string): number => Number(text.split('\n').find(line => line.startsWith(`${series} `))?.split(' ').at(-1))
const filesIn = async (path: string): Promise<string[]> => (await readdir(path, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
const isPlainly = (name: string) => (found: SeenProcess) => found.command.includes(name)

test('70: keys, passwords, tokens and what people typed are in no log line, no trace and no figure', async () => {
  await expect.poll(() => product.said.some(line => line.includes('mail.') || line.includes('send-mail')), { timeout: 20_000 }).toBe(true)
  const said = product.said.join('\n')
  expect(lines().length).toBeGreaterThan(50)
  const places = { log: said, traces: collector.bodies.join('\n'), figures: await tell(metrics.backend) + await tell(metrics.worker) }
  const canaries = { ...secrets, smtpPassword, ...person, name: 'Quillfeather', prefix: 'quillfeather', privateWord, accessToken: session.accessToken, refreshToken: session.refreshToken.split('.')[1]!, shareToken: recording.shareToken }
  for (const [place, text] of Object.entries(places)) {
    for (const [name, canary] of Object.entries(canaries)) expect(text.includes(canary), `${name} in the ${place}`).toBe(false)
  }
})

test('70: secrets are in no answer, no live event and no file of the installation', async () => {
  const text = answers.join('\n')
  expect(text.includes('data: {"type":"recording"')).toBe(true)
  const files = await filesIn(folder)
  expect(files.length).toBeGreaterThan(10)
  const canaries = Object.entries({ ...secrets, smtpPassword, password: person.password, accessToken: session.accessToken, refreshToken: session.refreshToken.split('.')[1]! })
  for (const [name, canary] of canaries) expect(text.includes(canary), name).toBe(false)
  for (const file of files) {
    const bytes = await readFile(file)
    for (const [name, canary] of canaries) expect(bytes.includes(canary), `${name} in ${file}`).toBe(false)
  }
})

test.skipIf(process.platform !== 'linux')('70: a program that we start is given the secrets it needs and no other, and none stands in a command line', () => {
  const own = [...seen.values()]
  const given: [string, (found: SeenProcess) => boolean, string[]][] = [
    ['PocketBase', isPlainly('pocketbase\0serve'), ['PB_ADMIN_PASSWORD', 'PB_ENCRYPTION_KEY', 'WORKER_SECRET']],
    ['worker', isPlainly('worker/src/main.ts'), ['WORKER_SECRET', 'METRICS_TOKEN']],
    ['ffmpeg', isPlainly('ffmpeg'), []],
    ['Chromium', isPlainly('--headless'), []],
  ]
  for (const [name, isIt, allowed] of given) {
    const processes = own.filter(isIt)
    expect(processes.length, name).toBeGreaterThan(0)
    for (const { environment } of processes) {
      for (const [secret, value] of Object.entries(secrets)) if (!allowed.includes(secret)) expect(environment.includes(value), `${secret} in the environment of ${name}`).toBe(false)
    }
  }
  const trusted = own.filter(found => isPlainly('backend/src/main.ts')(found) || isPlainly('backend/src/backup/backup.main.ts')(found) || given.slice(0, 2).some(([, isIt]) => isIt(found)))
  for (const found of own) {
    for (const value of [...Object.values(secrets), smtpPassword]) {
      expect(found.command.includes(value), found.command.slice(0, 80)).toBe(false)
      if (!trusted.includes(found)) expect(found.environment.includes(value), found.command.slice(0, 80)).toBe(false)
    }
  }
})

test('70: no key, no password, no token and no word of a meeting can be read in a backup without its keys', async () => {
  // The nightly one may have just begun: two never run at once.
  await vi.waitUntil(() => backUp(), { timeout: 60_000, interval: 500 })
  const files = await filesIn(join(folder, 'backups'))
  expect(files.length).toBeGreaterThan(5)
  for (const file of files) {
    const bytes = await readFile(file)
    for (const [name, canary] of Object.entries({ ...secrets, ...person, privateWord, accessToken: session.accessToken, shareToken: recording.shareToken })) expect(bytes.includes(canary), `${name} in ${file}`).toBe(false)
  }
  const told = await tell(metrics.backend)
  expect(valueOf(told, 'f2l_backup_age_seconds')).toBeLessThan(120)
  expect(valueOf(told, 'f2l_backup_problems')).toBe(0)
})

async function backUp(): Promise<boolean> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../backend/src/backup/backup.main.ts')], { env: environment, stdio: 'ignore' })
  const [code] = await once(child, 'exit')
  return code === 0
}

test('a request keeps the id it came with: in its answer, in the lines of the server, in its job and in the lines of the worker', () => {
  expect(answeredRequestId).toBe(requestId)
  const ofRequest = lines().filter(line => line['requestId'] === requestId)
  expect(ofRequest.some(line => line['name'] === 'backend' && JSON.stringify(line).includes('/api/v1/recordings/upload'))).toBe(true)
  expect(ofRequest.some(line => line['name'] === 'backend' && JSON.stringify(line).includes('/internal/v1/jobs/'))).toBe(true)
  for (const line of product.said) for (const id of ['requestId', 'userId', 'jobId']) expect(line.split(`"${id}":`).length, line.slice(0, 200)).toBeLessThanOrEqual(2)
  const ofWorker = ofRequest.filter(line => line['name'] === 'worker')
  expect(ofWorker.map(line => line['msg'])).toEqual(expect.arrayContaining(['claimed', 'settling']))
  for (const line of ofWorker) expect(line).toMatchObject({ userId: expect.any(String) as string, jobId: expect.any(String) as string })
  expect(ofWorker.some(line => line['jobId'] === recording.jobId)).toBe(true)
})

test('an id that could be a line of somebody\'s own is replaced', async () => {
  const answer = await send('GET', '/healthz', undefined, { 'x-request-id': '{"level":50}' })
  expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
})

test('one trace leads from the request over enqueue and claim through each stage to the settle, and on to the mail', async () => {
  const named = (name: string): CollectedSpan[] => collector.spans.filter(span => span.name === name)
  await expect.poll(() => ['job convert', 'job send-mail'].filter(name => named(name).length === 0), { timeout: 20_000 }).toEqual([])
  const [request] = named('POST /api/v1/recordings/upload')
  const [enqueue] = named('enqueue convert')
  const [job] = named('job convert')
  expect(request!.parentSpanId ?? '').toBe('')
  expect(enqueue!.parentSpanId).toBe(request!.spanId)
  expect(job!.parentSpanId).toBe(enqueue!.spanId)
  for (const name of ['claim', ...['ingest', 'probe', 'transcript', 'analyse', 'plan', 'render', 'package', 'verify'].map(stage => `stage ${stage}`), 'settle']) {
    expect(named(name).find(span => span.parentSpanId === job!.spanId), name).toMatchObject({ traceId: request!.traceId })
  }
  expect(named('PUT /internal/v1/jobs/:id/result').some(span => span.parentSpanId === job!.spanId)).toBe(true)
  expect(named('job send-mail').some(span => span.traceId === request!.traceId)).toBe(true)
})

test('the metrics tell of requests, listeners, databases, the queue, stages, claims and the speed of rendering', async () => {
  const [backend, worker] = [await tell(metrics.backend), await tell(metrics.worker)]
  expect(valueOf(backend, 'f2l_http_requests_total{method="POST",route="/api/v1/recordings/upload",status="201"}')).toBe(1)
  expect(backend).toMatch(/f2l_http_requests_total\{method="GET",route="\/s\/:token[^"]*",status="200"\} 1/)
  expect(backend).not.toContain(recording.shareToken)
  expect(valueOf(backend, 'f2l_event_listeners')).toBe(1)
  expect(valueOf(backend, 'f2l_database_handles')).toBe(1)
  expect(valueOf(backend, 'f2l_queue_up')).toBe(1)
  expect(valueOf(backend, 'f2l_workers_online')).toBe(1)
  expect(valueOf(backend, 'f2l_user_databases{status="ready"}')).toBe(1)
  expect(backend).toMatch(/f2l_queue_oldest_seconds\{kind="send-mail",lane="short",status="(delayed|pending|processing)"\} \d/)
  expect(valueOf(worker, 'f2l_jobs_settled_total{kind="convert",outcome="completed",code=""}')).toBe(1)
  expect(worker).toMatch(/f2l_jobs_settled_total\{kind="send-mail",outcome="failed",code="mail\.\w+"\} [1-9]/)
  for (const stage of ['ingest', 'analyse', 'render', 'verify']) expect(valueOf(worker, `f2l_stage_seconds_count{stage="${stage}"}`)).toBe(1)
  expect(valueOf(worker, 'f2l_render_speed_count')).toBe(1)
  expect(valueOf(worker, 'f2l_claim_seconds_count{lane="conversion"}')).toBeGreaterThan(0)
  expect(valueOf(worker, 'f2l_job_waited_seconds_count{kind="convert"}')).toBe(1)
})

test('every figure that docs/alerts.yml looks at is told', async () => {
  const rules = await readFile(join(import.meta.dirname, '../docs/alerts.yml'), 'utf8')
  const told = await tell(metrics.backend) + await tell(metrics.worker)
  const names = [...new Set(rules.match(/\bf2l_\w+/g)!)].map(name => name.replace(/_(bucket|sum|count)$/, ''))
  expect(names.length).toBeGreaterThan(5)
  for (const name of names) expect(told.includes(`# TYPE ${name} `), name).toBe(true)
})

test('the metrics are not where people are: not on the public port, and not without their token', async () => {
  const page = await send('GET', '/metrics')
  expect(page.body_).not.toContain('f2l_')
  for (const url of [metrics.backend, metrics.worker]) {
    expect((await fetch(`${url}/metrics`)).status).toBe(401)
    expect((await fetch(`${url}/metrics`, { headers: { authorization: 'Bearer nothing' } })).status).toBe(401)
    expect((await fetch(`${url}/anything`)).status).toBe(404)
  }
})

test('without PocketBase server and worker live but are not ready, the figures say so, and the log of it holds no address', async () => {
  for (const url of [publicUrl, metrics.backend, metrics.worker]) expect([url, (await fetch(`${url}/readyz`)).status]).toEqual([url, 200])
  const pocketBase = (await processesBelow(product.child.pid!)).find(isPlainly('pocketbase\0serve'))!
  // Whoever would start it again within a moment sleeps.
  process.kill(product.child.pid!, 'SIGSTOP')
  process.kill(pocketBase.pid, 'SIGKILL')
  for (const url of [publicUrl, metrics.backend, metrics.worker]) await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 20_000 }).toBe(503)
  expect(await (await fetch(`${metrics.backend}/readyz`)).json()).toEqual({ ok: false, missing: ['pocketbase'] })
  expect((await fetch(`${publicUrl}/healthz`)).status).toBe(200)
  expect(valueOf(await tell(metrics.backend), 'f2l_queue_up')).toBe(0)
  const before = product.said.length
  expect((await send('POST', '/api/v1/auth/login', person)).status).toBe(503)
  await expect.poll(() => product.said.slice(before).some(line => line.includes('a request failed'))).toBe(true)
  expect(product.said.join('\n')).not.toContain(person.email)
  process.kill(product.child.pid!, 'SIGCONT')
})
