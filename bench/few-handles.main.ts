import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { databaseOwner } from '@f2l/user-dbs/schema.ts'
import { makeUserDatabases } from '@f2l/user-dbs/user-databases.ts'
import { sqliteRegistry } from '../user_dbs/test/sqlite-registry.ts'
import type { Opened } from './few-handles.ts'
import { numberedPerson } from './shared-registry.ts'

/** `node few-handles.main.ts FOLDER REGISTRY COUNT`: reads every database twice in random order. */
const [folder, registryPath, count] = process.argv.slice(2) as [string, string, string]
const databases = makeUserDatabases({ folder, registry: sqliteRegistry(registryPath), masterKeys: readMasterKeys([randomBytes(32).toString('base64')]), log: makeLogger('bench', 'silent') })
const random = seededNumbers(1)
const users = Array.from({ length: 2 * Number(count) }, (_, n) => ({ ...numberedPerson(n % Number(count)), at: random() })).toSorted((a, b) => a.at - b.at)
const opened: Opened = { failed: 0, mostHandles: 0, mostOpen: 0, perSecond: 0 }
const startedAt = performance.now()
for (const [n, { id }] of users.entries()) {
  const owner = await databases.open(id).then(database => database.read(db => db.select().from(databaseOwner).get()?.userId), () => undefined)
  if (owner !== id) opened.failed += 1
  if (n % 50 > 0) continue
  opened.mostHandles = Math.max(opened.mostHandles, readdirSync('/proc/self/fd').length)
  opened.mostOpen = Math.max(opened.mostOpen, databases.openCount())
}
opened.perSecond = users.length / ((performance.now() - startedAt) / 1000)
databases.close()
process.stdout.write(JSON.stringify(opened))
