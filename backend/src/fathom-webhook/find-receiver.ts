import { timingSafeEqual } from 'node:crypto'
import type { MeetingRules } from '@f2l/common/contracts/fathom-webhook.ts'
import { userId, type UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { BackendDeps } from '../deps.ts'
import { findWebhook, hashToken, openSecret } from './webhook-rows.ts'

/** Whom an address of ours belongs to, and what is needed to believe what comes to it. */
export interface Receiver { userId: UserId; secret: string; rules: MeetingRules }

/** Null for every address that Fathom was not given, whyever: who asks learns nothing of people. */
export async function findReceiver({ userDatabases, log }: Pick<BackendDeps, 'userDatabases' | 'log'>, user: string, token: string): Promise<Receiver | null> {
  const owner = userId.safeParse(user)
  if (!owner.success || !/^[A-Za-z0-9_-]{43}$/.test(token)) return null
  const database = await userDatabases.open(owner.data).catch((error: unknown) => {
    if (!(error instanceof AppError) || !error.code.startsWith('userdb.')) throw error
    log.debug({ err: error, userId: owner.data }, 'a delivery names a database that cannot be opened')
    return null
  })
  const webhook = database?.read(findWebhook) ?? null
  if (database === null || webhook === null || !isSame(hashToken(token), webhook.tokenHash)) return null
  const userKey = await userDatabases.userKey(owner.data)
  const secret = database.read(db => openSecret(db, userKey, owner.data))
  return secret === null ? null : { userId: owner.data, secret, rules: webhook.rules }
}

function isSame(hash: string, kept: string): boolean {
  return hash.length === kept.length && timingSafeEqual(Buffer.from(hash), Buffer.from(kept))
}
