import { AppError } from '@f2l/common/errors.ts'
import { pause } from '@f2l/common/pause.ts'
import { startPocketBase, type PocketBaseOptions } from '@f2l/common/pocketbase-process.ts'
import { countDeaths } from './keep-running.ts'

export interface KeptPocketBase {
  url: string
  /** Of the process that runs now; undefined while it is started again. */
  pid(): number | undefined
  stop(): Promise<void>
}

/**
 * Starts the global PocketBase, and again on the same port whenever it dies.
 * @throws AppError of the first start
 */
export async function keepPocketBase(options: Omit<PocketBaseOptions, 'signal'>): Promise<KeptPocketBase> {
  const stopping = new AbortController()
  const first = await startPocketBase({ ...options, signal: stopping.signal })
  const port = Number(new URL(first.url).port)
  let running: typeof first | undefined = first
  async function keep(): Promise<void> {
    const deaths = countDeaths('pocketbase', options.log)
    for (;;) {
      const startedAt = performance.now()
      const end = await running?.exited
      running = undefined
      if (stopping.signal.aborted) return
      const pauseMs = deaths.pauseMsAfter((performance.now() - startedAt) / 1000, end)
      if (pauseMs === null) return
      running = await startAgain(pauseMs)
    }
  }
  async function startAgain(afterMs: number): Promise<typeof first | undefined> {
    try {
      await pause(afterMs, stopping.signal)
      return await startPocketBase({ ...options, port, signal: stopping.signal })
    } catch (error) {
      if (stopping.signal.aborted) return undefined
      if (!(error instanceof AppError)) throw error
      options.log.error({ err: error }, 'PocketBase did not start')
      return undefined
    }
  }
  const kept = keep()
  return {
    url: first.url, pid: () => running?.pid,
    stop: async () => {
      stopping.abort()
      await running?.stop()
      await kept
    },
  }
}
