import { randomBytes } from 'node:crypto'
import { userId } from '@f2l/common/contracts/ids.ts'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { databaseOwner } from '@f2l/user-dbs/schema.ts'
import { makeUserDatabases } from '@f2l/user-dbs/user-databases.ts'
import { sqliteRegistry } from './sqlite-registry.ts'

/** `node flood-child.ts FOLDER REGISTRY COUNT`: a process with few file descriptors and many users. Prints how many read their own file. */
const [folder, registry, count] = process.argv.slice(2) as [string, string, string]
const databases = makeUserDatabases({ folder, registry: sqliteRegistry(registry), masterKeys: readMasterKeys([randomBytes(32).toString('base64')]), log: makeLogger('child', 'silent') })
const users = Array.from({ length: Number(count) }, (_, number) => userId.parse(`user${String(number).padStart(11, '0')}`))
for (const id of users) await databases.provision({ id, email: `${id}@example.com` })
let own = 0
for (const id of [...users, ...users]) {
  const database = await databases.open(id)
  if (database.read(db => db.select().from(databaseOwner).all())[0]?.userId === id) own += 1
}
databases.close()
process.stdout.write(String(own))
