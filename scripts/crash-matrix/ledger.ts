import type { Ground } from './ground.ts'
import { jobOf } from './job-of.ts'
import { watchReclaims, type Reclaims } from './reclaims.ts'

/** What went over the lines so far: which conversion is under way, and how often each was hit. */
export interface Ledger {
  /** The conversion that was claimed last and is not settled. */
  current(): string | null
  /** A job has four attempts: after two hits it is left alone, so that one that dies is a loss. */
  mayBeHit(jobId: string | null): boolean
  noteHit(jobId: string | null): void
  hits(): ReadonlyMap<string, number>
  settled(): number
  reclaims: Reclaims
}

const mostHits = 2

export function keepLedger({ gates }: Pick<Ground, 'gates'>): Ledger {
  const reclaims = watchReclaims({ gates })
  const hits = new Map<string, number>()
  const settled = new Set<string>()
  let claimed: string | null = null
  gates['worker to PocketBase'].onPassed((request, answer) => {
    const jobId = jobOf(request, answer)
    if (request.path === '/api/queue/claim' && request.body.includes('conversion') && jobId) claimed = jobId
    if (request.path.endsWith('/settle') && jobId === claimed && jobId) settled.add(jobId)
  })
  const current = (): string | null => claimed !== null && settled.has(claimed) ? null : claimed
  return {
    current, mayBeHit: jobId => (hits.get(jobId ?? '') ?? 0) < mostHits,
    noteHit: jobId => { if (jobId !== null) hits.set(jobId, (hits.get(jobId) ?? 0) + 1) },
    hits: () => hits, settled: () => settled.size, reclaims,
  }
}
