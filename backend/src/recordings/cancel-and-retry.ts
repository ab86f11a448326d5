import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { JobRow } from '@f2l/common/queue.ts'
import type { BackendDeps } from '../deps.ts'
import { requireOutOfBin } from './out-of-bin.ts'
import { currentStanding } from './current-standing.ts'
import { isOpen } from './edit-recording.ts'
import { inTurn } from './in-turn.ts'
import { putInLine } from './put-in-line.ts'
import { updateRecording } from './recording-rows.ts'
import { requireSource } from './source-gone.ts'

/**
 * Stops a recording's conversion, waiting or running. A finished video that was being made again stays as it is.
 * @throws AppError `not_found`, `queue.not_cancellable`
 */
export function cancelRecording(deps: BackendDeps, userId: UserId, id: RecordingId): Promise<JobRow> {
  return inTurn(id, () => cancelNow(deps, userId, id))
}

async function cancelNow(deps: BackendDeps, userId: UserId, id: RecordingId): Promise<JobRow> {
  const { found, state, job: known } = await currentStanding(deps, userId, id)
  if (state === 'ready' && !isOpen(known)) throw new AppError('queue.not_cancellable', 'This video is already finished, so there is nothing to cancel.')
  if (!found.recording.jobId) throw new AppError('queue.not_cancellable', 'This recording is not in line, so there is nothing to cancel.')
  const job = await deps.queue.cancel(found.recording.jobId)
  if (job.status === 'cancelled' && state !== 'ready') {
    const database = await deps.userDatabases.open(userId)
    database.transact(db => updateRecording(db, id, { state: 'cancelled', errorCode: null, errorMessage: null }))
  }
  await deps.events.publish(userId, { type: 'recording', recordingId: id })
  return job
}

/**
 * Puts a failed, cancelled or forgotten recording in line again, or a finished one whose edit failed; finished stages are kept.
 * @throws AppError `not_found`, `conflict` (also for one in the bin), `source.gone`
 */
export function retryRecording(deps: BackendDeps, userId: UserId, id: RecordingId): Promise<JobRow> {
  return inTurn(id, () => retryNow(deps, userId, id))
}

async function retryNow(deps: BackendDeps, userId: UserId, id: RecordingId): Promise<JobRow> {
  const { found, state, job } = await currentStanding(deps, userId, id)
  requireOutOfBin(found.recording)
  if (state === 'ready') requireSource(found.recording)
  if (state === 'ready' && (job?.status === 'dead' || job?.status === 'cancelled')) return putInLine(deps, userId, id)
  const isForgotten = state === 'queued' && !found.recording.jobId
  if (state === 'ready') throw new AppError('conflict', 'This video is already finished.')
  if (state !== 'failed' && state !== 'cancelled' && !isForgotten) throw new AppError('conflict', 'This recording is already in line.')
  return putInLine(deps, userId, id)
}
