import { meetingRules, type MeetingRules, type WebhookView } from '@f2l/common/contracts/fathom-webhook.ts'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'
import { findCredential } from '../credentials.ts'
import type { BackendDeps } from '../deps.ts'
import { newSecret } from '../random-secrets.ts'
import { apiOf, callFathom, findApiKey, openApiKey, type FathomDeps } from '../recordings/fathom-account.ts'
import { obstacleOf } from './obstacle.ts'
import { changeRules, deleteWebhookRow, findWebhook, insertWebhook, listDeliveries, type NewWebhook } from './webhook-rows.ts'

export type WebhookDeps = FathomDeps & Pick<BackendDeps, 'log'>

/** Whoever deletes a key or an account does not wait longer than this for Fathom. */
const patienceMs = 5000

export async function readWebhook({ userDatabases, config }: Pick<WebhookDeps, 'userDatabases' | 'config'>, userId: UserId): Promise<WebhookView> {
  const database = await userDatabases.open(userId)
  return database.read(db => {
    const webhook = findWebhook(db)
    return {
      isConnected: webhook !== null, rules: webhook?.rules ?? meetingRules.parse({}), lastDeliveryAt: webhook?.lastDeliveryAt ?? null,
      deliveries: listDeliveries(db, new Date()), obstacle: obstacleOf(config),
    }
  })
}

/**
 * Sets the rules, and lets Fathom call where it does not yet. Whatever breaks on the way, there is a webhook at both sides or at none.
 * @throws AppError `fathom.not_connected`, `fathom.cannot_call`, and what Fathom's API throws
 */
export async function connectWebhook(deps: WebhookDeps, userId: UserId, rules: MeetingRules): Promise<void> {
  const database = await deps.userDatabases.open(userId)
  if (!database.transact(db => changeRules(db, rules))) await register(deps, userId, rules)
  await deps.events.publish(userId, { type: 'fathom' })
}

/**
 * Takes the webhook away at Fathom, and then here. With a key that Fathom no longer takes it cannot be named there any more: then only here.
 * @throws AppError `fathom.unreachable`, `fathom.rate_limited`, after which nothing has changed
 */
export async function disconnectWebhook(deps: WebhookDeps, userId: UserId): Promise<void> {
  const webhook = (await deps.userDatabases.open(userId)).read(findWebhook)
  if (webhook === null) return
  await callFathom(deps, userId, api => api.deleteWebhook(webhook.fathomId)).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error
    if (!['fathom.key_refused', 'fathom.not_connected', 'fathom.share_limited', 'secret.unreadable'].includes(error.code)) throw notTakenAway(error)
    deps.log.info({ userId, code: error.code }, 'a webhook could not be taken away at Fathom: its key is not accepted there any more')
  })
  await forget(deps, userId, webhook.fathomId)
}

/** The same for whoever goes for good, and stops at nothing: without its row here, what Fathom may go on delivering is refused. */
export async function releaseWebhook(deps: WebhookDeps, userId: UserId): Promise<void> {
  const webhook = (await deps.userDatabases.open(userId)).read(findWebhook)
  if (webhook === null) return
  const hurried = { ...deps, signal: AbortSignal.any([deps.signal, AbortSignal.timeout(patienceMs)]) }
  await callFathom(hurried, userId, api => api.deleteWebhook(webhook.fathomId))
    .catch((error: unknown) => deps.log.warn({ err: error, userId }, 'a webhook could not be taken away at Fathom; what it delivers is refused'))
  await forget(deps, userId, webhook.fathomId)
}

/**
 * After another API key was entered, which may be another account's: the webhook of the old one goes, and one of the new one comes.
 * @throws AppError what Fathom's API throws: the key is good then, and the webhook is off
 */
export async function renewWebhook(deps: WebhookDeps, userId: UserId, oldKey: string | null): Promise<void> {
  const webhook = (await deps.userDatabases.open(userId)).read(findWebhook)
  if (webhook === null) return
  for (const key of [oldKey, await openApiKey(deps, userId)]) {
    if (key === null) continue
    const isGone = await apiOf(deps, key).deleteWebhook(webhook.fathomId).then(() => true, () => false)
    if (isGone) break
  }
  await forget(deps, userId, webhook.fathomId)
  await connectWebhook(deps, userId, webhook.rules).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error
    throw new AppError(error.code, `Your new key is saved, but new meetings are not converted by themselves any more, since Fathom took no webhook with it. Please turn that on again. (${error.message})`, { cause: error })
  })
}

/** One that cannot be opened any more (another master key) is as good as none: a new one must be able to replace it. */
export async function readableKey(deps: WebhookDeps, userId: UserId): Promise<string | null> {
  return await findApiKey(deps, userId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'secret.unreadable') return null
    throw error
  })
}

async function register(deps: WebhookDeps, userId: UserId, rules: MeetingRules): Promise<void> {
  const obstacle = obstacleOf(deps.config)
  if (obstacle !== null) throw new AppError('fathom.cannot_call', obstacle)
  const keyBefore = (await deps.userDatabases.open(userId)).read(keyRowId)
  const token = newSecret()
  const { id: fathomId, secret } = await callFathom(deps, userId, api => api.createWebhook(`${deps.config.PUBLIC_URL}/hooks/fathom/${userId}/${token}`)).catch(explain)
  const isKept = await keep(deps, userId, { fathomId, token, rules, secret }, keyBefore).catch(async (error: unknown) => {
    await takeBack(deps, userId, fathomId)
    throw error
  })
  if (!isKept) await takeBack(deps, userId, fathomId)
}

/** False where another request was quicker: its webhook stays, with the rules now wanted. */
async function keep({ userDatabases }: WebhookDeps, userId: UserId, webhook: NewWebhook, keyBefore: string | null): Promise<boolean> {
  const userKey = await userDatabases.userKey(userId)
  const database = await userDatabases.open(userId)
  return database.transact(db => {
    if (keyRowId(db) !== keyBefore) throw new AppError('conflict', 'The Fathom key was changed meanwhile. Please turn it on once more.')
    if (changeRules(db, webhook.rules)) return false
    insertWebhook(db, webhook, { userId, userKey })
    return true
  })
}

async function takeBack(deps: WebhookDeps, userId: UserId, fathomId: string): Promise<void> {
  await callFathom(deps, userId, api => api.deleteWebhook(fathomId))
    .catch((error: unknown) => deps.log.warn({ err: error, userId }, 'a webhook that could not be kept could not be taken back at Fathom either'))
}

async function forget(deps: WebhookDeps, userId: UserId, fathomId: string): Promise<void> {
  const database = await deps.userDatabases.open(userId)
  database.transact(db => deleteWebhookRow(db, fathomId))
  await deps.events.publish(userId, { type: 'fathom' })
}

function keyRowId(db: Reader): string | null {
  return findCredential(db, 'fathom-api-key')?.id ?? null
}

function notTakenAway(error: AppError): AppError {
  return new AppError(error.code, `Fathom could not be told to stop calling, so nothing was changed: ${error.message} Until then you can pause it.`, { cause: error, retryAfterSeconds: error.retryAfterSeconds })
}

/** Fathom's refusals are worded for recordings elsewhere. */
function explain(error: unknown): never {
  if (error instanceof AppError && error.code === 'fathom.share_limited') throw new AppError('fathom.cannot_call', 'Fathom does not let this account have webhooks.', { cause: error })
  throw error
}
