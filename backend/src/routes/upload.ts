import { Router } from 'express'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { BackendDeps } from '../deps.ts'
import { addUpload } from '../recordings/add-upload.ts'
import { signedInUser } from './read-input.ts'
import { viewAdded } from './recordings.ts'

/** A connection that sends nothing for so long is given up. */
const idleMs = 60_000
/** Uploads one person may have under way: each holds a file and a connection. */
const uploadsPerUser = 4

export function uploadRoutes(deps: BackendDeps): Router {
  const router = Router()
  const underWay = new Map<UserId, number>()
  router.post('/api/v1/recordings/upload', deps.requireSession, async (request, response) => {
    const user = signedInUser(response)
    request.setTimeout(idleMs, () => request.destroy())
    await counted(underWay, user, async () => {
      const added = await addUpload(deps, user, request)
      response.status(added.alreadyThere ? 200 : 201).json(await viewAdded(deps, user, added))
    })
  })
  return router
}

async function counted(underWay: Map<UserId, number>, user: UserId, work: () => Promise<void>): Promise<void> {
  const count = underWay.get(user) ?? 0
  if (count >= uploadsPerUser) throw new AppError('rate_limited', `At most ${uploadsPerUser} files can be uploaded at once. Please wait until one is there.`, { retryAfterSeconds: 30 })
  underWay.set(user, count + 1)
  try {
    await work()
  } finally {
    const left = underWay.get(user)! - 1
    if (left > 0) underWay.set(user, left)
    else underWay.delete(user)
  }
}
