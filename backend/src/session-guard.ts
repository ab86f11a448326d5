import type { Request, RequestHandler } from 'express'
import { readAccessToken, signInAgain } from './access-token.ts'
import type { CheckApiKey } from './api-keys/check-key.ts'
import { looksLikeApiKey } from './api-keys/key-form.ts'
import type { Identities } from './deps.ts'
import { makeSessionVersions } from './session-versions.ts'
import type { Sessions } from './sessions.ts'

export type StillHolds = () => Promise<boolean>

/**
 * Lets only requests with a live access token (`Authorization: Bearer …`) through and sets `res.locals.userId`,
 * `res.locals.session` where the token tells which one it belongs to, and `res.locals.stillHolds` for what goes on
 * for longer than a request: whether the same token would still be let through, but for its age.
 * No cookie is accepted here, so no other site can send a request in a person's name.
 * An API key stands for its owner where the route's decision lets it (api-keys/route-scopes.ts).
 */
export function makeSessionGuard(identities: Pick<Identities, 'read'>, jwtSecret: string, { sessions, checkApiKey }: { sessions: Pick<Sessions, 'isLive'>; checkApiKey: CheckApiKey }): RequestHandler {
  const versionOf = makeSessionVersions(identities)
  return async (req, res, next) => {
    const token = bearerToken(req)
    if (looksLikeApiKey(token)) {
      res.locals.userId = await checkApiKey(token, req)
      res.locals.session = null
      return next()
    }
    const { userId, sessionVersion, session } = readAccessToken(token, jwtSecret)
    const stillHolds: StillHolds = async () => await versionOf(userId, sessionVersion) === sessionVersion && (session === null || await sessions.isLive(session))
    if (!await stillHolds()) throw signInAgain()
    Object.assign(res.locals, { userId, session, stillHolds })
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
