import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import type { FieldPlace } from '@f2l/common/crypto.ts'
import { isDatabaseName } from './database-name.ts'
import { asUnavailable, unavailable } from './open.ts'

export interface SealedField { place: FieldPlace; sealed: string }

/**
 * All that lies sealed in a person's file. It is only read, and not migrated: this works beside the program that has it open.
 * @throws AppError `userdb.unavailable`
 */
export function readSealedFields(folder: string, name: string, userId: UserId): SealedField[] {
  if (!isDatabaseName(name)) throw unavailable(new Error('the registry holds a name of another form'))
  try {
    const sqlite = new Sqlite(join(folder, `${name}.db`), { readonly: true, fileMustExist: true })
    try {
      const rows = sqlite.prepare('SELECT id, sealed FROM credentials').all() as { id: string; sealed: string }[]
      return rows.map(({ id, sealed }) => ({ place: { userId, table: 'credentials', row: id, column: 'sealed' }, sealed }))
    }
    finally {
      sqlite.close()
    }
  }
  catch (error) {
    throw asUnavailable(error)
  }
}
