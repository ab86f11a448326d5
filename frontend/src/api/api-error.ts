import { words } from '../words/words.ts'

/** Codes the browser adds to the server's: no connection, and an answer that is not what the contract says. */
export type BrowserErrorCode = 'browser.offline' | 'browser.unexpected_answer'

/** A failed call. `message` is a whole sentence for the person. */
export class ApiError extends Error {
  readonly code: string
  /** HTTP status; 0 when no answer came. */
  readonly status: number

  constructor(code: string, status: number, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'ApiError'
    this.code = code
    this.status = status
  }
}

export function offline(cause: unknown): ApiError {
  return new ApiError('browser.offline' satisfies BrowserErrorCode, 0, words.errors.offline, cause)
}

export function unexpectedAnswer(status: number, cause?: unknown): ApiError {
  return new ApiError('browser.unexpected_answer' satisfies BrowserErrorCode, status, words.errors.unexpected, cause)
}

/**
 * The error that an answer's body tells (`apiError` of the contract); a proxy's HTML page becomes a sentence of ours.
 * Read by hand: the share page needs it, and the contract's parser is as large as the rest of that page.
 */
export function errorFromAnswer(status: number, body: unknown): ApiError {
  const error = fieldOf(body, 'error')
  const [code, message] = [fieldOf(error, 'code'), fieldOf(error, 'message')]
  return typeof code === 'string' && typeof message === 'string' ? new ApiError(code, status, message) : unexpectedAnswer(status)
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

/** Any thrown value as a sentence to show. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof ApiError ? thrown.message : words.errors.unexpected
}

/** Nobody answered, or a proxy did for a server that is away: it helps to ask again. */
export function isServerAway(thrown: unknown): boolean {
  return thrown instanceof ApiError && (thrown.status === 0 || thrown.status >= 502 && thrown.status <= 504)
}

export function isNotFound(thrown: unknown): boolean {
  return thrown instanceof ApiError && thrown.status === 404
}
