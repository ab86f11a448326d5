import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeLogger } from '@f2l/common/log.ts'
import { startMailbox, type Mailbox } from '../demo/src/mailbox.ts'
import { startSampleFathom, type SampleFathom } from '../demo/src/sample-fathom.ts'
import { startStack, type Environment, type Stack } from '../scripts/stack.ts'

export interface RunningProduct {
  publicUrl: string
  stack: Stack
  mailbox: Mailbox
  fathom: SampleFathom
  folder: string
  stop(): Promise<void>
}

/** The whole product with real parts in a folder of its own: PocketBase, backend, worker, SMTP server, offline Fathom. */
export async function runProduct(overrides: Environment = {}, { isWholeMeeting = false } = {}): Promise<RunningProduct> {
  const folder = await mkdtemp(join(tmpdir(), 'f2l-e2e-'))
  const mailbox = await startMailbox()
  const fathom = await startSampleFathom(join(folder, 'fathom-cache'), isWholeMeeting ? {} : { lengthSeconds: 40 })
  const ending = new AbortController()
  const environment = { ...await environmentFor(folder), FATHOM_SHARE_URL: fathom.shareUrl, FATHOM_API_URL: fathom.apiUrl, SMTP_URL: mailbox.smtpUrl, ...overrides }
  const stack = await startStack({ environment, log: makeLogger('e2e', process.env.LOG_LEVEL || 'silent'), signal: ending.signal })
  async function stop(): Promise<void> {
    await stack.stop()
    await Promise.all([mailbox.stop(), fathom.stop()])
    await rm(folder, { recursive: true, force: true })
  }
  return { publicUrl: stack.publicUrl, stack, mailbox, fathom, folder, stop }
}

async function environmentFor(folder: string): Promise<Environment> {
  const [port, pbPort] = await Promise.all([freePort(), freePort()])
  return {
    NODE_ENV: 'test', LOG_LEVEL: process.env.LOG_LEVEL || 'silent',
    PORT: String(port), PUBLIC_URL: `http://localhost:${port}`, BACKEND_URL: `http://127.0.0.1:${port}`, PB_URL: `http://127.0.0.1:${pbPort}`,
    PB_DATA_DIR: join(folder, 'pb_data'), USER_DBS_DIR: join(folder, 'user_dbs'), OBJECT_STORE_DIR: join(folder, 'objects'), WORK_DIR: join(folder, 'work'),
    PB_ADMIN_PASSWORD: randomBytes(12).toString('hex'), PB_ENCRYPTION_KEY: randomBytes(16).toString('hex'),
    AES_MASTER_KEY: randomBytes(32).toString('base64'), JWT_SECRET: randomBytes(32).toString('hex'), WORKER_SECRET: randomBytes(32).toString('hex'),
    FFMPEG_PATH: process.env.FFMPEG_PATH, FFPROBE_PATH: process.env.FFPROBE_PATH, PUPPETEER_EXECUTABLE_PATH: process.env.PUPPETEER_EXECUTABLE_PATH,
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise(done => server.close(done))
  return port
}
