import { lte } from 'drizzle-orm'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { everySoOften } from '@f2l/common/every-so-often.ts'
import { recordings } from '@f2l/user-dbs/schema.ts'
import type { BackendDeps } from '../deps.ts'
import { forgetDeparted } from '../comments/forget-departed.ts'
import { deleteRecording } from '../recordings/delete-recording.ts'
import { findRecording } from '../recordings/recording-rows.ts'
import { applyRetention } from './apply-retention.ts'

type SweepDeps = Pick<BackendDeps, 'userDatabases' | 'identities' | 'shareLinks' | 'queue' | 'store' | 'events' | 'log' | 'signal' | 'config'>

const firstAfterMs = 60_000
const everyMs = 6 * 3600_000
const dayMs = 24 * 3600_000

/** Deletes what lies in bins for too long, what is not kept for ever, and names of people who left, a few times a day, also of people who do not come back; ends with the signal. */
export async function keepSweeping(deps: SweepDeps): Promise<void> {
  await everySoOften(async () => {
    await sweepBins(deps, new Date()).catch((error: unknown) => deps.log.warn({ err: error }, 'the bins could not be swept'))
    await applyRetention(deps, new Date())
  }, { firstAfterMs, everyMs, signal: deps.signal, onProblem: error => deps.log.warn({ err: error }, 'what is too old could not be looked for') })
}

/** One round over all users, one after the other; one whose data cannot be read or deleted stops nobody. */
export async function sweepBins(deps: SweepDeps, now: Date): Promise<void> {
  const before = new Date(now.getTime() - deps.config.BIN_DAYS * dayMs).toISOString()
  for (const userId of await deps.userDatabases.listUsers()) {
    if (deps.signal.aborted) return
    await sweepBin(deps, userId, before).catch((error: unknown) => deps.log.warn({ err: error, userId }, 'a bin could not be swept'))
    await forgetDeparted(deps, userId).catch((error: unknown) => deps.log.warn({ err: error, userId }, 'names of people who left could not be forgotten'))
  }
}

async function sweepBin(deps: SweepDeps, userId: UserId, before: string): Promise<void> {
  const database = await deps.userDatabases.open(userId)
  const overdue = database.read(db => db.select({ id: recordings.id }).from(recordings).where(lte(recordings.binnedAt, before)).all())
  for (const { id } of overdue) {
    // It may have been restored while the one before was deleted.
    const binnedAt = (await deps.userDatabases.open(userId)).read(db => findRecording(db, id))?.recording.binnedAt
    if (!binnedAt || binnedAt > before) continue
    await deleteRecording(deps, userId, id).catch((error: unknown) => deps.log.warn({ err: error, userId, recordingId: id }, 'a recording in the bin could not be deleted'))
  }
}
