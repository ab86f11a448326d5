import type { UserId } from '@f2l/common/contracts/ids.ts'
import type { Sketch, SketchAnswer, SketchWish } from '@f2l/common/contracts/sketch.ts'
import { AppError, isErrorCode, toAppError } from '@f2l/common/errors.ts'
import { randomName } from '../recordings/new-ids.ts'

type Kind = SketchWish['kind']
type WishOf<K extends Kind> = Extract<SketchWish, { kind: K }>
type AnswerTo<K extends Kind> = Extract<SketchAnswer, { kind: K }>
/** All that a worker needs; asked for when one takes the sketch. */
type ReadWork = () => Promise<Omit<Sketch, 'id' | 'wish'>>

/** A sketch in the hands of a worker. */
export interface HandedOut {
  sketch: Sketch
  /** Ends when nobody waits for it any more, answered or not. */
  over: AbortSignal
}

export interface DeskTimes {
  /** So long one waits for a worker to be there at all. */
  noWorkerMs: number
  /** So long one waits altogether. */
  overdueMs: number
  /** So long a worker waits for something to make before it asks again. */
  idleMs: number
}
const usualTimes: DeskTimes = { noWorkerMs: 4000, overdueMs: 25_000, idleMs: 25_000 }
/** Of one person: a browser that asks for the next one gives up the last. */
const mostWaiting = 4

interface Asked {
  id: string
  owner: UserId
  wish: SketchWish
  readWork: ReadWork
  over: AbortController
  settle(found: SketchAnswer | AppError): void
}

/**
 * Where those who wait for a sketch and the workers who make one meet. Drafts lie nowhere but in the memory of this process, and only
 * while somebody waits.
 */
export class SketchDesk {
  readonly #times: DeskTimes
  readonly #asked = new Map<string, Asked>()
  readonly #inLine: Asked[] = []
  readonly #idleWorkers: ((next: Asked | null) => void)[] = []
  /** In the hands of a worker. */
  readonly #inWork = new Set<Asked>()

  constructor(times: DeskTimes = usualTimes) {
    this.#times = times
  }

  /** @throws AppError `sketch.no_worker`, `sketch.overdue`, `rate_limited`, what the worker answers, or the signal's reason */
  async ask<K extends Kind>(owner: UserId, wish: WishOf<K>, readWork: ReadWork, signal: AbortSignal): Promise<AnswerTo<K>> {
    signal.throwIfAborted()
    this.#refuseTooMany(owner)
    const answer = Promise.withResolvers<SketchAnswer>()
    const settle = (found: SketchAnswer | AppError): void => found instanceof AppError ? answer.reject(found) : answer.resolve(found)
    const asked: Asked = { id: randomName(), owner, wish, readWork, over: new AbortController(), settle }
    const leave = (): void => answer.reject(signal.reason)
    signal.addEventListener('abort', leave, { once: true })
    const timers = this.#watchTime(asked)
    this.#asked.set(asked.id, asked)
    this.#inLine.push(asked)
    this.#match()
    try {
      return wantedOf(wish.kind, await answer.promise) as AnswerTo<K>
    } finally {
      timers.forEach(clearTimeout)
      signal.removeEventListener('abort', leave)
      this.#forget(asked)
    }
  }

  /** The next sketch for a worker that waits; null where there is none in time. */
  async take(signal: AbortSignal): Promise<HandedOut | null> {
    for (;;) {
      const next = await this.#nextInLine(signal)
      if (next === null) return null
      this.#inWork.add(next)
      try {
        return { sketch: { ...await next.readWork(), id: next.id, wish: next.wish }, over: next.over.signal }
      } catch (error) {
        next.settle(toAppError(error))
      }
    }
  }

  /** False where nobody waits for it. */
  answer(id: string, found: SketchAnswer): boolean {
    const asked = this.#asked.get(id)
    asked?.settle(found)
    return asked !== undefined
  }

  /** The worker has gone without an answer: another may make it. */
  giveBack(id: string): void {
    const asked = this.#asked.get(id)
    if (!asked || !this.#inWork.delete(asked)) return
    this.#inLine.unshift(asked)
    this.#match()
  }

  #match(): void {
    while (this.#inLine.length > 0 && this.#idleWorkers.length > 0) this.#idleWorkers.shift()!(this.#inLine.shift()!)
  }

  #nextInLine(signal: AbortSignal): Promise<Asked | null> {
    const { promise, resolve } = Promise.withResolvers<Asked | null>()
    const leave = (): void => {
      remove(this.#idleWorkers, resolve)
      resolve(null)
    }
    const timer = setTimeout(leave, this.#times.idleMs)
    signal.addEventListener('abort', leave, { once: true })
    if (signal.aborted) leave()
    else this.#idleWorkers.push(resolve)
    this.#match()
    return promise.finally(() => {
      clearTimeout(timer)
      signal.removeEventListener('abort', leave)
    })
  }

  #refuseTooMany(owner: UserId): void {
    const own = [...this.#asked.values()].filter(one => one.owner === owner)
    if (own.length >= mostWaiting) throw new AppError('rate_limited', 'Several pictures are being drawn for you already. Please wait a moment.', { retryAfterSeconds: 2 })
  }

  #watchTime(asked: Asked): NodeJS.Timeout[] {
    const isNobodyThere = (): boolean => this.#idleWorkers.length === 0 && this.#inWork.size === 0
    return [
      setTimeout(() => { if (isNobodyThere()) asked.settle(noWorker()) }, this.#times.noWorkerMs),
      setTimeout(() => asked.settle(overdue()), this.#times.overdueMs),
    ]
  }

  #forget(asked: Asked): void {
    this.#asked.delete(asked.id)
    this.#inWork.delete(asked)
    remove(this.#inLine, asked)
    asked.over.abort()
  }
}

function remove<T>(list: T[], item: T): void {
  const index = list.indexOf(item)
  if (index >= 0) list.splice(index, 1)
}

function wantedOf(kind: Kind, answer: SketchAnswer): SketchAnswer {
  if (answer.kind === kind) return answer
  if (answer.kind === 'failed') throw new AppError(isErrorCode(answer.code) ? answer.code : 'internal', answer.message)
  throw new AppError('internal', 'A worker answered something else than it was asked for.')
}

function noWorker(): AppError {
  return new AppError('sketch.no_worker', 'No worker is running that could draw this. The picture comes as soon as one is there.')
}

function overdue(): AppError {
  return new AppError('sketch.overdue', 'This took too long, because the workers are busy. Please try again in a moment.')
}
