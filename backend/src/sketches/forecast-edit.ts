import type { EditBody, EditForecast } from '@f2l/common/contracts/api.ts'
import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { BackendDeps } from '../deps.ts'
import { readDraftOf, requireFinished } from '../recordings/edit-recording.ts'
import { readTimeMap, readRecording } from '../recordings/recording-rows.ts'
import { requireSource } from '../recordings/source-gone.ts'
import { readSketchWork } from './read-sketch-work.ts'
import type { SketchDesk } from './sketch-desk.ts'

/**
 * What an edit would lead to. Where the video is made again a worker plans it: how long it becomes and which pieces it has already, only a
 * worker knows. Null is what cannot be known now.
 * @throws AppError `not_found`, `conflict` while there is no video, `source.gone`, `recording.nothing_left`
 */
export async function forecastEdit(deps: BackendDeps, desk: SketchDesk, userId: UserId, id: RecordingId, edit: EditBody, signal: AbortSignal): Promise<EditForecast> {
  const { job } = await requireFinished(deps, userId, id)
  const database = await deps.userDatabases.open(userId)
  const { recording, draft, seconds } = database.read(db => ({
    ...readDraftOf(db, id, edit, job), seconds: makeTimeMap(readTimeMap(db, readRecording(db, id).video!.id)).outputSeconds,
  }))
  if (!draft.makesVideo) return { makesVideo: false, pieces: null, seconds: 0, videoSeconds: seconds, cuts: null }
  requireSource(recording)
  // Cuts of an edit that is being made, or that failed, are not those of the video on the page.
  const known = draft.movesCuts || job?.status !== 'completed' ? null : seconds
  try {
    const { pieces, seconds: work, videoSeconds, cuts } = await desk.ask(userId, { kind: 'forecast' }, () => readSketchWork(deps, userId, id, draft), signal)
    return { makesVideo: true, pieces, seconds: work, videoSeconds, cuts: edit.length === undefined ? null : cuts }
  } catch (error) {
    signal.throwIfAborted()
    // That is no lack of knowledge: saving this edit would fail the same way.
    if (error instanceof AppError && error.code === 'recording.nothing_left') throw error
    deps.log.info({ err: error, recordingId: id }, 'an edit could not be forecast')
    return { makesVideo: true, pieces: null, seconds: null, videoSeconds: known, cuts: null }
  }
}
