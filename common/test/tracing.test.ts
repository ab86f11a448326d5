import { createRequire } from 'node:module'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '@f2l/common/errors.ts'
import { startTracing } from '@f2l/common/tracing.ts'
import { startTraceCollector, type CollectedSpan } from '../../e2e/trace-collector.ts'

let collector: Awaited<ReturnType<typeof startTraceCollector>>
beforeAll(async () => { collector = await startTraceCollector() })
afterAll(() => collector?.close())

const loaded = () => Object.keys(createRequire(import.meta.url).cache).filter(path => path.includes('@opentelemetry/sdk-trace'))

test('without a collector the work is done all the same, and nothing of the tracing library is loaded', async () => {
  const tracing = await startTracing({ endpoint: '', service: 'test' })
  expect(await tracing.span('work', () => Promise.resolve(7))).toBe(7)
  expect(tracing.traceparent()).toBeUndefined()
  await tracing.stop()
  expect(loaded()).toEqual([])
})

test('a trace goes on elsewhere by its traceparent; one that is none begins anew; a failure is told by its code alone', async () => {
  const [here, there] = await Promise.all(['here', 'there'].map(service => startTracing({ endpoint: collector.url, service })))
  expect(loaded().length).toBeGreaterThan(0)
  const parent = await here!.span('request', () => Promise.resolve(here!.traceparent()))
  await there!.span('job', () => there!.span('stage', () => Promise.resolve()), { parent })
  for (const wrong of ['', 'nonsense', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`]) await there!.span('alone', () => Promise.resolve(), { parent: wrong })
  await expect(there!.span('failure', () => Promise.reject(new AppError('file.empty', 'The file of Ann is empty.')))).rejects.toMatchObject({ code: 'file.empty' })
  await Promise.all([here!.stop(), there!.stop()])
  const [request, job, stage] = ['request', 'job', 'stage'].map(name => collector.spans.find(span => span.name === name)) as [CollectedSpan, CollectedSpan, CollectedSpan]
  expect([job.parentSpanId, stage.parentSpanId, job.traceId, stage.traceId]).toEqual([request.spanId, job.spanId, request.traceId, request.traceId])
  expect(new Set(collector.spans.filter(span => span.name === 'alone').map(span => span.traceId)).size).toBe(3)
  expect(collector.bodies.join()).toContain('file.empty')
  expect(collector.bodies.join()).not.toContain('Ann')
})

test('a collector that is away costs the spans and nothing else', async () => {
  const tracing = await startTracing({ endpoint: 'http://127.0.0.1:1', service: 'test' })
  expect(await tracing.span('work', () => Promise.resolve(7))).toBe(7)
  await tracing.stop().catch(() => undefined)
})
