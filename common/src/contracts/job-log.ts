import { z } from 'zod'
import { stageName } from './job.ts'

/** A finished stage of a recording's last job: how long it took, and what it found, as figures. What is not known is left out. */
export const jobLogEntry = z.object({
  stage: stageName, seconds: z.number(), finishedAt: z.string(),
  found: z.object({
    sourceSeconds: z.number(), width: z.int(), height: z.int(),
    lines: z.int(), speakers: z.int(), speechSeconds: z.number(), faces: z.int(),
    cuts: z.int(), keptShare: z.number(), chapters: z.int(), checks: z.int(), checksHeld: z.int(),
  }).partial(),
  /** What a person should know, in a sentence ("no transcript was found"). */
  note: z.string().nullable(),
})
export type JobLogEntry = z.output<typeof jobLogEntry>
export const jobLog = z.object({ items: z.array(jobLogEntry) })
export type JobLog = z.output<typeof jobLog>

export const jobLogRoutes = {
  jobLog: 'GET /api/v1/recordings/:id/log', // → jobLog, in the order of the stages
} as const
