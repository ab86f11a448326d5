import { z } from 'zod'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { keyCheckValue, unwrapUserKey, wrapUserKey, type MasterKeys } from '@f2l/common/crypto.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { PocketBaseClient } from '@f2l/common/pocketbase-client.ts'
import { changeKeyCheck, readKeyCheck } from '../installation.ts'
import { listWrappedKeys, type WrappedRow } from './wrapped-keys.ts'

export interface Rotation {
  rewrapped: number
  /** Whose key opens under no master key of the list; it is left as it is. */
  unreadable: UserId[]
}

export interface RotateOptions {
  client: PocketBaseClient
  masterKeys: MasterKeys
  /** Called after each step with how many were rewrapped so far. */
  onStep?(rewrapped: number): void
}

interface Rewrapping { user: UserId; ifWrapped: string; wrappedKey: string; keyId: string }

/**
 * Wraps every user's key anew under the newest master key, beside a running backend. Each step is one transaction and stands by itself:
 * whoever is stopped half way goes on with the next call. At the end the older keys are no longer asked for at a start.
 * @throws AppError `secret.wrong_master_key` when the list lacks a key, `config.invalid` when the backend does not know the newest yet
 */
export async function rotateMasterKey({ client, masterKeys, onStep }: RotateOptions): Promise<Rotation> {
  const newest = keyCheckValue(masterKeys)
  const keyCheck = await readKeyCheck(client, masterKeys)
  // A backend that runs with the old list alone could not open what we wrap.
  if (!keyCheck.split(',').includes(newest)) throw new AppError('config.invalid', 'The product was not started with this AES_MASTER_KEY yet. Start it again, so that it knows the new key and the old one; then rotate.')
  const unreadable = new Set<UserId>()
  let rewrapped = 0
  for (let isFinished = false; !isFinished;) {
    isFinished = true
    for await (const rows of listWrappedKeys(client, { notUnder: masterKeys[0].id })) {
      const keys = rows.flatMap(row => rewrapping(row, masterKeys, unreadable))
      if (keys.length === 0) continue
      rewrapped += await write(client, keys)
      onStep?.(rewrapped)
      // What somebody else changed meanwhile is looked at once more.
      isFinished = false
    }
  }
  // Before the end is noted, so that a run which is stopped here does it again.
  await client.send('POST', '/api/accounts/databases/forget-old-wrappings')
  if (keyCheck !== newest && !await changeKeyCheck(client, keyCheck, newest)) throw new AppError('conflict', 'The master keys were changed in the meantime. Please run the rotation again.')
  return { rewrapped, unreadable: [...unreadable] }
}

function rewrapping({ user, wrapped_key: ifWrapped, key_id: keyId }: WrappedRow, masterKeys: MasterKeys, unreadable: Set<UserId>): Rewrapping[] {
  try {
    const { wrapped, keyId: newKeyId } = wrapUserKey(masterKeys, user, unwrapUserKey(masterKeys, user, { wrapped: ifWrapped, keyId }))
    return [{ user, ifWrapped, wrappedKey: wrapped, keyId: newKeyId }]
  }
  catch (error) {
    if (!(error instanceof AppError) || error.code !== 'secret.unreadable') throw error
    unreadable.add(user)
    return []
  }
}

async function write(client: PocketBaseClient, keys: Rewrapping[]): Promise<number> {
  return z.object({ rewrapped: z.int() }).parse(await client.send('POST', '/api/accounts/databases/rewrap', { keys })).rewrapped
}
