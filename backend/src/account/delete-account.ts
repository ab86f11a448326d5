import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '@f2l/common/config.ts'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { shredBackups } from '../backup/shred-backups.ts'
import type { BackendDeps } from '../deps.ts'

type DeletionDeps = Pick<BackendDeps, 'identities' | 'userDatabases' | 'store' | 'log' | 'signal'> & { config: Pick<Config, 'BACKUP_DIR'> }

/** An upload or a worker that was under way may store something for so long after the close. */
const graceSeconds = 15 * 60
const lookAgainSeconds = 5 * 60

/**
 * Deletes an account for good: links and the key of stored secrets and backups first, then the database, then all files. When this answers,
 * nothing can be watched or opened any more; what a crash leaves behind is finished by `finishDeletions`.
 */
export async function deleteAccount(deps: DeletionDeps, userId: UserId): Promise<void> {
  await deps.identities.close(userId)
  await deleteData(deps, userId)
}

/** Takes the rest of closed accounts, now and every few minutes, until the signal aborts. */
export async function finishDeletions(deps: DeletionDeps): Promise<void> {
  while (!deps.signal.aborted) {
    await finishOnce(deps, graceSeconds).catch((error: unknown) => deps.log.warn({ err: error }, 'closed accounts could not be looked through'))
    await sleep(lookAgainSeconds * 1000, undefined, { signal: deps.signal, ref: false }).catch(() => undefined)
  }
}

/** Looks through the closed accounts once: data that is still there is deleted, and at last the account itself. */
export async function finishOnce(deps: DeletionDeps, grace: number): Promise<void> {
  for (const userId of await deps.identities.listClosed()) {
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
