import type { UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { BackendDeps } from '../deps.ts'

type RoomDeps = Pick<BackendDeps, 'config' | 'identities' | 'store'>

/** Bytes that the person may still store. @throws AppError `storage.full` where there are none */
export async function roomFor(deps: RoomDeps, userId: UserId): Promise<number> {
  const room = await bytesLeft(deps, userId)
  if (room <= 0) throw storageFull()
  return room
}

/** What is stored by now must fit: others may have stored meanwhile. @throws AppError `storage.full` */
export async function requireFits(deps: RoomDeps, userId: UserId): Promise<void> {
  if (await bytesLeft(deps, userId) < 0) throw storageFull()
}

/** Their own limit, else the installation's; null: none. */
export async function storageLimit({ config, identities }: Pick<RoomDeps, 'config' | 'identities'>, userId: UserId): Promise<number | null> {
  const { storageBytes } = await identities.limits(userId)
  return storageBytes ?? (config.MAX_STORAGE_BYTES > 0 ? config.MAX_STORAGE_BYTES : null)
}

export async function storedBytes({ store }: Pick<RoomDeps, 'store'>, userId: UserId): Promise<number> {
  let stored = 0
  for await (const key of store.list(`users/${userId}/`)) stored += (await store.stat(key))?.sizeBytes ?? 0
  return stored
}

async function bytesLeft(deps: RoomDeps, userId: UserId): Promise<number> {
  const limit = await storageLimit(deps, userId)
  return limit === null ? Infinity : limit - await storedBytes(deps, userId)
}

function storageFull(): AppError {
  return new AppError('storage.full', 'Your storage is full. Please delete recordings that you no longer need, or ask the operator for more room.')
}
