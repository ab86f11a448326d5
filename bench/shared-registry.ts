import Sqlite from 'better-sqlite3'
import { userId, type UserId } from '@f2l/common/contracts/ids.ts'

/** Where the registry of the bench comes to lie (user_dbs/test/sqlite-registry.ts): with a log, so that its own flushes are not what is measured. */
export function makeSharedRegistry(path: string): void {
  const sqlite = new Sqlite(path)
  sqlite.pragma('journal_mode = WAL')
  sqlite.close()
}

export function numberedPerson(n: number): { id: UserId; email: string } {
  return { id: userId.parse(`user${String(n).padStart(11, '0')}`), email: `person${n}@example.com` }
}
