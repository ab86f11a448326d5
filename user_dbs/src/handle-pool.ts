import type { UserId } from '@f2l/common/contracts/ids.ts'
import { isOutOfHandles, unavailable, type Handle } from './open.ts'

/** Database, write-ahead log and its index. */
const descriptorsPerFile = 3

/**
 * How many files may be open at once in this process: `wanted`, or fewer where that would take more than half
 * of the descriptors it may have; sockets and other files need some too.
 */
export function roomForFiles(wanted: number): number {
  // Otherwise the report looks up the name of every peer (Node 22 and later; @types/node does not know it yet).
  Object.assign(process.report, { excludeNetwork: true })
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } }
  const descriptors = Number(report.userLimits?.open_files?.soft)
  return Number.isFinite(descriptors) ? Math.max(1, Math.min(wanted, Math.floor(descriptors / 2 / descriptorsPerFile))) : wanted
}

/** Open files, at most `capacity`; the one that was not used for longest is closed first. */
export class HandlePool {
  readonly #handles = new Map<UserId, Handle>()
  readonly #capacity: number
  #isClosed = false

  constructor(capacity: number) {
    this.#capacity = Math.max(1, capacity)
  }

  get size(): number {
    return this.#handles.size
  }

  /** The user's open file, opened with `open` when it is not there. Use it at once: the next call may close it. */
  take(userId: UserId, open: () => Handle): Handle {
    if (this.#isClosed) throw unavailable(new Error('the program is stopping'))
    const handle = this.#handles.get(userId) ?? this.#openWithRoom(open)
    // A Map keeps the order of insertion: the first is the one unused for longest.
    this.#handles.delete(userId)
    this.#handles.set(userId, handle)
    this.#shrinkTo(this.#capacity)
    return handle
  }

  /** Closes the user's file, if it is open. */
  drop(userId: UserId): void {
    const handle = this.#handles.get(userId)
    this.#handles.delete(userId)
    handle?.sqlite.close()
  }

  close(): void {
    this.#isClosed = true
    this.#shrinkTo(0)
  }

  /** When something else has taken the descriptors, half of the pool goes. */
  #openWithRoom(open: () => Handle): Handle {
    try {
      return open()
    }
    catch (error) {
      if (!isOutOfHandles(error) || this.#handles.size === 0) throw error
      this.#shrinkTo(Math.floor(this.#handles.size / 2))
      return open()
    }
  }

  #shrinkTo(size: number): void {
    for (const [userId, { sqlite }] of this.#handles) {
      if (this.#handles.size <= size) return
      // In the middle of its transaction: it goes at the next turn.
      if (sqlite.inTransaction) continue
      this.#handles.delete(userId)
      sqlite.close()
    }
  }
}
