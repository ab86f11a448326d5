import { and, eq, isNull } from 'drizzle-orm'
import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import { recordings } from '@f2l/user-dbs/schema.ts'
import type { BackendDeps } from '../deps.ts'
import { isOpen } from '../recordings/edit-recording.ts'
import { cancelJob } from '../recordings/delete-recording.ts'
import { putInLine, type LineDeps } from '../recordings/put-in-line.ts'
import { readRecording, updateRecording } from '../recordings/recording-rows.ts'

/**
 * Puts a recording into the bin: at once its link works for nobody but the owner, and its job is cancelled.
 * Doing it again finishes what broke half way.
 * @throws AppError `not_found`
 */
export async function putIntoBin(deps: Pick<BackendDeps, 'userDatabases' | 'queue' | 'events'>, userId: UserId, id: RecordingId): Promise<void> {
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
 * Takes a recording out of the bin, link and all; a conversion that the bin stopped goes on.
 * @throws AppError `not_found`
 */
export async function takeOutOfBin(deps: LineDeps, userId: UserId, id: RecordingId): Promise<void> {
  const database = await deps.userDatabases.open(userId)
  database.transact(db => {
    readRecording(db, id)
    updateRecording(db, id, { binnedAt: null })
  })
  await goOnAfterBin(deps, userId, id)
  await deps.events.publish(userId, { type: 'recording', recordingId: id })
}

/**
 * Puts in line what the bin had stopped. A worker learns of a cancel only at its next heartbeat: until the job is
 * over the mark stays, and who watches the job comes here again.
 */
export async function goOnAfterBin(deps: LineDeps, userId: UserId, id: RecordingId): Promise<void> {
  const database = await deps.userDatabases.open(userId)
  const { recording } = database.read(db => readRecording(db, id))
  if (!recording.isHeldByBin || recording.binnedAt !== null) return
  const job = recording.jobId ? await deps.queue.read(recording.jobId) : null
  if (isOpen(job)) return
  database.transact(db => updateRecording(db, id, { isHeldByBin: false }))
  // What failed or was finished before it learnt of the cancel needs nobody to put it in line.
  if (job?.status !== 'cancelled') return
  await putInLine(deps, userId, id).catch((error: unknown) => deps.log.warn({ err: error, recordingId: id }, 'a recording out of the bin could not be put in line'))
}

/** As `goOnAfterBin`, for all of a person's, where the end of a job was missed. */
export async function goOnWithAll(deps: LineDeps, userId: UserId): Promise<void> {
  const isWaiting = and(eq(recordings.isHeldByBin, true), isNull(recordings.binnedAt))
  const ids = (await deps.userDatabases.open(userId)).read(db => db.select({ id: recordings.id }).from(recordings).where(isWaiting).all())
  for (const { id } of ids) await goOnAfterBin(deps, userId, id)
}
