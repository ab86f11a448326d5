import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { userId, type UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { Identity } from './deps.ts'

/** What a link in a mail may do. Each kind has an audience of its own, so one cannot be used as another. */
export type PurposeKind = 'verify-email' | 'reset-password'

const ISSUER = 'fathom-to-loom'
const lifetimeSeconds: Record<PurposeKind, number> = { 'verify-email': 3 * 24 * 3600, 'reset-password': 3600 }
const claims = z.object({ sub: userId, email: z.string(), sv: z.int(), exp: z.number() })

export interface PurposeClaims { userId: UserId; email: string; sessionVersion: number }

/**
 * The token of a verify or reset link: `${PUBLIC_URL}/verify?token=…`, `${PUBLIC_URL}/reset?token=…`.
 * It is bound to the address and the session version, so a reset link works once and dies with the next one used.
 */
export function makePurposeToken(kind: PurposeKind, identity: Pick<Identity, 'id' | 'email' | 'sessionVersion'>, secret: string): string {
  return jwt.sign({ email: identity.email, sv: identity.sessionVersion }, secret, {
    algorithm: 'HS256', issuer: ISSUER, audience: audienceOf(kind), subject: identity.id, expiresIn: lifetimeSeconds[kind],
  })
}

/** @throws AppError `auth.token_invalid` for anything but a live token of this kind */
export function readPurposeToken(kind: PurposeKind, token: string, secret: string): PurposeClaims {
  try {
    const { sub, email, sv } = claims.parse(jwt.verify(token, secret, { algorithms: ['HS256'], issuer: ISSUER, audience: audienceOf(kind) }))
    return { userId: sub, email, sessionVersion: sv }
  }
  catch (cause) {
    throw staleLink(cause)
  }
}

export function staleLink(cause?: unknown): AppError {
  return new AppError('auth.token_invalid', 'This link is no longer valid. Please ask for a new one.', { cause })
}

function audienceOf(kind: PurposeKind): string {
  return `fathom-to-loom:${kind}`
}
