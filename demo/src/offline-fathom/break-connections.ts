import type { RequestHandler } from 'express'

export interface ConnectionBreaker {
  middleware: RequestHandler
  /** The next `times` answers whose path holds `pathPart` break off after `afterBytes` of their body. */
  breakNext(pathPart: string, options?: { times?: number; afterBytes?: number }): void
}

type Chunk = Buffer | string
type Write = (chunk: Chunk) => boolean
type End = (chunk?: Chunk) => unknown

/** Networks break: this one does it where a test says so. */
export function makeConnectionBreaker(): ConnectionBreaker {
  const planned: { pathPart: string; left: number; afterBytes: number }[] = []
  const middleware: RequestHandler = (request, response, next) => {
    const fault = planned.find(each => each.left > 0 && request.originalUrl.includes(each.pathPart))
    if (fault === undefined) return next()
    fault.left--
    const write = response.write.bind(response) as Write
    const end = response.end.bind(response) as End
    let left = fault.afterBytes
    let isCut = false
    const writeUntilCut: Write = chunk => {
      const bytes = Buffer.from(chunk)
      if (isCut) return false
      isCut = bytes.length >= left
      const goesOn = write(bytes.subarray(0, left))
      left -= bytes.length
      // A moment, so that what was written is sent before the line is cut.
      if (isCut) setTimeout(() => request.socket.destroy(), 20)
      return goesOn && !isCut
    }
    const endUnlessCut: End = chunk => {
      if (chunk !== undefined) writeUntilCut(chunk)
      return isCut ? response : end()
    }
    Object.assign(response, { write: writeUntilCut, end: endUnlessCut })
    next()
  }
  return { middleware, breakNext: (pathPart, { times = 1, afterBytes = 1000 } = {}) => { planned.push({ pathPart, left: times, afterBytes }) } }
}
