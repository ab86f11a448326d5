/** Every way the product can fail: HTTP status, and whether trying again later may help. */
export const errorTable = {
  // What a person gave us
  'input.invalid': { status: 400, mayRetry: false },
  'storage.full': { status: 413, mayRetry: false },
  'input.too_large': { status: 413, mayRetry: false },
  'link.not_a_url': { status: 400, mayRetry: false },
  'link.wrong_host': { status: 400, mayRetry: false },
  'link.lookalike_host': { status: 400, mayRetry: false },
  'link.usefathom': { status: 400, mayRetry: false },
  'link.not_a_recording': { status: 400, mayRetry: false },
  'link.needs_account': { status: 400, mayRetry: false },
  'link.dead': { status: 404, mayRetry: false },
  'link.sign_in_required': { status: 403, mayRetry: false },
  'link.unreadable_page': { status: 502, mayRetry: true },
  'url.refused': { status: 400, mayRetry: false },
  'file.not_found': { status: 400, mayRetry: false },
  'file.empty': { status: 400, mayRetry: false },
  'file.not_media': { status: 400, mayRetry: false },
  'file.broken': { status: 400, mayRetry: false },
  'file.encrypted': { status: 400, mayRetry: false },
  'file.no_sound_or_picture': { status: 400, mayRetry: false },
  'file.too_large': { status: 413, mayRetry: false },
  'file.too_long': { status: 413, mayRetry: false },
  'transcript.unreadable': { status: 400, mayRetry: false },
  'recording.nothing_left': { status: 422, mayRetry: false },
  'source.gone': { status: 410, mayRetry: false },
  // Fathom
  'fathom.key_refused': { status: 422, mayRetry: false },
  'fathom.not_connected': { status: 409, mayRetry: false },
  'fathom.rate_limited': { status: 503, mayRetry: true },
  'fathom.unreachable': { status: 502, mayRetry: true },
  'fathom.recording_not_found': { status: 404, mayRetry: false },
  'fathom.no_media': { status: 422, mayRetry: false },
  'fathom.share_limited': { status: 403, mayRetry: false },
  'fathom.download_failed': { status: 502, mayRetry: true },
  'fathom.download_overdue': { status: 504, mayRetry: false },
  'fathom.download_pending': { status: 503, mayRetry: true },
  'fathom.bad_signature': { status: 401, mayRetry: false },
  'fathom.cannot_call': { status: 409, mayRetry: false },
  // Network
  'fetch.failed': { status: 502, mayRetry: true },
  'fetch.too_large': { status: 413, mayRetry: false },
  'fetch.timeout': { status: 504, mayRetry: true },
  // Accounts
  'auth.required': { status: 401, mayRetry: false },
  'auth.wrong_credentials': { status: 401, mayRetry: false },
  'auth.unverified': { status: 403, mayRetry: false },
  'auth.token_invalid': { status: 401, mayRetry: false },
  'auth.password_too_short': { status: 400, mayRetry: false },
  'auth.password_too_long': { status: 400, mayRetry: false },
  'auth.password_common': { status: 400, mayRetry: false },
  'auth.cross_site': { status: 403, mayRetry: false },
  'auth.key_refused': { status: 401, mayRetry: false },
  'auth.key_expired': { status: 401, mayRetry: false },
  'auth.key_scope': { status: 403, mayRetry: false },
  'access.denied': { status: 403, mayRetry: false },
  // Share links that are not for everybody
  'share.password_required': { status: 401, mayRetry: false },
  'share.wrong_password': { status: 403, mayRetry: false },
  'share.sign_in_required': { status: 401, mayRetry: false },
  'share.not_for_you': { status: 403, mayRetry: false },
  'share.expired': { status: 410, mayRetry: false },
  'not_found': { status: 404, mayRetry: false },
  'conflict': { status: 409, mayRetry: false },
  'rate_limited': { status: 429, mayRetry: true },
  // Queue
  'queue.claim_lost': { status: 409, mayRetry: false },
  'queue.too_many_pending': { status: 429, mayRetry: true },
  'queue.not_cancellable': { status: 409, mayRetry: false },
  'queue.unavailable': { status: 503, mayRetry: true },
  'job.cancelled': { status: 409, mayRetry: false },
  'job.worker_lost': { status: 500, mayRetry: true },
  // Pictures and forecasts of a draft, which a worker makes while its owner waits
  'sketch.no_worker': { status: 503, mayRetry: true },
  'sketch.overdue': { status: 504, mayRetry: true },
  'sketch.not_possible': { status: 422, mayRetry: false },
  // User databases and secrets
  'userdb.unavailable': { status: 503, mayRetry: true },
  'userdb.newer_than_code': { status: 503, mayRetry: false },
  'secret.unreadable': { status: 500, mayRetry: false },
  'secret.wrong_master_key': { status: 500, mayRetry: false },
  // Speech-to-text; a conversion goes on without it
  'speech.unavailable': { status: 503, mayRetry: true },
  'speech.refused': { status: 502, mayRetry: false },
  'speech.model_unusable': { status: 500, mayRetry: false },
  // Rendering
  'render.ffmpeg_failed': { status: 500, mayRetry: true },
  'render.browser_failed': { status: 500, mayRetry: true },
  'verify.failed': { status: 500, mayRetry: true },
  // Operator
  'config.invalid': { status: 500, mayRetry: false },
  'tool.missing': { status: 500, mayRetry: false },
  'mail.refused': { status: 502, mayRetry: true },
  // A person's own mail server
  'mail.rejected': { status: 422, mayRetry: false },
  'mail.wrong_password': { status: 422, mayRetry: false },
  'mail.no_tls': { status: 422, mayRetry: false },
  'mail.unknown_host': { status: 422, mayRetry: false },
  'mail.private_host': { status: 422, mayRetry: false },
  'mail.unreachable': { status: 502, mayRetry: true },
  'mail.silent': { status: 504, mayRetry: true },
  'internal': { status: 500, mayRetry: true },
} as const satisfies Record<string, { status: number; mayRetry: boolean }>

export type ErrorCode = keyof typeof errorTable

/**
 * The one error of the product. `message` is a whole sentence meant for the person;
 * `code` is meant for programs. Never put a secret into either.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  /** Seconds after which trying again makes sense, where the other side told us. */
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.retryAfterSeconds = options.retryAfterSeconds
  }

  get status(): number {
    return errorTable[this.code].status
  }

  get mayRetry(): boolean {
    return errorTable[this.code].mayRetry
  }
}

/** Any thrown value as an AppError; what we did not foresee becomes `internal` with its cause kept. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  return new AppError('internal', 'Something went wrong on our side.', { cause: thrown })
}

/** What any thrown value says of itself; for operators, since not every error's words are meant for people. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

export function isErrorCode(value: string): value is ErrorCode {
  return Object.hasOwn(errorTable, value)
}
