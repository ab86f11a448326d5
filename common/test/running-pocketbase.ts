import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { connectAsSuperuser, connectAsWorker, type PocketBaseClient } from '@f2l/common/pocketbase-client.ts'
import { startPocketBase, type PocketBaseOptions, type PocketBaseProcess } from '@f2l/common/pocketbase-process.ts'
import { setPasswordCost } from './password-cost.ts'

export const testSecrets = {
  adminEmail: 'admin@example.com', adminPassword: 'correct horse battery staple',
  encryptionKey: 'k'.repeat(32), workerSecret: 'w'.repeat(40),
}

export interface RunningPocketBase {
  process: PocketBaseProcess
  dataDir: string
  superuser: PocketBaseClient
  connectWorker(name: string): PocketBaseClient
  newUser(): Promise<UserId>
  close(): Promise<void>
}

/** A real PocketBase on an empty folder, with a client for each side. */
export async function runPocketBase(options: Partial<PocketBaseOptions> = {}): Promise<RunningPocketBase> {
  const dataDir = options.dataDir ?? await mkdtemp(join(tmpdir(), 'f2l-pb-'))
  const started = await startPocketBase({ dataDir, ...testSecrets, log: makeLogger('pocketbase', 'silent'), ...options })
  const superuser = connectAsSuperuser({ url: started.url, email: testSecrets.adminEmail, password: testSecrets.adminPassword })
  if (options.dataDir === undefined) await setPasswordCost(superuser)
  return {
    process: started, dataDir, superuser,
    connectWorker: name => connectAsWorker({ url: started.url, secret: testSecrets.workerSecret, identity: { name, host: 'test', version: '0' } }),
    newUser: async () => {
      const password = randomBytes(12).toString('hex')
      const email = `${randomBytes(8).toString('hex')}@example.com`
      return (await superuser.call(pb => pb.collection('users').create({ email, password, passwordConfirm: password }))).id as UserId
    },
    close: async () => {
      await started.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
