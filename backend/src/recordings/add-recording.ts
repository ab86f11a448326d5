import type { AskedOptions } from '@f2l/common/contracts/api.ts'
import type { ConvertOptions } from '@f2l/common/contracts/edit-plan.ts'
import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import { recordings, videos, type StoredSource } from '@f2l/user-dbs/schema.ts'
import type { UserDatabase, Writer } from '@f2l/user-dbs/user-databases.ts'
import { newOptions } from '../brand/brand.ts'
import type { BackendDeps } from '../deps.ts'
import { takeOutOfBin } from '../library/bin.ts'
import { forgetRecording } from './delete-recording.ts'
import { inTurn } from './in-turn.ts'
import { newRecordingId, newShareToken, newVideoId } from './new-ids.ts'
import { putInLine } from './put-in-line.ts'
import { findBySource, updateRecording, type RecordingRow } from './recording-rows.ts'
import { currentStanding } from './current-standing.ts'
import { findSameMeeting } from './same-meeting.ts'
import { roomFor } from './storage-room.ts'

export interface NewRecording {
  /** Chosen by the caller where files already lie under it. */
  id?: RecordingId
  source: StoredSource
  /** What makes adding the same thing twice one recording. */
  sourceIdentity: string
  title: string
  /** What is left out is as the person's brand says. */
  options: AskedOptions
  recordedAt?: string | null
  /** Where it is known before anything is fetched. */
  sourceSeconds?: number | null
}

type WholeRecording = NewRecording & { options: ConvertOptions }

/**
 * Adds a recording and puts it in line. The same source again answers the recording that is there;
 * one that failed or was cancelled is tried again with the options now wanted, and one in the bin is restored.
 * @throws AppError `queue.too_many_pending`, `storage.full`, after which nothing is left behind
 */
export async function addRecording(deps: BackendDeps, userId: UserId, wanted: NewRecording): Promise<{ id: RecordingId; alreadyThere: boolean }> {
  const database = await deps.userDatabases.open(userId)
  const options = database.read(db => newOptions(db, wanted.options))
  const there = insertOrFind(database, { ...wanted, options })
  if (there.isBinned) await takeOutOfBin(deps, userId, there.id)
  if (there.isNew) {
    await inTurn(there.id, () => putNewInLine(deps, userId, there.id, wanted))
    return { id: there.id, alreadyThere: false }
  }
  await inTurn(there.id, () => retryIfOver(deps, userId, there.id, options))
  return { id: there.id, alreadyThere: true }
}

function insertOrFind(database: UserDatabase, wanted: WholeRecording): { id: RecordingId; isNew: boolean; isBinned: boolean } {
  return database.transact(db => {
    const there: RecordingRow | null = findBySource(db, wanted.sourceIdentity) ?? findSameMeeting(db, wanted)
    return there ? { id: there.id, isNew: false, isBinned: there.binnedAt !== null } : { id: insert(db, wanted), isNew: true, isBinned: false }
  })
}

function insert(db: Writer, { id = newRecordingId(), source, sourceIdentity, title, options, recordedAt = null, sourceSeconds = null }: WholeRecording): RecordingId {
  const now = new Date().toISOString()
  db.insert(recordings).values({
    id, title: options.title ?? title, state: 'queued', source, sourceIdentity, options, recordedAt, sourceSeconds, createdAt: now, updatedAt: now,
  }).run()
  db.insert(videos).values({ id: newVideoId(), recordingId: id, shareToken: newShareToken(), createdAt: now }).run()
  return id
}

async function putNewInLine(deps: BackendDeps, userId: UserId, id: RecordingId, { source }: NewRecording): Promise<void> {
  try {
    // The room for an upload was seen to before it was taken.
    if (source.kind !== 'upload') await roomFor(deps, userId)
    await putInLine(deps, userId, id)
  } catch (error) {
    if (error instanceof AppError && (error.code === 'queue.too_many_pending' || error.code === 'storage.full')) await forgetRecording(deps, userId, id)
    throw error
  }
}

async function retryIfOver(deps: BackendDeps, userId: UserId, id: RecordingId, options: ConvertOptions): Promise<void> {
  const { found: { recording }, state } = await currentStanding(deps, userId, id)
  if (state !== 'failed' && state !== 'cancelled') return
  const database = await deps.userDatabases.open(userId)
  const title = options.title ?? recording.options.title
  database.transact(db => updateRecording(db, id, title ? { options: { ...options, title }, title } : { options }))
  await putInLine(deps, userId, id)
}
