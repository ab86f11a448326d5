import { setTimeout as sleep } from 'node:timers/promises'
import { familyOf, survivors, type Known } from '../processes.ts'
import { isSideOf, type Boundary, type Part } from './boundaries.ts'
import type { Ground } from './ground.ts'
import { jobOf } from './job-of.ts'
import type { Ledger } from './ledger.ts'

export interface Kill { part: Part; boundary: string; jobId: string | null }

/** What died, and what it may have left: settles with those of its family that live ten seconds later. */
export interface Killed { kill: Kill; orphans: Promise<Known[]> }

const reachSeconds = 120
const familySeconds = 10

/** Kills a part exactly at a boundary. Null where the product did not come by there in time. */
export async function killAt(ground: Ground, ledger: Ledger, boundary: Boundary, part: Part): Promise<Killed | null> {
  const gate = ground.gates[boundary.gate]
  const killed = Promise.withResolvers<Killed | null>()
  const timer = setTimeout(() => killed.resolve(null), 1000 * reachSeconds)
  gate.set({
    moment: boundary.moment, isCut: isSideOf(boundary.gate, part),
    fits: (request, answer) => boundary.fits(request, answer) && ledger.mayBeHit(jobOf(request, answer)),
    spring: async (request, answer) => {
      killed.resolve(await killPart(ground, ledger, part, boundary.name, jobOf(request, answer)))
    },
  })
  const outcome = await killed.promise
  clearTimeout(timer)
  gate.set(null)
  return outcome
}

/** Kills a part wherever it is. */
export async function killNow(ground: Ground, ledger: Ledger, part: Part): Promise<Killed | null> {
  return ledger.mayBeHit(ledger.current()) ? killPart(ground, ledger, part, 'at random', ledger.current()) : null
}

async function killPart(ground: Ground, ledger: Ledger, part: Part, boundary: string, jobId: string | null): Promise<Killed> {
  const pid = await pidOf(ground, part)
  const family = await familyOf(pid)
  process.kill(pid, 'SIGKILL')
  const underWay = ledger.current()
  if (part === 'worker' && underWay !== null) ledger.reclaims.workerDied(underWay)
  else ledger.reclaims.disturb()
  await survivors(family.filter(each => each.pid === pid), familySeconds)
  ledger.noteHit(jobId ?? ledger.current())
  return { kill: { part, boundary, jobId }, orphans: survivors(family, familySeconds) }
}

async function pidOf(ground: Ground, part: Part): Promise<number> {
  for (let tries = 0; tries < 600; tries += 1) {
    const pid = ground.pidOf(part)
    if (pid !== undefined) return pid
    await sleep(100)
  }
  throw new Error(`${part} did not come back within a minute`)
}

/** Until all three parts answer again, or a minute has passed. */
export async function isBack({ stack, pidOf: pidIn }: Ground): Promise<boolean> {
  const answers = (url: string): Promise<boolean> => fetch(url, { signal: AbortSignal.timeout(2000) }).then(({ ok }) => ok, () => false)
  for (let tries = 0; tries < 300; tries += 1) {
    if (pidIn('worker') !== undefined && await answers(`${stack.pocketBase.url}/api/health`) && await answers(`${stack.publicUrl}/healthz`)) return true
    await sleep(200)
  }
  return false
}
