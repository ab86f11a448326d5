import type { Task } from './run-limited.ts'

/** `task` waits for the work that has begun; `stop` ends it where nobody waits for it any more, and resolves once it has ended. */
export interface BegunTask { task: Task; stop(): Promise<void> }

/** Begins a task before its turn, beside whatever comes first. */
export function beginTask({ weight, work }: Task, signal: AbortSignal): BegunTask {
  const stopped = new AbortController()
  let done = 0
  let tell = (fraction: number): void => { done = fraction }
  const working = work({ signal: AbortSignal.any([signal, stopped.signal]), report: fraction => tell(fraction) })
  const ended = working.then(() => undefined, () => undefined)
  return {
    task: {
      weight,
      async work(turn) {
        // Whoever had its turn before failed by something else: from the start.
        if (stopped.signal.aborted) return work(turn)
        turn.report(done)
        tell = turn.report
        const stop = (): void => stopped.abort(turn.signal.reason)
        turn.signal.addEventListener('abort', stop, { once: true })
        if (turn.signal.aborted) stop()
        await working.finally(() => turn.signal.removeEventListener('abort', stop))
      },
    },
    async stop() {
      stopped.abort()
      await ended
    },
  }
}
