import { once } from 'node:events'
import { getCompileCacheDir } from 'node:module'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import { AppError, toAppError, type ErrorCode } from '@f2l/common/errors.ts'

export interface ThreadContext { signal: AbortSignal; report(fraction: number): void }
export interface ThreadStart extends ThreadContext {
  /** All that the thread gets to see of our environment. */
  environment: Record<string, string>
}

type FromThread<Output> =
  | { kind: 'progress'; fraction: number }
  | { kind: 'done'; output: Output }
  | { kind: 'failed'; code: ErrorCode; message: string; cause: string }

/**
 * Does heavy work in a thread of its own, whose memory goes with it: WebAssembly never gives any back, and what an
 * analysis held would stay beside the whole render. Input and output are copied, so they are data only.
 * @throws what the work throws (an AppError with its code, its cause as text), or the signal's reason
 */
export async function inOwnThread<Input, Output>(module: URL, input: Input, { environment, signal, report }: ThreadStart): Promise<Output> {
  signal.throwIfAborted()
  const start = { module: module.href, input, compileCache: getCompileCacheDir() }
  const thread = new Worker(new URL('./thread-start.ts', import.meta.url), { workerData: start, env: environment, execArgv: ['--disable-warning=ExperimentalWarning'] })
  // The work ends its own ffmpeg and answers; only then is the thread let go.
  const stop = (): void => thread.postMessage('stop')
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await answerOf<Output>(thread, report)
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    signal.removeEventListener('abort', stop)
    await thread.terminate()
  }
}

function answerOf<Output>(thread: Worker, report: (fraction: number) => void): Promise<Output> {
  return new Promise((resolve, reject) => {
    thread.on('message', (news: FromThread<Output>) => {
      if (news.kind === 'progress') report(news.fraction)
      else if (news.kind === 'done') resolve(news.output)
      else reject(new AppError(news.code, news.message, { cause: new Error(news.cause) }))
    })
    thread.once('error', reject)
    thread.once('exit', code => reject(new Error(`A thread ended by itself with code ${code}.`)))
  })
}

/** The other side, called once by a thread's module: does the work and answers. */
export async function serveThread<Input, Output>(work: (input: Input, context: ThreadContext) => Promise<Output>): Promise<void> {
  const port = parentPort!
  const stop = new AbortController()
  void once(port, 'message').then(() => stop.abort())
  const tell = (news: FromThread<Output>): void => port.postMessage(news)
  try {
    tell({ kind: 'done', output: await work((workerData as { input: Input }).input, { signal: stop.signal, report: fraction => tell({ kind: 'progress', fraction }) }) })
  } catch (error) {
    const { code, message, cause } = toAppError(error)
    tell({ kind: 'failed', code, message, cause: wholeCause(cause) })
  }
}

function wholeCause(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return cause.cause === undefined ? cause.stack ?? cause.message : `${cause.stack}\n${wholeCause(cause.cause)}`
}
