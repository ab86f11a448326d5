import { Readable } from 'node:stream'
import { objectKey, type ObjectKey, type UserId } from '@f2l/common/contracts/ids.ts'
import type { BackendDeps } from '../deps.ts'
import { randomName } from '../recordings/new-ids.ts'
import { findBrand, writeBrand } from './brand.ts'
import { cleanPng } from './clean-png.ts'

type LogoDeps = Pick<BackendDeps, 'userDatabases' | 'store' | 'signal' | 'log'>

/**
 * Keeps a logo as we have written it, not as it came in; the one before is deleted.
 * @throws AppError `input.invalid` for what is no PNG picture of a size that we take
 */
export async function setLogo(deps: LogoDeps, userId: UserId, bytes: Buffer): Promise<void> {
  const picture = cleanPng(bytes)
  const key = objectKey.parse(`users/${userId}/brand/logo-${randomName()}.png`)
  await deps.store.put(key, Readable.from([picture]), deps.signal)
  try {
    await exchange(deps, userId, key)
  }
  catch (error) {
    await deps.store.delete(key)
    throw error
  }
}

export async function removeLogo(deps: LogoDeps, userId: UserId): Promise<void> {
  await exchange(deps, userId, null)
}

export async function readLogoKey({ userDatabases }: LogoDeps, userId: UserId): Promise<ObjectKey | null> {
  return (await userDatabases.open(userId)).read(findBrand).logoKey
}

async function exchange({ userDatabases, store, log }: LogoDeps, userId: UserId, logoKey: ObjectKey | null): Promise<void> {
  const database = await userDatabases.open(userId)
  const before = database.transact(db => {
    const { logoKey: replaced } = findBrand(db)
    writeBrand(db, { logoKey })
    return replaced
  })
  // The new one counts already: what could not be deleted goes with the account.
  if (before) await store.delete(before).catch((error: unknown) => log.warn({ err: error, userId }, 'a replaced logo could not be deleted'))
}
