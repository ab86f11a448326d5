import type { UserId } from '@f2l/common/contracts/ids.ts'
import { unavailable } from './open.ts'
import type { RegistryRow, UserDatabaseRegistry } from './registry.ts'

const mostRows = 10_000

/** Registry rows kept for a short while: nearly every request asks for one. */
export class RowCache {
  readonly #rows = new Map<UserId, { row: RegistryRow; until: number }>()
  readonly #registry: UserDatabaseRegistry
  readonly #freshMilliseconds: number

  constructor(registry: UserDatabaseRegistry, freshMilliseconds: number) {
    this.#registry = registry
    this.#freshMilliseconds = freshMilliseconds
  }

  /** @throws AppError `userdb.unavailable` when the user has none */
  async get(userId: UserId): Promise<RegistryRow> {
    const kept = this.#rows.get(userId)
    if (kept && kept.until > performance.now()) return kept.row
    const row = await this.#registry.find(userId)
    if (!row) throw unavailable(new Error('the user has no database yet'))
    this.put(row)
    return row
  }

  put(row: RegistryRow): void {
    this.#rows.delete(row.userId)
    this.#rows.set(row.userId, { row, until: performance.now() + this.#freshMilliseconds })
    const [oldest] = this.#rows.keys()
    if (this.#rows.size > mostRows && oldest) this.#rows.delete(oldest)
  }
}
