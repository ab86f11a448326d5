import type { ObjectKey, RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import type { BackendDeps } from '../deps.ts'
import { foldersOf } from './delete-recording.ts'
import { isOpen } from './edit-recording.ts'
import { findRecording, type RecordingAndVideo } from './recording-rows.ts'
import { sourceKeysOf } from './source-gone.ts'

type UnnamedDeps = Pick<BackendDeps, 'userDatabases' | 'queue' | 'store'>

/**
 * Deletes what lies in a recording's folders and no row names: files of a worker that died, or was stopped, before it handed them in.
 * They are listed first: what is stored after that belongs to a later claim and stays. While a job is under way nothing is deleted.
 */
export async function deleteUnnamed({ userDatabases, queue, store }: UnnamedDeps, userId: UserId, id: RecordingId): Promise<void> {
  const database = await userDatabases.open(userId)
  const before = database.read(db => findRecording(db, id))
  if (!before) return
  const keys = await listFolders(store, foldersOf(userId, id, before.video?.id))
  const { jobId } = before.recording
  if (keys.length === 0 || isOpen(jobId ? await queue.read(jobId) : null)) return
  const found = database.read(db => findRecording(db, id))
  if (!found || found.recording.jobId !== jobId) return
  const named = namesOf(found)
  for (const key of keys) if (!named.has(key)) await store.delete(key)
}

/** Every file of a recording that its rows name. */
export function namesOf({ recording, video }: RecordingAndVideo): Set<string | null> {
  return new Set<string | null>([...Object.values(video?.files ?? {}), ...recording.sourceGoneAt === null ? sourceKeysOf(recording) : []])
}

async function listFolders(store: ObjectStore, folders: string[]): Promise<ObjectKey[]> {
  const keys: ObjectKey[] = []
  for (const folder of folders) for await (const key of store.list(folder)) keys.push(key)
  return keys
}
