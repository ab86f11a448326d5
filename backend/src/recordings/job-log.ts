import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { editPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import type { JobLogEntry } from '@f2l/common/contracts/job-log.ts'
import { stageName, type StageName } from '@f2l/common/contracts/job.ts'
import { span } from '@f2l/common/contracts/span.ts'
import { jobStages } from '@f2l/user-dbs/schema.ts'
import type { BackendDeps } from '../deps.ts'
import { readRecording } from './recording-rows.ts'

type Told = Pick<JobLogEntry, 'found' | 'note'>

/** What the finished stages of a recording's last job took and found. @throws AppError `not_found` */
export async function readJobLog({ userDatabases }: Pick<BackendDeps, 'userDatabases'>, userId: UserId, id: RecordingId): Promise<JobLogEntry[]> {
  const rows = (await userDatabases.open(userId)).read(db => {
    const { recording } = readRecording(db, id)
    return recording.jobId === null ? [] : db.select().from(jobStages).where(eq(jobStages.jobId, recording.jobId)).all()
  })
  const entries = rows.flatMap(({ stage, seconds, finishedAt, result }) => {
    const name = stageName.safeParse(stage)
    return name.success ? [{ stage: name.data, seconds, finishedAt, ...tell(name.data, result) }] : []
  })
  return entries.sort((a, b) => stageName.options.indexOf(a.stage) - stageName.options.indexOf(b.stage))
}

/** A result of another version of the worker may have another shape: then its time is told and nothing else. */
function tell(stage: StageName, result: unknown): Told {
  const nothing: Told = { found: {}, note: null }
  return tellers[stage]?.(result) ?? nothing
}

const tellers: Partial<Record<StageName, (result: unknown) => Told | undefined>> = {
  probe: teller(z.object({ durationSeconds: z.number(), video: z.object({ width: z.int(), height: z.int() }).nullable() }), ({ durationSeconds, video }) => ({ found: { sourceSeconds: durationSeconds, ...(video ?? {}) }, note: null })),
  transcript: teller(z.object({ transcript: z.object({ cues: z.array(z.object({ speaker: z.string().nullable() })) }), note: z.string().nullable() }), ({ transcript: { cues }, note }) => ({ found: { lines: cues.length, speakers: new Set(cues.flatMap(cue => cue.speaker ?? [])).size }, note })),
  analyse: teller(z.object({ speech: z.array(span), speakerFaces: z.record(z.string(), z.unknown()) }), ({ speech, speakerFaces }) => ({ found: { speechSeconds: speech.reduce((sum, { start, end }) => sum + end - start, 0), faces: Object.keys(speakerFaces).length }, note: null })),
  plan: teller(editPlan.pick({ cuts: true, keep: true, sourceFrames: true, chapters: true }), ({ cuts, keep, sourceFrames, chapters }) => ({
    found: { cuts: cuts.length, chapters: chapters.length, keptShare: keep.reduce((sum, { start, end }) => sum + end - start, 0) / sourceFrames }, note: null,
  })),
  verify: teller(z.object({ checks: z.array(z.object({ ok: z.boolean() })) }), ({ checks }) => ({ found: { checks: checks.length, checksHeld: checks.filter(check => check.ok).length }, note: null })),
}

function teller<T>(shape: z.ZodType<T>, told: (result: T) => Told): (result: unknown) => Told | undefined {
  return result => {
    const parsed = shape.safeParse(result)
    return parsed.success ? told(parsed.data) : undefined
  }
}
