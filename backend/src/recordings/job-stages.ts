import { and, eq, notInArray } from 'drizzle-orm'
import type { FinishedStage } from '@f2l/common/contracts/internal-api.ts'
import { stageName, type StageName } from '@f2l/common/contracts/job.ts'
import type { JobId } from '@f2l/common/contracts/ids.ts'
import { jobStages } from '@f2l/user-dbs/schema.ts'
import type { Reader, Writer } from '@f2l/user-dbs/user-databases.ts'

/** What workers finished of a job, in the order in which they did. */
export function readStages(db: Reader, jobId: JobId): FinishedStage[] {
  const rows = db.select().from(jobStages).where(eq(jobStages.jobId, jobId)).orderBy(jobStages.id).all()
  return rows.flatMap(({ stage, inputHash, result, seconds }) => {
    const name = stageName.safeParse(stage)
    return name.success ? [{ stage: name.data, inputHash, result, seconds }] : []
  })
}

/** One of them, without reading the others, which may be megabytes. */
export function readStage(db: Reader, jobId: JobId, stage: StageName): { result: unknown } | null {
  return db.select({ result: jobStages.result }).from(jobStages).where(and(eq(jobStages.jobId, jobId), eq(jobStages.stage, stage))).get() ?? null
}

export function hasStage(db: Reader, jobId: JobId, stage: StageName): boolean {
  return db.select({ id: jobStages.id }).from(jobStages).where(and(eq(jobStages.jobId, jobId), eq(jobStages.stage, stage))).get() !== undefined
}

/** A recording's next job goes on from what its last one found out: the hash of a stage's input tells what still holds. */
export function handOnStages(db: Writer, from: JobId | null, to: JobId): void {
  if (from === null || from === to) return
  const known = readStages(db, to).map(({ stage }) => stage)
  db.update(jobStages).set({ jobId: to }).where(and(eq(jobStages.jobId, from), notInArray(jobStages.stage, known))).run()
  db.delete(jobStages).where(eq(jobStages.jobId, from)).run()
}
