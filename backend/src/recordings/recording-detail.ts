import { recordingEdit, type RecordingDetail, type RecordingEdit } from '@f2l/common/contracts/api.ts'
import { convertOptions } from '@f2l/common/contracts/edit-plan.ts'
import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import type { BackendDeps } from '../deps.ts'
import { readRecording, type RecordingRow } from './recording-rows.ts'
import { viewRecording } from './recording-view.ts'
import { editableTitle } from './shown-title.ts'
import { readShared, sharePageOf } from './share-page.ts'

/** The owner's view: what the share page shows, and what was cut (source seconds). @throws AppError `not_found` */
export async function viewDetail(deps: BackendDeps, userId: UserId, id: RecordingId): Promise<RecordingDetail> {
  const recording = await viewRecording(deps, userId, id)
  const shared = recording.videoId && await readShared(deps, userId, recording.videoId)
  const edit = editOf((await deps.userDatabases.open(userId)).read(db => readRecording(db, id)).recording)
  if (!shared) return { recording, page: null, cuts: [], keep: [], edit, checks: [], timings: {} }
  const { plan, report } = shared.video
  const rate = plan.frameRate.num / plan.frameRate.den
  return {
    recording, page: await sharePageOf(deps, shared, { userId }),
    cuts: plan.cuts.map(({ span, reason, confidence, text }) => ({ span, reason, confidence, text })), edit,
    keep: plan.keep.map(({ start, end }) => ({ start: start / rate, end: end / rate })),
    checks: report.checks, timings: report.timings,
  }
}

/** Options of an older recording may not say everything yet. */
export function editOf({ options, title }: RecordingRow): RecordingEdit {
  return recordingEdit.parse({ ...convertOptions.parse(options), title: editableTitle(title) })
}
