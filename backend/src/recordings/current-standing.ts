import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import type { JobRow } from '@f2l/common/queue.ts'
import type { BackendDeps } from '../deps.ts'
import { readRecording, type RecordingAndVideo } from './recording-rows.ts'
import { standingOf, type Standing } from './recording-state.ts'

/** The recording as its job's row says it stands now. @throws AppError `not_found` */
export async function currentStanding(
  deps: Pick<BackendDeps, 'userDatabases' | 'queue'>, userId: UserId, id: RecordingId,
): Promise<Standing & { found: RecordingAndVideo; job: JobRow | null }> {
  const found = (await deps.userDatabases.open(userId)).read(db => readRecording(db, id))
  const job = found.recording.jobId ? await deps.queue.read(found.recording.jobId) : null
  return { ...standingOf(found.recording, found.video?.isReady ?? false, job), found, job }
}
