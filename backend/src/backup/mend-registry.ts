import type Sqlite from 'better-sqlite3'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import type { BackupKeys } from './backup-keys.ts'

/**
 * Makes the registry of a restored PocketBase whole: wrapped keys are put back, people who deleted their account since are
 * forgotten, and everybody signs in anew, since sessions that were ended since would be alive again. Answers how many were forgotten.
 */
export function mendRegistry(sqlite: Sqlite.Database, keys: BackupKeys): number {
  sqlite.pragma('secure_delete = ON')
  const forgotten = sqlite.transaction(() => {
    const known = sqlite.prepare('SELECT id FROM users').pluck().all() as UserId[]
    const gone = known.filter(userId => keys.isShredded(userId))
    for (const userId of gone) forget(sqlite, userId)
    putKeysBack(sqlite, keys)
    sqlite.exec('UPDATE sessions SET revoked_at = strftime(\'%Y-%m-%d %H:%M:%fZ\', \'now\'), revoked_reason = \'restored\' WHERE revoked_at = \'\'')
    return gone.length
  })()
  sqlite.exec('VACUUM')
  return forgotten
}

function putKeysBack(sqlite: Sqlite.Database, keys: BackupKeys): void {
  const put = sqlite.prepare('UPDATE user_databases SET wrapped_key = ?, key_id = ? WHERE user = ?')
  for (const { userId, wrapped, keyId } of keys.wrappedKeys()) put.run(wrapped, keyId, userId)
}

/** From every table that names a person; rows of a view cannot be deleted. */
function forget(sqlite: Sqlite.Database, userId: UserId): void {
  const tables = sqlite.prepare('SELECT name FROM sqlite_master WHERE type = \'table\'').pluck().all() as string[]
  for (const table of tables) {
    const columns = sqlite.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table) as string[]
    for (const column of ['user', 'recordRef']) if (columns.includes(column)) sqlite.prepare(`DELETE FROM "${table}" WHERE "${column}" = ?`).run(userId)
  }
  sqlite.prepare('DELETE FROM users WHERE id = ?').run(userId)
}
