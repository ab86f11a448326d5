import { rest } from './pause.ts'

export interface Rounds {
  /** Milliseconds until the first round. */
  firstAfterMs: number
  /** Milliseconds between the end of a round and the next; a round may answer another pause. */
  everyMs: number
  signal: AbortSignal
  /** Told of a round that failed; the next comes all the same. */
  onProblem(error: unknown): void
}

/** Does something in rounds, one at a time, until the signal aborts; settles when the last one is over. Never rejects. */
export async function everySoOften(round: () => Promise<number | undefined> | Promise<void>, { firstAfterMs, everyMs, signal, onProblem }: Rounds): Promise<void> {
  for (let wait = firstAfterMs; await rest(wait, signal);) {
    try {
      wait = await round() ?? everyMs
    }
    catch (error) {
      wait = everyMs
      if (!signal.aborted) onProblem(error)
    }
  }
}
