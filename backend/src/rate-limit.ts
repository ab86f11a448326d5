import type { Request } from 'express'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '@f2l/common/errors.ts'
import { addressOf } from './client-origin.ts'

/** How often somebody may do something that could be guessed at or flooded. Counted in this process. */
export interface RateLimits {
  /** Counts one attempt. @throws AppError `rate_limited` with the seconds to wait */
  take(action: LimitedAction, req: Request, account?: string): Promise<void>
  /** Forgets the attempts of an account from this address, after one that succeeded; that one counts nowhere. */
  forgive(action: LimitedAction, req: Request, account: string): Promise<void>
}

export type LimitedAction = 'login' | 'register' | 'mail' | 'token' | 'refresh' | 'unlock' | 'comment' | 'reaction' | 'view' | 'export' | 'api-key' | 'hook' | 'logo' | 'test-mail' | 'sketch'

interface Rule { points: number; seconds: number }
/** Per account and address; per address over all accounts; per account over all addresses. */
interface Rules { pair?: Rule; address: Rule; account?: Rule }

const minute = 60
export const defaultRules: Record<LimitedAction, Rules> = {
  // The account's own limit is wide: it slows a guesser with many addresses and hardly lets a stranger lock anybody out.
  login: { pair: { points: 10, seconds: 15 * minute }, address: { points: 200, seconds: 15 * minute }, account: { points: 100, seconds: 15 * minute } },
  register: { pair: { points: 5, seconds: 15 * minute }, address: { points: 200, seconds: 60 * minute } },
  mail: { pair: { points: 5, seconds: 60 * minute }, address: { points: 100, seconds: 60 * minute }, account: { points: 10, seconds: 60 * minute } },
  token: { address: { points: 100, seconds: 15 * minute } },
  refresh: { address: { points: 1000, seconds: 15 * minute } },
  // For a link the account is its token.
  unlock: { pair: { points: 10, seconds: 15 * minute }, address: { points: 60, seconds: 15 * minute }, account: { points: 300, seconds: 60 * minute } },
  comment: { pair: { points: 30, seconds: 10 * minute }, address: { points: 120, seconds: 10 * minute } },
  reaction: { pair: { points: 60, seconds: 10 * minute }, address: { points: 600, seconds: 10 * minute } },
  export: { pair: { points: 20, seconds: 60 * minute }, address: { points: 200, seconds: 60 * minute } },
  logo: { pair: { points: 30, seconds: 10 * minute }, address: { points: 300, seconds: 10 * minute } },
  // Each is a connection to a server of the person's choice.
  'test-mail': { pair: { points: 10, seconds: 10 * minute }, address: { points: 60, seconds: 10 * minute }, account: { points: 30, seconds: 60 * minute } },
  // A frame or a forecast of a draft takes a worker a second or two.
  sketch: { pair: { points: 120, seconds: minute }, address: { points: 600, seconds: minute } },
  // Four words a minute and viewer: 375 of them may sit behind one address, as when a whole company watches.
  view: { address: { points: 15_000, seconds: 10 * minute } },
  // The account is the key as it was shown, whether there is such a one or not.
  'api-key': { address: { points: 600, seconds: minute }, account: { points: 120, seconds: minute } },
  'hook': { address: { points: 300, seconds: minute } },
}

export function makeRateLimits(rules: Record<LimitedAction, Rules> = defaultRules): RateLimits {
  const limiters = Object.fromEntries(Object.entries(rules).map(([action, { pair, address, account }]) => [
    action, { pair: pair && limiter(pair), address: limiter(address), account: account && limiter(account) },
  ])) as Record<LimitedAction, { pair?: RateLimiterMemory; address: RateLimiterMemory; account?: RateLimiterMemory }>
  return {
    async take(action, req, account) {
      const from = addressOf(req)
      const { pair, address, account: byAccount } = limiters[action]
      await consume(address, from)
      if (account === undefined) return
      await consume(pair, pairKey(from, account))
      await consume(byAccount, account)
    },
    async forgive(action, req, account) {
      const from = addressOf(req)
      const { pair, address, account: byAccount } = limiters[action]
      await Promise.all([pair?.delete(pairKey(from, account)), address.reward(from), byAccount?.reward(account)])
    },
  }
}

function limiter({ points, seconds }: Rule): RateLimiterMemory {
  return new RateLimiterMemory({ points, duration: seconds })
}

async function consume(limit: RateLimiterMemory | undefined, key: string): Promise<void> {
  await limit?.consume(key).catch((reason: unknown) => {
    if (!(reason instanceof RateLimiterRes)) throw reason
    const seconds = Math.max(1, Math.ceil(reason.msBeforeNext / 1000))
    throw new AppError('rate_limited', `That was tried too often. Please wait ${waitInWords(seconds)} and try again.`, { retryAfterSeconds: seconds })
  })
}

function waitInWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? 'a second' : `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}

function pairKey(from: string, account: string): string {
  return `${from} ${account}`
}
