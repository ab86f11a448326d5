import { createHmac, randomBytes } from 'node:crypto'
import { parseCookie } from 'cookie'
import type { CookieOptions, Request, Response } from 'express'
import jwt from 'jsonwebtoken'
import { z } from 'zod'
import type { Config } from '@f2l/common/config.ts'
import { sessionId, type SessionId } from '@f2l/common/contracts/account.ts'
import { userId, type ShareToken, type UserId } from '@f2l/common/contracts/ids.ts'
import { hostCookie, isHttps, pathCookie } from '../cookie-names.ts'
import type { Identities, Identity } from '../deps.ts'
import { makeSessionVersions } from '../session-versions.ts'
import type { Sessions } from '../sessions.ts'

/** Who looks at a share page, as far as the cookies of their browser tell. */
export interface Viewer {
  /** Signed in here. */
  userId: UserId | null
  /** A name for this browser, by which it finds its own comments again; null before it has one. */
  visitor: string | null
  /** What opens a link with a password: the hash (shortened) of the one that was right, by link. */
  pass(token: ShareToken): string | null
}
export type ReadViewer = (request: Request) => Promise<Viewer>
interface ViewerDeps { identities: Pick<Identities, 'read'>; sessions: Pick<Sessions, 'isLive'>; config: CookieConfig }
type CookieConfig = Pick<Config, 'JWT_SECRET' | 'PUBLIC_URL'>

const daySeconds = 24 * 3600
const yearSeconds = 365 * daySeconds
const visitorForm = /^[A-Za-z0-9_-]{22}$/
const signed = { issuer: 'fathom-to-loom', audience: 'fathom-to-loom:viewer' }
const signedPass = { issuer: 'fathom-to-loom', audience: 'fathom-to-loom:pass' }
const viewerClaims = z.object({ sub: userId, sv: z.int(), sid: sessionId.optional() })
const passClaims = z.object({ sub: z.string(), hash: z.string() })

/** A cookie that cannot be read says nothing, as if it were not there: share pages are for strangers, too. */
export function makeViewerReader({ identities, sessions, config }: ViewerDeps): ReadViewer {
  const versionOf = makeSessionVersions(identities)
  async function isCurrent({ sub, sv, sid }: z.output<typeof viewerClaims>): Promise<boolean> {
    return await versionOf(sub, sv) === sv && (sid === undefined || await sessions.isLive(sid))
  }
  return async request => {
    const cookies = parseCookie(request.headers.cookie ?? '')
    const claimed = verified(cookies[viewerCookie(config)], config.JWT_SECRET, signed, viewerClaims)
    const visitor = cookies[visitorCookie(config)] ?? ''
    return {
      userId: claimed !== null && await isCurrent(claimed) ? claimed.sub : null,
      visitor: visitorForm.test(visitor) ? visitor : null,
      pass: token => {
        const pass = verified(cookies[passCookie(token, config)], config.JWT_SECRET, signedPass, passClaims)
        return pass?.sub === token ? pass.hash : null
      },
    }
  }
}

/** Lets the browser of somebody who signed in see what is theirs or meant for them on share pages: for a day, renewed and ended with the session. */
export function rememberViewer(response: Response, identity: Pick<Identity, 'id' | 'sessionVersion'>, session: SessionId | null, config: CookieConfig): void {
  const claims = { sv: identity.sessionVersion, ...(session === null ? {} : { sid: session }) }
  const token = jwt.sign(claims, config.JWT_SECRET, { ...signed, algorithm: 'HS256', subject: identity.id, expiresIn: daySeconds })
  response.cookie(viewerCookie(config), token, { ...ownPages(config), maxAge: daySeconds * 1000 })
}

export function forgetViewer(response: Response, config: Pick<Config, 'PUBLIC_URL'>): void {
  response.clearCookie(viewerCookie(config), ownPages(config))
}

/**
 * Opens one link for this browser, until the password changes. The cookie is bound to the link's own paths: sent
 * everywhere, the passes of many links together would be larger than a server takes.
 */
export function givePass(response: Response, token: ShareToken, passwordHash: string, config: CookieConfig): void {
  const pass = jwt.sign({ hash: shortened(passwordHash) }, config.JWT_SECRET, { ...signedPass, algorithm: 'HS256', subject: token, expiresIn: 30 * daySeconds })
  for (const path of [`/s/${token}`, `/api/v1/share/${token}`]) {
    response.cookie(passCookie(token, config), pass, { ...alsoEmbedded(config), path, maxAge: 30 * daySeconds * 1000 })
  }
}

export function isPassFor(pass: string | null, passwordHash: string): boolean {
  return pass === shortened(passwordHash)
}

/** The visitor's name, given to them now where they have none. */
export function nameVisitor(viewer: Viewer, response: Response, config: Pick<Config, 'PUBLIC_URL'>): string {
  const name = viewer.visitor ?? randomBytes(16).toString('base64url')
  response.cookie(visitorCookie(config), name, { ...alsoEmbedded(config), maxAge: yearSeconds * 1000 })
  return name
}

/** What is stored of a visitor: another thing for each owner, so that two of them cannot compare who watched. */
export function visitorKey(visitor: string, owner: UserId, { JWT_SECRET }: Pick<Config, 'JWT_SECRET'>): string {
  return createHmac('sha256', JWT_SECRET).update(`visitor:${owner}:${visitor}`).digest('base64url').slice(0, 22)
}

function verified<T>(token: string | undefined, secret: string, wanted: { issuer: string; audience: string }, claims: z.ZodType<T>): T | null {
  if (token === undefined || token.length > 2048) return null
  try {
    return claims.parse(jwt.verify(token, secret, { ...wanted, algorithms: ['HS256'] }))
  } catch (error) {
    if (error instanceof jwt.JsonWebTokenError || error instanceof z.ZodError) return null
    throw error
  }
}

function shortened(hash: string): string {
  return hash.slice(-16)
}

const viewerCookie = (config: Pick<Config, 'PUBLIC_URL'>): string => hostCookie('f2l_viewer', config)
const visitorCookie = (config: Pick<Config, 'PUBLIC_URL'>): string => hostCookie('f2l_visitor', config)
const passCookie = (token: ShareToken, config: Pick<Config, 'PUBLIC_URL'>): string => pathCookie(`f2l_pass_${token}`, config)

function ownPages(config: Pick<Config, 'PUBLIC_URL'>): CookieOptions {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps(config) }
}

/** A player in somebody else's page has a jar of its own there; browsers offer that over https only. */
function alsoEmbedded(config: Pick<Config, 'PUBLIC_URL'>): CookieOptions {
  return isHttps(config) ? { ...ownPages(config), sameSite: 'none', partitioned: true } : ownPages(config)
}
