import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { userId, type UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { Identity } from './deps.ts'

/** A download cannot send an access token, so its address carries a short-lived key. */
export const exportLinkSeconds = 600

const signed = { issuer: 'fathom-to-loom', audience: 'fathom-to-loom:export' }
const claims = z.object({ sub: userId, sv: z.int(), exp: z.number() })

/** Where a person can begin to fetch their archive for the next ten minutes; void with the session version, as all that is theirs. */
export function makeExportLink({ id, sessionVersion }: Pick<Identity, 'id' | 'sessionVersion'>, secret: string): string {
  return `/api/v1/me/export?token=${jwt.sign({ sv: sessionVersion }, secret, { ...signed, algorithm: 'HS256', subject: id, expiresIn: exportLinkSeconds })}`
}

/** @throws AppError `auth.token_invalid` for anything but a live key of this kind */
export function readExportLink(token: string, secret: string): { userId: UserId; sessionVersion: number } {
  try {
    const { sub, sv } = claims.parse(jwt.verify(token, secret, { ...signed, algorithms: ['HS256'] }))
    return { userId: sub, sessionVersion: sv }
  } catch (cause) {
    throw staleExport(cause)
  }
}

export function staleExport(cause?: unknown): AppError {
  return new AppError('auth.token_invalid', 'This download is no longer valid. Please ask for it again in the settings.', { cause })
}
