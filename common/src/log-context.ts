import { AsyncLocalStorage } from 'node:async_hooks'

/** What a piece of work belongs to. Ids only: they stand in every log line that is written meanwhile. */
export interface LogIds { readonly requestId?: string | undefined; readonly userId?: string | undefined; readonly jobId?: string | undefined }

const current = new AsyncLocalStorage<LogIds>()

/** Runs the work, and all that it starts, under these ids. They are read anew for each line. */
export function withLogIds<T>(ids: LogIds, work: () => T): T {
  return current.run(ids, work)
}

export function currentLogIds(): LogIds {
  return current.getStore() ?? {}
}
