import { randomBytes } from 'node:crypto'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { makeUserDatabases } from '@f2l/user-dbs/user-databases.ts'
import { numberedUser } from './many-files.ts'
import { sqliteRegistry } from './sqlite-registry.ts'

/** `node full-disk-child.ts FOLDER REGISTRY`: a first login in a process whose files cannot grow; prints how it ended. */
const [folder, registry] = process.argv.slice(2) as [string, string]
const databases = makeUserDatabases({ folder, registry: sqliteRegistry(registry), masterKeys: readMasterKeys([randomBytes(32).toString('base64')]), log: makeLogger('child', 'silent') })
const ended = await databases.provision({ id: numberedUser(1), email: 'person1@example.com' }).then(() => 'made', (error: { code?: string }) => error.code ?? String(error))
databases.close()
process.stdout.write(ended)
