import type { ErrorRequestHandler, RequestHandler } from 'express'
import { AppError, toAppError } from '@f2l/common/errors.ts'

/** The last handler: every failure becomes one `apiError` with the status of its code. */
export const errorAnswer: ErrorRequestHandler = (thrown, req, res, next) => {
  const error = fromExpress(thrown) ?? toAppError(thrown)
  if (error.status >= 500) req.log.error({ err: thrown as unknown, code: error.code }, 'a request failed')
  // Half an answer is out: only cutting the connection tells the other side.
  if (res.headersSent) return next(thrown)
  if (error.retryAfterSeconds !== undefined) res.setHeader('Retry-After', Math.ceil(error.retryAfterSeconds))
  res.setHeader('Cache-Control', 'no-store')
  res.status(error.status).json({ error: { code: error.code, message: error.message, requestId: String(req.id) } })
}

/** For whatever no route answered. */
export const nothingHere: RequestHandler = () => {
  throw new AppError('not_found', 'There is nothing at this address.')
}

/** Express and its body parser mark their errors with a status and, where it is safe to show, `expose`. */
function fromExpress(thrown: unknown): AppError | null {
  if (thrown instanceof AppError || !(thrown instanceof Error) || !('status' in thrown)) return null
  if (thrown.status === 413) return new AppError('input.too_large', 'This request is too large.', { cause: thrown })
  if (thrown.status === 404) return new AppError('not_found', 'There is nothing at this address.', { cause: thrown })
  if (typeof thrown.status !== 'number' || thrown.status < 400 || thrown.status > 499) return null
  return new AppError('input.invalid', 'The request could not be read.', { cause: thrown })
}
