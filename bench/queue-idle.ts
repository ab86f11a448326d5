import { setTimeout as sleep } from 'node:timers/promises'
import { cpuSecondsOf, median, memoryOf } from './measure.ts'
import type { Contender } from './queue-contender.ts'
import { startWorker, until } from './queue-workers.ts'

export interface Idle {
  /** From the call that enqueues to the first line of the worker that had nothing to do. */
  medianMs: number
  slowestMs: number
  /** Of one core, server and one worker together, while nothing happens. */
  cpuPercent: number
  megabytes: number
}

const dispatches = 40
const quietSeconds = 20

/** What a queue with one worker costs while nothing happens, and how soon that worker begins what comes in. */
export async function measureIdle(queue: Contender): Promise<Idle> {
  const worker = await startWorker(queue, 'finish')
  try {
    // It signs in and begins to listen.
    await sleep(3000)
    const delays: number[] = []
    for (let n = 0; n < dispatches; n += 1) {
      await sleep(150 + 13 * (n % 7))
      const startedAt = performance.now()
      await queue.enqueue('user-0')
      await until('the start of a job', 30, () => worker.begun.length > n)
      delays.push(worker.begun[n]!.at - startedAt)
    }
    return { medianMs: median(delays), slowestMs: Math.max(...delays), ...await costOf([...queue.serverPids, worker.pid]) }
  } finally {
    await worker.kill()
  }
}

async function costOf(pids: number[]): Promise<Pick<Idle, 'cpuPercent' | 'megabytes'>> {
  await sleep(2000)
  const before = await cpuSecondsOf(pids)
  await sleep(quietSeconds * 1000)
  const seconds = await cpuSecondsOf(pids) - before
  return { cpuPercent: 100 * seconds / quietSeconds, megabytes: await memoryOf(pids) / 1e6 }
}
