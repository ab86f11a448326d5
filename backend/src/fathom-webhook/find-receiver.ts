import type { MeetingRules } from '@f2l/common/contracts/fathom-webhook.ts'
import { userId, type UserId } from '@f2l/common/contracts/ids.ts'
import type { BackendDeps } from '../deps.ts'
import { openNamed } from '../open-named.ts'
import { hashSecret, isSameHash } from '../random-secrets.ts'
import { findWebhook, openSecret } from './webhook-rows.ts'

/** Whom an address of ours belongs to, and what is needed to believe what comes to it. */
export interface Receiver { userId: UserId; secret: string; rules: MeetingRules }

/** Null for every address that Fathom was not given, whyever: who asks learns nothing of people. */
export async function findReceiver(deps: Pick<BackendDeps, 'userDatabases' | 'log'>, user: string, token: string): Promise<Receiver | null> {
  const owner = userId.safeParse(user)
  if (!owner.success || !/^[A-Za-z0-9_-]{43}$/.test(token)) return null
  const database = await openNamed(deps, owner.data, 'a delivery')
  const webhook = database?.read(findWebhook) ?? null
  if (database === null || webhook === null || !isSameHash(hashSecret(token), webhook.tokenHash)) return null
  const userKey = await deps.userDatabases.userKey(owner.data)
  const secret = database.read(db => openSecret(db, { userId: owner.data, userKey }))
  return secret === null ? null : { userId: owner.data, secret, rules: webhook.rules }
}
