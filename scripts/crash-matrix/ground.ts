import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@f2l/common/free-port.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { startMailbox, type Mailbox } from '../../demo/src/mailbox.ts'
import { makeProductClient, type ProductClient } from '../../demo/src/product-client.ts'
import { cutOff, sampleMedia, startSampleFathom, type SampleFathom } from '../../demo/src/sample-fathom.ts'
import { signUp } from '../../demo/src/sign-up.ts'
import { startStack, type Environment, type Stack } from '../stack.ts'
import { freshSecrets, installationIn } from '../stack-settings.ts'
import type { GateName, Part } from './boundaries.ts'
import { startGate, type Gate } from './gate.ts'

export interface Person { email: string; password: string; name: string; client: ProductClient }

/** The whole product in a folder of its own, with a gate between each two parts that talk. */
export interface Ground {
  folder: string
  /** Where all parts put what is temporary. */
  temporary: string
  stack: Stack
  gates: Record<GateName, Gate>
  mailbox: Mailbox
  fathom: SampleFathom
  people: Person[]
  clip: Buffer
  /** Undefined while it is started again. */
  pidOf(part: Part): number | undefined
  /** Ends everything and leaves the folder. */
  stop(): Promise<void>
  remove(): Promise<void>
}

export interface GroundOptions {
  /** In place of ours. */
  settings?: Environment
  /** How long a file out of a Fathom account can be fetched; links need none. */
  downloadLifetimeSeconds?: number
  /** Fills the folder before anything starts in it. */
  begin?(folder: string): Promise<void>
}

/** A short lease makes the wait after a kill short; everything else is as it comes. */
export const leaseSeconds = 5
const clipSeconds = 6
/** Where in the sample meeting what people upload begins (seconds). */
const clipFrom = 8

export async function prepareGround(peopleCount: number, { settings: given = {}, downloadLifetimeSeconds, begin }: GroundOptions = {}): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'f2l-crash-'))
  const temporary = join(folder, 'tmp')
  await mkdir(temporary)
  await begin?.(folder)
  const [port, pbPort] = [await freePort(), await freePort()]
  const mailbox = await startMailbox()
  const fathom = await startSampleFathom(join(folder, 'fathom-cache'), { lengthSeconds: 2 * clipSeconds, downloadLifetimeSeconds })
  const settings = installationIn(folder, { port, pbPort })
  const gates = await startGates(settings['PB_URL']!, settings['BACKEND_URL']!)
  const environment = {
    NODE_ENV: 'test', LOG_LEVEL: process.env['LOG_LEVEL'] || 'silent', ...settings, ...freshSecrets(), TMPDIR: temporary, SMTP_URL: mailbox.smtpUrl,
    FATHOM_SHARE_URL: fathom.shareUrl, FATHOM_API_URL: fathom.apiUrl, QUEUE_LEASE_SECONDS: String(leaseSeconds), QUEUE_POLL_SECONDS: '1', MAX_PENDING_JOBS: '100000',
    FFMPEG_PATH: process.env['FFMPEG_PATH'], FFPROBE_PATH: process.env['FFPROBE_PATH'], PUPPETEER_EXECUTABLE_PATH: process.env['PUPPETEER_EXECUTABLE_PATH'],
    ...given,
  }
  const told = { backend: { PB_URL: gates['backend to PocketBase'].url }, workers: { PB_URL: gates['worker to PocketBase'].url, BACKEND_URL: gates['worker to backend'].url } }
  const stack = await startStack({ environment, told, log: makeLogger('crash-matrix', environment.LOG_LEVEL), signal: new AbortController().signal })
  const people = await Promise.all(Array.from({ length: peopleCount }, (_, n) => newPerson(stack.publicUrl, mailbox, n)))
  return {
    folder, temporary, stack, gates, mailbox, fathom, people, clip: await readFile(await cutOff(sampleMedia, clipSeconds, join(folder, 'clip.mp4'), clipFrom)),
    pidOf: part => part === 'pocketbase' ? stack.pocketBase.pid() : part === 'backend' ? stack.backend.pid() : stack.workers[0]!.pid(),
    stop: async () => {
      await stack.stop()
      await Promise.all([...Object.values(gates).map(gate => gate.stop()), mailbox.stop(), fathom.stop()])
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

async function startGates(pocketBase: string, backend: string): Promise<Ground['gates']> {
  return {
    'worker to PocketBase': await startGate(pocketBase), 'worker to backend': await startGate(backend), 'backend to PocketBase': await startGate(pocketBase),
  }
}

async function newPerson(publicUrl: string, mailbox: Mailbox, n: number): Promise<Person> {
  const person = { email: `person-${n}@example.com`, password: randomBytes(12).toString('hex'), name: `Person ${n}`, client: makeProductClient(publicUrl) }
  await signUp(person.client, mailbox, person, 60_000)
  return person
}

/** Somebody who speaks, from the sample meeting. */
/** The same recording as other bytes: a box that players pass over. */
export function otherBytes(clip: Buffer, mark: string): Blob {
  const content = Buffer.from(mark)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + content.length)
  head.write('free', 4)
  return new Blob([clip, head, content].map(part => new Uint8Array(part)))
}
