import { setTimeout as sleep } from 'node:timers/promises'

/** Waits; an abort ends it at once by throwing the signal's own reason. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  await sleep(milliseconds, undefined, { signal }).catch((thrown: unknown) => {
    signal?.throwIfAborted()
    throw thrown
  })
}
