import { Router, type Request, type Response } from 'express'
import type { BackendDeps } from '../deps.ts'
import { addUpload } from '../recordings/add-upload.ts'
import { signedInUser } from './read-input.ts'
import { viewAdded } from './recordings.ts'

/** How long the rest of a refused upload is read and thrown away, so that the answer gets through. */
const drainMs = 20_000

export function uploadRoutes(deps: BackendDeps): Router {
  const router = Router()
  router.post('/api/v1/recordings/upload', deps.requireSession, async (request, response) => {
    drainAfterAnswer(request, response)
    const user = signedInUser(response)
    const added = await addUpload(deps, user, request)
    response.status(added.alreadyThere ? 200 : 201).json(await viewAdded(deps, user, added))
  })
  return router
}

/** A socket closed while the browser still sends would hide our answer behind a network error. */
function drainAfterAnswer(request: Request, response: Response): void {
  response.once('finish', () => {
    if (request.complete) return
    request.resume()
    const timer = setTimeout(() => request.socket.destroy(), drainMs)
    request.once('close', () => clearTimeout(timer))
  })
}
