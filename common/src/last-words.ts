import type { Logger } from './log.ts'

/** Who crashes says why in the log. Node itself would print the error with all that hangs on it, as text between the lines. */
export function logLastWords(process: NodeJS.Process, log: Logger): void {
  process.on('uncaughtException', error => {
    log.fatal({ err: error }, 'a mistake of ours ended this program')
    process.exit(1)
  })
}
