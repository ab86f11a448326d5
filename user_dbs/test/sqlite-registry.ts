import Sqlite from 'better-sqlite3'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { databaseName } from '@f2l/user-dbs/database-name.ts'
import type { RegistryRow, UserDatabaseRegistry } from '@f2l/user-dbs/registry.ts'

export interface TestRegistry extends UserDatabaseRegistry {
  rows(): RegistryRow[]
  setStatus(userId: UserId, status: RegistryRow['status']): void
}

/** A registry that several processes can share; the real one is PocketBase (backend/test). */
export function sqliteRegistry(path: string, today: () => string = () => new Date().toISOString().slice(0, 10)): TestRegistry {
  const sqlite = new Sqlite(path, { timeout: 10_000 })
  sqlite.exec('CREATE TABLE IF NOT EXISTS registry (userId TEXT PRIMARY KEY, name TEXT UNIQUE, day TEXT, seq INTEGER, status TEXT, wrappedKey TEXT, keyId TEXT, UNIQUE (day, seq))')
  const read = (userId: UserId) => (sqlite.prepare('SELECT userId, name, status, wrappedKey, keyId FROM registry WHERE userId = ?').get(userId) ?? null) as RegistryRow | null
  const insert = sqlite.prepare('INSERT INTO registry VALUES (?, ?, ?, ?, ?, ?, ?)')
  return {
    find: async userId => read(userId),
    listUsers: async () => sqlite.prepare('SELECT userId FROM registry WHERE status = \'ready\' ORDER BY name').pluck().all() as UserId[],
    register: async ({ userId, username, wrappedKey, keyId }) => sqlite.transaction(() => {
      const there = read(userId)
      if (there) return there
      const day = today()
      const seq = (sqlite.prepare('SELECT coalesce(max(seq), 0) + 1 FROM registry WHERE day = ?').pluck().get(day)) as number
      insert.run(userId, databaseName(day, seq, username), day, seq, 'provisioning', wrappedKey, keyId)
      return read(userId)!
    }).immediate(),
    noteOpened: async userId => void sqlite.prepare('UPDATE registry SET status = \'ready\' WHERE userId = ?').run(userId),
    rows: () => sqlite.prepare('SELECT userId, name, status, wrappedKey, keyId FROM registry ORDER BY name').all() as RegistryRow[],
    setStatus: (userId, status) => void sqlite.prepare('UPDATE registry SET status = ? WHERE userId = ?').run(status, userId),
  }
}
