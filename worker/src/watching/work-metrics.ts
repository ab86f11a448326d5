import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export type WorkMetrics = ReturnType<typeof makeWorkMetrics>

/** What Prometheus is told of a worker. No label names a person or a recording. */
export function makeWorkMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    claimSeconds: new Histogram({ name: 'f2l_claim_seconds', help: 'How long the queue takes to answer a claim', labelNames: ['lane'], buckets: [0.005, 0.02, 0.1, 0.3, 1, 3, 10], registers }),
    waited: new Histogram({ name: 'f2l_job_waited_seconds', help: 'From when a job was asked for, or was due again, until it was claimed', labelNames: ['kind'], buckets: [0.1, 1, 5, 15, 60, 300, 1800, 7200], registers }),
    running: new Gauge({ name: 'f2l_jobs_running', help: 'Jobs that this worker has now', labelNames: ['kind'], registers }),
    settled: new Counter({ name: 'f2l_jobs_settled_total', help: 'Claims that ended, and why those failed', labelNames: ['kind', 'outcome', 'code'], registers }),
    stageSeconds: new Histogram({ name: 'f2l_stage_seconds', help: 'How long a stage of a conversion took; remembered ones are not counted', labelNames: ['stage'], buckets: [0.3, 1, 3, 10, 30, 100, 300, 1000, 3000, 10000], registers }),
    stageFailures: new Counter({ name: 'f2l_stage_failures_total', help: 'Stages that failed, were cancelled or stopped, by the code of the error', labelNames: ['stage', 'code'], registers }),
    renderSpeed: new Histogram({ name: 'f2l_render_speed', help: 'Seconds of finished video for each second of rendering; pieces from the cache make it faster', buckets: [0.25, 0.5, 1, 2, 4, 8, 16, 32], registers }),
  }
}
