import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pinoHttp, type HttpLogger } from 'pino-http'
import type { Logger } from '@f2l/common/log.ts'

/** One line a request, under an id of ours that the answer carries too (`X-Request-Id`). */
export function requestLog(log: Logger): HttpLogger {
  return pinoHttp({
    logger: log,
    genReqId: (_req, res) => {
      const id = randomUUID()
      res.setHeader('X-Request-Id', id)
      return id
    },
    serializers: {
      req: ({ id, method, url }: { id: unknown; method: string; url: string }) => ({ id, method, path: publicPath(url) }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
    customLogLevel: (_req: IncomingMessage, res: ServerResponse, error) => (error || res.statusCode >= 500 ? 'error' : 'debug'),
    autoLogging: { ignore: req => req.url === '/healthz' },
  })
}

/** Links of mails carry tokens in their query, share links and Fathom's address in their path; all open something, so none is logged. */
export function publicPath(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^(\/s|\/api\/v1\/share)\/[^/]+/, '$1/…').replace(/^\/hooks\/.*/s, '/hooks/…')
}
