import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { keyCheckValue, matchesKeyCheck, type MasterKeys } from '@f2l/common/crypto.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { PocketBaseClient } from '@f2l/common/pocketbase-client.ts'

const record = z.object({ install_id: z.string(), key_check: z.string() })

/**
 * Makes sure that the master key is the one this installation began with; at the very first start it is remembered.
 * @throws AppError `secret.wrong_master_key` before any user's data was touched
 */
export async function checkInstallation(client: PocketBaseClient, masterKeys: MasterKeys): Promise<{ installId: string }> {
  const { install_id, key_check } = await find(client) ?? await create(client, masterKeys)
  if (!matchesKeyCheck(masterKeys, key_check)) {
    throw new AppError('secret.wrong_master_key', 'AES_MASTER_KEY is not the key that this installation\'s data was sealed with. Please set the right key; nothing was changed.')
  }
  return { installId: install_id }
}

async function find(client: PocketBaseClient): Promise<z.output<typeof record> | null> {
  const { items } = await client.call(pb => pb.collection('installation').getList(1, 1, { filter: 'name = "this"', skipTotal: true }))
  return items[0] ? record.parse(items[0]) : null
}

/** Of two first starts at once one is refused by the unique name, and takes what the other wrote. */
async function create(client: PocketBaseClient, masterKeys: MasterKeys): Promise<z.output<typeof record>> {
  try {
    return record.parse(await client.call(pb => pb.collection('installation').create({ name: 'this', install_id: randomUUID(), key_check: keyCheckValue(masterKeys) })))
  }
  catch (error) {
    const there = await find(client)
    if (!there) throw error
    return there
  }
}
