import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { getCompileCacheDir } from 'node:module'
import { fileURLToPath } from 'node:url'
import { AppError, toAppError, type ErrorCode } from '@f2l/common/errors.ts'

export interface ProcessContext { signal: AbortSignal; report(fraction: number): void }
export interface ProcessStart extends ProcessContext {
  /** All that the process gets to see of our environment. */
  environment: Record<string, string>
}

/** glibc keeps freed memory of pictures for itself, a heap for each thread, unless it is told not to. */
const givingBack = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: String(64 * 1024) }

/** Pictures and sound that pass through count as V8's own: without room for them it would look through its few megabytes again and again. */
const nodeOptions = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8', '--initial-old-space-size=64', '--single-threaded-gc']

type FromProcess<Output> =
  | { kind: 'progress'; fraction: number }
  | { kind: 'done'; output: Output }
  | { kind: 'failed'; code: ErrorCode; message: string; cause: string }
type ToProcess<Input> = { kind: 'start'; input: Input } | { kind: 'stop' }

/**
 * Does heavy work in a process of its own, whose memory goes with it: what models, pictures and V8 held for an analysis
 * would stay beside the whole render. Input and output are copied, so they are data only.
 * @throws what the work throws (an AppError with its code, its cause as text), or the signal's reason
 */
export async function inOwnProcess<Input, Output>(module: URL, input: Input, { environment, signal, report }: ProcessStart): Promise<Output> {
  signal.throwIfAborted()
  const cache = getCompileCacheDir()
  const child = fork(fileURLToPath(module), [], {
    env: { ...givingBack, ...environment, ...cache === undefined ? {} : { NODE_COMPILE_CACHE: cache } },
    execArgv: nodeOptions, serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit').catch(() => undefined)
  const send = (news: ToProcess<Input>): void => { if (child.connected) child.send(news, () => undefined) }
  // The work ends its own ffmpeg and answers; only then is the process let go.
  const stop = (): void => send({ kind: 'stop' })
  signal.addEventListener('abort', stop, { once: true })
  try {
    const answer = answerOf<Output>(child, report)
    send({ kind: 'start', input })
    return await answer
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    signal.removeEventListener('abort', stop)
    child.kill('SIGKILL')
    await ended
  }
}

function answerOf<Output>(child: ChildProcess, report: (fraction: number) => void): Promise<Output> {
  return new Promise((resolve, reject) => {
    child.on('message', (news: FromProcess<Output>) => {
      if (news.kind === 'progress') report(news.fraction)
      else if (news.kind === 'done') resolve(news.output)
      else reject(new AppError(news.code, news.message, { cause: new Error(news.cause) }))
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`A process ended by itself with ${signal ?? `code ${code}`}.`)))
  })
}

/** The other side, called once by a process's module: does the work and answers. */
export async function serveProcess<Input, Output>(work: (input: Input, context: ProcessContext) => Promise<Output>): Promise<void> {
  const stop = new AbortController()
  // Ours is to stop when we are told; a terminal's Ctrl-C reaches every process by itself.
  process.on('SIGINT', () => undefined)
  // Whoever asked is gone: so are we, and our ffmpeg with us.
  process.once('disconnect', () => process.exit(1))
  const tell = (news: FromProcess<Output>): void => { process.send!(news) }
  const input = await new Promise<Input>(resolve => {
    process.on('message', (news: ToProcess<Input>) => news.kind === 'start' ? resolve(news.input) : stop.abort())
  })
  try {
    tell({ kind: 'done', output: await work(input, { signal: stop.signal, report: fraction => tell({ kind: 'progress', fraction }) }) })
  } catch (error) {
    const { code, message, cause } = toAppError(error)
    tell({ kind: 'failed', code, message, cause: wholeCause(cause) })
  }
}

function wholeCause(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return cause.cause === undefined ? cause.stack ?? cause.message : `${cause.stack}\n${wholeCause(cause.cause)}`
}
