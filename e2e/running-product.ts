import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@f2l/common/free-port.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { startMailbox, type Mailbox } from '../demo/src/mailbox.ts'
import { startSampleFathom, type SampleFathom } from '../demo/src/sample-fathom.ts'
import { freshSecrets, installationIn } from '../scripts/stack-settings.ts'
import { startStack, type Environment, type Stack } from '../scripts/stack.ts'
import { shortSample } from './short-sample.ts'
import { offerMachineSpeed, takeMachineSpeed } from './machine-speed.ts'

export interface RunningProduct {
  publicUrl: string
  stack: Stack
  mailbox: Mailbox
  fathom: SampleFathom
  folder: string
  /** Stops everything. `keepIn`: all that the product holds lies there afterwards, for another one to begin from. */
  stop(keepIn?: string): Promise<void>
}

export interface ProductStart {
  /** The offline Fathom, and whoever tries the sample, has the whole sample meeting, not its first 40 seconds. */
  isWholeMeeting?: boolean
  /** What others of this test run have rendered is not rendered again. */
  sharesCache?: boolean
  /** A folder that another product was stopped into. */
  from?: string
}

const shortSeconds = 40

/** The whole product with real parts in a folder of its own: PocketBase, backend, worker, SMTP server, offline Fathom. */
export async function runProduct(overrides: Environment = {}, { isWholeMeeting = false, sharesCache = false, from }: ProductStart = {}): Promise<RunningProduct> {
  const folder = await mkdtemp(join(tmpdir(), 'f2l-e2e-'))
  if (from !== undefined) await cp(from, folder, { recursive: true, preserveTimestamps: true })
  const mailbox = await startMailbox()
  const fathom = await startSampleFathom(join(folder, 'fathom-cache'), isWholeMeeting ? {} : { lengthSeconds: shortSeconds })
  const environment = { ...await environmentFor(folder), FATHOM_SHARE_URL: fathom.shareUrl, FATHOM_API_URL: fathom.apiUrl, SMTP_URL: mailbox.smtpUrl, ...isWholeMeeting ? {} : { SAMPLE_MEETING_DIR: await shortSample(shortSeconds) }, ...sharesCache ? { RENDER_CACHE_DIR: join(process.env.TEST_RUN_DIR!, 'render-cache') } : {}, ...overrides }
  await takeMachineSpeed(folder)
  const stack = await startStack({ environment, log: makeLogger('e2e', process.env.LOG_LEVEL || 'silent'), signal: new AbortController().signal })
  async function stop(keepIn?: string): Promise<void> {
    await stack.stop()
    await Promise.all([mailbox.stop(), fathom.stop()])
    await offerMachineSpeed(folder)
    if (keepIn !== undefined) await cp(folder, keepIn, { recursive: true, preserveTimestamps: true })
    await rm(folder, { recursive: true, force: true })
  }
  return { publicUrl: stack.publicUrl, stack, mailbox, fathom, folder, stop }
}

async function environmentFor(folder: string): Promise<Environment> {
  const [port, pbPort] = await Promise.all([freePort(), freePort()])
  return {
    NODE_ENV: 'test', LOG_LEVEL: process.env.LOG_LEVEL || 'silent',
    ...installationIn(folder, { port, pbPort }), ...await secretsIn(folder),
    FFMPEG_PATH: process.env.FFMPEG_PATH, FFPROBE_PATH: process.env.FFPROBE_PATH, PUPPETEER_EXECUTABLE_PATH: process.env.PUPPETEER_EXECUTABLE_PATH,
  }
}

/** They stay with the data that they seal. */
async function secretsIn(folder: string): Promise<Environment> {
  const path = join(folder, 'secrets.json')
  const known = await readFile(path, 'utf8').catch(() => null)
  if (known !== null) return JSON.parse(known) as Environment
  const secrets = freshSecrets()
  await writeFile(path, JSON.stringify(secrets))
  return secrets
}
