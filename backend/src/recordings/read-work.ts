import { eq } from 'drizzle-orm'
import type { Chapter, ConvertOptions, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { ConvertWork, MailWork, SourceSpec } from '@f2l/common/contracts/internal-api.ts'
import type { MailTemplate } from '@f2l/common/contracts/job.ts'
import { objectKey, type JobId, type RecordingId, type UserId, type VideoId } from '@f2l/common/contracts/ids.ts'
import { toldChapters } from '@f2l/common/contracts/told-chapters.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { JobRow } from '@f2l/common/queue.ts'
import { mails, videos, type StoredSource } from '@f2l/user-dbs/schema.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'
import { withLogo } from '../brand/brand.ts'
import type { BackendDeps, Identity } from '../deps.ts'
import { openMailServerOf } from '../mail-server/own-mail-server.ts'
import { makePurposeToken } from '../purpose-tokens.ts'
import { readFirstViewer } from '../views/first-view.ts'
import { openApiKey } from './fathom-account.ts'
import { handOnStages, readStages } from './job-stages.ts'
import { makeOutputTimes } from './output-time.ts'
import { noSuchRecording, readChapters, readRecording, readVideo, updateRecording } from './recording-rows.ts'

type WorkDeps = Pick<BackendDeps, 'userDatabases' | 'identities' | 'config' | 'queue'>

/** Everything a worker needs for one job. A credential is opened for this one answer. @throws AppError `not_found`, `fathom.not_connected` */
export function readWork(deps: WorkDeps, job: JobRow): Promise<ConvertWork | MailWork> {
  return job.kind === 'convert' ? readConvertWork(deps, job) : readMailWork(deps, job)
}

async function readConvertWork(deps: WorkDeps, job: JobRow): Promise<ConvertWork> {
  const { id: jobId, userId } = job
  const recordingId = await recordingOf(deps, job)
  const database = await deps.userDatabases.open(userId)
  const { recording, video, options, finishedStages } = database.transact(db => {
    const found = readRecording(db, recordingId)
    if (!found.video?.isReady) updateRecording(db, recordingId, { state: 'processing', errorCode: null, errorMessage: null })
    // A worker may be quicker than whoever put the job in line, or that one died before it could write down which job it is.
    handOnStages(db, found.recording.jobId, jobId)
    if (found.recording.jobId !== jobId) updateRecording(db, recordingId, { jobId, editWantedAt: null })
    return { ...found, options: withLogo(db, found.recording.options), finishedStages: readStages(db, jobId) }
  })
  if (!video) throw noSuchRecording()
  return {
    kind: 'convert', jobId, userId, recordingId, videoId: video.id, options, title: recording.title, finishedStages, sourceKey: objectKey.nullable().catch(null).parse(recording.sourceKey),
    source: await withCredential(deps, userId, recording.source),
  }
}

/** The row's subject is the video (or the recording); the user's own database knows the rest. */
export async function recordingOf({ userDatabases }: Pick<WorkDeps, 'userDatabases'>, job: JobRow): Promise<RecordingId> {
  if (job.recordingId) return job.recordingId
  const database = await userDatabases.open(job.userId)
  const found = job.videoId && database.read(db => readRecordingIdOf(db, job.videoId!))
  if (!found) throw noSuchRecording()
  return found
}

export function readRecordingIdOf(db: Reader, videoId: VideoId): RecordingId | null {
  return db.select({ id: videos.recordingId }).from(videos).where(eq(videos.id, videoId)).get()?.id ?? null
}

async function withCredential(deps: WorkDeps, userId: UserId, source: StoredSource): Promise<SourceSpec> {
  return source.kind === 'fathom-account' ? { ...source, apiKey: await openApiKey(deps, userId) } : source
}

async function readMailWork(deps: WorkDeps, job: JobRow): Promise<MailWork> {
  const person = await deps.identities.read(job.userId)
  if (!person) throw new AppError('not_found', 'The person this mail is for has no account any more.')
  if (!job.template) throw new AppError('internal', 'This job does not say which mail to send.')
  const about = job.template === 'first-view' ? await aboutFirstView(deps, job) : await aboutVideo(deps, job)
  return {
    kind: 'send-mail', jobId: job.id, userId: job.userId, template: job.template, to: person.email, name: person.name, language: person.language,
    ...about, mailServer: accountMails.has(job.template) ? null : await openMailServerOf(deps, job.userId),
    link: linkOf(deps.config, job.template, person, about), isSent: await isSent(deps, job),
  }
}

/** Before the first login there is no database to ask. */
async function isSent({ userDatabases }: WorkDeps, job: JobRow): Promise<boolean> {
  const database = await userDatabases.open(job.userId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'userdb.unavailable') return null
    throw error
  })
  const mail = database?.read(db => db.select({ delivery: mails.delivery }).from(mails).where(eq(mails.jobId, job.id)).get())
  return mail?.delivery === 'smtp'
}

/** A person's own server is for their recordings: what opens their account goes the installation's way. */
const accountMails: ReadonlySet<MailTemplate> = new Set(['verify-email', 'reset-password'])

type AboutVideo = Pick<MailWork, 'title' | 'posterKey' | 'sourceSeconds' | 'videoSeconds' | 'chapters' | 'errorMessage' | 'errorCode' | 'viewerName'> & { recordingId: RecordingId | null; shareToken: string | null }
const aboutNothing: AboutVideo = { title: null, posterKey: null, sourceSeconds: null, videoSeconds: null, chapters: [], errorMessage: null, recordingId: null, shareToken: null }

async function aboutVideo(deps: WorkDeps, { userId, videoId }: JobRow): Promise<AboutVideo> {
  if (!videoId) return aboutNothing
  const database = await deps.userDatabases.open(userId)
  const found = database.read(db => {
    const row = readVideo(db, videoId)
    return row && { ...row, chapters: readChapters(db, videoId) }
  })
  if (!found) throw noSuchRecording()
  const { recording, video, chapters } = found
  return {
    title: recording.title, posterKey: video.files?.poster ?? null, sourceSeconds: recording.sourceSeconds, videoSeconds: video.durationSeconds,
    chapters: video.plan ? chaptersIn(video.plan, chapters, recording.options.chapters) : [],
    ...await failureOf(deps, recording), recordingId: recording.id, shareToken: video.isReady ? video.shareToken : null,
  }
}

function chaptersIn(plan: EditPlan, found: Chapter[], own: ConvertOptions['chapters']): Chapter[] {
  const times = makeOutputTimes(plan)
  return times.chapters(toldChapters(found, own, times.map))
}

/** The mail leads to the recording's own page, and shows no picture. */
async function aboutFirstView(deps: WorkDeps, job: JobRow): Promise<AboutVideo> {
  const about = await aboutVideo(deps, job)
  const viewerName = job.videoId === null ? null : (await deps.userDatabases.open(job.userId)).read(db => readFirstViewer(db, job.videoId!))
  return { ...about, posterKey: null, viewerName }
}

interface Failed { errorMessage: string | null; errorCode: string | null }

/** The mail may be sent before the recording's own row was told, so the job is asked. */
async function failureOf({ queue }: WorkDeps, { jobId, errorMessage, errorCode }: Failed & { jobId: JobId | null }): Promise<Failed> {
  const job = jobId ? await queue.read(jobId) : null
  return job?.error ? { errorMessage: job.error.message, errorCode: job.error.code } : { errorMessage, errorCode }
}

function linkOf({ PUBLIC_URL, JWT_SECRET }: WorkDeps['config'], template: MailTemplate, person: Identity, { recordingId, shareToken }: AboutVideo): string {
  if (template === 'verify-email') return `${PUBLIC_URL}/verify?token=${makePurposeToken('verify-email', person, JWT_SECRET)}`
  if (template === 'reset-password') return `${PUBLIC_URL}/reset?token=${makePurposeToken('reset-password', person, JWT_SECRET)}`
  if (template === 'video-ready' && shareToken) return `${PUBLIC_URL}/s/${shareToken}`
  if (template === 'first-view' && recordingId) return `${PUBLIC_URL}/recordings/${recordingId}#insights`
  return recordingId ? `${PUBLIC_URL}/recordings/${recordingId}` : `${PUBLIC_URL}/queue`
}
