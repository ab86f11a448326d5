import { Router } from 'express'
import { queueOverview } from '@f2l/common/contracts/api.ts'
import type { BackendDeps } from '../deps.ts'
import { putForgottenInLine } from '../recordings/put-in-line.ts'
import { viewRecordings } from '../recordings/recording-view.ts'
import { signedInUser } from './read-input.ts'

export function queueRoutes(deps: BackendDeps): Router {
  const router = Router()
  router.get('/api/v1/queue', deps.requireSession, async (_, response) => {
    const user = signedInUser(response)
    await putForgottenInLine(deps, user)
    const [counts, recordings] = await Promise.all([deps.queue.counts(), viewRecordings(deps, user)])
    const mine = recordings.flatMap(recording => recording.job ? [{ recording, job: recording.job }] : [])
    response.json(queueOverview.parse({ ...counts, mine }))
  })
  return router
}
