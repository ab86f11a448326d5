import { randomBytes } from 'node:crypto'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { databaseOwner } from '@f2l/user-dbs/schema.ts'
import { makeUserDatabases } from '@f2l/user-dbs/user-databases.ts'
import { numberedUser } from './many-files.ts'
import { sqliteRegistry } from './sqlite-registry.ts'

/**
 * `node flood-child.ts FOLDER REGISTRY COUNT`: a process with few file descriptors and many users, made where they are not there yet.
 * Prints how many read their own file, the last ones twice, and how many files were open at most.
 */
const [folder, registryPath, count] = process.argv.slice(2) as [string, string, string]
const registry = sqliteRegistry(registryPath)
const databases = makeUserDatabases({ folder, registry, masterKeys: readMasterKeys([randomBytes(32).toString('base64')]), log: makeLogger('child', 'silent') })
const users = Array.from({ length: Number(count) }, (_, number) => numberedUser(number))
for (const id of users) if (!await registry.find(id)) await databases.provision({ id, email: `${id}@example.com` })
const read = { own: 0, mostOpen: 0 }
for (const id of [...users, ...users.slice(-500).toReversed()]) {
  const database = await databases.open(id)
  if (database.read(db => db.select().from(databaseOwner).all())[0]?.userId === id) read.own += 1
  read.mostOpen = Math.max(read.mostOpen, databases.openCount())
}
databases.close()
process.stdout.write(JSON.stringify(read))
