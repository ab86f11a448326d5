import type { UserId } from '@f2l/common/contracts/ids.ts'
import type { Identities } from './deps.ts'

/** So long a password reset or a deleted account may go unnoticed by a token that is out. */
const freshMilliseconds = 10_000
const mostRemembered = 10_000

/**
 * The person's current session version, or null when they are gone; asked again after a few seconds,
 * and at once for a token that is newer than what is remembered (a sign-in right after a reset).
 */
export function makeSessionVersions(identities: Pick<Identities, 'read'>): (id: UserId, atLeast: number) => Promise<number | null> {
  const remembered = new Map<UserId, { version: number | null; until: number }>()
  return async (id, atLeast) => {
    const known = remembered.get(id)
    if (known && known.until > performance.now() && (known.version ?? -1) >= atLeast) return known.version
    const version = (await identities.read(id))?.sessionVersion ?? null
    remembered.delete(id)
    remembered.set(id, { version, until: performance.now() + freshMilliseconds })
    const [oldest] = remembered.keys()
    if (remembered.size > mostRemembered && oldest) remembered.delete(oldest)
    return version
  }
}
