import { setTimeout as sleep } from 'node:timers/promises'

/** Waits; an abort ends it at once by throwing the signal's own reason. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  await sleep(milliseconds, undefined, { signal }).catch((thrown: unknown) => {
    signal?.throwIfAborted()
    throw thrown
  })
}

/** Waits in the background: a process that has nothing else to do ends meanwhile. False when the signal ended it. */
export async function rest(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return sleep(milliseconds, true, { signal, ref: false }).catch((thrown: unknown) => {
    if (signal.aborted) return false
    throw thrown
  })
}
