import type { UserId } from '@f2l/common/contracts/ids.ts'

/** For each user one piece of work at a time: whoever asks meanwhile gets the outcome of what runs. */
export class OneAtATime<T> {
  readonly #running = new Map<UserId, Promise<T>>()

  run(userId: UserId, work: () => Promise<T>): Promise<T> {
    const running = this.#running.get(userId)
    if (running) return running
    const started = work().finally(() => this.#running.delete(userId))
    this.#running.set(userId, started)
    return started
  }
}
