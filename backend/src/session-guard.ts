import type { Request, RequestHandler } from 'express'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { readAccessToken, signInAgain } from './access-token.ts'
import type { Identities } from './deps.ts'

/** So long a password reset or a deleted account may go unnoticed by a token that is out. */
const freshMilliseconds = 10_000
const mostRemembered = 10_000

/**
 * Lets only requests with a live access token (`Authorization: Bearer …`) through and sets `res.locals.userId`.
 * No cookie is accepted here, so no other site can send a request in a person's name.
 */
export function makeSessionGuard(identities: Pick<Identities, 'read'>, jwtSecret: string): RequestHandler {
  const versionOf = rememberVersions(identities)
  return async (req, res, next) => {
    const { userId, sessionVersion } = readAccessToken(bearerToken(req), jwtSecret)
    if (await versionOf(userId, sessionVersion) !== sessionVersion) throw signInAgain()
    res.locals.userId = userId
    next()
  }
}

/** Two Authorization headers may mean different people to different readers, so they mean nobody. */
function bearerToken(req: Request): string {
  const headers = req.headersDistinct.authorization ?? []
  const token = headers.length === 1 ? /^Bearer ([^\s,]+)$/i.exec(headers[0]!)?.[1] : undefined
  if (!token) throw signInAgain()
  return token
}

/**
 * The person's current session version, or null when they are gone; asked again after a few seconds,
 * and at once for a token that is newer than what is remembered (a sign-in right after a reset).
 */
function rememberVersions(identities: Pick<Identities, 'read'>): (id: UserId, atLeast: number) => Promise<number | null> {
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
