import type { Ground } from './ground.ts'
import { jobOf } from './job-of.ts'

/** How soon the job of a killed worker is with the next one. */
export interface Reclaims {
  /** The worker that had this job dies now. */
  workerDied(jobId: string): void
  /** Something else went wrong too: what is under way is not measured, as it has to wait for that. */
  disturb(): void
  /** Seconds from each death to the next claim of the job. */
  seconds(): readonly number[]
}

export function watchReclaims({ gates }: Pick<Ground, 'gates'>): Reclaims {
  const seconds: number[] = []
  let waiting: { jobId: string; since: number } | null = null
  gates['worker to PocketBase'].onPassed((request, answer) => {
    if (waiting === null || request.path !== '/api/queue/claim' || jobOf(request, answer) !== waiting.jobId) return
    seconds.push((performance.now() - waiting.since) / 1000)
    waiting = null
  })
  return {
    workerDied: jobId => { waiting = { jobId, since: performance.now() } },
    disturb: () => { waiting = null },
    seconds: () => seconds,
  }
}
