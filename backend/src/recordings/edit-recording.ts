import type { EditBody } from '@f2l/common/contracts/api.ts'
import { convertOptions } from '@f2l/common/contracts/edit-plan.ts'
import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { JobRow } from '@f2l/common/queue.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'
import type { BackendDeps } from '../deps.ts'
import { findBrand } from '../brand/brand.ts'
import { currentStanding } from './current-standing.ts'
import { draftOf, type Draft } from './edit-outcome.ts'
import { requireOutOfBin } from './out-of-bin.ts'
import { inTurn } from './in-turn.ts'
import { putInLine } from './put-in-line.ts'
import { readRecording, readVideo, updateRecording, type RecordingRow } from './recording-rows.ts'
import { requireSource } from './source-gone.ts'

/**
 * Changes a finished video. What changes neither its picture nor its sound is done at once, and answers null; else the video is made
 * again: link and old video stay until the new one is ready. What is written is put in line sooner or later, whatever dies in between.
 * @throws AppError `not_found`, `conflict` while there is no video, it is being made again or lies in the bin, `source.gone`, `queue.too_many_pending` with nothing changed
 */
export function editRecording(deps: BackendDeps, userId: UserId, id: RecordingId, edit: EditBody): Promise<JobRow | null> {
  return inTurn(id, () => editNow(deps, userId, id, edit))
}

async function editNow(deps: BackendDeps, userId: UserId, id: RecordingId, edit: EditBody): Promise<JobRow | null> {
  const { job } = await requireFinished(deps, userId, id)
  if (isOpen(job)) throw new AppError('conflict', 'This video is being made again already. Please wait until that is done, or cancel it.')
  const database = await deps.userDatabases.open(userId)
  const { before, makesVideo } = database.transact(db => {
    const { recording, draft } = readDraftOf(db, id, edit, job)
    if (draft.makesVideo) requireSource(recording)
    updateRecording(db, id, { options: draft.options, title: draft.title, ...(draft.makesVideo ? { editWantedAt: new Date().toISOString() } : {}) })
    return { before: recording, makesVideo: draft.makesVideo }
  })
  if (!makesVideo) {
    await deps.events.publish(userId, { type: 'recording', recordingId: id })
    return null
  }
  try {
    return await putInLine(deps, userId, id)
  } catch (error) {
    database.transact(db => updateRecording(db, id, { options: before.options, title: before.title, editWantedAt: before.editWantedAt }))
    throw error
  }
}

/** What an edit of a finished video leads to. `job`: its last one. @throws AppError `not_found`, `conflict` while there is no video */
export function readDraftOf(db: Reader, id: RecordingId, edit: EditBody, job: JobRow | null): { recording: RecordingRow; draft: Draft } {
  const { recording, video } = readRecording(db, id)
  const plan = video && readVideo(db, video.id)?.video.plan
  if (!plan) throw noVideoYet()
  const isUpToDate = job?.status !== 'dead' && job?.status !== 'cancelled' && recording.editWantedAt === null
  const draft = draftOf(recording, edit, { plan, isUpToDate })
  // The logo is whatever the person has now, and nobody can ask for another one.
  const logoKey = draft.makesVideo ? findBrand(db).logoKey : convertOptions.parse(recording.options).logoKey
  return { recording, draft: { ...draft, options: { ...draft.options, logoKey } } }
}

/** @throws AppError `not_found`, `conflict` */
export async function requireFinished(deps: Pick<BackendDeps, 'userDatabases' | 'queue'>, userId: UserId, id: RecordingId): Promise<{ job: JobRow | null }> {
  const { found, state, job } = await currentStanding(deps, userId, id)
  requireOutOfBin(found.recording)
  if (state !== 'ready') throw noVideoYet()
  return { job }
}

export function isOpen(job: JobRow | null): boolean {
  return job?.status === 'pending' || job?.status === 'processing'
}

export function noVideoYet(): AppError {
  return new AppError('conflict', 'This recording has no finished video yet that could be edited.')
}
