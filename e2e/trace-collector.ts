import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { z } from 'zod'

const attribute = z.object({ key: z.string(), value: z.object({ stringValue: z.string().optional(), intValue: z.unknown().optional(), boolValue: z.boolean().optional() }) })
const spanShape = z.object({ traceId: z.string(), spanId: z.string(), parentSpanId: z.string().optional(), name: z.string(), attributes: z.array(attribute).default([]) })
const exported = z.object({ resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(spanShape) })) })) })
export type CollectedSpan = z.output<typeof spanShape>

/** A collector as OpenTelemetry describes it (OTLP over HTTP, JSON), that keeps what it gets. */
export async function startTraceCollector() {
  const spans: CollectedSpan[] = []
  const bodies: string[] = []
  const server = createServer((request, response) => {
    void json(request).then(body => {
      bodies.push(JSON.stringify(body))
      if (request.url === '/v1/traces') spans.push(...exported.parse(body).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(scope => scope.spans)))
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    }, () => response.writeHead(400).end())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, bodies, close: () => { server.closeAllConnections(); server.close() } }
}
