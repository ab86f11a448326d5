import type { JobStatus } from '@f2l/common/contracts/job.ts'
import type { JobId, RecordingId } from '@f2l/common/contracts/ids.ts'
import type { JobRow } from '@f2l/common/queue.ts'
import type { UserDatabase } from '@f2l/user-dbs/user-databases.ts'
import type { BackendDeps } from './deps.ts'
import { deleteFolders } from './recordings/delete-recording.ts'
import { deleteUnnamed } from './recordings/delete-unnamed.ts'
import { readRecordingIdOf } from './recordings/read-work.ts'
import { findRecording, updateRecording } from './recordings/recording-rows.ts'
import { isSameStanding, standingOf } from './recordings/recording-state.ts'

type WatchDeps = Pick<BackendDeps, 'queue' | 'userDatabases' | 'events' | 'store' | 'log' | 'signal'>

/**
 * Lets recordings follow their jobs' rows and tells the browsers, until the signal aborts. A missed
 * event is no harm: who reads a recording asks its job.
 */
export async function watchJobs(deps: WatchDeps): Promise<void> {
  const seen = new Map<JobId, JobStatus>()
  let turn: Promise<void> = Promise.resolve()
  await deps.queue.watch(row => {
    if (row.kind !== 'convert') return
    const hasMoved = seen.get(row.id) !== row.status
    if (isOver(row.status)) seen.delete(row.id)
    else seen.set(row.id, row.status)
    // In order, one after the other: an older state must not come last.
    turn = turn.then(() => follow(deps, row, hasMoved)).catch((error: unknown) => {
      deps.log.warn({ err: error, jobId: row.id }, 'a recording could not follow its job')
    })
    if (hasMoved) deps.events.broadcast({ type: 'queue' })
  }, deps.signal)
  await turn
}

async function follow(deps: WatchDeps, row: JobRow, hasMoved: boolean): Promise<void> {
  const database = await deps.userDatabases.open(row.userId)
  const recordingId = row.recordingId ?? (row.videoId && database.read(db => readRecordingIdOf(db, row.videoId!)))
  if (!recordingId) return
  const outcome = applyRow(database, recordingId, row)
  if (outcome === 'deleted' && isOver(row.status)) return deleteLeftovers(deps, recordingId, row)
  if (outcome === 'deleted' || outcome === 'another job') return
  // Every change of state is kept for replay, mere progress is not.
  if (hasMoved || outcome === 'changed') await deps.events.publish(row.userId, { type: 'recording', recordingId })
  else deps.events.push(row.userId, { type: 'recording', recordingId })
  // Again when the worker of a cancelled job lets go: until then it may have stored more.
  if (isOver(row.status)) await deleteUnnamed(deps, row.userId, recordingId)
}

function applyRow(database: UserDatabase, recordingId: RecordingId, row: JobRow): 'deleted' | 'another job' | 'changed' | 'same' {
  return database.transact(db => {
    const found = findRecording(db, recordingId)
    if (!found) return 'deleted'
    if (found.recording.jobId !== row.id) return 'another job'
    const standing = standingOf(found.recording, found.video?.isReady ?? false, row)
    if (isSameStanding(found.recording, standing)) return 'same'
    updateRecording(db, recordingId, standing)
    return 'changed'
  })
}

/** A worker may have stored files after its recording was deleted and before it learnt so. */
async function deleteLeftovers({ store }: WatchDeps, recordingId: RecordingId, row: JobRow): Promise<void> {
  await deleteFolders(store, row.userId, recordingId, row.videoId ?? undefined)
}

function isOver(status: JobStatus): boolean {
  return status === 'completed' || status === 'dead' || status === 'cancelled'
}
