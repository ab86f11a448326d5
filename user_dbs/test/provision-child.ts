import { userId } from '@f2l/common/contracts/ids.ts'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { makeUserDatabases } from '@f2l/user-dbs/user-databases.ts'
import { sqliteRegistry } from './sqlite-registry.ts'

/** `node provision-child.ts FOLDER REGISTRY MASTER_KEY USER…`: one more process that sees the same first logins. */
const [folder, registry, masterKey, ...users] = process.argv.slice(2) as [string, string, string, ...string[]]
const databases = makeUserDatabases({ folder, registry: sqliteRegistry(registry), masterKeys: readMasterKeys([masterKey]), log: makeLogger('child', 'silent') })
await Promise.all(users.map(id => databases.provision({ id: userId.parse(id), email: `${id}@example.com` })))
databases.close()
