import type { Config } from '@f2l/common/config.ts'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { everySoOften } from '@f2l/common/every-so-often.ts'
import { shredBackups } from '../backup/shred-backups.ts'
import type { BackendDeps } from '../deps.ts'

type DeletionDeps = Pick<BackendDeps, 'identities' | 'userDatabases' | 'store' | 'log' | 'signal'> & { config: Pick<Config, 'BACKUP_DIR'> }

/** An upload or a worker that was under way may store something for so long after the close. */
const graceSeconds = 15 * 60
const lookAgainMs = 5 * 60_000

/**
 * Deletes an account for good: links and the key of stored secrets and backups first, then the database, then all files. When this answers,
 * nothing can be watched or opened any more; what a crash leaves behind is finished by `finishDeletions`.
 */
export async function deleteAccount(deps: DeletionDeps, userId: UserId): Promise<void> {
  await deps.identities.close(userId)
  await deleteData(deps, userId)
}

/** Takes the rest of closed accounts, now and every few minutes, until the signal aborts. */
export function finishDeletions(deps: DeletionDeps): Promise<void> {
  return everySoOften(() => finishOnce(deps, graceSeconds), {
    firstAfterMs: 0, everyMs: lookAgainMs, signal: deps.signal, onProblem: error => deps.log.warn({ err: error }, 'closed accounts could not be looked through'),
  })
}

/** Looks through the closed accounts once: data that is still there is deleted, and at last the account itself. */
export async function finishOnce(deps: DeletionDeps, grace: number): Promise<void> {
  for (const userId of await deps.identities.listClosed()) {
    if (deps.signal.aborted) return
    await deleteData(deps, userId)
      .then(() => deps.identities.forgetClosed(userId, grace))
      .catch((error: unknown) => deps.log.warn({ err: error, userId }, 'a closed account could not be finished'))
  }
}

async function deleteData({ userDatabases, store, config }: DeletionDeps, userId: UserId): Promise<void> {
  try {
    shredBackups(config, userId)
  }
  finally {
    // Backups that cannot be reached just now hold nothing up; the account is not forgotten before they are seen to.
    await userDatabases.remove(userId)
    for await (const key of store.list(`users/${userId}/`)) await store.delete(key)
  }
}
