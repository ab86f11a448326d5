import type { JobView } from '@f2l/common/contracts/api.ts'
import type { JobRow, Line } from '@f2l/common/queue.ts'

/** Why a job stands still, for whoever looks at it; null where it goes on or only waits for its turn. */
export function obstacleOf(job: JobRow, line: Line | null, leaseSeconds: number, now = new Date()): JobView['obstacle'] {
  if (job.status === 'processing') return isSilent(job, leaseSeconds, now) ? 'silent-worker' : null
  if (job.status !== 'pending') return null
  if (line?.isPaused) return 'paused'
  if (line?.workersOnline === 0) return 'no-worker'
  if (job.runAfter === null || job.runAfter <= now) return null
  return job.error?.code === 'job.waiting' ? 'fathom' : 'retry'
}

/** A worker beats three times a lease: after half of one a beat is missing. */
function isSilent({ leaseExpiresAt }: JobRow, leaseSeconds: number, now: Date): boolean {
  return leaseExpiresAt !== null && leaseExpiresAt.getTime() - now.getTime() < 1000 * leaseSeconds / 2
}
