/** What a program that reads a stranger's file may use; more ends it. */
export interface ProgramLimits {
  /** Address space, not all of it used: an 8K picture of 10 bit is 100 MB, decoders keep up to 32 of them, and each thread reserves some. */
  memoryBytes: number
  /** Of each file it writes, and of what it writes to a pipe. */
  outputBytes: number
}

const gibibyte = 2 ** 30
export const usualLimits: ProgramLimits = { memoryBytes: 16 * gibibyte, outputBytes: 64 * gibibyte }

/**
 * Arguments of `/bin/sh` that start a program within its limits. It has no ear for the death of who started it: a watcher
 * in its process group listens on fd 3 and, when that closes (we died, or the program has ended and we let go), kills
 * what is left of the group. A shell that lacks a limit (macOS has none for memory) goes on without it.
 */
export function limitedArguments({ memoryBytes, outputBytes }: ProgramLimits, path: string, args: string[]): string[] {
  const limits = [
    // POSIX counts files in blocks of 512 bytes, and memory, where there is such a limit, in kibibytes.
    Number.isFinite(memoryBytes) ? `ulimit -v ${Math.ceil(memoryBytes / 1024)} 2>/dev/null; ` : '',
    Number.isFinite(outputBytes) ? `ulimit -f ${Math.ceil(outputBytes / 512)} 2>/dev/null; ` : '',
  ].join('')
  return ['-c', `( read -r _ <&3; kill -9 0 ) </dev/null >/dev/null 2>&1 & exec 3<&-; ${limits}exec "$0" "$@"`, path, ...args]
}

/** What a shell answers for a program that is not there, or is none. */
export const notStartedCodes = [126, 127]

/** Kills a process that leads a group, with all it started. */
export function killGroup(child: { pid?: number | undefined; exitCode: number | null; signalCode: NodeJS.Signals | null } | undefined): void {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch (error) {
    // ESRCH: it ended by itself in this very moment.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
