import { request as httpRequest } from 'node:http'
import { pipeline } from 'node:stream'
import type { Request, RequestHandler, Response } from 'express'
import { AppError } from '@f2l/common/errors.ts'

/**
 * PocketBase's admin panel at `/_/`, with the API it uses (`/api/…` but for our own `/api/v1`), for people on this machine only.
 * PocketBase itself listens on another port of the loopback address; going through here, `npm start` has one address for
 * everything. From anywhere else these paths do not exist: the panel can read and change all global data, and nothing
 * but a password stands before it.
 */
export function pocketBaseProxy(pocketBaseUrl: string): RequestHandler {
  return (req, res, next) => {
    if (!isPanelPath(req.path)) return next()
    if (!isFromThisMachine(req)) return next(new AppError('not_found', 'There is nothing at this address.'))
    forward(pocketBaseUrl, req, res, next)
  }
}

function isPanelPath(path: string): boolean {
  return path === '/_' || path.startsWith('/_/') || (path.startsWith('/api/') && path !== '/api/v1' && !path.startsWith('/api/v1/'))
}

/** A proxy in front makes everybody look local, and a page that rebinds its own name does too: neither counts. */
function isFromThisMachine(req: Request): boolean {
  const isLoopback = /^(::ffff:)?127\.|^::1$/.test(req.socket.remoteAddress ?? '')
  const isForwarded = ['x-forwarded-for', 'x-real-ip', 'forwarded'].some(name => req.headers[name] !== undefined)
  const hasLocalName = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(req.headers.host ?? '')
  return isLoopback && !isForwarded && hasLocalName
}

function forward(pocketBaseUrl: string, req: Request, res: Response, next: (error: unknown) => void): void {
  const { hostname, port } = new URL(pocketBaseUrl)
  const headers = { ...req.headers, host: `${hostname}:${port}` }
  const upstream = httpRequest({ hostname, port, method: req.method, path: req.url, headers }, answer => {
    res.writeHead(answer.statusCode ?? 502, answer.headers)
    // Realtime streams end when the panel is closed: a cut connection is no error here.
    pipeline(answer, res, error => {
      if (error) req.log.debug({ err: error }, 'a connection to the admin panel was cut')
    })
  })
  upstream.on('error', cause => {
    if (!res.headersSent) next(new AppError('queue.unavailable', 'The global PocketBase does not answer. Please try again in a moment.', { cause }))
  })
  res.on('close', () => upstream.destroy())
  req.pipe(upstream)
}
