import { fileURLToPath } from 'node:url'
import { Queue, Worker } from 'bullmq'

const name = 'bench'

/** BullMQ as a contender (bench/queue-contender.ts) over the Redis at this port; each claimer is a worker with connections of its own. */
export async function openBullmq(port, claimers) {
  const queue = new Queue(name, { connection: connectionTo(port) })
  const workers = await Promise.all(Array.from({ length: claimers }, async () => {
    const worker = new Worker(name, null, { connection: connectionTo(port), autorun: false })
    await worker.waitUntilReady()
    return worker
  }))
  return {
    enqueue: async user => (await queue.add('job', { user }, { attempts: 4 })).id,
    claim: async claimer => {
      const job = await workers[claimer].getNextJob(`claimer-${claimer}`, { block: false })
      return job ? { id: job.id, user: job.data.user } : null
    },
    worker: (role, count) => [fileURLToPath(import.meta.url), String(port), role, String(count)],
    close: async () => {
      await Promise.all(workers.map(worker => worker.close(true)))
      await queue.close()
    },
  }
}

function connectionTo(port) {
  return { host: '127.0.0.1', port, maxRetriesPerRequest: null }
}

/** `node bullmq.mjs PORT hold|finish COUNT`: a worker that says what it begins; with `hold` it never ends a job. Lease and its check: 30 s, as is usual with BullMQ. */
async function work(port, role, concurrency) {
  const run = async ({ id }) => {
    process.stdout.write(`${id}\n`)
    if (role === 'hold') await new Promise(() => undefined)
  }
  const worker = new Worker(name, run, { connection: connectionTo(port), concurrency, lockDuration: 30_000, stalledInterval: 30_000 })
  await worker.waitUntilReady()
  process.stdout.write('ready\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await work(Number(process.argv[2]), process.argv[3], Number(process.argv[4]))
