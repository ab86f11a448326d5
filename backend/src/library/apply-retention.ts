import { and, inArray, isNull, lte } from 'drizzle-orm'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { mails, recordings, views } from '@f2l/user-dbs/schema.ts'
import type { BackendDeps } from '../deps.ts'
import { putIntoBin } from './bin.ts'
import { letGoOfSources } from './let-go-of-sources.ts'

type RetentionDeps = Pick<BackendDeps, 'userDatabases' | 'queue' | 'store' | 'events' | 'log' | 'signal' | 'config'>

const dayMs = 24 * 3600_000

/**
 * Lets go of what the operator does not want kept for ever, one user after the other. Recordings only go into the bin, where their owner
 * finds them; one that was taken out again counts as changed.
 */
export async function applyRetention(deps: RetentionDeps, now: Date): Promise<void> {
  const { KEEP_RECORDINGS_DAYS, KEEP_SOURCES_DAYS, KEEP_VIEWS_DAYS, KEEP_MAILS_DAYS, KEEP_JOBS_DAYS } = deps.config
  if (KEEP_JOBS_DAYS > 0) await deps.queue.forgetEnded(KEEP_JOBS_DAYS * dayMs / 1000)
  if (KEEP_RECORDINGS_DAYS + KEEP_SOURCES_DAYS + KEEP_VIEWS_DAYS + KEEP_MAILS_DAYS === 0) return
  for (const userId of await deps.userDatabases.listUsers()) {
    if (deps.signal.aborted) return
    await applyToUser(deps, userId, now).catch((error: unknown) => deps.log.warn({ err: error, userId }, 'what is too old could not be deleted'))
  }
}

async function applyToUser(deps: RetentionDeps, userId: UserId, now: Date): Promise<void> {
  const { KEEP_RECORDINGS_DAYS, KEEP_SOURCES_DAYS, KEEP_VIEWS_DAYS, KEEP_MAILS_DAYS } = deps.config
  const database = await deps.userDatabases.open(userId)
  const viewsBefore = momentBefore(now, KEEP_VIEWS_DAYS)
  const mailsBefore = momentBefore(now, KEEP_MAILS_DAYS)
  if (viewsBefore !== null) database.transact(db => db.delete(views).where(lte(views.lastAt, viewsBefore)).run())
  if (mailsBefore !== null) database.transact(db => db.delete(mails).where(lte(mails.createdAt, mailsBefore)).run())
  const sourcesBefore = momentBefore(now, KEEP_SOURCES_DAYS)
  if (sourcesBefore !== null) await letGoOfSources(deps, userId, sourcesBefore)
  const recordingsBefore = momentBefore(now, KEEP_RECORDINGS_DAYS)
  if (recordingsBefore === null) return
  const old = (await deps.userDatabases.open(userId)).read(db => db.select({ id: recordings.id }).from(recordings)
    .where(and(lte(recordings.updatedAt, recordingsBefore), isNull(recordings.binnedAt), inArray(recordings.state, ['ready', 'failed', 'cancelled']))).all())
  for (const { id } of old) await putIntoBin(deps, userId, id)
}

/** Null where there is no end: 0 days. */
function momentBefore(now: Date, days: number): string | null {
  return days === 0 ? null : new Date(now.getTime() - days * dayMs).toISOString()
}
