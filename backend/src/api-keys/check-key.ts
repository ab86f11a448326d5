import { eq } from 'drizzle-orm'
import type { Request } from 'express'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import { apiKeys } from '@f2l/user-dbs/schema.ts'
import type { UserDatabase } from '@f2l/user-dbs/user-databases.ts'
import type { BackendDeps, Identities } from '../deps.ts'
import { openNamed } from '../open-named.ts'
import { hashSecret, isSameHash } from '../random-secrets.ts'
import { makeSessionVersions } from '../session-versions.ts'
import { ownerNamedIn } from './key-form.ts'
import { decisionFor } from './route-scopes.ts'

type KeyDeps = Pick<BackendDeps, 'userDatabases' | 'limits' | 'log'> & { identities: Pick<Identities, 'read'> }
export type CheckApiKey = (key: string, request: Request) => Promise<UserId>
type KeyRow = typeof apiKeys.$inferSelect

/** Writing the last use at every call would make each read a write. */
const lastUseMs = 60_000

/**
 * Whose key this is, if it may do what is asked. Nothing tells an unknown person from a wrong key, and neither opens or makes a file.
 * @throws AppError `rate_limited`, `auth.key_refused`, `auth.key_expired`, `auth.key_scope`, `access.denied`
 */
export function makeApiKeyCheck(deps: KeyDeps): CheckApiKey {
  const versionOf = makeSessionVersions(deps.identities)
  return async (key, request) => {
    const hash = hashSecret(key)
    await deps.limits.take('api-key', request, hash)
    const owner = ownerNamedIn(key)
    const database = owner === null ? null : await openNamed(deps, owner, 'an API key')
    const row = database === null ? null : findKey(database, hash)
    if (owner === null || database === null || row === null || await versionOf(owner, 0) === null) throw refused()
    if (row.expiresAt !== null && Date.parse(row.expiresAt) <= Date.now()) throw new AppError('auth.key_expired', 'This API key has expired. Its owner can make a new one under Settings → API keys.')
    requireScope(row, request)
    noteUse(deps, database, row)
    return owner
  }
}

/** All hashes are compared, each in constant time: neither a place nor a half match shows in the time it takes. */
function findKey(database: UserDatabase, hash: string): KeyRow | null {
  return database.read(db => db.select().from(apiKeys).all()).filter(row => isSameHash(hash, row.hash))[0] ?? null
}

function requireScope({ scopes }: KeyRow, request: Request): void {
  const decision = decisionFor(request)
  if (decision === 'never') throw new AppError('access.denied', 'API keys may not do this. Please sign in in a browser.')
  if (!scopes.includes(decision)) throw new AppError('auth.key_scope', `This API key may not do that: it lacks “${decision}”.`)
}

function noteUse({ log }: KeyDeps, database: UserDatabase, { id, lastUsedAt }: KeyRow): void {
  const now = Date.now()
  if (lastUsedAt !== null && now - Date.parse(lastUsedAt) < lastUseMs) return
  try {
    database.transact(db => {
      db.update(apiKeys).set({ lastUsedAt: new Date(now).toISOString() }).where(eq(apiKeys.id, id)).run()
    })
  } catch (error) {
    // What was asked for matters more than when it was.
    log.warn({ err: error, keyId: id }, 'the last use of an API key could not be noted')
  }
}

function refused(): AppError {
  return new AppError('auth.key_refused', 'This API key does not work. It may be mistyped, or it was ended.')
}
