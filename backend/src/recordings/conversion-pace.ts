import { desc, eq } from 'drizzle-orm'
import type { ConvertReport } from '@f2l/common/contracts/report.ts'
import type { WorkerPace } from '@f2l/common/contracts/machine-speed.ts'
import type { JobRow, Line } from '@f2l/common/queue.ts'
import { videos } from '@f2l/user-dbs/schema.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'

/** How fast this person's last videos were made, and how many they were. Null where there was none. */
export interface Pace { secondsPerSourceSecond: number; secondsPerJob: number; jobs: number }

/** Finished videos that are looked at: enough for a steady median, few enough to follow a faster machine. */
const lookedAt = 20

/** The median of the last finished conversions. One that reused remembered stages tells nothing and is left out. */
export function readPace(db: Reader): Pace | null {
  const rows = db.select({ report: videos.report }).from(videos).where(eq(videos.isReady, true)).orderBy(desc(videos.readyAt)).limit(lookedAt).all()
  const past = rows.flatMap(({ report }) => report && isWhole(report) ? [report] : [])
  if (past.length === 0) return null
  return {
    secondsPerSourceSecond: median(past.map(report => secondsOf(report) / report.source.durationSeconds)),
    secondsPerJob: median(past.map(secondsOf)), jobs: past.length,
  }
}

/** So many videos of one's own say as much as what the workers measured of themselves. */
const trustedJobs = 2

/**
 * Seconds until the video is there: the worker's own figure where it gives one, else from the length of the recordings, by how
 * fast the workers are and this person's last videos were made; else null. A recording ahead whose length nobody knows
 * is taken to be as long as this person's usual one.
 */
export function secondsLeftOf(job: JobRow, line: Line | null, sourceSeconds: number | null, pace: Pace | null): number | null {
  if (job.status !== 'pending' && job.status !== 'processing') return null
  if (job.status === 'processing' && job.secondsLeft !== null) return Math.max(0, Math.round(job.secondsLeft))
  const whole = expectedSeconds(sourceSeconds, line?.pace ?? null, pace)
  if (whole === null) return null
  if (job.status === 'processing') return Math.round(whole * (1 - job.percent / 100))
  return Math.round(whole + (line ? waitingSeconds(line, pace, whole) : 0))
}

function expectedSeconds(sourceSeconds: number | null, measured: WorkerPace | null, past: Pace | null): number | null {
  if (sourceSeconds === null) return past && past.secondsPerJob
  const byWorker = measured && measured.fixedSeconds + measured.secondsPerSourceSecond * sourceSeconds
  const byPast = past && past.secondsPerSourceSecond * sourceSeconds
  if (byWorker === null || byPast === null) return byWorker ?? byPast
  return (trustedJobs * byWorker + past!.jobs * byPast) / (trustedJobs + past!.jobs)
}

/** What runs now and what comes before, shared by all that can run at a time. `whole`: a job as long as one's own. */
function waitingSeconds({ place, sourceSecondsAhead, unknownAhead, secondsRunning, lanes, pace: measured }: Line, past: Pace | null, whole: number): number {
  const known = place - 1 - unknownAhead
  const each = known > 0 ? expectedSeconds(sourceSecondsAhead / known, measured, past) ?? whole : 0
  return (secondsRunning + known * each + unknownAhead * (past?.secondsPerJob ?? whole)) / lanes
}

function isWhole({ source, timings }: ConvertReport): boolean {
  return source.durationSeconds > 0 && (['ingest', 'render'] as const).every(stage => (timings[stage] ?? 0) > 0)
}

function secondsOf({ timings }: ConvertReport): number {
  return Object.values(timings).reduce((sum, seconds) => sum + seconds, 0)
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
