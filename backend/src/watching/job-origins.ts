import { currentLogIds } from '@f2l/common/log-context.ts'
import type { QueueProducer } from '@f2l/common/queue.ts'
import type { Tracing } from '@f2l/common/tracing.ts'

/** The queue, whose jobs remember the request that asked for them and the trace they go on with. */
export function withOrigins(queue: QueueProducer, tracing: Tracing): QueueProducer {
  return {
    ...queue,
    enqueue: (job, options) => tracing.span(`enqueue ${job.kind}`, async span => {
      const origin = { requestId: currentLogIds().requestId, traceparent: tracing.traceparent() }
      const answer = await queue.enqueue({ ...job, payload: { ...job.payload, origin } } as typeof job, options)
      span.set('job.id', answer.job.id)
      return answer
    }),
  }
}
