import { and, asc, desc, eq, isNotNull, isNull, lt, or } from 'drizzle-orm'
import { objectKey, type ObjectKey, type RecordingId, type VideoId } from '@f2l/common/contracts/ids.ts'
import type { TimeMapSource } from '@f2l/common/contracts/time-map.ts'
import { AppError } from '@f2l/common/errors.ts'
import { chapters, cues, jobStages, recordings, videos } from '@f2l/user-dbs/schema.ts'
import type { Reader, Writer } from '@f2l/user-dbs/user-databases.ts'

export type RecordingRow = typeof recordings.$inferSelect
export type VideoRow = typeof videos.$inferSelect
export type RecordingState = RecordingRow['state']
/** A video without its plan and report, which may be megabytes. */
export type VideoHead = Pick<VideoRow, 'id' | 'recordingId' | 'shareToken' | 'isReady' | 'durationSeconds' | 'files'>
export interface RecordingAndVideo { recording: RecordingRow; video: VideoHead | null }

const videoHead = {
  id: videos.id, recordingId: videos.recordingId, shareToken: videos.shareToken,
  isReady: videos.isReady, durationSeconds: videos.durationSeconds, files: videos.files,
}

/** @throws AppError `not_found`: the same for what never was and for what is somebody else's */
export function readRecording(db: Reader, id: RecordingId): RecordingAndVideo {
  const found = findRecording(db, id)
  if (!found) throw noSuchRecording()
  return found
}

export function findRecording(db: Reader, id: RecordingId): RecordingAndVideo | null {
  const row = db.select({ recording: recordings, video: videoHead }).from(recordings)
    .leftJoin(videos, eq(videos.recordingId, recordings.id)).where(eq(recordings.id, id)).get()
  return row ?? null
}

/** Newest first; what lies in the bin only where that is asked for. */
export function listRecordings(db: Reader, { inBin = false } = {}): RecordingAndVideo[] {
  return db.select({ recording: recordings, video: videoHead }).from(recordings)
    .leftJoin(videos, eq(videos.recordingId, recordings.id)).where(inBin ? isNotNull(recordings.binnedAt) : isNull(recordings.binnedAt)).orderBy(desc(recordings.createdAt), desc(recordings.id)).all()
}

export function findBySource(db: Reader, sourceIdentity: string): RecordingRow | null {
  return db.select().from(recordings).where(eq(recordings.sourceIdentity, sourceIdentity)).get() ?? null
}

/** Recordings that were added or edited but, since the process died, never put in line. */
export function listForgotten(db: Reader, before: string): RecordingId[] {
  const isWanted = or(and(eq(recordings.state, 'queued'), isNull(recordings.jobId)), isNotNull(recordings.editWantedAt))
  const isForgotten = and(isWanted, isNull(recordings.binnedAt), lt(recordings.updatedAt, before))
  return db.select({ id: recordings.id }).from(recordings).where(isForgotten).all().map(row => row.id)
}

export function readVideo(db: Reader, id: VideoId): { video: VideoRow; recording: RecordingRow } | null {
  return db.select({ video: videos, recording: recordings }).from(videos)
    .innerJoin(recordings, eq(videos.recordingId, recordings.id)).where(eq(videos.id, id)).get() ?? null
}

export function readVideoHead(db: Reader, id: VideoId): { video: VideoHead; title: string; isBinned: boolean } | null {
  const row = db.select({ video: videoHead, title: recordings.title, binnedAt: recordings.binnedAt }).from(videos)
    .innerJoin(recordings, eq(videos.recordingId, recordings.id)).where(eq(videos.id, id)).get()
  return row ? { video: row.video, title: row.title, isBinned: row.binnedAt !== null } : null
}

/** Of a video that may not be there yet. */
export function readHeadAndRecording(db: Reader, id: VideoId): { video: VideoHead; recording: RecordingRow } | null {
  return db.select({ video: videoHead, recording: recordings }).from(videos)
    .innerJoin(recordings, eq(videos.recordingId, recordings.id)).where(eq(videos.id, id)).get() ?? null
}

/** Where its seconds lie in the source; a small part of the plan, for what is asked often. @throws AppError `not_found` while there is no plan */
export function readTimeMap(db: Reader, id: VideoId): TimeMapSource {
  const timeMap = db.select({ timeMap: videos.timeMap }).from(videos).where(eq(videos.id, id)).get()?.timeMap
  if (!timeMap) throw new AppError('not_found', 'There is no video yet.')
  return timeMap
}

export function readChapters(db: Reader, id: VideoId): { start: number; title: string }[] {
  return db.select({ start: chapters.startSeconds, title: chapters.title }).from(chapters)
    .where(eq(chapters.videoId, id)).orderBy(asc(chapters.position)).all()
}

export function readCues(db: Reader, id: RecordingId): (typeof cues.$inferSelect)[] {
  return db.select().from(cues).where(eq(cues.recordingId, id)).orderBy(asc(cues.position)).all()
}

export function updateRecording(db: Writer, id: RecordingId, change: Partial<Omit<RecordingRow, 'id'>>): void {
  db.update(recordings).set({ ...change, updatedAt: new Date().toISOString() }).where(eq(recordings.id, id)).run()
}

export function deleteRecordingRows(db: Writer, { recording, video }: RecordingAndVideo): void {
  if (recording.jobId) db.delete(jobStages).where(eq(jobStages.jobId, recording.jobId)).run()
  if (video) db.delete(chapters).where(eq(chapters.videoId, video.id)).run()
  db.delete(cues).where(eq(cues.recordingId, recording.id)).run()
  db.delete(videos).where(eq(videos.recordingId, recording.id)).run()
  db.delete(recordings).where(eq(recordings.id, recording.id)).run()
}

/** Where the source of a recording lies, as soon as it does and as long as it is kept, and what it is called. */
export function storedSource({ source, sourceKey, sourceGoneAt }: Pick<RecordingRow, 'source' | 'sourceKey' | 'sourceGoneAt'>): { key: ObjectKey; fileName: string } | null {
  if (sourceGoneAt !== null) return null
  const key = objectKey.safeParse(source.kind === 'upload' ? source.mediaKey : sourceKey).data
  return key ? { key, fileName: source.kind === 'upload' ? source.fileName : key } : null
}

export function noSuchRecording(): AppError {
  return new AppError('not_found', 'There is no such recording. It may have been deleted.')
}
