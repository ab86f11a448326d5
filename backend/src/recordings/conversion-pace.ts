import { desc, eq } from 'drizzle-orm'
import type { ConvertReport } from '@f2l/common/contracts/report.ts'
import type { JobRow } from '@f2l/common/queue.ts'
import { videos } from '@f2l/user-dbs/schema.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'

/** How fast this person's last videos were made. Null where there was none. */
export interface Pace { secondsPerSourceSecond: number; secondsPerJob: number }

/** Finished videos that are looked at: enough for a steady median, few enough to follow a faster machine. */
const lookedAt = 20

/** The median of the last finished conversions. One that reused remembered stages tells nothing and is left out. */
export function readPace(db: Reader): Pace | null {
  const rows = db.select({ report: videos.report }).from(videos).where(eq(videos.isReady, true)).orderBy(desc(videos.readyAt)).limit(lookedAt).all()
  const past = rows.flatMap(({ report }) => report && isWhole(report) ? [report] : [])
  if (past.length === 0) return null
  return {
    secondsPerSourceSecond: median(past.map(report => secondsOf(report) / report.source.durationSeconds)),
    secondsPerJob: median(past.map(secondsOf)),
  }
}

/**
 * Seconds until the video is there: the worker's own figure where it gives one, else an estimate from
 * the pace, else null. Whoever waits ahead is taken to be as long as this person's usual meeting.
 */
export function secondsLeftOf(job: JobRow, placeInLine: number | null, sourceSeconds: number | null, pace: Pace | null): number | null {
  if (job.status !== 'pending' && job.status !== 'processing') return null
  if (job.secondsLeft !== null) return Math.max(0, Math.round(job.secondsLeft))
  if (!pace) return null
  const whole = sourceSeconds === null ? pace.secondsPerJob : sourceSeconds * pace.secondsPerSourceSecond
  if (job.status === 'processing') return Math.round(whole * (1 - job.percent / 100))
  return Math.round(whole + Math.max(0, (placeInLine ?? 1) - 1) * pace.secondsPerJob)
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
