import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import type { BackendDeps } from '../deps.ts'
import { isOpen } from '../recordings/edit-recording.ts'
import { inTurn } from '../recordings/in-turn.ts'
import { cancelJob } from '../recordings/delete-recording.ts'
import { putInLine, type LineDeps } from '../recordings/put-in-line.ts'
import { readRecording, updateRecording, type RecordingRow } from '../recordings/recording-rows.ts'

/**
 * Puts a recording into the bin: at once its link works for nobody but the owner, and its job is cancelled.
 * Doing it again finishes what broke half way.
 * @throws AppError `not_found`
 */
export function putIntoBin(deps: Pick<BackendDeps, 'userDatabases' | 'queue' | 'events'>, userId: UserId, id: RecordingId): Promise<void> {
  return inTurn(id, () => binNow(deps, userId, id))
}

async function binNow(deps: Pick<BackendDeps, 'userDatabases' | 'queue' | 'events'>, userId: UserId, id: RecordingId): Promise<void> {
  const database = await deps.userDatabases.open(userId)
  const found = database.transact(db => {
    const there = readRecording(db, id)
    if (there.recording.binnedAt === null) updateRecording(db, id, { binnedAt: new Date().toISOString() })
    return there
  })
  const { jobId } = found.recording
  const job = jobId ? await deps.queue.read(jobId) : null
  if (isOpen(job)) {
    database.transact(db => updateRecording(db, id, { isHeldByBin: true }))
    await cancelJob(deps, found)
  }
  await deps.events.publish(userId, { type: 'recording', recordingId: id })
}

/**
 * Takes a recording out of the bin, link and all; a conversion that the bin stopped is put in line again.
 * @throws AppError `not_found`
 */
export function takeOutOfBin(deps: LineDeps, userId: UserId, id: RecordingId): Promise<void> {
  return inTurn(id, () => restoreNow(deps, userId, id))
}

async function restoreNow(deps: LineDeps, userId: UserId, id: RecordingId): Promise<void> {
  const database = await deps.userDatabases.open(userId)
  const { recording } = database.transact(db => {
    const there = readRecording(db, id)
    updateRecording(db, id, { binnedAt: null, isHeldByBin: false })
    return there
  })
  if (recording.isHeldByBin) await goOn(deps, userId, recording)
  await deps.events.publish(userId, { type: 'recording', recordingId: id })
}

/** What keeps it out of the line is written to the recording, which is out of the bin all the same. */
async function goOn(deps: LineDeps, userId: UserId, { id, jobId }: RecordingRow): Promise<void> {
  const job = jobId ? await deps.queue.read(jobId) : null
  if (job?.status !== 'cancelled') return
  await putInLine(deps, userId, id).catch((error: unknown) => deps.log.warn({ err: error, recordingId: id }, 'a recording out of the bin could not be put in line'))
}
