import { Router } from 'express'
import { z } from 'zod'
import { sourceLink } from '@f2l/common/contracts/api.ts'
import type { ObjectKey, RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { BackendDeps } from '../deps.ts'
import { fileLinkSeconds, makeFileLink, readFileLink } from '../file-links.ts'
import { readRecording, storedSource } from '../recordings/recording-rows.ts'
import { requireSource } from '../recordings/source-gone.ts'
import { parseInput, recordingIn, signedInUser } from './read-input.ts'
import { sendSource } from './send-source.ts'

/** The source as it came in, for its owner only: what was cut can be played from it. */
export function sourceRoutes(deps: BackendDeps): Router {
  const router = Router()
  router.post('/api/v1/recordings/:id/source-link', deps.requireSession, async (request, response) => {
    const [user, id] = [signedInUser(response), recordingIn(request.params['id'])]
    await findSource(deps, user, id)
    response.json(sourceLink.parse({ url: makeFileLink('source', user, id, deps.config.JWT_SECRET), expiresInSeconds: fileLinkSeconds }))
  })
  router.get('/api/v1/recordings/:id/source', async (request, response) => {
    const id = recordingIn(request.params['id'])
    const { token } = parseInput(z.object({ token: z.string().max(4096) }), request.query)
    const source = await findSource(deps, readFileLink('source', id, token, deps.config.JWT_SECRET), id)
    await sendSource(deps.store, source, request, response)
  })
  return router
}

/** @throws AppError `not_found` for another person's recording, and while nothing is stored; `source.gone` */
async function findSource({ userDatabases }: BackendDeps, user: UserId, id: RecordingId): Promise<{ key: ObjectKey; fileName: string }> {
  const { recording } = (await userDatabases.open(user)).read(db => readRecording(db, id))
  requireSource(recording)
  const source = storedSource(recording)
  if (!source) throw new AppError('not_found', 'The recording itself is not stored here yet.')
  return source
}
