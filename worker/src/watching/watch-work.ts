import type { Registry } from 'prom-client'
import type { ConvertReport } from '@f2l/common/contracts/report.ts'
import type { JobLane } from '@f2l/common/contracts/job.ts'
import { withLogIds } from '@f2l/common/log-context.ts'
import type { Lease, Outcome, QueueConsumer } from '@f2l/common/queue.ts'
import type { Tracing } from '@f2l/common/tracing.ts'
import type { StageRunner } from '../stage-runner.ts'
import type { Claim } from '../work-loop.ts'
import { watchStages } from './watch-stages.ts'
import { makeWorkMetrics } from './work-metrics.ts'

/** How jobs go, for metrics, traces and the ids in log lines. */
export interface WatchedWork {
  registry: Registry
  /** Runs the whole of one claim under its ids, as a span of the trace that asked for the job. */
  around(claim: Claim, work: () => Promise<void>): Promise<void>
  stages(runner: StageRunner): StageRunner
  /** How fast a finished video was rendered. */
  rendered(report: ConvertReport): void
  /** What this worker waits for before it can work; empty when it can. */
  missing(): Promise<string[]>
}

/** Counts and times what a worker does; the queue that is given back must be the one it works with. */
export function watchWork(queue: QueueConsumer, tracing: Tracing): { watched: WatchedWork; queue: QueueConsumer } {
  const metrics = makeWorkMetrics()
  const claims = new WeakMap<Lease, { kind: string; askedAt: number }>()
  // An idle worker claims every few seconds, so the last claim tells whether there is a queue.
  let isConnected = false
  async function claim(lane: JobLane): Promise<Claim | null> {
    const askedAt = Date.now()
    const claimed = await queue.claim(lane).catch((error: unknown) => {
      isConnected = false
      throw error
    })
    isConnected = true
    metrics.claimSeconds.observe({ lane }, (Date.now() - askedAt) / 1000)
    if (!claimed) return null
    claims.set(claimed.lease, { kind: claimed.job.kind, askedAt })
    metrics.waited.observe({ kind: claimed.job.kind }, claimed.job.inLineSeconds)
    return claimed
  }
  async function settle(lease: Lease, outcome: Outcome): Promise<void> {
    await tracing.span('settle', () => queue.settle(lease, outcome), { attributes: { 'job.outcome': outcome.kind } })
    metrics.settled.inc({ kind: claims.get(lease)?.kind, outcome: outcome.kind, code: outcome.kind === 'failed' ? outcome.code : '' })
  }
  function around({ job, lease }: Claim, work: () => Promise<void>): Promise<void> {
    const { requestId, traceparent: parent } = job.payload.origin ?? {}
    const startedAt = claims.get(lease)?.askedAt
    return withLogIds({ requestId, userId: job.userId, jobId: job.id }, () => tracing.span(`job ${job.kind}`, async () => {
      await tracing.span('claim', () => Promise.resolve(), { startedAt })
      metrics.running.inc({ kind: job.kind })
      await work().finally(() => metrics.running.dec({ kind: job.kind }))
    }, { parent, startedAt, attributes: { 'job.id': job.id, 'job.attempt': job.attempts } }))
  }
  return {
    queue: { ...queue, claim, settle },
    watched: {
      registry: metrics.registry, around, stages: runner => watchStages(runner, metrics, tracing),
      rendered: ({ video, timings }) => { if (timings['render']) metrics.renderSpeed.observe(video.durationSeconds / timings['render']) },
      missing: () => Promise.resolve(isConnected ? [] : ['queue']),
    },
  }
}
