import type { JobRow } from '@f2l/common/queue.ts'
import type { RecordingRow, RecordingState } from './recording-rows.ts'

/** Where a recording stands, and why. */
export interface Standing { state: RecordingState; errorCode: string | null; errorMessage: string | null }

/**
 * A finished video stays finished whatever becomes of the job; else the job's row decides, since an
 * event of the queue may be missed; without a job what was written last holds.
 */
export function standingOf(recording: RecordingRow, isReady: boolean, job: JobRow | null): Standing {
  if (isReady) return { state: 'ready', errorCode: null, errorMessage: null }
  if (!job || job.id !== recording.jobId) return written(recording)
  if (job.status === 'dead') return failed(job)
  const state = job.status === 'pending' ? 'queued' : job.status === 'cancelled' ? 'cancelled' : 'processing'
  return { state, errorCode: null, errorMessage: null }
}

export function isSameStanding(recording: RecordingRow, standing: Standing): boolean {
  return recording.state === standing.state && recording.errorCode === standing.errorCode && recording.errorMessage === standing.errorMessage
}

function written({ state, errorCode, errorMessage }: RecordingRow): Standing {
  return { state, errorCode, errorMessage }
}

function failed(job: JobRow): Standing {
  return {
    state: 'failed',
    errorCode: job.error?.code ?? 'internal',
    errorMessage: job.error?.message ?? 'The conversion failed and did not say why. Please try again.',
  }
}
