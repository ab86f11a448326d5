import { spawn, type ChildProcess } from 'node:child_process'
import type { Logger } from '@f2l/common/log.ts'

export interface KeptProcess {
  readonly name: string
  /** Of the process that runs now; undefined until one that died is started again. */
  pid(): number | undefined
  /** True when it died so often that starting it again makes no sense. */
  hasGivenUp(): boolean
  /** SIGTERM, and SIGKILL after 15 s; answers when it is gone. */
  stop(): Promise<void>
}

export interface KeepRunningOptions {
  name: string
  /** A TypeScript file, run by the Node that runs us. */
  program: string
  env: Record<string, string>
  cwd: string
  log: Logger
}

/** What dies sooner than this, so many times in a row, is given up. */
const quickDeathSeconds = 5
const quickDeathsUntilGivingUp = 5
const killAfterSeconds = 15

/**
 * Runs a program and starts it again whenever it dies, with a growing pause.
 * The IPC channel is its lifeline: when we die, it closes, and the program ends by itself.
 * It has a process group of its own: Ctrl-C reaches us alone, and we end programs in the order that loses nothing.
 */
export function keepRunning({ name, program, env, cwd, log }: KeepRunningOptions): KeptProcess {
  let child: ChildProcess
  const deaths = countDeaths(name, log)
  let isStopping = false
  let restart: NodeJS.Timeout | undefined
  let exited: Promise<void>

  function start(): void {
    const startedAt = performance.now()
    child = spawn(process.execPath, ['--single-threaded-gc', '--disable-warning=ExperimentalWarning', program], { env, cwd, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true })
    exited = new Promise(done => {
      child.once('error', error => log.error({ err: error, name }, 'could not be started'))
      child.once('close', (code, signal) => {
        if (!isStopping) startAgain((performance.now() - startedAt) / 1000, { code, signal })
        done()
      })
    })
  }

  function startAgain(livedSeconds: number, how: object): void {
    const pauseMs = deaths.pauseMsAfter(livedSeconds, how)
    if (pauseMs !== null) restart = setTimeout(start, pauseMs)
  }

  async function stop(): Promise<void> {
    isStopping = true
    clearTimeout(restart)
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), killAfterSeconds * 1000)
    await exited
    clearTimeout(timer)
  }

  start()
  const pid = (): number | undefined => child.exitCode === null && child.signalCode === null ? child.pid : undefined
  return { name, pid, hasGivenUp: deaths.areTooMany, stop }
}

/** Decides after each death of a program whether it is started again, and says so in the log. */
export function countDeaths(name: string, log: Logger) {
  let quickDeaths = 0
  const areTooMany = (): boolean => quickDeaths >= quickDeathsUntilGivingUp
  return {
    areTooMany,
    /** So long until it is started again; null: it is given up. */
    pauseMsAfter(livedSeconds: number, how: object = {}): number | null {
      quickDeaths = livedSeconds < quickDeathSeconds ? quickDeaths + 1 : 0
      if (areTooMany()) {
        log.fatal({ name, ...how }, 'died too often, giving up')
        return null
      }
      log.warn({ name, ...how }, 'died, starting it again')
      return 200 * 2 ** quickDeaths
    },
  }
}
