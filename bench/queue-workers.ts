import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { endWithUs } from './end-with-us.ts'
import type { Contender, WorkerRole } from './queue-contender.ts'

export interface BenchWorker {
  pid: number
  /** When it began which job, on this process's clock. */
  begun: { id: string; at: number }[]
  /** SIGKILL. */
  kill(): Promise<void>
}

/** Starts a worker process of a queue and answers once it is up. */
export async function startWorker(queue: Contender, role: WorkerRole, count = 1): Promise<BenchWorker> {
  const child = spawn(process.execPath, [...process.execArgv, ...queue.worker(role, count)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  endWithUs(child)
  const begun: BenchWorker['begun'] = []
  const ready = new Promise<void>((done, fail) => {
    createInterface({ input: child.stdout }).on('line', line => {
      if (line === 'ready') done()
      else begun.push({ id: line, at: performance.now() })
    })
    void exited.then(([code]) => fail(new Error(`a worker of the bench ended with ${String(code)}`)))
  })
  await ready
  return { pid: child.pid!, begun, kill: async () => { child.kill('SIGKILL'); await exited } }
}

export async function until(what: string, seconds: number, isThere: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + seconds * 1000
  while (!isThere()) {
    if (performance.now() > giveUpAt) throw new Error(`${what} did not happen within ${seconds} s`)
    await new Promise(done => setTimeout(done, 20))
  }
}
