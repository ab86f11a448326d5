import { Worker } from 'node:worker_threads'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { AppError, isErrorCode } from '@f2l/common/errors.ts'
import { MigrationFailed, type Migrations } from './migrate.ts'
import { unavailable } from './open.ts'

export interface FileOfUser { path: string; userId: UserId }
export interface MigrationAsked extends FileOfUser { number: number }
export type MigrationAnswer = { number: number } & ({ sizeBytes: number } | { failure: { kind: 'file' | 'other' | 'app'; code: string; message: string } })

/** An idle thread gives its memory back after this. */
const idleMs = 10_000

interface Waiting { done(sizeBytes: number): void; fail(reason: unknown): void }

/**
 * Migrates files in a thread of its own: a large one takes seconds, in which nobody else could be served.
 * The thread begins with the first file, ends when it was idle for a while, and keeps no program alive.
 */
export class MigrationThread {
  readonly #migrations: Migrations
  readonly #waiting = new Map<number, Waiting>()
  #thread: Worker | null = null
  #count = 0
  #idle: NodeJS.Timeout | undefined

  constructor(migrations: Migrations) {
    this.#migrations = migrations
  }

  /**
   * Answers the file's size afterwards.
   * @throws `MigrationFailed`; AppError `userdb.newer_than_code`, `userdb.unavailable`
   */
  migrate({ path, userId }: FileOfUser): Promise<number> {
    clearTimeout(this.#idle)
    const thread = this.#thread ??= this.#start()
    // While somebody waits for it the program must not end.
    thread.ref()
    const number = ++this.#count
    return new Promise((done, fail) => {
      this.#waiting.set(number, { done, fail })
      thread.postMessage({ number, path, userId } satisfies MigrationAsked)
    })
  }

  close(): void {
    clearTimeout(this.#idle)
    void this.#thread?.terminate()
    this.#lose(new Error('the program is stopping'))
  }

  #start(): Worker {
    const thread = new Worker(new URL('./migration-thread.main.ts', import.meta.url), { workerData: this.#migrations })
    thread.on('message', (answer: MigrationAnswer) => this.#take(answer))
    thread.once('error', error => this.#lose(error))
    thread.once('exit', () => {
      if (this.#thread === thread) this.#lose(new Error('the thread of migrations ended'))
    })
    return thread
  }

  #take(answer: MigrationAnswer): void {
    const waiting = this.#waiting.get(answer.number)
    this.#waiting.delete(answer.number)
    if ('failure' in answer) waiting?.fail(asError(answer.failure))
    else waiting?.done(answer.sizeBytes)
    if (this.#waiting.size > 0) return
    this.#thread?.unref()
    this.#idle = setTimeout(() => this.close(), idleMs).unref()
  }

  #lose(reason: Error): void {
    this.#thread = null
    for (const { fail } of this.#waiting.values()) fail(unavailable(reason))
    this.#waiting.clear()
  }
}

/** Errors do not come through a thread's port as what they were. */
function asError({ kind, code, message }: Extract<MigrationAnswer, { failure: object }>['failure']): Error {
  if (kind === 'file') return new MigrationFailed(new Error(message))
  return kind === 'app' && isErrorCode(code) ? new AppError(code, message) : unavailable(new Error(`${code} ${message}`))
}
