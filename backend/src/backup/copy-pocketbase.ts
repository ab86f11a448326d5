import { join } from 'node:path'
import type Sqlite from 'better-sqlite3'
import { z } from 'zod'
import { userId, type UserId } from '@f2l/common/contracts/ids.ts'
import { copyLive, inCopy } from '@f2l/user-dbs/copy-live.ts'
import { isDatabaseName } from '@f2l/user-dbs/database-name.ts'
import type { OwnedKey } from './backup-keys.ts'

/** Somebody whose account is open, as the registry has them. */
export interface Registered extends OwnedKey { name: string; status: string }
/** `closed`: those who deleted their account, as far back as the audit log tells. */
export interface GlobalCopy { installId: string; registered: Registered[]; closed: UserId[] }

const registered = z.object({ userId, name: z.string().refine(isDatabaseName), status: z.string(), wrapped: z.string(), keyId: z.string() })

/**
 * Copies the database of a PocketBase that runs or not, without the wrapped keys: those of people who go later must not stay in it.
 * Only `data.db` matters; PocketBase's other file is its log, and nothing is stored in its own file storage.
 */
export async function copyPocketBase(dataDir: string, target: string): Promise<GlobalCopy> {
  await copyLive(join(dataDir, 'data.db'), target)
  return inCopy(target, copy => {
    const global = readGlobal(copy)
    copy.pragma('secure_delete = ON')
    copy.exec('UPDATE user_databases SET wrapped_key = \'\'')
    // Older values would otherwise still stand in free places.
    copy.exec('VACUUM')
    return global
  })
}

function readGlobal(copy: Sqlite.Database): GlobalCopy {
  const rows = copy.prepare('SELECT user AS userId, name, status, wrapped_key AS wrapped, key_id AS keyId FROM user_databases ORDER BY name').all()
  const everybody = z.array(registered).parse(rows)
  const told = copy.prepare('SELECT DISTINCT subject FROM audit_log WHERE action = \'user.closed\'').pluck().all()
  return {
    installId: z.string().min(1).parse(copy.prepare('SELECT install_id FROM installation WHERE name = \'this\'').pluck().get()),
    registered: everybody.filter(({ status }) => status !== 'deleting'),
    closed: [...z.array(userId).parse(told), ...everybody.filter(({ status }) => status === 'deleting').map(({ userId: id }) => id)],
  }
}
