import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler, Response } from 'express'
import { pinoHttp } from 'pino-http'
import { withLogIds } from '@f2l/common/log-context.ts'
import { loggedError, type Logger } from '@f2l/common/log.ts'

/** What a proxy or a worker may send us; anything else could be a whole line of somebody's own. */
const requestId = /^[A-Za-z0-9_-]{8,64}$/
const quiet = new Set(['/healthz', '/readyz'])

/**
 * One line a request, under its id (`X-Request-Id`): the one it came with, else one of ours. The answer carries it too, and
 * so does every other line that is written meanwhile, and the job that it asks for.
 */
export function requestLog(log: Logger): RequestHandler {
  const logRequest = pinoHttp({
    logger: log,
    genReqId: (req, res) => {
      const id = idOf(req)
      res.setHeader('X-Request-Id', id)
      return id
    },
    serializers: {
      req: ({ id, method, url }: { id: unknown; method: string; url: string }) => ({ id, method, path: publicPath(url) }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      err: loggedError,
    },
    // pino-http would wrap ours, which takes errors as they are.
    wrapSerializers: false,
    customSuccessObject: (_req, res, line: object) => ({ ...line, ...idsOf(res) }),
    customErrorObject: (_req, res, _error, line: object) => ({ ...line, ...idsOf(res) }),
    customLogLevel: (_req: IncomingMessage, res: ServerResponse, error) => (error || res.statusCode >= 500 ? 'error' : 'debug'),
    autoLogging: { ignore: req => quiet.has(req.url ?? '') },
  })
  return (req, res, next) => {
    logRequest(req, res)
    // Who it is is known only later on.
    withLogIds({ requestId: String(req.id), get userId() { return userOf(res) } }, next)
  }
}

function idOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && requestId.test(given) ? given : randomUUID()
}

/** The line at the end of a request may be written outside of what the request started. */
function idsOf(response: ServerResponse): object {
  return { requestId: response.getHeader('x-request-id'), userId: userOf(response as Response) }
}

function userOf(response: Response): string | undefined {
  const id: unknown = (response.locals as { userId?: unknown } | undefined)?.userId
  return typeof id === 'string' ? id : undefined
}

/** Links of mails carry tokens in their query, share links and Fathom's address in their path; all open something, so none is logged. */
export function publicPath(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^(\/s|\/api\/v1\/share)\/[^/]+/, '$1/…').replace(/^\/hooks\/.*/s, '/hooks/…')
}
