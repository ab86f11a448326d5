import { setTimeout as sleep } from 'node:timers/promises'

export interface IdleTask {
  /** Does work before which the task steps back at once. */
  first<T>(work: () => Promise<T>): Promise<T>
  /** Settles when nothing of the task runs any more; for the end. */
  ended(): Promise<void>
}

export interface IdleTaskOptions {
  /** So long nothing else was done. */
  afterSeconds: number
  signal: AbortSignal
  /** A task that failed is not tried again. */
  onProblem(error: unknown): void
}

/** Does a task once, when there is nothing else to do; work that comes meanwhile interrupts it, and it begins anew later. */
export function startIdleTask(task: (signal: AbortSignal) => Promise<void>, { afterSeconds, signal, onProblem }: IdleTaskOptions): IdleTask {
  let busy = 0
  let isOver = false
  let interrupt = new AbortController()
  let running = begin()
  async function begin(): Promise<void> {
    const either = AbortSignal.any([signal, interrupt.signal])
    try {
      await sleep(1000 * afterSeconds, undefined, { signal: either })
      await task(either)
      isOver = true
    } catch (error) {
      if (either.aborted) return
      isOver = true
      onProblem(error)
    }
  }
  return {
    first: async work => {
      busy += 1
      interrupt.abort(new Error('there is a job to do'))
      try {
        return await work()
      } finally {
        busy -= 1
        if (busy === 0 && !isOver && !signal.aborted) {
          interrupt = new AbortController()
          running = running.then(begin)
        }
      }
    },
    ended: () => running,
  }
}
