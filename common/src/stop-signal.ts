import { constants } from 'node:os'

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** Ctrl-C in a terminal may arrive twice (from the terminal, and handed on by whoever started us): one wish, not two. */
const sameWishMs = 1000

/**
 * Aborts when the process is asked to end, or when whoever started it is gone (the IPC channel is the lifeline).
 * The same signal again, later than a second after the first, ends the process at once. For `main.ts` files.
 */
export function stopSignal(process: NodeJS.Process): AbortSignal {
  const stop = new AbortController()
  for (const name of stopSignals) {
    let firstAt: number | undefined
    process.on(name, () => {
      if (firstAt !== undefined && performance.now() - firstAt > sameWishMs) process.exit(128 + constants.signals[name])
      firstAt ??= performance.now()
      stop.abort()
    })
  }
  process.once('disconnect', () => stop.abort())
  return stop.signal
}

/** Settles at the abort; at once where that has been already. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise(done => {
    if (signal.aborted) done()
    else signal.addEventListener('abort', () => done(), { once: true })
  })
}
