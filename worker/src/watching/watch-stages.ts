import { toAppError } from '@f2l/common/errors.ts'
import type { Tracing } from '@f2l/common/tracing.ts'
import type { StageRunner } from '../stage-runner.ts'
import type { WorkMetrics } from './work-metrics.ts'

/** The stages, each timed and a span of the job's. */
export function watchStages(runner: StageRunner, { stageSeconds, stageFailures }: WorkMetrics, tracing: Tracing): StageRunner {
  const secondsOf = (stage: Parameters<StageRunner['run']>[0]): number => runner.timings[stage] ?? 0
  return {
    expect: seconds => runner.expect(seconds),
    get timings() { return runner.timings },
    run: (stage, spec) => tracing.span(`stage ${stage}`, async span => {
      const before = secondsOf(stage)
      const result = await runner.run(stage, spec).catch((error: unknown) => {
        stageFailures.inc({ stage, code: toAppError(error).code })
        throw error
      })
      const seconds = secondsOf(stage) - before
      span.set('stage.remembered', seconds === 0)
      if (seconds > 0) stageSeconds.observe({ stage }, seconds)
      return result
    }),
  }
}
