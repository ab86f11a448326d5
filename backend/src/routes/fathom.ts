import express, { Router } from 'express'
import { connectFathomBody, fathomConnection, fathomMeetingPage } from '@f2l/common/contracts/api.ts'
import type { SafeFetch } from '@f2l/common/safe-fetch.ts'
import { z } from 'zod'
import type { BackendDeps } from '../deps.ts'
import { readableKey, releaseWebhook, renewWebhook } from '../fathom-webhook/connect.ts'
import { connectFathom, disconnectFathom, listFathomMeetings, readConnection } from '../recordings/fathom-account.ts'
import { bodyLimit, parseInput, signedInUser } from './read-input.ts'

const meetingsQuery = z.object({ cursor: z.string().min(1).max(2000).optional() })

export function fathomRoutes(deps: BackendDeps & { fetch: SafeFetch }): Router {
  const router = Router()
  router.get('/api/v1/fathom', deps.requireSession, async (_, response) => {
    response.json(fathomConnection.parse(await readConnection(deps, signedInUser(response))))
  })
  router.put('/api/v1/fathom', deps.requireSession, express.json({ limit: bodyLimit }), async (request, response) => {
    const user = signedInUser(response)
    const { apiKey } = parseInput(connectFathomBody, request.body)
    const oldKey = await readableKey(deps, user)
    const connection = await connectFathom(deps, user, apiKey)
    await renewWebhook(deps, user, oldKey)
    await deps.activity.note(request, user, 'fathom.connected')
    response.json(fathomConnection.parse(connection))
  })
  router.delete('/api/v1/fathom', deps.requireSession, async (request, response) => {
    await releaseWebhook(deps, signedInUser(response))
    await disconnectFathom(deps, signedInUser(response))
    await deps.activity.note(request, signedInUser(response), 'fathom.disconnected')
    response.status(204).end()
  })
  router.get('/api/v1/fathom/meetings', deps.requireSession, async (request, response) => {
    const { cursor = null } = parseInput(meetingsQuery, request.query)
    response.json(fathomMeetingPage.parse(await listFathomMeetings(deps, signedInUser(response), cursor)))
  })
  return router
}
