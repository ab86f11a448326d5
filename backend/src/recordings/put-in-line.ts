import { createHash } from 'node:crypto'
import { shareToken, type RecordingId, type UserId } from '@f2l/common/contracts/ids.ts'
import { AppError, toAppError } from '@f2l/common/errors.ts'
import type { JobRow } from '@f2l/common/queue.ts'
import type { BackendDeps } from '../deps.ts'
import { inTurn } from './in-turn.ts'
import { handOnStages } from './job-stages.ts'
import { listForgotten, readRecording, updateRecording, type RecordingAndVideo } from './recording-rows.ts'

export type LineDeps = Pick<BackendDeps, 'userDatabases' | 'shareLinks' | 'queue' | 'events' | 'log'>

/** An add that was not put in line for this long will not be by the process that began it. */
const forgottenAfterMs = 15_000

/**
 * Gives a recording its share link and its job. Every step may be repeated, so it also goes on where
 * a process died. A failure is written to the recording, where the person sees it and can retry.
 */
export async function putInLine(deps: LineDeps, userId: UserId, id: RecordingId): Promise<JobRow> {
  try {
    const found = (await deps.userDatabases.open(userId)).read(db => readRecording(db, id))
    if (!found.video) throw new AppError('internal', 'This recording has no video to make.')
    await ensureShareLink(deps, userId, found.video)
    const job = await ensureJob(deps, userId, found)
    const database = await deps.userDatabases.open(userId)
    database.transact(db => {
      handOnStages(db, found.recording.jobId, job.id)
      updateRecording(db, id, { jobId: job.id, editWantedAt: null, state: found.video!.isReady ? 'ready' : 'queued', errorCode: null, errorMessage: null })
    })
    await deps.events.publish(userId, { type: 'recording', recordingId: id })
    return job
  } catch (error) {
    await writeFailure(deps, userId, id, toAppError(error))
    throw error
  }
}

/** Puts in line what a process that died had added or edited but not queued. What fails is written to its recording. */
export async function putForgottenInLine(deps: LineDeps, userId: UserId): Promise<void> {
  const before = new Date(Date.now() - forgottenAfterMs).toISOString()
  const forgotten = (await deps.userDatabases.open(userId)).read(db => listForgotten(db, before))
  for (const id of forgotten) {
    await inTurn(id, () => putIfForgotten(deps, userId, id, before))
      .catch((error: unknown) => deps.log.warn({ err: error, recordingId: id }, 'a forgotten recording could not be put in line'))
  }
}

/** While it waited for its turn somebody else may have put it in line. */
async function putIfForgotten(deps: LineDeps, userId: UserId, id: RecordingId, before: string): Promise<void> {
  const database = await deps.userDatabases.open(userId)
  if (database.read(db => listForgotten(db, before)).includes(id)) await putInLine(deps, userId, id)
}

async function ensureShareLink(deps: LineDeps, userId: UserId, video: NonNullable<RecordingAndVideo['video']>): Promise<void> {
  const token = shareToken.parse(video.shareToken)
  if (await deps.shareLinks.find(token)) return
  try {
    await deps.shareLinks.create(token, userId, video.id)
  } catch (error) {
    // The same step of another request may have been quicker.
    if (!await deps.shareLinks.find(token)) throw error
  }
}

async function ensureJob(deps: LineDeps, userId: UserId, { recording, video }: RecordingAndVideo): Promise<JobRow> {
  const known = recording.jobId ? await deps.queue.read(recording.jobId) : null
  if (known && known.status !== 'completed') return known.status === 'pending' || known.status === 'processing' ? known : deps.queue.requeue(known.id)
  const payload = { userId, recordingId: recording.id, videoId: video!.id }
  const { job } = await deps.queue.enqueue({ kind: 'convert', payload }, { idempotencyKey: keyOf(recording, known), sourceSeconds: recording.sourceSeconds })
  return job.status === 'dead' || job.status === 'cancelled' ? deps.queue.requeue(job.id) : job
}

/** Recording and options; after a job that ended without a video, a new one. */
function keyOf(recording: RecordingAndVideo['recording'], ended: JobRow | null): string {
  const options = createHash('sha256').update(JSON.stringify(recording.options)).digest('hex').slice(0, 16)
  return ['convert', recording.id, options, ...(ended ? [ended.id] : [])].join(':')
}

async function writeFailure(deps: LineDeps, userId: UserId, id: RecordingId, { code, message }: AppError): Promise<void> {
  if (code === 'not_found') return
  const database = await deps.userDatabases.open(userId)
  // A finished video stays finished when it cannot be made again.
  if (database.read(db => readRecording(db, id)).video?.isReady) return
  database.transact(db => updateRecording(db, id, { state: 'failed', errorCode: code, errorMessage: message }))
  await deps.events.publish(userId, { type: 'recording', recordingId: id })
}
