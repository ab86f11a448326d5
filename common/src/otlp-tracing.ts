import { AsyncLocalStorage } from 'node:async_hooks'
import { ROOT_CONTEXT, SpanStatusCode, TraceFlags, trace, type Context, type Span as OtelSpan } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { toAppError } from './errors.ts'
import type { Span, SpanOptions, Tracing } from './tracing.ts'

/** So long spans wait for others, to go together. */
const waitMs = 1000
/** A program that stops waits no longer than this for a collector that is away. */
const exportMs = 2000

/** Tracing with OpenTelemetry. A collector that is away costs nobody anything but the spans. */
export function startOtlpTracing({ endpoint, service }: { endpoint: string; service: string }): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: exportMs })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: waitMs, exportTimeoutMillis: exportMs })],
  })
  const tracer = provider.getTracer('fathom-to-loom')
  const current = new AsyncLocalStorage<OtelSpan>()
  function contextOf({ parent }: SpanOptions): Context {
    const remote = parent === undefined ? undefined : readTraceparent(parent)
    if (remote) return trace.setSpanContext(ROOT_CONTEXT, remote)
    const here = current.getStore()
    return here ? trace.setSpan(ROOT_CONTEXT, here) : ROOT_CONTEXT
  }
  return {
    isOn: true,
    span: async (name, work, options = {}) => {
      const span = tracer.startSpan(name, { attributes: options.attributes, startTime: options.startedAt }, contextOf(options))
      try {
        return await current.run(span, () => work(asSpan(span)))
      }
      catch (error) {
        // The code alone: messages are for people and may hold their words.
        span.setStatus({ code: SpanStatusCode.ERROR, message: toAppError(error).code })
        throw error
      }
      finally {
        span.end()
      }
    },
    traceparent: () => writeTraceparent(current.getStore()),
    stop: () => provider.shutdown(),
  }
}

function asSpan(span: OtelSpan): Span {
  return { rename: name => void span.updateName(name), set: (name, value) => void span.setAttribute(name, value) }
}

function writeTraceparent(span: OtelSpan | undefined): string | undefined {
  if (!span) return undefined
  const { traceId, spanId, traceFlags } = span.spanContext()
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}

function readTraceparent(text: string) {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(text) ?? []
  if (!traceId || !spanId || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return null
  return { traceId, spanId, traceFlags: parseInt(flags!, 16) & TraceFlags.SAMPLED, isRemote: true }
}
