import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import type { BulkAnswer, BulkBody } from '@f2l/common/contracts/library.ts'
import { AppError, toAppError } from '@f2l/common/errors.ts'
import type { BackendDeps } from '../deps.ts'
import { deleteRecording } from '../recordings/delete-recording.ts'
import { readRecording } from '../recordings/recording-rows.ts'
import { putIntoBin, takeOutOfBin } from './bin.ts'
import { retag } from './change-recording.ts'

/** Does one thing to several recordings, one after the other; what cannot be done keeps the rest from nothing. */
export async function doInBulk(deps: BackendDeps, userId: UserId, body: BulkBody): Promise<BulkAnswer> {
  const answer: BulkAnswer = { done: [], missing: [], failed: [], reason: null }
  for (const id of new Set(body.ids)) {
    try {
      await act(deps, userId, id, body)
      answer.done.push(id)
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code === 'internal') deps.log.error({ err: thrown, recordingId: id, action: body.action }, 'a bulk action failed')
      if (error.code === 'not_found') answer.missing.push(id)
      else answer.failed.push(id)
      if (error.code !== 'not_found') answer.reason ??= error.message
    }
  }
  return answer
}

function act(deps: BackendDeps, userId: UserId, id: RecordingId, body: BulkBody): Promise<void> {
  switch (body.action) {
    case 'bin': return putIntoBin(deps, userId, id)
    case 'restore': return takeOutOfBin(deps, userId, id)
    case 'delete': return deleteForGood(deps, userId, id)
    case 'tag': return retag(deps, userId, id, body)
  }
}

/** Two steps, so that no single mistake loses a recording. */
async function deleteForGood(deps: BackendDeps, userId: UserId, id: RecordingId): Promise<void> {
  const { recording } = (await deps.userDatabases.open(userId)).read(db => readRecording(db, id))
  if (recording.binnedAt === null) throw new AppError('conflict', 'Only what lies in the bin can be deleted for good.')
  await deleteRecording(deps, userId, id)
}
