import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig, settings, type Config, type SettingName } from '@f2l/common/config.ts'
import { sessionAnswer } from '@f2l/common/contracts/api.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { connectAsSuperuser, type PocketBaseClient } from '@f2l/common/pocketbase-client.ts'
import { startPocketBase, type PocketBaseProcess } from '@f2l/common/pocketbase-process.ts'
import { startBackend, type BackendOptions, type RunningBackend } from '@f2l/backend/start-backend.ts'
import { setPasswordCost } from '../../common/test/password-cost.ts'

export interface TestGround {
  pocketBase: PocketBaseProcess
  superuser: PocketBaseClient
  environment: Record<string, string>
  /** Where PocketBase keeps its data. */
  pbData: string
  config(overrides?: Record<string, string>): Config
  /** A backend in this process over the one PocketBase; stopped with the ground. */
  backend(overrides?: Record<string, string>, options?: Partial<BackendOptions>): Promise<RunningBackend>
  stop(): Promise<void>
}

/** A real PocketBase with our migrations and hooks, in a folder of its own. */
export async function prepareGround(): Promise<TestGround> {
  const folder = await mkdtemp(join(tmpdir(), 'backend-'))
  const log = makeLogger('test', process.env.LOG_LEVEL || 'silent')
  const secret = { adminPassword: randomBytes(12).toString('hex'), encryptionKey: randomBytes(16).toString('hex'), workerSecret: randomBytes(32).toString('hex') }
  const pocketBase = await startPocketBase({ dataDir: join(folder, 'pb_data'), adminEmail: 'admin@example.com', ...secret, log })
  const environment = {
    NODE_ENV: 'test', PORT: '0', METRICS_PORT: '0', PUBLIC_URL: 'http://localhost:8080', PB_URL: pocketBase.url, PB_ADMIN_EMAIL: 'admin@example.com',
    PB_ADMIN_PASSWORD: secret.adminPassword, PB_ENCRYPTION_KEY: secret.encryptionKey, WORKER_SECRET: secret.workerSecret,
    AES_MASTER_KEY: randomBytes(32).toString('base64'), JWT_SECRET: randomBytes(32).toString('hex'),
    USER_DBS_DIR: join(folder, 'user_dbs'), OBJECT_STORE_DIR: join(folder, 'objects'),
  }
  const superuser = connectAsSuperuser({ url: pocketBase.url, email: 'admin@example.com', password: secret.adminPassword })
  await setPasswordCost(superuser)
  const running: RunningBackend[] = []
  const config = (overrides: Record<string, string> = {}): Config => readConfig({ ...environment, ...overrides }, Object.keys(settings) as SettingName[])
  return {
    pocketBase, environment, config, superuser, pbData: join(folder, 'pb_data'),
    async backend(overrides, options) {
      const started = await startBackend(config(overrides), { log, ...options })
      running.push(started)
      return started
    },
    async stop() {
      await Promise.all(running.map(backend => backend.stop()))
      await pocketBase.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export interface Answer { status: number; headers: Headers; text: string; json: unknown; code: string | undefined }

/** A browser's way of talking: our origin, and the cookie it was given. */
export class TestBrowser {
  cookie: string | undefined
  accessToken: string | undefined
  /** What share pages know this browser by. */
  viewer: string | undefined
  readonly #base: string

  constructor(backend: Pick<RunningBackend, 'url'>) {
    this.#base = backend.url
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await fetch(this.#base + path, {
      method,
      headers: {
        origin: 'http://localhost:8080',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookie === undefined ? {} : { cookie: `f2l_refresh=${this.cookie}` }),
        ...(this.accessToken === undefined ? {} : { authorization: `Bearer ${this.accessToken}` }),
        ...headers,
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    })
    const text = await answer.text()
    const json = answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) as unknown : undefined
    return { status: answer.status, headers: answer.headers, text, json, code: (json as { error?: { code: string } } | undefined)?.error?.code }
  }

  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.send('POST', `/api/v1/auth/${path}`, body, headers)
  }

  /** As a browser would: the cookie is kept, the access token is held in memory. */
  async login(person: { email: string; password: string }): Promise<Answer> {
    return this.keep(await this.post('login', person))
  }

  async refresh(): Promise<Answer> {
    return this.keep(await this.post('refresh'))
  }

  keep(answer: Answer): Answer {
    const cookie = refreshCookieOf(answer)
    if (cookie !== undefined) this.cookie = cookie
    this.viewer = /^f2l_viewer=([^;]*)/m.exec(answer.headers.getSetCookie().join('\n'))?.[1] ?? this.viewer
    const session = sessionAnswer.safeParse(answer.json)
    if (session.success) this.accessToken = session.data.accessToken
    return answer
  }
}

export function refreshCookieOf(answer: Pick<Answer, 'headers'>): string | undefined {
  return /^f2l_refresh=([^;]*)/.exec(answer.headers.getSetCookie().join('\n'))?.[1]
}
