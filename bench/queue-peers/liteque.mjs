import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildDBClient, Runner, SqliteQueue } from 'liteque'

/** How long a job may take until another runner has it: liteque has no heartbeats, so this is its lease. */
const leaseSeconds = 30
/** As its README polls. */
const pollMs = 1000

/** liteque as a contender (bench/queue-contender.ts): its SQLite file is opened by this very process, nothing lies between. */
export function openLiteque(folder) {
  const path = join(folder, 'liteque.db')
  const queue = makeQueue(path, true)
  return {
    enqueue: async user => String((await queue.enqueue({ user })).id),
    claim: async () => {
      const job = await queue.attemptDequeue({ timeoutSecs: leaseSeconds })
      return job && { id: String(job.id), user: JSON.parse(job.payload).user }
    },
    worker: (role, count) => [fileURLToPath(import.meta.url), path, role, String(count)],
    serverPids: [],
    close: async () => undefined,
  }
}

function makeQueue(path, runMigrations) {
  const db = buildDBClient(path, { runMigrations })
  // It hands async functions to `transaction`, which today's better-sqlite3 refuses. Older ones ended the transaction before the
  // function's first query ran: what is left of it is the check of the allocation id in its UPDATE. So it is here.
  db.transaction = work => work(db)
  return new SqliteQueue('bench', db, { defaultJobArgs: { numRetries: 3 }, keepFailedJobs: false })
}

/** `node liteque.mjs DATABASE hold|finish COUNT`: a worker that says what it begins; with `hold` it never ends a job. */
async function work(path, role, concurrency) {
  const run = async ({ id }) => {
    process.stdout.write(`${id}\n`)
    if (role === 'hold') await new Promise(() => undefined)
  }
  const runner = new Runner(makeQueue(path, false), { run }, { concurrency, pollIntervalMs: pollMs, timeoutSecs: leaseSeconds })
  process.stdout.write('ready\n')
  await runner.run()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await work(process.argv[2], process.argv[3], Number(process.argv[4]))
