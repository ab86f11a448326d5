import type { JobView, RecordingSummary } from '@f2l/common/contracts/api.ts'
import { shareToken, type JobId, type UserId, type VideoId } from '@f2l/common/contracts/ids.ts'
import type { JobRow, Line } from '@f2l/common/queue.ts'
import type { BackendDeps } from '../deps.ts'
import { listRestricted } from '../sharing/share-rules.ts'
import { countAudience, type AudienceCounts, type CountsOf } from './audience-counts.ts'
import { readPace, secondsLeftOf, type Pace } from './conversion-pace.ts'
import { listRecordings, readRecording, storedSource, updateRecording, type RecordingAndVideo } from './recording-rows.ts'
import { obstacleOf } from './job-obstacle.ts'
import { isSameStanding, standingOf, type Standing } from './recording-state.ts'
import type { RecordingId } from '@f2l/common/contracts/ids.ts'

type ViewDeps = Pick<BackendDeps, 'userDatabases' | 'queue' | 'config'>

/** One recording as the browser sees it. @throws AppError `not_found` */
export async function viewRecording(deps: ViewDeps, userId: UserId, id: RecordingId): Promise<RecordingSummary> {
  const database = await deps.userDatabases.open(userId)
  const { found, ...read } = database.read(db => {
    const there = readRecording(db, id)
    return { found: there, pace: readPace(db), counts: countAudience(db, there.video?.id), restricted: listRestricted(db) }
  })
  const job = found.recording.jobId ? await deps.queue.read(found.recording.jobId) : null
  return (await viewAll(deps, userId, [found], new Map(job ? [[job.id, job]] : []), read))[0]!
}

/** All of a person's recordings, newest first: those in the library, or those in the bin. */
export async function viewRecordings(deps: ViewDeps, userId: UserId, where: { inBin?: boolean } = {}): Promise<RecordingSummary[]> {
  const jobs = await deps.queue.listOfUser(userId)
  const database = await deps.userDatabases.open(userId)
  const { rows, ...read } = database.read(db => ({ rows: listRecordings(db, where), pace: readPace(db), counts: countAudience(db), restricted: listRestricted(db) }))
  return viewAll(deps, userId, rows, new Map(jobs.map(job => [job.id, job])), read)
}

export async function viewJob(deps: ViewDeps, userId: UserId, job: JobRow): Promise<JobView> {
  const database = await deps.userDatabases.open(userId)
  const { sourceSeconds, pace } = database.read(db => ({
    pace: readPace(db), sourceSeconds: job.recordingId ? readRecording(db, job.recordingId).recording.sourceSeconds : null,
  }))
  return jobViewOf(job, await lineOf(deps, job), sourceSeconds, pace, deps.config.QUEUE_LEASE_SECONDS)
}

async function viewAll(deps: ViewDeps, userId: UserId, rows: RecordingAndVideo[], jobs: Map<JobId, JobRow>, { pace, counts, restricted }: { pace: Pace | null; counts: CountsOf; restricted: ReadonlySet<VideoId | undefined> }): Promise<RecordingSummary[]> {
  const views = await Promise.all(rows.map(async ({ recording, video }) => {
    const job = await jobOf(deps, recording.jobId, recording.state, jobs)
    const standing = standingOf(recording, video?.isReady ?? false, job)
    const view = job && jobViewOf(job, await lineOf(deps, job), recording.sourceSeconds, pace, deps.config.QUEUE_LEASE_SECONDS)
    return { standing, recording, summary: { ...summaryOf({ recording, video }, standing, view, counts(video?.id)), isRestricted: restricted.has(video?.id) } }
  }))
  await writeBack(deps, userId, views.filter(({ recording, standing }) => !isSameStanding(recording, standing)))
  return views.map(view => view.summary)
}

/** A list of the queue may leave out old rows; what is not over is asked for by name. */
async function jobOf({ queue }: ViewDeps, id: JobId | null, state: string, jobs: Map<JobId, JobRow>): Promise<JobRow | null> {
  if (!id) return null
  const isOpen = state === 'queued' || state === 'processing'
  return jobs.get(id) ?? (isOpen ? queue.read(id) : null)
}

async function lineOf({ queue }: ViewDeps, job: JobRow): Promise<Line | null> {
  return job.status === 'pending' ? queue.lineOf(job.id) : null
}

/** An event of the queue was missed: the row is put right where it is read. */
async function writeBack(deps: ViewDeps, userId: UserId, stale: { recording: RecordingAndVideo['recording']; standing: Standing }[]): Promise<void> {
  if (stale.length === 0) return
  const database = await deps.userDatabases.open(userId)
  database.transact(db => {
    for (const { recording, standing } of stale) updateRecording(db, recording.id, standing)
  })
}

function jobViewOf(job: JobRow, line: Line | null, sourceSeconds: number | null, pace: Pace | null, leaseSeconds: number): JobView {
  return {
    id: job.id, status: job.status, stage: job.stage, percent: Math.min(100, Math.max(0, job.percent)), placeInLine: line?.place ?? null,
    secondsLeft: secondsLeftOf(job, line, sourceSeconds, pace), attempts: job.attempts, obstacle: obstacleOf(job, line, leaseSeconds),
    runAfter: isoOf(job.status === 'pending' ? job.runAfter : null), error: job.error,
    createdAt: job.createdAt.toISOString(), startedAt: isoOf(job.startedAt), finishedAt: isoOf(job.finishedAt),
  }
}

function isoOf(date: Date | null): string | null {
  return date?.toISOString() ?? null
}

function summaryOf({ recording, video }: RecordingAndVideo, { state, errorCode, errorMessage }: Standing, job: JobView | null, counts: AudienceCounts): Omit<RecordingSummary, 'isRestricted'> {
  const token = video?.isReady ? shareToken.parse(video.shareToken) : null
  return {
    id: recording.id, title: recording.title, state, source: recording.source.kind,
    createdAt: recording.createdAt, recordedAt: recording.recordedAt,
    sourceSeconds: recording.sourceSeconds, videoSeconds: video?.durationSeconds ?? null,
    videoId: video?.id ?? null, shareToken: token, watchToken: video && isWatchable(recording, video, job) ? shareToken.parse(video.shareToken) : null,
    posterUrl: token && `/s/${token}/poster.jpg`, previewUrl: token && `/s/${token}/preview.gif`,
    tags: recording.tags, binnedAt: recording.binnedAt, isSourceGone: recording.sourceGoneAt !== null, ...counts,
    job, error: errorCode && errorMessage ? { code: errorCode, message: errorMessage } : null,
  }
}

/** The cuts are known, the source is there, and the video is being made: the link plays the source. */
function isWatchable(recording: RecordingAndVideo['recording'], video: { isReady: boolean }, job: JobView | null): boolean {
  const isBeyondPlan = job?.stage === 'render' || job?.stage === 'package' || job?.stage === 'verify'
  return !video.isReady && storedSource(recording) !== null && job?.status === 'processing' && isBeyondPlan
}
