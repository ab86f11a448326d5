import { usage, type Usage } from '@f2l/common/contracts/account.ts'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { listApiKeys, mostApiKeys } from '../api-keys/own-keys.ts'
import type { BackendDeps } from '../deps.ts'
import { storageLimit, storedBytes } from '../recordings/storage-room.ts'

/** What somebody uses of what they may, and how large one thing may be. */
export async function readUsage(deps: BackendDeps, user: UserId): Promise<Usage> {
  const [usedBytes, limitBytes, { pendingJobs }, jobs, keys] = await Promise.all([
    storedBytes(deps, user), storageLimit(deps, user), deps.identities.limits(user), deps.queue.listOfUser(user), listApiKeys(deps, user),
  ])
  return usage.parse({
    storage: { usedBytes, limitBytes },
    waiting: { count: jobs.filter(({ kind, status }) => kind === 'convert' && status === 'pending').length, limit: pendingJobs ?? deps.config.MAX_PENDING_JOBS },
    apiKeys: { count: keys.length, limit: mostApiKeys },
    uploadBytes: deps.config.MAX_UPLOAD_BYTES, recordingSeconds: deps.config.MAX_RECORDING_SECONDS,
  })
}
