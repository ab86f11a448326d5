import { eq } from 'drizzle-orm'
import type { ConvertResult, FinishedStage, MailResult } from '@f2l/common/contracts/internal-api.ts'
import type { jobNote } from '@f2l/common/contracts/internal-api.ts'
import type { RecordingId, VideoId } from '@f2l/common/contracts/ids.ts'
import { timeMapOf } from '@f2l/common/contracts/time-map.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { JobRow } from '@f2l/common/queue.ts'
import { chapters, cues, jobStages, mails, videos } from '@f2l/user-dbs/schema.ts'
import type { Writer } from '@f2l/user-dbs/user-databases.ts'
import type { z } from 'zod'
import type { BackendDeps } from '../deps.ts'
import { noteMail } from '../mail-server/own-mail-server.ts'
import { foldersOf } from './delete-recording.ts'
import { randomName } from './new-ids.ts'
import { readRecording, updateRecording, type RecordingAndVideo, type RecordingRow } from './recording-rows.ts'
import { sourceKeysOf } from './source-gone.ts'
import { recordingOf } from './read-work.ts'

type ResultDeps = Pick<BackendDeps, 'userDatabases' | 'store' | 'events' | 'identities' | 'log'>

/** Remembers a finished stage; the same stage again replaces what was remembered. */
export async function rememberStage({ userDatabases }: ResultDeps, job: JobRow, { stage, inputHash, result, seconds }: FinishedStage): Promise<void> {
  const database = await userDatabases.open(job.userId)
  const finished = { inputHash, result, seconds, finishedAt: new Date().toISOString() }
  database.transact(db => {
    db.insert(jobStages).values({ jobId: job.id, stage, ...finished })
      .onConflictDoUpdate({ target: [jobStages.jobId, jobStages.stage], set: finished }).run()
  })
}

/** What a worker learns early: it survives a restart. A title that the person chose stays. */
export async function takeNote(deps: ResultDeps, job: JobRow, note: z.output<typeof jobNote>): Promise<void> {
  const recordingId = await recordingOf(deps, job)
  const database = await deps.userDatabases.open(job.userId)
  database.transact(db => {
    const { recording } = readRecording(db, recordingId)
    if (note.sourceKey !== undefined) requireOwn(job, recordingId, [note.sourceKey])
    updateRecording(db, recordingId, {
      title: titleOf(recording, note.title),
      ...(note.sourceKey === undefined ? {} : { sourceKey: note.sourceKey, sourceGoneAt: null }),
      ...(note.sourceSeconds === undefined ? {} : { sourceSeconds: note.sourceSeconds }),
      ...(note.downloadId !== undefined && recording.source.kind === 'fathom-account' ? { source: { ...recording.source, downloadId: note.downloadId } } : {}),
    })
  })
  await deps.events.publish(job.userId, { type: 'recording', recordingId })
}

/**
 * Makes a finished video visible, in one transaction. The same result again changes nothing; another
 * one replaces it, and the files it no longer names are deleted.
 * @throws AppError `not_found` when the recording was deleted meanwhile, `input.invalid` for files of another one
 */
export async function takeVideo(deps: ResultDeps, job: JobRow, result: ConvertResult): Promise<void> {
  const recordingId = await recordingOf(deps, job)
  const database = await deps.userDatabases.open(job.userId)
  const recording = database.transact(db => {
    const found = readRecording(db, recordingId)
    if (!found.video || (job.videoId && found.video.id !== job.videoId)) throw new AppError('not_found', 'There is no such video.')
    requireOwnFiles(job, found, result)
    writeNotes(db, found.recording, result)
    writeCues(db, recordingId, result)
    writeVideo(db, found.video.id, result)
    return found.recording
  })
  await deps.events.publish(job.userId, { type: 'recording', recordingId })
  await deleteReplaced(deps, job, recording, result).catch((error: unknown) => deps.log.warn({ err: error, recordingId }, 'replaced files could not be deleted'))
}

/** Keeps the mail where its reader finds it. A mail that is sent again is still one mail. */
export async function takeMail(deps: ResultDeps, job: JobRow, { to, subject, html, text, delivery, ownServer }: MailResult): Promise<void> {
  const database = await openForMail(deps, job, delivery)
  if (!database) return
  const mail = { toAddress: to, subject, html, text, delivery, reason: ownServer?.error ?? null }
  const mailId = database.transact(db => {
    if (ownServer) noteMail(db, ownServer)
    return db.insert(mails)
      .values({ id: `mail_${randomName()}`, jobId: job.id, ...mail, createdAt: new Date().toISOString() })
      .onConflictDoUpdate({ target: mails.jobId, set: mail }).returning({ id: mails.id }).get().id
  })
  await deps.events.publish(job.userId, { type: 'mail', mailId })
}

/** Before the first login there is no database; one is made only where the mail could be read nowhere else. */
async function openForMail({ userDatabases, identities }: ResultDeps, job: JobRow, delivery: MailResult['delivery']) {
  try {
    return await userDatabases.open(job.userId)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'userdb.unavailable') throw error
    const person = await identities.read(job.userId)
    return delivery === 'outbox' && person ? userDatabases.provision({ id: person.id, email: person.email }) : null
  }
}

/** A result cannot publish a file that is somebody else's: every one lies in this recording's own folders. */
function requireOwnFiles({ userId }: JobRow, { recording, video }: RecordingAndVideo, { files, sourceKey }: ConvertResult): void {
  requireOwn({ userId }, recording.id, [...Object.values(files), sourceKey], video?.id)
}

function requireOwn({ userId }: Pick<JobRow, 'userId'>, recordingId: RecordingId, keys: (string | null)[], videoId?: VideoId): void {
  const folders = foldersOf(userId, recordingId, videoId)
  const foreign = keys.find(key => key !== null && !folders.some(folder => key.startsWith(folder)))
  if (foreign !== undefined) throw new AppError('input.invalid', 'The result names a file that is not part of this recording.')
}

function writeNotes(db: Writer, recording: RecordingRow, { notes, plan, sourceKey, transcript }: ConvertResult): void {
  updateRecording(db, recording.id, {
    title: titleOf(recording, notes.title), state: 'ready', errorCode: null, errorMessage: null,
    sourceKey: sourceKey ?? recording.sourceKey, sourceGoneAt: null, sourceSeconds: plan.source.durationSeconds, recordedAt: notes.recordedAt ?? recording.recordedAt,
    participants: notes.participants, speakers: speakersOf(transcript), summaryMarkdown: notes.summaryMarkdown, actionItems: notes.actionItems, highlights: notes.highlights,
  })
}

function speakersOf({ cues }: ConvertResult['transcript']): string[] {
  return [...new Set(cues.flatMap(({ speaker }) => speaker ?? []))]
}

function titleOf(recording: RecordingRow, found: string | null | undefined): string {
  return recording.options.title ?? (found?.trim() ? found.trim().slice(0, 300) : recording.title)
}

function writeCues(db: Writer, recordingId: RecordingId, { transcript }: ConvertResult): void {
  db.delete(cues).where(eq(cues.recordingId, recordingId)).run()
  transcript.cues.forEach((cue, position) => {
    db.insert(cues).values({ recordingId, position, startSeconds: cue.start, endSeconds: cue.end, speaker: cue.speaker, text: cue.text }).run()
  })
}

function writeVideo(db: Writer, id: VideoId, { plan, report, files }: ConvertResult): void {
  const before = db.select({ readyAt: videos.readyAt }).from(videos).where(eq(videos.id, id)).get()
  const readyAt = before?.readyAt ?? new Date().toISOString()
  db.update(videos).set({ plan, timeMap: timeMapOf(plan), report, files, isReady: true, durationSeconds: report.video.durationSeconds, readyAt }).where(eq(videos.id, id)).run()
  db.delete(chapters).where(eq(chapters.videoId, id)).run()
  plan.chapters.forEach((chapter, position) => {
    db.insert(chapters).values({ videoId: id, position, startSeconds: chapter.start, title: chapter.title }).run()
  })
}

/** What nobody names any more: the files of an earlier result, and of a worker that died before it handed in its own. */
async function deleteReplaced({ store }: ResultDeps, job: JobRow, recording: RecordingRow, { files, sourceKey }: ConvertResult): Promise<void> {
  const kept = new Set<string | null>([...Object.values(files), ...sourceKeysOf({ ...recording, sourceKey: sourceKey ?? recording.sourceKey })])
  for (const folder of foldersOf(job.userId, recording.id, job.videoId ?? undefined)) {
    for await (const key of store.list(folder)) if (!kept.has(key)) await store.delete(key)
  }
}
