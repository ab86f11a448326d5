import type { Contender } from './queue-contender.ts'

export interface Throughput { enqueuesPerSecond: number; claimsPerSecond: number; takenTwice: number; left: number }

const jobs = 500
const users = 4
export const claimers = 16

/** 500 jobs of four users go in, 16 at a time; then 16 claimers take them all. */
export async function measureThroughput(queue: Contender): Promise<Throughput> {
  await warmUp(queue)
  const put = await timed(() => inLanes(n => n < jobs ? queue.enqueue(`user-${n % users}`) : null))
  const taken: string[] = []
  const took = await timed(() => Promise.all(Array.from({ length: claimers }, async (_, claimer) => {
    for (let job = await queue.claim(claimer); job !== null; job = await queue.claim(claimer)) taken.push(job.id)
  })))
  const distinct = new Set(taken).size
  return { enqueuesPerSecond: jobs / put, claimsPerSecond: taken.length / took, takenTwice: taken.length - distinct, left: jobs - distinct }
}

/** How many jobs of somebody with a thousand are begun before that of somebody who comes when three of them are running. */
export async function measureNewcomer(queue: Contender): Promise<number> {
  await inLanes(n => n < 1000 ? queue.enqueue('whale') : null)
  for (let running = 0; running < 3; running += 1) await queue.claim(0)
  await queue.enqueue('newcomer')
  for (let before = 0; ; before += 1) {
    const job = await queue.claim(0)
    if (job === null) throw new Error('the newcomer\'s job is not there')
    if (job.user === 'newcomer') return before
  }
}

/** The first requests sign claimers in, open connections and make the users. */
async function warmUp(queue: Contender): Promise<void> {
  for (let n = 0; n < users; n += 1) await queue.enqueue(`user-${n}`)
  await Promise.all(Array.from({ length: claimers }, (_, claimer) => queue.claim(claimer)))
}

/** Runs pieces of work with rising numbers, 16 at a time, until one is null. */
async function inLanes(piece: (n: number) => Promise<unknown> | null): Promise<void> {
  let next = 0
  await Promise.all(Array.from({ length: claimers }, async () => {
    for (let work = piece(next++); work !== null; work = piece(next++)) await work
  }))
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}
