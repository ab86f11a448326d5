import { createHash, createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { userId, type UserId } from '@f2l/common/contracts/ids.ts'
import type { PocketBaseClient } from '@f2l/common/pocketbase-client.ts'
import { signInAgain } from './access-token.ts'

/**
 * Refresh tokens: `family.secret`, known to the database by their SHA-256 only.
 * A successor is an HMAC of its predecessor, so that two tabs that refresh at once get the same one
 * although nobody keeps it in the clear.
 */
export interface Sessions {
  /** A new family; answers its first refresh token. */
  start(userId: UserId, userAgent: string): Promise<string>
  /** Trades a refresh token for its successor. @throws `auth.required` when it is over; a replayed one ends its family */
  rotate(refreshToken: string): Promise<{ userId: UserId; refreshToken: string }>
  /** Ends the token's family; a token that is unknown or over is left in peace. */
  end(refreshToken: string): Promise<void>
}

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
const started = z.object({ family: z.string() })
const rotated = z.object({ outcome: z.enum(['rotated', 'again', 'over', 'reused']), user: userId.nullable() })

export function makeSessions(client: PocketBaseClient, jwtSecret: string, times: SessionTimes = sessionTimes): Sessions {
  const rotationKey = createHmac('sha256', jwtSecret).update('refresh token rotation').digest()
  const post = (path: string, body: unknown): Promise<unknown> => client.send('POST', `/api/accounts/sessions${path}`, body)
  return {
    async start(user, userAgent) {
      // The family's name is not known before its row is there, so only the secret is hashed.
      const secret = randomBytes(32).toString('base64url')
      const { family } = started.parse(await post('', { user, hash: hashOf(secret), userAgent: userAgent.slice(0, 300), ...times }))
      return `${family}.${secret}`
    },
    async rotate(refreshToken) {
      const { family, secret } = parseToken(refreshToken)
      const next = createHmac('sha256', rotationKey).update(refreshToken).digest('base64url')
      const { outcome, user } = rotated.parse(await post('/rotate', { family, hash: hashOf(secret), next: hashOf(next), ...times }))
      if (user === null || outcome === 'over' || outcome === 'reused') throw signInAgain()
      return { userId: user, refreshToken: `${family}.${next}` }
    },
    async end(refreshToken) {
      if (!tokenForm.test(refreshToken)) return
      const { family, secret } = parseToken(refreshToken)
      await post('/end', { family, hash: hashOf(secret) })
    },
  }
}

function parseToken(token: string): { family: string; secret: string } {
  const family = tokenForm.exec(token)?.[1]
  if (!family) throw signInAgain()
  return { family, secret: token.slice(family.length + 1) }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
