import { Router } from 'express'
import { jobLog } from '@f2l/common/contracts/job-log.ts'
import type { BackendDeps } from '../deps.ts'
import { readJobLog } from '../recordings/job-log.ts'
import { recordingIn, signedInUser } from './read-input.ts'

export function jobLogRoutes(deps: BackendDeps): Router {
  const router = Router()
  router.get('/api/v1/recordings/:id/log', deps.requireSession, async (request, response) => {
    response.json(jobLog.parse({ items: await readJobLog(deps, signedInUser(response), recordingIn(request.params['id'])) }))
  })
  return router
}
