import { recordingId, videoId, type ObjectKey, type RecordingId, type UserId } from '@f2l/common/contracts/ids.ts'
import { rest } from '@f2l/common/pause.ts'
import type { UserDatabase } from '@f2l/user-dbs/user-databases.ts'
import type { BackendDeps } from '../deps.ts'
import { deleteUnnamed } from './delete-unnamed.ts'
import { findRecording } from './recording-rows.ts'
import { readRecordingIdOf } from './read-work.ts'

type SweepDeps = Pick<BackendDeps, 'userDatabases' | 'queue' | 'store' | 'log' | 'signal'>

const firstAfterMs = 60_000

/**
 * Once after the start: files that a process left behind when it died, such as an upload that was stored and not yet written down. What
 * was stored since this process began is left alone.
 */
export async function sweepUnnamedOnce(deps: SweepDeps, startedAt = new Date()): Promise<void> {
  if (!await rest(firstAfterMs, deps.signal)) return
  await sweepUnnamed(deps, startedAt).catch((error: unknown) => deps.log.warn({ err: error }, 'files that nobody names could not be swept'))
}

/** One round over all users, one after the other; one whose data cannot be read stops nobody. `graceMs`: between looking and deleting. */
export async function sweepUnnamed(deps: SweepDeps, startedAt: Date, graceMs = 10_000): Promise<void> {
  for (const userId of await deps.userDatabases.listUsers()) {
    if (deps.signal.aborted) return
    await sweepUser(deps, userId, startedAt, graceMs).catch((error: unknown) => deps.log.warn({ err: error, userId }, 'files that nobody names could not be swept'))
  }
}

async function sweepUser(deps: SweepDeps, userId: UserId, startedAt: Date, graceMs: number): Promise<void> {
  const database = await deps.userDatabases.open(userId)
  const { there, nobodys } = await sortKeys(deps, database, userId)
  for (const id of there) await deleteUnnamed(deps, userId, id)
  const old = await filterAsync(nobodys, async key => ((await deps.store.stat(key))?.modifiedAt ?? startedAt) < startedAt)
  if (old.length === 0) return
  // A copy has the time of what it is a copy of: it may be new, and its row about to be written.
  if (!await rest(graceMs, deps.signal)) return
  for (const key of old) if (findOwner(database, key) === null) await deps.store.delete(key)
}

async function sortKeys({ store }: SweepDeps, database: UserDatabase, userId: UserId): Promise<{ there: Set<RecordingId>; nobodys: ObjectKey[] }> {
  const there = new Set<RecordingId>()
  const nobodys: ObjectKey[] = []
  for await (const key of store.list(`users/${userId}/`)) {
    const owner = findOwner(database, key)
    if (owner === null) nobodys.push(key)
    else if (owner !== 'another kind') there.add(owner)
  }
  return { there, nobodys }
}

/** Whose folder it lies in: `users/<user>/recordings/<id>/…` or `users/<user>/videos/<id>/…`; null where that recording is not there. */
function findOwner(database: UserDatabase, key: ObjectKey): RecordingId | 'another kind' | null {
  const [, , kind, id] = key.split('/')
  const recording = recordingId.safeParse(id).data
  const video = videoId.safeParse(id).data
  if (kind === 'recordings' && recording) return database.read(db => findRecording(db, recording)) === null ? null : recording
  if (kind === 'videos' && video) return database.read(db => readRecordingIdOf(db, video))
  return 'another kind'
}

async function filterAsync<T>(values: T[], fits: (value: T) => Promise<boolean>): Promise<T[]> {
  const answers = await Promise.all(values.map(fits))
  return values.filter((_, index) => answers[index])
}
