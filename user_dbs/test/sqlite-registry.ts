import Sqlite from 'better-sqlite3'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { databaseName } from '@f2l/user-dbs/database-name.ts'
import type { RegistryRow, UserDatabaseRegistry } from '@f2l/user-dbs/registry.ts'

export interface TestRegistry extends UserDatabaseRegistry {
  rows(): (RegistryRow & { trouble: string })[]
  setStatus(userId: UserId, status: RegistryRow['status']): void
}

/** A registry that several processes can share; the real one is PocketBase (backend/test). */
export function sqliteRegistry(path: string, today: () => string = () => new Date().toISOString().slice(0, 10)): TestRegistry {
  const sqlite = new Sqlite(path, { timeout: 10_000 })
  sqlite.exec('CREATE TABLE IF NOT EXISTS registry (userId TEXT PRIMARY KEY, name TEXT UNIQUE, day TEXT, seq INTEGER, status TEXT, wrappedKey TEXT, keyId TEXT, schemaVersion INTEGER DEFAULT 0, trouble TEXT DEFAULT \'\', UNIQUE (day, seq))')
  const columns = 'userId, name, status, wrappedKey, keyId, schemaVersion'
  const read = (userId: UserId) => (sqlite.prepare(`SELECT ${columns} FROM registry WHERE userId = ?`).get(userId) ?? null) as RegistryRow | null
  const insert = sqlite.prepare('INSERT INTO registry (userId, name, day, seq, status, wrappedKey, keyId) VALUES (?, ?, ?, ?, ?, ?, ?)')
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
    noteOpened: async (userId, { schemaVersion }) => void sqlite.prepare('UPDATE registry SET status = \'ready\', schemaVersion = ? WHERE userId = ?').run(schemaVersion, userId),
    listOutdated: async (version, { after, limit }) => sqlite.prepare(`SELECT ${columns} FROM registry WHERE (status = 'ready' OR (status = 'quarantined' AND trouble != '')) AND schemaVersion < ? AND name > ? ORDER BY name LIMIT ?`).all(version, after, limit) as RegistryRow[],
    noteMigrated: async databases => sqlite.transaction(() => {
      for (const { userId, schemaVersion } of databases) sqlite.prepare('UPDATE registry SET status = \'ready\', trouble = \'\', schemaVersion = ? WHERE userId = ?').run(schemaVersion, userId)
    })(),
    quarantine: async (userId, trouble) => void sqlite.prepare('UPDATE registry SET status = \'quarantined\', trouble = ? WHERE userId = ? AND status = \'ready\'').run(trouble, userId),
    rows: () => sqlite.prepare('SELECT * FROM registry ORDER BY name').all() as (RegistryRow & { trouble: string })[],
    setStatus: (userId, status) => void sqlite.prepare('UPDATE registry SET status = ? WHERE userId = ?').run(status, userId),
  }
}
