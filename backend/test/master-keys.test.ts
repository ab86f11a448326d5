import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { makeUserDatabases, type UserDatabases } from '@f2l/user-dbs/user-databases.ts'
import { findCredential, openCredential, writeCredential } from '../src/credentials.ts'
import { makeIdentities } from '../src/identities.ts'
import { takeCensus } from '../src/master-keys/census.ts'
import { rotateMasterKey } from '../src/master-keys/rotate.ts'
import { makeUserDatabaseRegistry } from '../src/user-database-registry.ts'
import { prepareGround, type TestGround } from './running-backend.ts'

const people = 24
const [oldKey, newKey] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]
const both = `${newKey},${oldKey}`
const secretOf = (id: UserId) => `fathom-key-canary-${id}`
let ground: TestGround
let ids: UserId[]

beforeAll(async () => {
  ground = await prepareGround()
  ground.environment['AES_MASTER_KEY'] = oldKey
  await (await ground.backend()).stop()
  const databases = openWith(oldKey)
  const identities = makeIdentities(ground.superuser)
  ids = await Promise.all(Array.from({ length: people }, async (_, n) => {
    const { id } = (await identities.create({ email: `person${n}@example.com`, password: 'correct horse battery', name: '' }))!
    const database = await databases.provision({ id, email: `person${n}@example.com` })
    const userKey = await databases.userKey(id)
    database.transact(db => writeCredential(db, { userId: id, userKey }, 'fathom-api-key', secretOf(id)))
    return id
  }))
  databases.close()
}, 120_000)
afterAll(() => ground?.stop())

function openWith(masterKey: string): UserDatabases {
  return makeUserDatabases({
    folder: ground.environment['USER_DBS_DIR']!, registry: makeUserDatabaseRegistry(ground.superuser), masterKeys: readMasterKeys(masterKey.split(',')), log: makeLogger('test', 'silent'),
  })
}

/** How many of all people's stored secrets open with these master keys. */
async function countReadable(masterKey: string): Promise<number> {
  const databases = openWith(masterKey)
  const opened = await Promise.all(ids.map(async userId => {
    const userKey = await databases.userKey(userId).catch(() => null)
    const row = (await databases.open(userId)).read(db => findCredential(db, 'fathom-api-key'))
    return userKey !== null && openCredential({ userId, userKey }, row!) === secretOf(userId)
  }))
  databases.close()
  return opened.filter(Boolean).length
}

const partsWith = (masterKey: string) => ({ client: ground.superuser, masterKeys: readMasterKeys(masterKey.split(',')), folder: ground.environment['USER_DBS_DIR']! })

/** `npm run keys`, over PocketBase or what stands in front of it. */
function runKeys(args: string[], masterKey: string, pbUrl = ground.pocketBase.url) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../../scripts/keys.main.ts'), ...args], {
    env: { PATH: process.env['PATH']!, ...ground.environment, PB_URL: pbUrl, AES_MASTER_KEY: masterKey }, stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', part => { said += String(part) })
  return { child, said: () => said, exited: once(child, 'close').then(([code]) => code as number | null) }
}

/** PocketBase, but the answer to the given call of `rewrap` never comes, although it was carried out. */
async function silentAfter(calls: number) {
  let silent: () => void = () => undefined
  const isSilent = new Promise<void>(done => { silent = done })
  let rewraps = 0
  const server = createServer((incoming, answer: ServerResponse) => {
    const outgoing = request(ground.pocketBase.url + incoming.url!, { method: incoming.method, headers: incoming.headers }, reply => {
      if (incoming.url!.endsWith('/rewrap') && ++rewraps === calls) return void reply.resume().on('end', silent)
      answer.writeHead(reply.statusCode!, reply.headers)
      reply.pipe(answer)
    })
    incoming.pipe(outgoing)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, isSilent, close: () => { server.closeAllConnections(); server.close() } }
}

test('a rotation before the product was started with the new key is refused and changes nothing', async () => {
  await expect(rotateMasterKey(partsWith(both))).rejects.toMatchObject({ code: 'config.invalid' })
  expect(await countReadable(oldKey)).toBe(people)
})

test('66: a rotation that is killed half way leaves every key readable, both keys are asked for until it is finished, and the next run finishes it', async () => {
  await (await ground.backend({ AES_MASTER_KEY: both })).stop()
  const wrappedBefore = (await ground.superuser.call(pb => pb.collection('user_databases').getFullList<{ wrapped_key: string }>())).map(row => row.wrapped_key)
  const proxy = await silentAfter(1)
  const killed = runKeys(['rotate'], both, proxy.url)
  await proxy.isSilent
  killed.child.kill('SIGKILL')
  await killed.exited
  proxy.close()

  expect(await countReadable(newKey)).toBe(20)
  expect(await countReadable(oldKey)).toBe(people - 20)
  expect(await countReadable(both)).toBe(people)
  for (const alone of [oldKey, newKey]) await expect(ground.backend({ AES_MASTER_KEY: alone })).rejects.toMatchObject({ code: 'secret.wrong_master_key' })

  const finished = runKeys(['rotate'], both)
  expect(await finished.exited, finished.said()).toBe(0)
  expect(finished.said()).toContain('may be taken out of AES_MASTER_KEY')
  expect(await countReadable(newKey)).toBe(people)
  const { pbData } = ground
  for (const file of ['data.db', 'data.db-wal']) {
    const bytes = await readFile(join(pbData, file)).catch(() => Buffer.alloc(0))
    for (const old of wrappedBefore) expect(bytes.includes(old), `an old wrapped key in ${file}`).toBe(false)
  }
  await expect(ground.backend({ AES_MASTER_KEY: oldKey })).rejects.toMatchObject({ code: 'secret.wrong_master_key' })
  await (await ground.backend({ AES_MASTER_KEY: newKey })).stop()
}, 60_000)

test('65: a user\'s key that was put back as it lay under a master key taken out since does not open, and the census names whose', async () => {
  const [row] = await ground.superuser.call(pb => pb.collection('user_databases').getFullList<{ id: string; user: UserId; wrapped_key: string; key_id: string }>({ filter: pb.filter('user = {:id}', { id: ids[0]! }) }))
  await ground.superuser.call(pb => pb.collection('user_databases').update(row!.id, { key_id: readMasterKeys([oldKey])[0].id }))
  const taken = await takeCensus(partsWith(newKey))
  expect(taken).toMatchObject({ sealedFields: people, sealedFieldsThatOpen: people - 1, troubled: [ids[0]] })
  expect(taken.masterKeys).toEqual([
    { id: readMasterKeys([newKey])[0].id, isNewest: true, isInList: true, userKeys: people - 1, userKeysThatOpen: people - 1 },
    { id: readMasterKeys([oldKey])[0].id, isNewest: false, isInList: false, userKeys: 1, userKeysThatOpen: 0 },
  ])
  expect(await rotateMasterKey(partsWith(newKey))).toEqual({ rewrapped: 0, unreadable: [ids[0]] })
  await ground.superuser.call(pb => pb.collection('user_databases').update(row!.id, { key_id: row!.key_id }))
})

test('an account that is closed while its key is rewrapped does not get its key back', async () => {
  const third = `${randomBytes(32).toString('base64')},${newKey}`
  await (await ground.backend({ AES_MASTER_KEY: third })).stop()
  const { client } = partsWith(third)
  const closing: typeof client = { ...client, send: async (method, path, body) => {
    if (path.endsWith('/rewrap')) await makeIdentities(ground.superuser).close(ids[1]!)
    return client.send(method, path, body)
  } }
  expect(await rotateMasterKey({ ...partsWith(third), client: closing })).toEqual({ rewrapped: people - 1, unreadable: [] })
  expect((await makeUserDatabaseRegistry(ground.superuser).find(ids[1]!))!.wrappedKey).toBe('deleted')
})

test('the census as a command counts keys and fields, and says no key, no secret and no address', async () => {
  const [row] = await ground.superuser.call(pb => pb.collection('user_databases').getFullList<{ key_id: string }>({ filter: pb.filter('user = {:id}', { id: ids[2]! }) }))
  const { said, exited } = runKeys(['census'], both)
  expect(await exited, 'the newest key is not in this list').toBe(1)
  expect(said()).toContain(`master key ${row!.key_id} (not in AES_MASTER_KEY): ${people - 1} user keys, 0 of them open`)
  expect(said()).toContain(`sealed fields: ${people - 1}, 0 of them open`)
  for (const private_ of [oldKey, newKey, secretOf(ids[2]!), 'example.com', 'person2']) expect(said()).not.toContain(private_)
})
