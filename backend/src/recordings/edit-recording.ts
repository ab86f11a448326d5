import type { RecordingEdit } from '@f2l/common/contracts/api.ts'
import { convertOptions } from '@f2l/common/contracts/edit-plan.ts'
import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { JobRow } from '@f2l/common/queue.ts'
import type { BackendDeps } from '../deps.ts'
import { currentStanding } from './current-standing.ts'
import { requireOutOfBin } from './out-of-bin.ts'
import { putInLine } from './put-in-line.ts'
import { updateRecording } from './recording-rows.ts'

/**
 * Has a finished video made again, of another length or with other cuts. Link and old video stay until the new one is ready.
 * @throws AppError `not_found`, `conflict` while there is no video, it is being made again or lies in the bin, `queue.too_many_pending` with nothing changed
 */
export async function editRecording(deps: BackendDeps, userId: UserId, id: RecordingId, edit: Partial<RecordingEdit>): Promise<JobRow> {
  const { found, state, job } = await currentStanding(deps, userId, id)
  requireOutOfBin(found.recording)
  if (state !== 'ready') throw new AppError('conflict', 'This recording has no finished video yet that could be edited.')
  if (isOpen(job)) throw new AppError('conflict', 'This video is being made again already. Please wait until that is done, or cancel it.')
  const before = found.recording.options
  const database = await deps.userDatabases.open(userId)
  database.transact(db => updateRecording(db, id, { options: convertOptions.parse({ ...before, ...edit }) }))
  try {
    return await putInLine(deps, userId, id)
  } catch (error) {
    database.transact(db => updateRecording(db, id, { options: before }))
    throw error
  }
}

export function isOpen(job: JobRow | null): boolean {
  return job?.status === 'pending' || job?.status === 'processing'
}
