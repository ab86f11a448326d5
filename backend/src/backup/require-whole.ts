import { AppError } from '@f2l/common/errors.ts'
import { inCopy } from '@f2l/user-dbs/copy-live.ts'

/**
 * That a copy is a whole database, of this person where one is named.
 * @throws AppError `userdb.unavailable`
 */
export function requireWhole(copy: string, owner?: string): void {
  inCopy(copy, sqlite => {
    const check = sqlite.pragma('integrity_check(1)', { simple: true })
    if (check !== 'ok') throw new AppError('userdb.unavailable', `The copy of a database is damaged: ${String(check)}.`)
    if (owner === undefined) return
    if (sqlite.prepare('SELECT user_id FROM database_owner').pluck().get() !== owner) throw new AppError('userdb.unavailable', 'The copy of a database is somebody else\'s.')
  })
}
