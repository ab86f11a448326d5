import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { sessionId, type SessionId } from '@f2l/common/contracts/account.ts'
import { userId, type UserId } from '@f2l/common/contracts/ids.ts'
import type { PocketBaseClient } from '@f2l/common/pocketbase-client.ts'
import { signInAgain } from './access-token.ts'
import type { ClientOrigin } from './client-origin.ts'
import type { Identity } from './deps.ts'
import { hashSecret, newSecret } from './random-secrets.ts'

/**
 * Refresh tokens: `family.secret`, known to the database by their SHA-256 only.
 * A successor is an HMAC of its predecessor, so that two tabs that refresh at once get the same one
 * although nobody keeps it in the clear.
 */
export interface Sessions {
  /** A new family; answers its first refresh token. */
  start(userId: UserId, from: ClientOrigin): Promise<string>
  /** Trades a refresh token for its successor. @throws `auth.required` when it is over; a replayed one ends its family */
  rotate(refreshToken: string, from: ClientOrigin): Promise<{ userId: UserId; refreshToken: string }>
  /** Ends the token's family; a token that is unknown or over is left in peace. */
  end(refreshToken: string, from: ClientOrigin): Promise<void>
  /** The sessions in which somebody is signed in, the last used first. */
  list(identity: Pick<Identity, 'id' | 'sessionVersion'>): Promise<OpenSession[]>
  /** Ends one of the person's sessions; one that is not theirs is left in peace. */
  endOne(userId: UserId, session: SessionId, from: ClientOrigin): Promise<void>
  endOthers(userId: UserId, kept: SessionId, from: ClientOrigin): Promise<void>
  /** False once it was ended; looked up again after a few seconds. */
  isLive(session: SessionId): Promise<boolean>
}

export interface OpenSession { id: SessionId; userAgent: string; startedAt: Date; lastUsedAt: Date }

export interface SessionTimes {
  /** A session unused for this long ends. */
  idleSeconds: number
  /** And it ends after this long in any case. */
  absoluteSeconds: number
  /** So long a token that was just used still gives its successor (two tabs, a lost answer). */
  graceSeconds: number
}

export const sessionTimes: SessionTimes = { idleSeconds: 30 * 24 * 3600, absoluteSeconds: 180 * 24 * 3600, graceSeconds: 10 }

const tokenForm = /^([a-z0-9]{15})\.[A-Za-z0-9_-]{43}$/
/** So long a session that another process ended may go on. */
const freshMilliseconds = 10_000
const mostRemembered = 10_000
const moment = z.string().transform(text => (text === '' ? null : new Date(text.replace(' ', 'T'))))
const openRow = z.object({ id: sessionId, user_agent: z.string(), created: moment, rotated_at: moment })
const started = z.object({ family: z.string() })
const rotated = z.object({ outcome: z.enum(['rotated', 'again', 'over', 'reused']), user: userId.nullable() })

export function makeSessions(client: PocketBaseClient, jwtSecret: string, times: SessionTimes = sessionTimes): Sessions {
  const rotationKey = createHmac('sha256', jwtSecret).update('refresh token rotation').digest()
  const post = (path: string, body: unknown): Promise<unknown> => client.send('POST', `/api/accounts/sessions${path}`, body)
  const known = new Map<SessionId, { isLive: boolean; until: number }>()
  async function revoke(user: UserId, session: SessionId, others: boolean, from: ClientOrigin): Promise<void> {
    await post('/revoke', { user, session, others, from })
    known.clear()
  }
  return {
    async start(user, from) {
      // The family's name is not known before its row is there, so only the secret is hashed.
      const secret = newSecret()
      const { family } = started.parse(await post('', { user, hash: hashSecret(secret), from, ...times }))
      return `${family}.${secret}`
    },
    async rotate(refreshToken, from) {
      const { family, secret } = parseToken(refreshToken)
      const next = createHmac('sha256', rotationKey).update(refreshToken).digest('base64url')
      const { outcome, user } = rotated.parse(await post('/rotate', { family, hash: hashSecret(secret), next: hashSecret(next), from, ...times }))
      if (user === null || outcome === 'over' || outcome === 'reused') throw signInAgain()
      return { userId: user, refreshToken: `${family}.${next}` }
    },
    async end(refreshToken, from) {
      if (!tokenForm.test(refreshToken)) return
      const { family, secret } = parseToken(refreshToken)
      await post('/end', { family, hash: hashSecret(secret), from })
      known.delete(family)
    },
    list: identity => listOpen(client, identity),
    endOne: (user, session, from) => revoke(user, session, false, from),
    endOthers: (user, kept, from) => revoke(user, kept, true, from),
    async isLive(session) {
      const found = known.get(session)
      if (found && found.until > performance.now()) return found.isLive
      const isLive = await isOpen(client, session)
      if (known.size >= mostRemembered) known.clear()
      known.set(session, { isLive, until: performance.now() + freshMilliseconds })
      return isLive
    },
  }
}

/** The session that a refresh token belongs to, whether it is good or not. */
export function sessionOf(refreshToken: string): SessionId | null {
  return sessionId.safeParse(tokenForm.exec(refreshToken)?.[1]).data ?? null
}

async function listOpen(client: PocketBaseClient, { id, sessionVersion }: Pick<Identity, 'id' | 'sessionVersion'>): Promise<OpenSession[]> {
  const rows = await client.call(pb => pb.collection('sessions').getFullList({
    filter: pb.filter('user = {:id} && session_version = {:sessionVersion} && revoked_at = "" && expires_at > @now', { id, sessionVersion }),
  }))
  const open = rows.map(row => openRow.parse(row)).map(row => {
    const startedAt = row.created ?? new Date(0)
    return { id: row.id, userAgent: row.user_agent, startedAt, lastUsedAt: row.rotated_at ?? startedAt }
  })
  return open.sort((a, b) => b.lastUsedAt.getTime() - a.lastUsedAt.getTime())
}

async function isOpen(client: PocketBaseClient, session: SessionId): Promise<boolean> {
  const { items } = await client.call(pb => pb.collection('sessions').getList(1, 1, { filter: pb.filter('id = {:session} && revoked_at = ""', { session }), skipTotal: true }))
  return items.length === 1
}

function parseToken(token: string): { family: SessionId; secret: string } {
  const family = sessionOf(token)
  if (!family) throw signInAgain()
  return { family, secret: token.slice(family.length + 1) }
}
