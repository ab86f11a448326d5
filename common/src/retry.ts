import { toAppError } from './errors.ts'
import { pause } from './pause.ts'

export interface RetryOptions {
  /** How often the work is tried in all. */
  times: number
  /** Pause before the second try in milliseconds; doubles each time, up to 8 s. */
  delayMs: number
  signal?: AbortSignal
}

/** Tries again what `mayRetry` by its error code; anything else, and the last failure, is thrown as it came. */
export async function retry<T>(work: () => Promise<T>, { times, delayMs, signal }: RetryOptions): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (thrown) {
      signal?.throwIfAborted()
      if (attempt >= times || !toAppError(thrown).mayRetry) throw thrown
    }
    await pause(Math.min(8000, delayMs * 2 ** (attempt - 1)), signal)
  }
}
