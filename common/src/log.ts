import { pino, type Logger } from 'pino'

/** The fields that may carry secrets or private words never reach a log line. */
const redact = [
  'apiKey', 'password', 'token', 'accessToken', 'refreshToken', 'authorization', 'cookie',
  '*.apiKey', '*.password', '*.token', '*.accessToken', '*.refreshToken', '*.authorization', '*.cookie',
  'req.headers.authorization', 'req.headers.cookie', 'req.headers["x-claim-token"]', 'res.headers["set-cookie"]',
]

export type { Logger }

/** JSON log lines on stderr, so that stdout stays free for what a command prints. */
export function makeLogger(name: string, level: string): Logger {
  return pino({ name, level, redact, base: { name } }, pino.destination({ fd: 2, sync: true }))
}
