import { desc, eq, gte, lt } from 'drizzle-orm'
import { meetingRules, type MeetingRules, type WebhookView } from '@f2l/common/contracts/fathom-webhook.ts'
import type { RecordingId } from '@f2l/common/contracts/ids.ts'
import { fathomWebhooks, webhookDeliveries } from '@f2l/user-dbs/schema.ts'
import type { Reader, Writer } from '@f2l/user-dbs/user-databases.ts'
import { deleteCredential, findCredential, openCredential, writeCredential, type Sealer } from '../credentials.ts'
import { hashSecret } from '../random-secrets.ts'

export type DeliveryRow = typeof webhookDeliveries.$inferSelect
export interface Outcome { outcome: DeliveryRow['outcome']; reason: string | null; recordingId?: RecordingId | null }
export interface WebhookRow { fathomId: string; tokenHash: string; rules: MeetingRules; lastDeliveryAt: string | null }
export interface NewWebhook { fathomId: string; token: string; rules: MeetingRules; secret: string }

const id = 'webhook'
const kind = 'fathom-webhook'
const keptMs = 30 * 24 * 3600_000
const listed = 20
/** A delivery without an outcome for so long has none: the process that took it ended. */
const abandonedMs = 60_000

export function findWebhook(db: Reader): WebhookRow | null {
  const row = db.select().from(fathomWebhooks).where(eq(fathomWebhooks.id, id)).get()
  // Rules of an earlier version have fewer fields.
  return row ? { ...row, rules: meetingRules.parse(row.rules) } : null
}

/** What no reader of the table may use: of the token only a hash is kept, the secret is sealed. */
export function insertWebhook(db: Writer, { fathomId, token, rules, secret }: NewWebhook, sealer: Sealer): void {
  db.insert(fathomWebhooks).values({ id, fathomId, tokenHash: hashSecret(token), rules, createdAt: new Date().toISOString() }).run()
  writeCredential(db, sealer, kind, secret)
}

/** Only the one that is meant: another may have come in its place. */
export function deleteWebhookRow(db: Writer, fathomId: string): void {
  if (findWebhook(db)?.fathomId !== fathomId) return
  db.delete(fathomWebhooks).where(eq(fathomWebhooks.id, id)).run()
  deleteCredential(db, kind)
}

/** False where there is no webhook. */
export function changeRules(db: Writer, rules: MeetingRules): boolean {
  return db.update(fathomWebhooks).set({ rules }).where(eq(fathomWebhooks.id, id)).run().changes > 0
}

/** Null where it is gone. @throws AppError `secret.unreadable` */
export function openSecret(db: Reader, sealer: Sealer): string | null {
  const row = findCredential(db, kind)
  return row && openCredential(sealer, row)
}

/**
 * True for whoever may deal with this delivery now: nobody else does, and nobody has done so. One that failed, or whose
 * process ended in the middle, may be tried again when Fathom repeats it. What is older than 30 days is forgotten.
 */
export function claimDelivery(db: Writer, { webhookId, meetingTitle }: { webhookId: string; meetingTitle: string }, now: Date): boolean {
  db.delete(webhookDeliveries).where(lt(webhookDeliveries.receivedAt, keptSince(now))).run()
  const known = db.select().from(webhookDeliveries).where(eq(webhookDeliveries.id, webhookId)).get()
  if (known && known.outcome !== 'failed' && !isAbandoned(known, now)) return false
  const receivedAt = now.toISOString()
  const row = { meetingTitle, outcome: 'converting', reason: null, recordingId: null, receivedAt } as const
  db.insert(webhookDeliveries).values({ id: webhookId, ...row }).onConflictDoUpdate({ target: webhookDeliveries.id, set: row }).run()
  db.update(fathomWebhooks).set({ lastDeliveryAt: receivedAt }).where(eq(fathomWebhooks.id, id)).run()
  return true
}

export function settleDelivery(db: Writer, webhookId: string, { outcome, reason, recordingId = null }: Outcome): void {
  db.update(webhookDeliveries).set({ outcome, reason, recordingId }).where(eq(webhookDeliveries.id, webhookId)).run()
}

/** The newest first. */
export function listDeliveries(db: Reader, now: Date): WebhookView['deliveries'] {
  const rows = db.select().from(webhookDeliveries).where(gte(webhookDeliveries.receivedAt, keptSince(now)))
    .orderBy(desc(webhookDeliveries.receivedAt), desc(webhookDeliveries.id)).limit(listed).all()
  return rows.map(row => isAbandoned(row, now) ? { ...row, outcome: 'failed', reason: 'We were stopped while we dealt with it. You can convert the meeting from your list of meetings.' } : row)
}

function isAbandoned({ outcome, recordingId, receivedAt }: DeliveryRow, now: Date): boolean {
  return outcome === 'converting' && recordingId === null && now.getTime() - Date.parse(receivedAt) > abandonedMs
}

function keptSince(now: Date): string {
  return new Date(now.getTime() - keptMs).toISOString()
}
