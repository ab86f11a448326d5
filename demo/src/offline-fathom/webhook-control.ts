import { Router } from 'express'
import { reasonOf } from '@f2l/common/errors.ts'

/** Not of Fathom's: lets a person at the demo end a meeting. `POST /control/deliver/<recording id>` → the statuses that the webhooks answered. */
export function webhookControl(deliver: (recordingId: number) => Promise<number[]>): Router {
  const router = Router()
  router.post('/control/deliver/:recording', async (request, response) => {
    try {
      response.json({ statuses: await deliver(Number(request.params['recording'])) })
    } catch (error) {
      response.status(404).json({ message: reasonOf(error) })
    }
  })
  return router
}
