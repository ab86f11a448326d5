import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@f2l/common/free-port.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { startMailbox, type Mailbox } from '../demo/src/mailbox.ts'
import { startSampleFathom, type SampleFathom } from '../demo/src/sample-fathom.ts'
import { freshSecrets, installationIn } from '../scripts/stack-settings.ts'
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
  const environment = { ...await environmentFor(folder), FATHOM_SHARE_URL: fathom.shareUrl, FATHOM_API_URL: fathom.apiUrl, SMTP_URL: mailbox.smtpUrl, ...overrides }
  const stack = await startStack({ environment, log: makeLogger('e2e', process.env.LOG_LEVEL || 'silent'), signal: new AbortController().signal })
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
    ...installationIn(folder, { port, pbPort }), ...freshSecrets(),
    FFMPEG_PATH: process.env.FFMPEG_PATH, FFPROBE_PATH: process.env.FFPROBE_PATH, PUPPETEER_EXECUTABLE_PATH: process.env.PUPPETEER_EXECUTABLE_PATH,
  }
}
