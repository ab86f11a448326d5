import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { AppError } from '@f2l/common/errors.ts'
import { killGroup, limitedArguments, notStartedCodes, usualLimits, type ProgramLimits } from './limited-shell.ts'

export interface ProgramRun {
  env: Record<string, string>
  signal: AbortSignal
  timeLimitSeconds: number
  limits?: ProgramLimits
  /** Gets what is written, line by line, instead of `stdout`: an hour of packets is 10 MB, and nobody needs all of it at once. */
  onLine?(line: string): void
}

export interface ProgramEnd { code: number | null; stdout: string; stderr: string }

/** What a program may say before it is a flood. */
const mostOutputBytes = 256 * 2 ** 20
const keptErrorBytes = 64 * 1024

/**
 * Runs a small program to its end, in a process group of its own and within limits, and returns all it wrote.
 * One that was ended for taking too long, too much memory or writing too much has no `code`.
 * @throws AppError `tool.missing`, or the signal's reason
 */
export function runProgram(path: string, args: string[], { env, signal, timeLimitSeconds, limits = usualLimits, onLine }: ProgramRun): Promise<ProgramEnd> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', limitedArguments(limits, path, args), { env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'], detached: true })
    const kill = (): void => killGroup(child)
    const timer = setTimeout(kill, 1000 * timeLimitSeconds)
    signal.addEventListener('abort', kill, { once: true })
    const heard = hear(child, kill, onLine)
    const settle = (finish: () => void): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', kill)
      finish()
    }
    child.once('exit', () => child.stdio[3]?.destroy())
    child.on('error', error => settle(() => reject(signal.aborted ? signal.reason : missing(path, error))))
    child.on('close', code => settle(() => {
      if (signal.aborted) reject(signal.reason)
      else if (notStartedCodes.includes(code ?? 0)) reject(missing(path, new Error(heard().stderr)))
      else resolve({ code, ...heard() })
    }))
  })
}

function hear({ stdout, stderr }: ChildProcess, kill: () => void, onLine: ProgramRun['onLine']): () => { stdout: string; stderr: string } {
  const said: Buffer[] = []
  const complaints: Buffer[] = []
  let bytesSaid = 0
  let bytesComplained = 0
  stdout!.on('data', (bytes: Buffer) => {
    bytesSaid += bytes.length
    if (onLine === undefined) said.push(bytes)
    if (onLine === undefined && bytesSaid > mostOutputBytes) kill()
  })
  stderr!.on('data', (bytes: Buffer) => {
    bytesComplained += bytes.length
    if (bytesComplained <= keptErrorBytes) complaints.push(bytes)
  })
  if (onLine !== undefined) createInterface({ input: stdout! }).on('line', onLine)
  return () => ({ stdout: Buffer.concat(said).toString(), stderr: Buffer.concat(complaints).toString() })
}

function missing(path: string, cause: Error): AppError {
  return new AppError('tool.missing', `${path.split('/').at(-1)} was not found on this machine; \`npm run setup\` installs it or says how.`, { cause })
}
