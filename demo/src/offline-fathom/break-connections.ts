import type { RequestHandler } from 'express'

export interface ConnectionBreaker {
  middleware: RequestHandler
  /** The next `times` answers whose path holds `pathPart` break off after `afterBytes` of their body. */
  breakNext(pathPart: string, options?: { times?: number; afterBytes?: number }): void
}

/** Networks break: this one does it where a test says so. */
export function makeConnectionBreaker(): ConnectionBreaker {
  const planned: { pathPart: string; left: number; afterBytes: number }[] = []
  const middleware: RequestHandler = (request, response, next) => {
    const fault = planned.find(each => each.left > 0 && request.originalUrl.includes(each.pathPart))
    if (fault === undefined) return next()
    fault.left--
    let sent = 0
    const write = response.write.bind(response) as (chunk: Buffer | string) => boolean
    response.write = ((chunk: Buffer | string) => {
      const bytes = Buffer.from(chunk)
      const rest = fault.afterBytes - sent
      sent += bytes.length
      if (bytes.length < rest) return write(bytes)
      write(bytes.subarray(0, Math.max(0, rest)))
      // A moment, so that what was written is sent before the line is cut.
      setTimeout(() => request.socket.destroy(), 20)
      return false
    }) as typeof response.write
    next()
  }
  return { middleware, breakNext: (pathPart, { times = 1, afterBytes = 1000 } = {}) => { planned.push({ pathPart, left: times, afterBytes }) } }
}
