import { objectKey, shareToken, type RecordingId, type UserId, type VideoId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import type { BackendDeps } from '../deps.ts'
import { inTurn } from './in-turn.ts'
import { deleteRecordingRows, findRecording, readRecording, type RecordingAndVideo } from './recording-rows.ts'
import { sourceKeysOf } from './source-gone.ts'

type DeleteDeps = Pick<BackendDeps, 'userDatabases' | 'shareLinks' | 'queue' | 'store' | 'events'>

/**
 * Deletes a recording with all it has. The link dies first and the rows go last, so whatever
 * breaks in between, nobody can watch it any more and deleting again finishes the work.
 * @throws AppError `not_found`
 */
export function deleteRecording(deps: DeleteDeps, userId: UserId, id: RecordingId): Promise<void> {
  return inTurn(id, () => deleteNow(deps, userId, id))
}

async function deleteNow(deps: DeleteDeps, userId: UserId, id: RecordingId): Promise<void> {
  const found = (await deps.userDatabases.open(userId)).read(db => readRecording(db, id))
  if (found.video) await deps.shareLinks.revoke(shareToken.parse(found.video.shareToken))
  await cancelJob(deps, found)
  await deleteObjects(deps.store, userId, found)
  await deleteRows(deps, userId, id)
  await deps.events.publish(userId, { type: 'recording', recordingId: id })
}

/** Takes back an add that could not be put in line. The caller deletes the files it put. */
export async function forgetRecording(deps: DeleteDeps, userId: UserId, id: RecordingId): Promise<void> {
  const found = (await deps.userDatabases.open(userId)).read(db => findRecording(db, id))
  if (found?.video) await deps.shareLinks.revoke(shareToken.parse(found.video.shareToken))
  await deleteRows(deps, userId, id)
}

/** The files that rows name, and whatever else lies in the recording's folders (a worker that was stopped half way). */
async function deleteObjects(store: ObjectStore, userId: UserId, { recording, video }: RecordingAndVideo): Promise<void> {
  const named = [...sourceKeysOf(recording), ...Object.values(video?.files ?? {})]
  for (const key of named) await deleteIfKey(store, key)
  await deleteFolders(store, userId, recording.id, video?.id)
}

export async function deleteFolders(store: ObjectStore, userId: UserId, recordingId: RecordingId, videoId?: VideoId): Promise<void> {
  for (const folder of foldersOf(userId, recordingId, videoId)) {
    for await (const key of store.list(folder)) await store.delete(key)
  }
}

/** Every stored file of a recording lies below one of these. */
export function foldersOf(userId: UserId, recordingId: RecordingId, videoId?: VideoId): string[] {
  return [`users/${userId}/recordings/${recordingId}/`, ...(videoId ? [`users/${userId}/videos/${videoId}/`] : [])]
}

async function deleteIfKey(store: ObjectStore, key: string | null): Promise<void> {
  const parsed = objectKey.safeParse(key)
  if (parsed.success) await store.delete(parsed.data)
}

/** A job that is over or gone needs no cancel. */
export async function cancelJob({ queue }: Pick<DeleteDeps, 'queue'>, { recording }: RecordingAndVideo): Promise<void> {
  if (!recording.jobId) return
  try {
    await queue.cancel(recording.jobId)
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'queue.not_cancellable' && error.code !== 'not_found')) throw error
  }
}

async function deleteRows(deps: DeleteDeps, userId: UserId, id: RecordingId): Promise<void> {
  const database = await deps.userDatabases.open(userId)
  database.transact(db => {
    const found = findRecording(db, id)
    if (found) deleteRecordingRows(db, found)
  })
}
