import type { UserId } from '@f2l/common/contracts/ids.ts'
import { openField, unwrapUserKey, type MasterKeys } from '@f2l/common/crypto.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { PocketBaseClient } from '@f2l/common/pocketbase-client.ts'
import { readSealedFields } from '@f2l/user-dbs/sealed-fields.ts'
import { listWrappedKeys, type WrappedRow } from './wrapped-keys.ts'

/** Counts and ids only: nothing that was sealed is in it. */
export interface Census {
  masterKeys: { id: string; isNewest: boolean; isInList: boolean; userKeys: number; userKeysThatOpen: number }[]
  sealedFields: number
  sealedFieldsThatOpen: number
  /** Whose key or fields do not open, or whose file cannot be read. */
  troubled: UserId[]
}

/** Opens every user's key and every sealed field once, and forgets them. Writes nothing. */
export async function takeCensus({ client, masterKeys, folder }: { client: PocketBaseClient; masterKeys: MasterKeys; folder: string }): Promise<Census> {
  const counts = new Map(masterKeys.map(({ id }) => [id, { userKeys: 0, userKeysThatOpen: 0 }]))
  const fields = { sealedFields: 0, sealedFieldsThatOpen: 0 }
  const troubled: UserId[] = []
  for await (const rows of listWrappedKeys(client)) {
    for (const row of rows) {
      const count = counts.get(row.key_id) ?? { userKeys: 0, userKeysThatOpen: 0 }
      counts.set(row.key_id, count)
      const userKey = openOrNull(() => unwrapUserKey(masterKeys, row.user, { wrapped: row.wrapped_key, keyId: row.key_id }))
      count.userKeys += 1
      if (userKey) count.userKeysThatOpen += 1
      const { sealed, open } = countFields(row, userKey, folder)
      fields.sealedFields += sealed
      fields.sealedFieldsThatOpen += open
      if (!userKey || open !== sealed) troubled.push(row.user)
    }
  }
  const inList = new Set(masterKeys.map(({ id }) => id))
  return { masterKeys: [...counts].map(([id, count]) => ({ id, isNewest: id === masterKeys[0].id, isInList: inList.has(id), ...count })), ...fields, troubled }
}

/** A file that cannot be read counts as one field that does not open; of somebody who never signed in to the end there is none. */
function countFields({ user, name, status }: WrappedRow, userKey: Uint8Array | null, folder: string): { sealed: number; open: number } {
  if (status === 'provisioning') return { sealed: 0, open: 0 }
  const fields = openOrNull(() => readSealedFields(folder, name, user))
  if (!fields) return { sealed: 1, open: 0 }
  const open = userKey ? fields.filter(({ place, sealed }) => openOrNull(() => openField(userKey, place, sealed)) !== null) : []
  return { sealed: fields.length, open: open.length }
}

function openOrNull<T>(open: () => T): T | null {
  try {
    return open()
  }
  catch (error) {
    if (error instanceof AppError && (error.code === 'secret.unreadable' || error.code === 'userdb.unavailable')) return null
    throw error
  }
}
