import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import type { BulkAnswer, BulkBody } from '@f2l/common/contracts/library.ts'
import { AppError, toAppError } from '@f2l/common/errors.ts'
import type { LiveEvent } from '@f2l/common/contracts/events.ts'
import type { BackendDeps, EventHub } from '../deps.ts'
import { deleteRecording } from '../recordings/delete-recording.ts'
import { readRecording } from '../recordings/recording-rows.ts'
import { putIntoBin, takeOutOfBin } from './bin.ts'
import { retag } from './change-recording.ts'

/** Does one thing to several recordings, one after the other; what cannot be done keeps the rest from nothing. */
export async function doInBulk(deps: BackendDeps, userId: UserId, body: BulkBody): Promise<BulkAnswer> {
  const answer: BulkAnswer = { done: [], missing: [], failed: [], reason: null }
  const events = gatherEvents(deps.events)
  for (const id of new Set(body.ids)) {
    try {
      await act({ ...deps, events }, userId, id, body)
      answer.done.push(id)
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code === 'internal') deps.log.error({ err: thrown, recordingId: id, action: body.action }, 'a bulk action failed')
      if (error.code === 'not_found') answer.missing.push(id)
      else answer.failed.push(id)
      if (error.code !== 'not_found') answer.reason ??= error.message
    }
  }
  await events.tell(userId)
  return answer
}

/**
 * Events that are told when all is done: browsers would read the whole library again after each. The last one is
 * stored for replay; who was away reads everything again anyway.
 */
function gatherEvents(hub: EventHub): EventHub & { tell(userId: UserId): Promise<void> } {
  const gathered: LiveEvent[] = []
  return {
    ...hub,
    publish: async (_, event) => { gathered.push(event) },
    async tell(userId) {
      const last = gathered.pop()
      for (const event of gathered) hub.push(userId, event)
      if (last) await hub.publish(userId, last)
    },
  }
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
