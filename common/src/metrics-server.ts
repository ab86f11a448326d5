import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Registry } from 'prom-client'
import type { Logger } from './log.ts'

export interface MetricsServerOptions {
  registry: Registry
  host: string
  /** 0: none is started. */
  port: number
  /** Asked for as `Authorization: Bearer …`, unless it is empty. */
  token: string
  /** What this program waits for before it can work; empty when it can. */
  missing(): Promise<string[]>
  log: Logger
}

const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

export interface MetricsServer { close(): Promise<void> }

/**
 * `/metrics` for Prometheus, `/healthz` and `/readyz`, on a port of their own that is not for the public. A port that is
 * taken stops nothing else: it is said in the log.
 */
export async function serveMetrics(options: MetricsServerOptions): Promise<MetricsServer> {
  if (options.port === 0) return { close: () => Promise.resolve() }
  const server = createServer((request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      options.log.error({ err: error }, 'the metrics could not be told')
      response.writeHead(500).end()
    })
  })
  server.requestTimeout = 10_000
  if (options.token === '' && !loopback.has(options.host)) options.log.warn({ host: options.host }, 'whoever reaches this address can read the metrics; METRICS_TOKEN closes them')
  await listen(server, options)
  return { close: () => closeServer(server) }
}

function listen(server: Server, { host, port, log }: MetricsServerOptions): Promise<void> {
  return new Promise(done => {
    server.once('error', error => {
      log.warn({ err: error, port }, 'there are no metrics: their port cannot be listened on')
      done()
    })
    server.listen(port, host, () => {
      log.info({ port: (server.address() as AddressInfo).port }, 'metrics are told')
      done()
    })
    server.unref()
  })
}

async function answer(request: IncomingMessage, response: ServerResponse, options: MetricsServerOptions): Promise<void> {
  const path = request.url?.replace(/\?.*$/s, '')
  if (request.method !== 'GET') return void response.writeHead(405).end()
  if (path === '/healthz') return sendJson(response, 200, { ok: true })
  if (path === '/readyz') return sendReadiness(response, await options.missing())
  if (path !== '/metrics') return void response.writeHead(404).end()
  if (!isAllowed(request, options.token)) return void response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end()
  const text = await options.registry.metrics()
  response.writeHead(200, { 'Content-Type': options.registry.contentType, 'Cache-Control': 'no-store' }).end(text)
}

function sendReadiness(response: ServerResponse, missing: string[]): void {
  sendJson(response, missing.length === 0 ? 200 : 503, missing.length === 0 ? { ok: true } : { ok: false, missing })
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(JSON.stringify(body))
}

/** Digests have one length, so the time this takes tells nothing of the token. */
function isAllowed(request: IncomingMessage, token: string): boolean {
  return token === '' || timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise(done => server.close(done))
  server.closeAllConnections()
  await closed
}
