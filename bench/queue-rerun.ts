import { setTimeout as sleep } from 'node:timers/promises'
import type { Contender } from './queue-contender.ts'
import { startWorker, until, type BenchWorker } from './queue-workers.ts'

const victims = 3
/** Heartbeats come every 10 s: the three die at different times after one. */
const apartMs = 3300
const mostSeconds = 150

/** Seconds from kill -9 of a worker to the moment when another begins its job, of three workers; ascending. */
export async function measureRerun(queue: Contender): Promise<number[]> {
  const dying = await startAll(queue)
  for (let n = 0; n < victims; n += 1) await queue.enqueue(`user-${n}`)
  await until('the start of three jobs', mostSeconds, () => dying.every(worker => worker.begun.length === 1))
  const others = await startAll(queue)
  try {
    const killedAt = new Map<string, number>()
    for (const worker of dying) {
      await sleep(apartMs)
      killedAt.set(worker.begun[0]!.id, performance.now())
      await worker.kill()
    }
    const delays = (): number[] => others.flatMap(worker => worker.begun.map(({ id, at }) => (at - killedAt.get(id)!) / 1000))
    await until('the second start of three jobs', mostSeconds, () => delays().length >= victims)
    return delays().toSorted((a, b) => a - b)
  } finally {
    await Promise.all([...dying, ...others].map(worker => worker.kill()))
  }
}

/** One after the other: they open the same file or sign in at the same server. */
async function startAll(queue: Contender): Promise<BenchWorker[]> {
  const workers: BenchWorker[] = []
  for (let n = 0; n < victims; n += 1) workers.push(await startWorker(queue, 'hold'))
  return workers
}
