import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import type { FinishedStage } from '@f2l/common/contracts/internal-api.ts'
import type { JobId } from '@f2l/common/contracts/ids.ts'
import type { JobRow, QueueProducer } from '@f2l/common/queue.ts'

export interface InternalApiFixture {
  url: string
  stages: Map<string, FinishedStage[]>
  results: Map<string, unknown[]>
  close(): void
}

/** The backend's side of the internal API, with its memory in maps; claims are checked against the real queue. */
export async function serveInternalApi(queue: QueueProducer, workerSecret: string): Promise<InternalApiFixture> {
  const stages = new Map<string, FinishedStage[]>()
  const results = new Map<string, unknown[]>()

  async function answer(request: IncomingMessage): Promise<{ status: number; body?: unknown }> {
    const [, id, kind] = /^\/internal\/v1\/jobs\/([a-z0-9]{15})(?:\/(\w+))?/.exec(request.url ?? '') ?? []
    if (request.headers.authorization !== `Bearer ${workerSecret}`) return { status: 401 }
    const token = String(request.headers['x-claim-token'])
    if (!await queue.isLiveClaim(id as JobId, token)) return { status: 409, body: { error: { code: 'queue.claim_lost', message: 'stale' } } }
    if (request.method === 'GET') return { status: 200, body: workOf((await queue.read(id as JobId))!) }
    const body = await json(request)
    if (kind === 'stages') stages.set(id!, [...stages.get(id!) ?? [], body as FinishedStage])
    if (kind === 'result') results.set(id!, [...results.get(id!) ?? [], body])
    return { status: 204 }
  }

  function workOf(row: JobRow): unknown {
    if (row.kind === 'convert') {
      return {
        kind: 'convert', jobId: row.id, userId: row.userId, recordingId: row.recordingId, videoId: row.videoId,
        source: { kind: 'url', url: 'https://example.com/a.mp4' }, options: {}, title: 'A meeting', finishedStages: stages.get(row.id) ?? [],
      }
    }
    return {
      kind: 'send-mail', jobId: row.id, userId: row.userId, template: row.template, to: 'a@example.com', name: 'A', link: 'http://localhost/x',
      title: 'A meeting', posterKey: null, sourceSeconds: 10, videoSeconds: 8, chapters: [], errorMessage: null,
    }
  }

  const server = createServer((request, response) => {
    answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? undefined : JSON.stringify(body))
    }, (error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stages, results, close: () => { server.closeAllConnections(); server.close() } }
}
