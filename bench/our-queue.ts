import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RecordingId, UserId, VideoId } from '@f2l/common/contracts/ids.ts'
import { makeLogger } from '@f2l/common/log.ts'
import { connectAsSuperuser, connectAsWorker, type PocketBaseClient } from '@f2l/common/pocketbase-client.ts'
import { startPocketBase } from '@f2l/common/pocketbase-process.ts'
import { makeQueueConsumer, makeQueueProducer } from '@f2l/common/pocketbase-queue.ts'
import type { AnyPayload } from '@f2l/common/queue.ts'
import type { Contender } from './queue-contender.ts'

const workerProgram = fileURLToPath(new URL('queue-worker.main.ts', import.meta.url))
const admin = { email: 'admin@example.com', password: randomBytes(12).toString('hex') }
/** The caps are not what is measured here. */
const rules = { concurrency: 100_000, maxPendingJobs: 100_000 }

/** Our queue as the product has it: over HTTP, in a PocketBase on this machine, with the usual lease of 30 s. */
export async function openOurQueue(folder: string, claimers: number): Promise<Contender> {
  const secret = randomBytes(24).toString('hex')
  const pocketBase = await startPocketBase({
    dataDir: join(folder, 'pocketbase'), adminEmail: admin.email, adminPassword: admin.password,
    encryptionKey: randomBytes(16).toString('hex'), workerSecret: secret, queue: rules, log: makeLogger('bench', 'silent'),
  })
  const superuser = connectAsSuperuser({ url: pocketBase.url, ...admin })
  const producer = makeQueueProducer(superuser)
  const consumers = Array.from({ length: claimers }, (_, n) => makeQueueConsumer(connectAsWorker({ url: pocketBase.url, secret, identity: { name: `claimer-${n}`, host: 'bench', version: '0' } })))
  const users = new Map<string, Promise<UserId>>()
  const idOf = (name: string): Promise<UserId> => users.get(name) ?? users.set(name, makeUser(superuser)).get(name)!
  return {
    enqueue: async user => (await producer.enqueue(conversionOf(await idOf(user)), { idempotencyKey: randomBytes(8).toString('hex') })).job.id,
    claim: async claimer => {
      const claim = await consumers[claimer]!.claim('conversion')
      return claim && { id: claim.job.id, user: claim.job.userId === await users.get('newcomer') ? 'newcomer' : 'other' }
    },
    worker: role => [workerProgram, pocketBase.url, secret, role],
    serverPids: [pocketBase.pid],
    close: () => pocketBase.stop(),
  }
}

async function makeUser(superuser: PocketBaseClient): Promise<UserId> {
  const password = randomBytes(12).toString('hex')
  const email = `${randomBytes(8).toString('hex')}@example.com`
  return (await superuser.call(pb => pb.collection('users').create({ email, password, passwordConfirm: password }))).id as UserId
}

function conversionOf(userId: UserId): AnyPayload {
  const name = randomBytes(8).toString('hex')
  return { kind: 'convert', payload: { userId, recordingId: `rec_${name}` as RecordingId, videoId: `vid_${name}` as VideoId } }
}
