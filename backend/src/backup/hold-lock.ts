import { closeSync, existsSync, openSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { AppError } from '@f2l/common/errors.ts'

/**
 * Holds a lock that is a file, made where it is missing; the answer lets go of it, and so does the death of this process, however it dies.
 * @throws AppError `conflict`, with this sentence, while another holds it
 */
export function holdLock(path: string, whenHeld: string): () => void {
  makeForOwner(path)
  const lock = new Sqlite(path, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  }
  catch (error) {
    lock.close()
    throw new AppError('conflict', whenHeld, { cause: error })
  }
  return () => void lock.close()
}

/** SQLite makes files that others may read. */
export function makeForOwner(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
}
