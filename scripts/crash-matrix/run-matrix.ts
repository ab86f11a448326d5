import { setTimeout as sleep } from 'node:timers/promises'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'
import { holdDown, type Away } from './away.ts'
import { boundaries, parts, type Boundary, type Part } from './boundaries.ts'
import { checkGround, openJobs, unnamedObjects, type Checked } from './check-ground.ts'
import { startFeed, untilAnswered, type Feed } from './feed.ts'
import { leaseSeconds, prepareGround, type Ground } from './ground.ts'
import { isBack, killAt, killNow, type Kill, type Killed } from './kill.ts'
import { keepLedger, type Ledger } from './ledger.ts'

export interface MatrixOptions {
  seed: number
  /** Whichever comes first. */
  kills: number
  minutes: number
  say(line: string): void
}

export interface MatrixReport extends Checked {
  kills: Kill[]
  /** Minutes without PocketBase. */
  away: Away[]
  /** From a worker's death to the next claim of its job. */
  reclaimSeconds: readonly number[]
  /** Places that the product did not come by in time. */
  unreached: string[]
  seconds: number
}

/** Every so many kills one at a random moment. */
const randomEvery = 4
/** In a long run PocketBase is held down for a minute after so many kills, and then every so many. */
const firstAwayAfter = 5
const awayEvery = 15
const people = 3
/** What the next claim may take beyond the lease: the worker is started again, and looks. */
const reclaimGraceSeconds = 5
/** A part that dies again within seconds of its start would be given up as one that cannot run. */
const restSeconds = 6
/** What a process left behind that had just stored it goes a minute after the next start. */
const sweptWithinSeconds = 120

/** Runs real conversions while its parts are killed, and looks at what is left. */
export async function runMatrix({ seed, kills, minutes, say }: MatrixOptions): Promise<MatrixReport> {
  const startedAt = performance.now()
  const ground = await prepareGround(people)
  try {
    const ledger = keepLedger(ground)
    const feed = startFeed(ground, ledger, seed)
    const battle = await killParts(ground, ledger, feed, { seed, kills, isLong: isLong(minutes, kills), endsAt: startedAt + 60_000 * minutes, say })
    await feed.stop()
    say(`waiting for the last of ${feed.added.length} recordings`)
    const late = await untilQuiet(ground, feed)
    await ground.stop()
    const checked = await checkGround(ground, feed.added)
    const reclaimSeconds = ledger.reclaims.seconds()
    return { ...checked, ...battle, reclaimSeconds, found: [...battle.found, ...tooLate(reclaimSeconds), ...late, ...checked.found], seconds: (performance.now() - startedAt) / 1000 }
  } finally {
    await ground.stop().catch((error: unknown) => say(String(error)))
    await ground.remove()
  }
}

function isLong(minutes: number, kills: number): boolean {
  return Number.isFinite(minutes) ? minutes >= 5 : kills >= awayEvery
}

interface Battle { kills: Kill[]; away: Away[]; unreached: string[]; found: string[] }
interface BattleOptions { seed: number; kills: number; isLong: boolean; endsAt: number; say(line: string): void }

async function killParts(ground: Ground, ledger: Ledger, feed: Feed, { seed, kills: wanted, isLong: hasAway, endsAt, say }: BattleOptions): Promise<Battle> {
  const random = seededNumbers(seed)
  const turns = shuffledTurns(random)
  const battle: Battle = { kills: [], away: [], unreached: [], found: [] }
  const orphans: Promise<void>[] = []
  const lastKill = new Map<Part, number>()
  for (let n = 1; battle.kills.length < wanted && performance.now() < endsAt; n += 1) {
    const { boundary, part } = turns.next().value
    await rest(lastKill.get(part))
    const isRandom = n % randomEvery === 0
    const killed = isRandom ? await killSometime(ground, ledger, part, random) : await killAtTurn(ground, ledger, feed, boundary, part)
    if (killed === null) {
      if (!isRandom) battle.unreached.push(`${part} ${boundary.name}`)
      continue
    }
    lastKill.set(part, performance.now())
    battle.kills.push(killed.kill)
    say(`${battle.kills.length}. ${part} killed ${killed.kill.boundary}`)
    orphans.push(killed.orphans.then(left => { if (left.length > 0) battle.found.push(`${left.length} processes of a killed ${part} lived on for ten seconds (${killed.kill.boundary})`) }))
    if (!await isBack(ground)) battle.found.push(`${part} did not come back`)
    if (hasAway && battle.kills.length % awayEvery === firstAwayAfter) await beAway(ground, ledger, battle, say)
  }
  await Promise.all(orphans)
  return battle
}

async function beAway(ground: Ground, ledger: Ledger, { away, found }: Battle, say: (line: string) => void): Promise<void> {
  const event = await holdDown(ground, ledger, away.length, found)
  if (event === null) return
  away.push(event)
  say(`PocketBase was ${event.kind} for a minute`)
}

function tooLate(reclaimSeconds: readonly number[]): string[] {
  const allowed = leaseSeconds + reclaimGraceSeconds
  return reclaimSeconds.filter(seconds => seconds > allowed).map(seconds => `the job of a killed worker was with the next one only after ${seconds.toFixed(1)} s`)
}

/** Every part at every boundary once, in an order that the seed says, and then again in another. */
function* shuffledTurns(random: () => number): Generator<{ boundary: Boundary; part: Part }, never> {
  const all = boundaries.flatMap(boundary => parts.map(part => ({ boundary, part })))
  for (;;) yield* all.map(turn => ({ turn, at: random() })).sort((a, b) => a.at - b.at).map(({ turn }) => turn)
}

async function rest(since: number | undefined): Promise<void> {
  if (since !== undefined) await sleep(Math.max(0, since + 1000 * restSeconds - performance.now()))
}

async function killAtTurn(ground: Ground, ledger: Ledger, feed: Feed, boundary: Boundary, part: Part): Promise<Killed | null> {
  // Nobody waits for what people hand over; it is here only that the line is come by.
  const adding = boundary.gate === 'backend to PocketBase' ? feed.addOne() : undefined
  const killed = await killAt(ground, ledger, boundary, part)
  await adding
  return killed
}

async function killSometime(ground: Ground, ledger: Ledger, part: Part, random: () => number): Promise<Killed | null> {
  await sleep(8000 * random())
  return killNow(ground, ledger, part)
}

/** Until every job is over and what dead processes stored is swept; says what did not come to an end. */
async function untilQuiet(ground: Ground, { added }: Feed): Promise<string[]> {
  const giveUpAt = performance.now() + 60_000 + 40_000 * added.length
  while (performance.now() < giveUpAt) {
    // Looking at their recordings, their owners put in line what a crash left without a job.
    const lists = await Promise.all(ground.people.map(person => untilAnswered(person, () => person.client.listRecordings())))
    if (lists.flat().every(({ state }) => state !== 'queued' && state !== 'processing') && openJobs(ground.folder) === 0) break
    await sleep(1000)
  }
  await untilSwept(ground)
  return openJobs(ground.folder) === 0 ? [] : [`${openJobs(ground.folder)} jobs did not come to an end`]
}

async function untilSwept(ground: Ground): Promise<void> {
  if ((await unnamedObjects(ground.folder)).length === 0) return
  process.kill(ground.pidOf('backend')!, 'SIGTERM')
  for (let seconds = 0; seconds < sweptWithinSeconds && (await unnamedObjects(ground.folder)).length > 0; seconds += 1) await sleep(1000)
}
