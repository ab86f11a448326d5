import type { RequestHandler } from 'express'
import { AppError } from '@f2l/common/errors.ts'

export interface RequestTimes {
  /** Headers must be there after this long. */
  headerMs: number
  /** And a body, but for those that may be large. */
  bodyMs: number
  /** So long the rest of a request that was answered already is read and thrown away: a socket closed while the browser still sends would hide the answer behind a network error. */
  drainMs: number
}

export const requestTimes: RequestTimes = { headerMs: 15_000, bodyMs: 60_000, drainMs: 20_000 }

/** Uploads watch their own size, and that something comes; what workers hand in may be large, and they have shown who they are; the rest of `/api/` is the admin panel's, from this machine only. */
const mayBeLarge = /^\/(api\/v1\/recordings\/upload|internal\/|api\/(?!v1\/))/
/** More than any other route takes: body parsers read a body that is too large to its end before they refuse it. */
const mostBytes = 8 * 1024 * 1024

/** Cuts the connection of whoever sends so slowly or so much that it can only be meant to hold it. @throws AppError `input.too_large` */
export function boundRequests({ bodyMs, drainMs }: Pick<RequestTimes, 'bodyMs' | 'drainMs'>): RequestHandler {
  return (request, response, next) => {
    const cut = (): void => {
      if (!request.complete) request.socket.destroy()
    }
    const isBounded = !mayBeLarge.test(request.path)
    let timer = isBounded ? setTimeout(cut, bodyMs) : undefined
    response.once('finish', () => {
      clearTimeout(timer)
      if (request.complete) return
      request.resume()
      timer = setTimeout(cut, drainMs)
    })
    request.once('close', () => clearTimeout(timer))
    if (isBounded && Number(request.headers['content-length'] ?? 0) > mostBytes) throw new AppError('input.too_large', 'This request is too large.')
    next()
  }
}
