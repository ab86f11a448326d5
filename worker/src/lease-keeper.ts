import { Worker } from 'node:worker_threads'
import type { WorkerIdentity } from '@f2l/common/pocketbase-client.ts'
import type { Lease, Progress } from '@f2l/common/queue.ts'
import type { FromThread, HeartbeatThreadData, ToThread } from './heartbeat-thread.ts'

export interface LeaseKeeper {
  /** Keeps a lease alive until it is dropped. Each callback is called at most once. */
  keep(lease: Lease, ends: { onCancelled(): void; onLost(): void }): KeptLease
  /** Asks soon how the jobs stand: one of them may have been cancelled. */
  look(): void
  close(): Promise<void>
}

export interface KeptLease {
  /** Cheap: may be called for every frame. */
  report(progress: Progress): void
  drop(): void
}

/** Progress is handed to the thread at most this often, and at every new stage. */
const handOverMs = 250

/**
 * Heartbeats come from a thread of their own: the job's ffmpeg and models run in child processes, but aligning the
 * words of a long meeting computes in our process and may hold its event loop for longer than a lease. A thread is enough (a second
 * process for every job would have to hand over sources, secrets and signals) and ends with us when we are killed.
 */
export function startLeaseKeeper(connection: { url: string; secret: string; identity: WorkerIdentity }, onFailure: (error: Error) => void): LeaseKeeper {
  const pulse = new SharedArrayBuffer(4)
  const thread = new Worker(new URL('./heartbeat-thread.ts', import.meta.url), { workerData: { ...connection, pulse } satisfies HeartbeatThreadData, env: {}, execArgv: [] })
  const pulseTimer = setInterval(() => Atomics.add(new Int32Array(pulse), 0, 1), 1000)
  const ends = new Map<string, { onCancelled(): void; onLost(): void }>()
  const post = (message: ToThread): void => thread.postMessage(message)
  thread.on('message', ({ type, jobId }: FromThread) => {
    const callbacks = ends.get(jobId)
    ends.delete(jobId)
    if (type === 'cancelled') callbacks?.onCancelled()
    else callbacks?.onLost()
  })
  thread.on('error', onFailure)
  thread.unref()
  return {
    keep: (lease, callbacks) => {
      ends.set(lease.jobId, callbacks)
      post({ type: 'keep', lease })
      return { report: throttled(lease, post), drop: () => { ends.delete(lease.jobId); post({ type: 'drop', jobId: lease.jobId }) } }
    },
    look: () => post({ type: 'look' }),
    close: async () => {
      clearInterval(pulseTimer)
      await thread.terminate()
    },
  }
}

function throttled(lease: Lease, post: (message: ToThread) => void): (progress: Progress) => void {
  let last = { at: -Infinity, stage: null as Progress['stage'] }
  let waiting: Progress | undefined
  let timer: NodeJS.Timeout | undefined
  function send(progress: Progress): void {
    last = { at: performance.now(), stage: progress.stage }
    waiting = undefined
    post({ type: 'progress', jobId: lease.jobId, progress })
  }
  return progress => {
    if (progress.stage !== last.stage || performance.now() - last.at >= handOverMs) return send(progress)
    waiting = progress
    timer ??= setTimeout(() => { timer = undefined; if (waiting) send(waiting) }, handOverMs).unref()
  }
}
