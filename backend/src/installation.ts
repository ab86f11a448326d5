import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { keyCheckValue, matchesKeyCheck, withNewestKeyCheck, type MasterKeys } from '@f2l/common/crypto.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { PocketBaseClient } from '@f2l/common/pocketbase-client.ts'

const record = z.object({ install_id: z.string(), key_check: z.string() })
const changed = z.object({ isDone: z.boolean() })

/**
 * Makes sure that every master key which this installation's data lies under is there; at the very first start the key is remembered.
 * A new key at the head of the list is remembered beside the older ones, since it wraps from now on.
 * @throws AppError `secret.wrong_master_key` before any user's data was touched
 */
export async function checkInstallation(client: PocketBaseClient, masterKeys: MasterKeys): Promise<{ installId: string }> {
  const { install_id, key_check } = await find(client) ?? await create(client, masterKeys)
  requireMasterKeys(masterKeys, key_check)
  const remembered = withNewestKeyCheck(masterKeys, key_check)
  if (remembered === key_check || await changeKeyCheck(client, key_check, remembered)) return { installId: install_id }
  return checkInstallation(client, masterKeys)
}

/**
 * The stored check values of the master keys.
 * @throws AppError `secret.wrong_master_key` when the list lacks one of them, `config.invalid` before the very first start
 */
export async function readKeyCheck(client: PocketBaseClient, masterKeys: MasterKeys): Promise<string> {
  const found = await find(client)
  if (!found) throw new AppError('config.invalid', 'This installation was never started, so it holds no keys yet.')
  requireMasterKeys(masterKeys, found.key_check)
  return found.key_check
}

/** False when it is no longer `from`. */
export async function changeKeyCheck(client: PocketBaseClient, from: string, to: string): Promise<boolean> {
  return changed.parse(await client.send('POST', '/api/accounts/key-check', { from, to })).isDone
}

function requireMasterKeys(masterKeys: MasterKeys, keyCheck: string): void {
  if (matchesKeyCheck(masterKeys, keyCheck)) return
  const isRotating = keyCheck.includes(',')
  throw new AppError('secret.wrong_master_key', isRotating
    ? 'AES_MASTER_KEY lacks a key that this installation\'s data is sealed with: a rotation is not finished. Please set the old and the new key; nothing was changed.'
    : 'AES_MASTER_KEY is not the key that this installation\'s data was sealed with. Please set the right key; nothing was changed.')
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
