import { spawn } from 'node:child_process'
import { AppError } from '@f2l/common/errors.ts'

export interface ProgramRun {
  env: Record<string, string>
  signal: AbortSignal
  timeLimitSeconds: number
}

/** Runs a small program to its end and returns all it wrote. @throws AppError `tool.missing`, or the signal's reason */
export function runProgram(path: string, args: string[], { env, signal, timeLimitSeconds }: ProgramRun): Promise<{ code: number | null; stdout: string; stderr: string }> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 1000 * timeLimitSeconds, killSignal: 'SIGKILL', signal })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (bytes: Buffer) => stdout.push(bytes))
    child.stderr.on('data', (bytes: Buffer) => stderr.push(bytes))
    child.on('error', error => reject(signal.aborted ? signal.reason : missing(path, error)))
    child.on('close', code => resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }))
  })
}

function missing(path: string, cause: Error): AppError {
  return new AppError('tool.missing', `${path.split('/').at(-1)} was not found on this machine; \`npm run setup\` installs it or says how.`, { cause })
}
