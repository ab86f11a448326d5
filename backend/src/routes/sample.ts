import { Router } from 'express'
import type { BackendDeps } from '../deps.ts'
import { addSample } from '../recordings/add-sample.ts'
import { signedInUser } from './read-input.ts'
import { viewAdded } from './recordings.ts'

/** One click to a first video. */
export function sampleRoutes(deps: BackendDeps): Router {
  const router = Router()
  router.post('/api/v1/recordings/sample', deps.requireSession, async (_, response) => {
    const user = signedInUser(response)
    const added = await addSample(deps, user)
    response.status(added.alreadyThere ? 200 : 201).json(await viewAdded(deps, user, added))
  })
  return router
}
