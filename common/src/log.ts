import { pino, type Logger } from 'pino'
import { currentLogIds } from './log-context.ts'
import { withoutPrivateWords } from './private-words.ts'

/** The fields that may carry secrets or private words never reach a log line. */
const redact = [
  'apiKey', 'password', 'token', 'accessToken', 'refreshToken', 'authorization', 'cookie',
  '*.apiKey', '*.password', '*.token', '*.accessToken', '*.refreshToken', '*.authorization', '*.cookie',
  'req.headers.authorization', 'req.headers.cookie', 'req.headers["x-claim-token"]', 'res.headers["set-cookie"]',
]

export type { Logger }

/** JSON log lines on stderr, so that stdout stays free for what a command prints. Each names the request, person and job it belongs to. */
export function makeLogger(name: string, level: string): Logger {
  return pino({ name, level, redact, base: { name }, mixin: idsOfLine, serializers: { err: loggedError } }, pino.destination({ fd: 2, sync: true }))
}

function idsOfLine(): object {
  const { requestId, userId, jobId } = currentLogIds()
  return { requestId, userId, jobId }
}

/**
 * An error with its causes: what it is and where it came from. Its other fields stay out: those of libraries hold
 * requests, answers and whatever somebody typed.
 */
export function loggedError(thrown: unknown): unknown {
  return withCauses(thrown, 8)
}

/** Causes may lead in a circle. */
function withCauses(thrown: unknown, most: number): unknown {
  if (!(thrown instanceof Error)) return { message: withoutPrivateWords(String(thrown)) }
  const code = 'code' in thrown ? { code: thrown.code } : {}
  const cause = thrown.cause === undefined || most === 0 ? {} : { cause: withCauses(thrown.cause, most - 1) }
  return { type: thrown.name, ...code, message: withoutPrivateWords(thrown.message), stack: withoutPrivateWords(thrown.stack ?? ''), ...cause }
}
