import { createHash } from 'node:crypto'
import type { EditorContent, EditorView } from '@f2l/common/contracts/editor.ts'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { RecordingId, UserId, VideoId } from '@f2l/common/contracts/ids.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'
import type { BackendDeps } from '../deps.ts'
import { noVideoYet } from './edit-recording.ts'
import { editOf } from './recording-detail.ts'
import { readChapters, readCues, readRecording, readVideo } from './recording-rows.ts'
import { viewRecording } from './recording-view.ts'
import { withTimedWords } from './timed-words.ts'

/**
 * What the editor shows of a finished video. `known`: the version whose content the page has already, so that it can ask often.
 * @throws AppError `not_found`, `conflict` while there is no video
 */
export async function viewEditor(deps: BackendDeps, userId: UserId, id: RecordingId, { known }: { known: string | null }): Promise<EditorView> {
  const recording = await viewRecording(deps, userId, id)
  const read = (await deps.userDatabases.open(userId)).read(db => {
    const { recording: row, video } = readRecording(db, id)
    if (!video?.isReady || !video.files) throw noVideoYet()
    const version = versionOf(video.files.video)
    return { edit: editOf(row), hasLogo: Boolean(row.options.logoKey), version, foundChapters: readChapters(db, video.id), content: version === known ? null : readContent(db, id, video.id) }
  })
  return { recording, ...read }
}

/** A video that is made again lies under new names. */
function versionOf(videoKey: string): string {
  return createHash('sha256').update(videoKey).digest('hex').slice(0, 16)
}

function readContent(db: Reader, id: RecordingId, videoId: VideoId): EditorContent {
  const plan = readVideo(db, videoId)?.video.plan
  if (!plan) throw noVideoYet()
  const seconds = (frames: number): number => frames * plan.frameRate.den / plan.frameRate.num
  const { durationSeconds } = plan.source
  return {
    sourceSeconds: durationSeconds, titleCardSeconds: seconds(plan.titleCard.frames), hasPicture: plan.source.hasVideo,
    cues: sourceCues(readCues(db, id).map(({ startSeconds, endSeconds, speaker, text }) => ({ start: startSeconds, end: endSeconds, speaker, text })), plan),
    cuts: plan.cuts.map(({ span, reason, confidence, text }) => ({ span, reason, confidence, text })),
    keep: plan.keep.map(({ start, end }) => ({ start: seconds(start), end: seconds(end) })),
  }
}

/** In order and inside the recording, as the plan has them; a transcript may belong to a longer call. */
function sourceCues(transcript: Cue[], plan: EditPlan): Cue[] {
  const { durationSeconds } = plan.source
  const inside = transcript.filter(({ start, end, text }) => start < durationSeconds && end >= start && text.trim() !== '')
    .map(cue => ({ ...cue, end: Math.min(cue.end, durationSeconds) }))
    .sort((one, other) => one.start - other.start || one.end - other.end)
  return withTimedWords(inside, plan)
}
