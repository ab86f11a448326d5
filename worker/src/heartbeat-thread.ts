import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '@f2l/common/errors.ts'
import { connectAsWorker, type WorkerIdentity } from '@f2l/common/pocketbase-client.ts'
import { makeQueueConsumer } from '@f2l/common/pocketbase-queue.ts'
import type { Lease, Progress } from '@f2l/common/queue.ts'

/** Entry of the thread that lease-keeper.ts starts: it beats for every lease it is given, until told to stop. */
export interface HeartbeatThreadData { url: string; secret: string; identity: WorkerIdentity; pulse: SharedArrayBuffer }
export type ToThread =
  | { type: 'keep'; lease: Lease }
  | { type: 'progress'; jobId: string; progress: Progress }
  | { type: 'drop'; jobId: string }
  | { type: 'look' }
export interface FromThread { type: 'cancelled' | 'lost'; jobId: string }

interface Kept { lease: Lease; progress: Progress; everyMs: number; lastBeatAt: number; timer: NodeJS.Timeout | undefined; isBeating: boolean }

/** Progress is sent on at most this often; between, the newest value waits. */
const progressMs = 1000
/** After a beat that nobody heard: once PocketBase is back it must be heard before others may take the job. */
const againMs = 2000
/** A main thread that has not moved for this long hangs: its job is given up, so that another worker gets it. */
const hangMs = 10 * 60_000

const { url, secret, identity, pulse } = workerData as HeartbeatThreadData
const queue = makeQueueConsumer(connectAsWorker({ url, secret, identity }))
const kept = new Map<string, Kept>()
const pulseCount = new Int32Array(pulse)
let lastPulse = { count: -1, at: 0 }

parentPort!.on('message', (message: ToThread) => {
  if (message.type === 'keep') keep(message.lease)
  else if (message.type === 'drop') drop(message.jobId)
  else if (message.type === 'look') for (const entry of kept.values()) beatSoon(entry)
  else take(message.jobId, message.progress)
})

function keep(lease: Lease): void {
  const everyMs = Math.max(50, lease.seconds * 1000 / 3)
  const entry: Kept = { lease, progress: { stage: null, percent: 0, secondsLeft: null }, everyMs, lastBeatAt: performance.now(), timer: undefined, isBeating: false }
  kept.set(lease.jobId, entry)
  schedule(entry, everyMs)
}

function drop(jobId: string): void {
  clearTimeout(kept.get(jobId)?.timer)
  kept.delete(jobId)
}

function take(jobId: string, progress: Progress): void {
  const entry = kept.get(jobId)
  if (entry === undefined) return
  entry.progress = progress
  beatSoon(entry)
}

function beatSoon(entry: Kept): void {
  schedule(entry, Math.max(0, Math.min(entry.everyMs, progressMs) - (performance.now() - entry.lastBeatAt)))
}

function schedule(entry: Kept, afterMs: number): void {
  clearTimeout(entry.timer)
  entry.timer = setTimeout(() => void beat(entry), afterMs)
}

async function beat(entry: Kept): Promise<void> {
  if (entry.isBeating || kept.get(entry.lease.jobId) !== entry || mainThreadHangs()) return
  entry.isBeating = true
  entry.lastBeatAt = performance.now()
  const { lease, progress } = entry
  let nextMs = entry.everyMs
  try {
    const { isCancelled } = await queue.heartbeat(lease, progress)
    if (isCancelled) end(entry, 'cancelled')
  } catch (thrown) {
    // While PocketBase is down nobody else can claim either: the job goes on and the next beat tries again.
    if (thrown instanceof AppError && thrown.code === 'queue.claim_lost') end(entry, 'lost')
    else nextMs = Math.min(nextMs, againMs)
  }
  entry.isBeating = false
  // Progress that came in meanwhile is not kept waiting for a whole interval.
  if (kept.get(lease.jobId) === entry) schedule(entry, entry.progress === progress ? nextMs : Math.min(nextMs, progressMs))
}

function end(entry: Kept, type: FromThread['type']): void {
  drop(entry.lease.jobId)
  parentPort!.postMessage({ type, jobId: entry.lease.jobId } satisfies FromThread)
}

function mainThreadHangs(): boolean {
  const count = Atomics.load(pulseCount, 0)
  if (count !== lastPulse.count) lastPulse = { count, at: performance.now() }
  return performance.now() - lastPulse.at > hangMs
}
