import { desc, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { apiKeyBody, ApiKeyView } from '@f2l/common/contracts/api-keys.ts'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import { apiKeys } from '@f2l/user-dbs/schema.ts'
import type { BackendDeps } from '../deps.ts'
import { hashSecret } from '../random-secrets.ts'
import { randomName } from '../recordings/new-ids.ts'
import { newApiKey } from './key-form.ts'

type OwnDeps = Pick<BackendDeps, 'userDatabases'>

/** So many one person may have; those that expired count until they are ended. */
export const mostApiKeys = 50

/** The newest first. */
export async function listApiKeys({ userDatabases }: OwnDeps, owner: UserId): Promise<ApiKeyView[]> {
  const database = await userDatabases.open(owner)
  return database.read(db => db.select().from(apiKeys).orderBy(desc(apiKeys.createdAt), desc(apiKeys.id)).all()).map(viewOf)
}

/**
 * A new key. It is in this answer only: of what is kept nobody can make it again.
 * @throws AppError `input.invalid` for an end that has passed, `conflict` where there are too many
 */
export async function makeApiKey({ userDatabases }: OwnDeps, owner: UserId, { name, scopes, expiresAt }: z.output<typeof apiKeyBody>): Promise<{ key: string; item: ApiKeyView }> {
  if (expiresAt !== null && Date.parse(expiresAt) <= Date.now()) throw new AppError('input.invalid', 'The key would have expired already. Please choose a later end.')
  const key = newApiKey(owner)
  const row = {
    id: `key_${randomName()}`, name, hash: hashSecret(key), lastFour: key.slice(-4), scopes: [...new Set(scopes)],
    createdAt: new Date().toISOString(), expiresAt, lastUsedAt: null,
  }
  const database = await userDatabases.open(owner)
  database.transact(db => {
    if (db.select({ id: apiKeys.id }).from(apiKeys).all().length >= mostApiKeys) throw new AppError('conflict', `You have ${mostApiKeys} API keys, which is the most. Please end one that you no longer need.`)
    db.insert(apiKeys).values(row).run()
  })
  return { key, item: viewOf(row) }
}

/** From this moment the key opens nothing. One that is gone already is fine: null. */
export async function endApiKey({ userDatabases }: OwnDeps, owner: UserId, id: string): Promise<ApiKeyView | null> {
  const database = await userDatabases.open(owner)
  const [row] = database.transact(db => db.delete(apiKeys).where(eq(apiKeys.id, id)).returning().all())
  return row ? viewOf(row) : null
}

function viewOf({ id, name, lastFour, scopes, createdAt, expiresAt, lastUsedAt }: typeof apiKeys.$inferSelect): ApiKeyView {
  return { id, name, lastFour, scopes, createdAt, expiresAt, lastUsedAt }
}
