import { setTimeout as sleep } from 'node:timers/promises'
import type { Ground } from './ground.ts'
import type { Ledger } from './ledger.ts'

/** Gone: nobody can connect. Frozen: connections are taken and nothing is answered. */
export type AwayKind = 'gone' | 'frozen'
export interface Away { kind: AwayKind; jobId: string; resumedAfterSeconds: number }

export const awaySeconds = 60
const awayKinds: readonly AwayKind[] = ['gone', 'frozen']
/** The longest pause between two tries of a worker, and what a busy machine adds. */
const resumeSeconds = 25
const waitSeconds = 120

/**
 * Holds PocketBase down for a minute while a conversion runs, another way each time. It may cost time and nothing else: worker and backend must
 * live on and go on by themselves. Null where no conversion that may be hit ran in time.
 */
export async function holdDown(ground: Ground, ledger: Ledger, n: number, found: string[]): Promise<Away | null> {
  const jobId = await runningJob(ledger)
  if (jobId === null) return null
  const kind = awayKinds[n % awayKinds.length]!
  const before = [ground.pidOf('worker'), ground.pidOf('backend')]
  ledger.noteHit(jobId)
  ledger.reclaims.disturb()
  const resume = kind === 'gone' ? shutGates(ground) : freeze(ground)
  await sleep(1000 * awaySeconds)
  const heard = heardOfWorker(ground)
  resume()
  const resumedAfterSeconds = await heard
  if (resumedAfterSeconds === null) found.push(`the worker was not heard of ${resumeSeconds} s after PocketBase was back (${kind})`)
  if (ground.pidOf('worker') !== before[0]) found.push(`the worker ended while PocketBase was ${kind}`)
  if (ground.pidOf('backend') !== before[1]) found.push(`the backend ended while PocketBase was ${kind}`)
  return { kind, jobId, resumedAfterSeconds: resumedAfterSeconds ?? resumeSeconds }
}

async function runningJob(ledger: Ledger): Promise<string | null> {
  for (let tries = 0; tries < 5 * waitSeconds; tries += 1) {
    const jobId = ledger.current()
    if (jobId !== null && ledger.mayBeHit(jobId)) return jobId
    await sleep(200)
  }
  return null
}

function shutGates({ gates }: Ground): () => void {
  const both = [gates['worker to PocketBase'], gates['backend to PocketBase']]
  for (const gate of both) gate.shut()
  return () => { for (const gate of both) gate.open() }
}

function freeze(ground: Ground): () => void {
  const pid = ground.pidOf('pocketbase')!
  process.kill(pid, 'SIGSTOP')
  return () => void process.kill(pid, 'SIGCONT')
}

/** Seconds until a request of the worker is answered. */
function heardOfWorker({ gates }: Ground): Promise<number | null> {
  const since = performance.now()
  return new Promise(done => {
    setTimeout(() => done(null), 1000 * resumeSeconds).unref()
    gates['worker to PocketBase'].onPassed(() => done((performance.now() - since) / 1000))
  })
}
