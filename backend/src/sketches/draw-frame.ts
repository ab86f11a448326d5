import type { EditBody } from '@f2l/common/contracts/api.ts'
import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import type { BackendDeps } from '../deps.ts'
import { readDraftOf, requireFinished } from '../recordings/edit-recording.ts'
import { requireSource } from '../recordings/source-gone.ts'
import { readSketchWork } from './read-sketch-work.ts'
import type { SketchDesk } from './sketch-desk.ts'

/**
 * One frame of the video as it would be with an edit, as JPEG, drawn by a worker. `at`: a second of the source; null: the title card.
 * @throws AppError `not_found`, `conflict`, `source.gone`, `sketch.no_worker`, `sketch.overdue`, `sketch.not_possible`, `rate_limited`
 */
export async function drawFrame(deps: BackendDeps, desk: SketchDesk, userId: UserId, id: RecordingId, { edit, at }: { edit: EditBody; at: number | null }, signal: AbortSignal): Promise<Buffer> {
  const { job } = await requireFinished(deps, userId, id)
  const database = await deps.userDatabases.open(userId)
  const { recording, draft } = database.read(db => readDraftOf(db, id, edit, job))
  requireSource(recording)
  const { jpeg } = await desk.ask(userId, { kind: 'frame', at }, () => readSketchWork(deps, userId, id, draft), signal)
  return Buffer.from(jpeg, 'base64')
}
