import { sessionAnswer } from '@f2l/common/contracts/api.ts'
import type { z } from 'zod'
import { errorFromAnswer, offline } from './api-error.ts'
import { inOurWords } from './say-error.ts'

type SessionAnswer = z.output<typeof sessionAnswer>

/** A token this close to its end is renewed before it is used. */
const marginSeconds = 30

/**
 * The access token, kept in memory only. The refresh token is an HttpOnly cookie
 * that this code never sees.
 */
export interface Session {
  /** A token good for the next call, or null for a guest. */
  token(): Promise<string | null>
  /** Renews after `refused` was answered 401; many callers share one call. */
  renew(refused: string | null): Promise<string | null>
  adopt(answer: SessionAnswer): void
  forget(): void
}

interface SessionDeps { fetch: typeof globalThis.fetch; now: () => number }
interface Held { token: string; endsAt: number }

export function makeSession({ fetch, now }: SessionDeps): Session {
  let held: Held | null = null
  let renewal: Promise<string | null> | null = null

  const adopt = ({ accessToken, expiresInSeconds }: SessionAnswer): void => {
    held = { token: accessToken, endsAt: now() + expiresInSeconds * 1000 }
  }
  const refresh = async (): Promise<string | null> => {
    const answer = await askForToken(fetch)
    if (answer) adopt(answer)
    else held = null
    return answer?.accessToken ?? null
  }
  const renewOnce = (): Promise<string | null> => {
    renewal ??= refresh().finally(() => { renewal = null })
    return renewal
  }
  return {
    adopt,
    forget: () => { held = null },
    async token() {
      if (held && held.endsAt - now() > marginSeconds * 1000) return held.token
      return renewOnce()
    },
    async renew(refused) {
      if (held && held.token !== refused) return held.token
      return renewOnce()
    },
  }
}

/** Null when there is no session to renew; throws when the server cannot be asked. */
async function askForToken(fetch: typeof globalThis.fetch): Promise<SessionAnswer | null> {
  const response = await fetch('/api/v1/auth/refresh', { method: 'POST', credentials: 'same-origin' })
    .catch((cause: unknown) => { throw offline(cause) })
  if (response.status === 401 || response.status === 403) return null
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw await inOurWords(errorFromAnswer(response.status, body))
  return sessionAnswer.parse(body)
}
