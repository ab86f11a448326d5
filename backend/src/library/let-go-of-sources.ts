import { and, eq, isNull, lte } from 'drizzle-orm'
import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import { recordings, videos } from '@f2l/user-dbs/schema.ts'
import type { BackendDeps } from '../deps.ts'
import { currentStanding } from '../recordings/current-standing.ts'
import { isOpen } from '../recordings/edit-recording.ts'
import { inTurn } from '../recordings/in-turn.ts'
import type { RecordingAndVideo } from '../recordings/recording-rows.ts'
import { sourceKeysOf } from '../recordings/source-gone.ts'

type SourceDeps = Pick<BackendDeps, 'userDatabases' | 'queue' | 'store' | 'events' | 'log'>

/**
 * Deletes the sources of a person's videos that were made before this moment (ISO 8601), also of those in the bin. The videos stay; one that is
 * being made again keeps its source.
 */
export async function letGoOfSources(deps: SourceDeps, userId: UserId, before: string): Promise<void> {
  const old = (await deps.userDatabases.open(userId)).read(db => db.select({ id: recordings.id }).from(recordings).innerJoin(videos, eq(videos.recordingId, recordings.id))
    .where(and(isNull(recordings.sourceGoneAt), eq(recordings.state, 'ready'), eq(videos.isReady, true), lte(videos.readyAt, before))).all())
  for (const { id } of old) {
    await inTurn(id, () => letGo(deps, userId, id, before)).catch((error: unknown) => deps.log.warn({ err: error, userId, recordingId: id }, 'a source that is too old could not be deleted'))
  }
}

/** The row first: what breaks off after it leaves a file that nobody names, and such files are swept after the next start. */
async function letGo(deps: SourceDeps, userId: UserId, id: RecordingId, before: string): Promise<void> {
  const { found, state, job } = await currentStanding(deps, userId, id)
  const { editWantedAt, isHeldByBin } = found.recording
  const keys = sourceKeysOf(found.recording)
  const isWanted = state !== 'ready' || isOpen(job) || editWantedAt !== null || isHeldByBin
  if (isWanted || keys.length === 0 || !await wasMadeBefore(deps, found.video, before)) return
  // Not a change of its owner's: how long nobody changed it is counted on.
  const database = await deps.userDatabases.open(userId)
  database.transact(db => db.update(recordings).set({ sourceGoneAt: new Date().toISOString() }).where(eq(recordings.id, id)).run())
  for (const key of keys) await deps.store.delete(key)
  await deps.events.publish(userId, { type: 'recording', recordingId: id })
}

/** A video that was made again lies in new files; its row only knows when it was first there. */
async function wasMadeBefore({ store }: SourceDeps, video: RecordingAndVideo['video'], before: string): Promise<boolean> {
  const file = video?.files ? await store.stat(video.files.video) : null
  return file !== null && file.modifiedAt.toISOString() <= before
}
