import type { UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { UserDatabase } from '@f2l/user-dbs/user-databases.ts'
import type { BackendDeps } from './deps.ts'

/**
 * The database of whom a key or an address names before anybody is known. Whoever has none, or one that cannot be opened now, is
 * answered like somebody who never was: null.
 */
export async function openNamed({ userDatabases, log }: Pick<BackendDeps, 'userDatabases' | 'log'>, owner: UserId, namedBy: string): Promise<UserDatabase | null> {
  return await userDatabases.open(owner).catch((error: unknown) => {
    if (!(error instanceof AppError) || !error.code.startsWith('userdb.')) throw error
    log.debug({ err: error, userId: owner }, `${namedBy} names a database that cannot be opened`)
    return null
  })
}
