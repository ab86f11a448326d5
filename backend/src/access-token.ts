import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { sessionId, type SessionId } from '@f2l/common/contracts/account.ts'
import { userId, type UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { Identity } from './deps.ts'

export const accessTokenSeconds = 15 * 60
const longestToken = 2048
const identityOfToken = { issuer: 'fathom-to-loom', audience: 'fathom-to-loom:access' }
const claims = z.object({ sub: userId, sv: z.int(), sid: sessionId.optional(), exp: z.number() })

/** A signed token (HS256) that says who somebody is, for 15 minutes, and which session it belongs to: with that it ends, too. */
export function makeAccessToken(identity: Pick<Identity, 'id' | 'sessionVersion'>, secret: string, session: SessionId | null = null): string {
  return jwt.sign({ sv: identity.sessionVersion, ...(session === null ? {} : { sid: session }) }, secret, { ...identityOfToken, algorithm: 'HS256', subject: identity.id, expiresIn: accessTokenSeconds })
}

/** @throws AppError `auth.required` for anything but a live access token of ours */
export function readAccessToken(token: string, secret: string): { userId: UserId; sessionVersion: number; session: SessionId | null } {
  if (token.length > longestToken) throw signInAgain()
  try {
    const { sub, sv, sid } = claims.parse(jwt.verify(token, secret, { ...identityOfToken, algorithms: ['HS256'] }))
    return { userId: sub, sessionVersion: sv, session: sid ?? null }
  }
  catch (cause) {
    throw signInAgain(cause)
  }
}

export function signInAgain(cause?: unknown): AppError {
  return new AppError('auth.required', 'Please sign in to go on.', { cause })
}
