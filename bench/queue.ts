import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from './measure.ts'
import type { Contender, Entrant } from './queue-contender.ts'
import { findPeers, ours } from './queue-entrants.ts'
import { measureIdle, type Idle } from './queue-idle.ts'
import { measureRerun } from './queue-rerun.ts'
import { claimers, measureNewcomer, measureThroughput, type Throughput } from './queue-throughput.ts'
import { atLeast, atMost, beside, exactly, type Row } from './row.ts'

export interface QueueBench { runs: number; say(line: string): void }

interface Figures { throughput: Throughput[]; newcomer: number; idle: Idle; rerun: number[] }
type Measured = Map<Entrant, Figures>

/** Our queue beside liteque and BullMQ, each in a process that also drives it, on empty folders of this machine. */
export async function benchQueue({ runs, say }: QueueBench): Promise<Row[]> {
  const { entrants, missing } = findPeers()
  const all = [ours, ...entrants]
  const home = await mkdtemp(join(tmpdir(), 'f2l-bench-queue-'))
  const measured: Measured = new Map(all.map(entrant => [entrant, { throughput: [], newcomer: NaN, idle: { medianMs: NaN, slowestMs: NaN, cpuPercent: NaN, megabytes: NaN }, rerun: [] }]))
  try {
    await measureEach(all, measured, home, { runs, say })
    say('killing workers of all of them with -9, which takes a minute or two …')
    await Promise.all(all.map(async entrant => { measured.get(entrant)!.rerun = await over(entrant, home, measureRerun) }))
  } finally {
    await rm(home, { recursive: true, force: true })
  }
  return rowsOf(measured, missing)
}

/** Interleaved, so that what slows the machine down for a while slows all of them. */
async function measureEach(all: Entrant[], measured: Measured, home: string, { runs, say }: QueueBench): Promise<void> {
  for (let run = 1; run <= runs; run += 1) {
    say(`run ${run} of ${runs} …`)
    for (const entrant of all) measured.get(entrant)!.throughput.push(await over(entrant, home, measureThroughput))
  }
  say('standing in line, and doing nothing …')
  for (const entrant of all) {
    measured.get(entrant)!.newcomer = await over(entrant, home, measureNewcomer)
    measured.get(entrant)!.idle = await over(entrant, home, measureIdle)
  }
}

async function over<T>(entrant: Entrant, home: string, work: (queue: Contender) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(home, 'queue-'))
  const queue = await entrant.open(folder, claimers)
  try {
    return await work(queue)
  } finally {
    await queue.close()
  }
}

function rowsOf(measured: Measured, missing: string[]): Row[] {
  const { throughput, newcomer, idle, rerun } = measured.get(ours)!
  const others = [...measured].filter(([entrant]) => entrant !== ours)
  const lost = throughput.reduce((sum, { takenTwice, left }) => sum + takenTwice + left, 0)
  const each = (measure: string, figure: (theirs: Figures) => number, detail: (entrant: Entrant, theirs: Figures) => string): Row[] =>
    others.map(([entrant, theirs]) => beside(`  ${entrant.name}: ${measure}`, figure(theirs), detail(entrant, theirs)))
  return [
    exactly(0, `jobs taken twice or left over by ${claimers} claimers, of ${500 * throughput.length}`, lost),
    atLeast(200, `claims/s, ${claimers} claimers`, median(throughput.map(of => of.claimsPerSecond)), ours.keeps),
    ...each('claims/s', theirs => median(theirs.throughput.map(of => of.claimsPerSecond)), ({ keeps }, theirs) => `ours × ${ratioOf(theirs.throughput, throughput, 'claimsPerSecond')}; ${keeps}`),
    atLeast(100, `enqueues/s, ${claimers} at a time`, median(throughput.map(of => of.enqueuesPerSecond)), 'each checks the user, its limit and its idempotency key, and takes its turn'),
    ...each('enqueues/s', theirs => median(theirs.throughput.map(of => of.enqueuesPerSecond)), (_, theirs) => `ours × ${ratioOf(theirs.throughput, throughput, 'enqueuesPerSecond')}`),
    atMost(35, 's from kill -9 of a worker to its job\'s next start, the slowest of three', rerun.at(-1)!, secondsIn(rerun)),
    ...each('the same', theirs => theirs.rerun.at(-1)!, ({ name }, theirs) => `${secondsIn(theirs.rerun)}; ${name === 'liteque' ? 'without heartbeats: a limit of 30 s a job' : 'lock of 30 s, looked after every 30 s'}`),
    atMost(1, 'jobs begun before a newcomer\'s behind 1000 of somebody else', newcomer),
    ...each('the same', theirs => theirs.newcomer, () => 'first come, first served'),
    atMost(100, 'ms from enqueue to the start by an idle worker, median of 40', idle.medianMs, `slowest ${idle.slowestMs.toFixed(0)} ms`),
    ...each('the same', theirs => theirs.idle.medianMs, (_, theirs) => `slowest ${theirs.idle.slowestMs.toFixed(0)} ms`),
    atMost(2, 'idle, server and one worker: % of a core', idle.cpuPercent, `${idle.megabytes.toFixed(0)} MB`),
    ...each('the same', theirs => theirs.idle.cpuPercent, (_, theirs) => `${theirs.idle.megabytes.toFixed(0)} MB`),
    ...missing.length === 0 ? [] : [beside('  liteque and BullMQ', null, `not installed: ${missing.join('; ')}`)],
  ]
}

function ratioOf(theirs: Throughput[], own: Throughput[], of: 'claimsPerSecond' | 'enqueuesPerSecond'): string {
  return median(theirs.map((their, run) => their[of] / own[run]![of])).toFixed(1)
}

function secondsIn(delays: number[]): string {
  return `${delays.map(delay => delay.toFixed(1)).join(', ')} s`
}
