import { randomBytes } from 'node:crypto'
import { makeLogger } from '@f2l/common/log.ts'
import { connectAsWorker } from '@f2l/common/pocketbase-client.ts'
import { makeQueueConsumer } from '@f2l/common/pocketbase-queue.ts'
import { startLeaseKeeper } from '../worker/src/lease-keeper.ts'
import { runWorkLoop } from '../worker/src/work-loop.ts'

/** `node queue-worker.main.ts URL SECRET hold|finish`: the product's own work loop and heartbeats around a job that says that it begins, and ends at once or never. */
const [url, secret, role] = process.argv.slice(2) as [string, string, 'hold' | 'finish']
const connection = { url, secret, identity: { name: `bench-${process.pid}-${randomBytes(3).toString('hex')}`, host: 'bench', version: '0' } }
const queue = makeQueueConsumer(connectAsWorker(connection))
process.stdout.write('ready\n')
await runWorkLoop({
  queue, lanes: ['conversion', 'short'], leases: startLeaseKeeper(connection, error => { throw error }), pollSeconds: 5,
  log: makeLogger('bench', 'silent'), signal: new AbortController().signal,
  work: ({ job }) => {
    process.stdout.write(`${job.id}\n`)
    return role === 'finish' ? Promise.resolve([]) : new Promise(() => undefined)
  },
  followUpsIfDead: () => [], forget: () => Promise.resolve(),
})
