import type { Request, RequestHandler } from 'express'
import type { Tracing } from '@f2l/common/tracing.ts'
import { routeOf } from './route-of.ts'

/** Streams and what is held open for hours would be spans of that length. */
const traced = /^\/(api\/v1\/(?!events\b)|internal\/v1\/jobs\/|hooks\/)/

/** A span for each request to the API. One of a worker goes on with the trace of its job; strangers cannot join one. */
export function requestTrace(tracing: Tracing): RequestHandler {
  return (request, response, next) => {
    if (!tracing.isOn || !traced.test(request.path)) return next()
    const closed = new Promise(done => response.once('close', done))
    void tracing.span(`${request.method} …`, async span => {
      next()
      await closed
      span.rename(`${request.method} ${routeOf(request)}`)
      span.set('http.response.status_code', response.statusCode)
      span.set('request.id', String(request.id))
    }, { parent: parentOf(request) })
  }
}

function parentOf(request: Request): string | undefined {
  return request.path.startsWith('/internal/') ? request.get('traceparent') : undefined
}
