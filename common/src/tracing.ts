export interface Span {
  rename(name: string): void
  /** Ids, codes and figures; nothing private. */
  set(name: string, value: string | number | boolean): void
}

export interface SpanOptions {
  attributes?: Record<string, string | number | boolean>
  /** The `traceparent` of what this goes on with; by default the span that it is called in. */
  parent?: string | undefined
  /** Milliseconds since 1970; by default now. */
  startedAt?: number
}

/** Spans of one trace lead from a request over its job to the video. Off, all of this costs one call. */
export interface Tracing {
  readonly isOn: boolean
  span<T>(name: string, work: (span: Span) => Promise<T>, options?: SpanOptions): Promise<T>
  /** For whoever goes on with this elsewhere (W3C trace context). */
  traceparent(): string | undefined
  /** Sends what is still here. */
  stop(): Promise<void>
}

const noSpan: Span = { rename: () => undefined, set: () => undefined }
export const noTracing: Tracing = { isOn: false, span: (_, work) => work(noSpan), traceparent: () => undefined, stop: () => Promise.resolve() }

/** Spans go to an OTLP/HTTP collector, such as http://127.0.0.1:4318; without one nothing of OpenTelemetry is even loaded. */
export async function startTracing({ endpoint, service }: { endpoint: string; service: string }): Promise<Tracing> {
  if (endpoint === '') return noTracing
  const { startOtlpTracing } = await import('./otlp-tracing.ts')
  return startOtlpTracing({ endpoint, service })
}
