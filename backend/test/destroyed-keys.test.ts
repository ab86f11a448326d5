import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { makeUserDatabases, type UserDatabases } from '@f2l/user-dbs/user-databases.ts'
import { makeIdentities } from '../src/identities.ts'
import { makeUserDatabaseRegistry } from '../src/user-database-registry.ts'
import { prepareGround, type TestGround } from './running-backend.ts'

const people = 40
let ground: TestGround
let userDatabases: UserDatabases
let registered: { user: UserId; wrapped_key: string }[]

beforeAll(async () => {
  ground = await prepareGround()
  const { config, superuser } = ground
  const { USER_DBS_DIR, AES_MASTER_KEY } = config()
  const registry = makeUserDatabaseRegistry(superuser)
  userDatabases = makeUserDatabases({ folder: USER_DBS_DIR, registry, masterKeys: readMasterKeys(AES_MASTER_KEY), log: makeLogger('test', 'silent') })
  for (let number = 1; number <= people; number++) await signUp(`person-${number}@example.com`)
  // Rows grow and move in the file, as they do in use: what stood where they were stays there.
  registered = await superuser.call(pb => pb.collection('user_databases').getFullList({ fields: 'user,wrapped_key' }))
  for (const { user } of registered) await registry.quarantine(user, 'It could not be migrated. '.repeat(18))
}, 60_000)
afterAll(async () => {
  userDatabases?.close()
  await ground?.stop()
})

async function signUp(email: string): Promise<void> {
  const identity = await makeIdentities(ground.superuser).create({ email, password: 'correct horse battery', name: '' })
  await userDatabases.provision(identity!)
}

/** PocketBase's files (data.db, auxiliary.db, their logs) that hold these bytes. */
function filesWith(text: string): string[] {
  const files = readdirSync(ground.pbData, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return files.filter(path => readFileSync(path).includes(text))
}

test('67: a closed account\'s key is nowhere in PocketBase\'s files, wherever its row had been in them', async () => {
  const identities = makeIdentities(ground.superuser)
  const closed = registered.filter((_, place) => place % 4 === 1)
  // The search below would find them.
  for (const { wrapped_key: key } of closed) expect(filesWith(key)).not.toEqual([])
  for (const { user } of closed) await identities.close(user)
  expect(closed.flatMap(({ wrapped_key: key }) => filesWith(key))).toEqual([])
})

test('67: while somebody reads an old state of PocketBase\'s file the account is closed, and not forgotten before its key is nowhere', async () => {
  const identities = makeIdentities(ground.superuser)
  const { user, wrapped_key: key } = registered[0]!
  const reader = new Sqlite(join(ground.pbData, 'data.db'), { readonly: true })
  reader.exec('BEGIN; SELECT COUNT(*) FROM users')
  await identities.close(user)
  expect(await identities.isGone(user)).toBe(true)
  await expect(identities.forgetClosed(user, 0)).rejects.toThrow()
  expect(filesWith(key)).not.toEqual([])
  reader.close()
  expect(await identities.forgetClosed(user, 0)).toBe(true)
  expect(filesWith(key)).toEqual([])
}, 60_000)
