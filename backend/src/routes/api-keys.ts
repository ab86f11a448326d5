import express, { Router } from 'express'
import { apiKeyBody, apiKeyList, apiKeyMade } from '@f2l/common/contracts/api-keys.ts'
import { endApiKey, listApiKeys, makeApiKey } from '../api-keys/own-keys.ts'
import type { BackendDeps } from '../deps.ts'
import { oneLine } from './auth.ts'
import { bodyLimit, paramIn, parseInput, signedInUser } from './read-input.ts'

/** Keys for scripts: made, listed and ended by a person in a browser, never by a key. */
export function apiKeyRoutes(deps: BackendDeps): Router {
  const router = Router()
  router.get('/api/v1/api-keys', deps.requireSession, async (_, response) => {
    response.set('Cache-Control', 'no-store').json(apiKeyList.parse({ items: await listApiKeys(deps, signedInUser(response)) }))
  })
  router.post('/api/v1/api-keys', deps.requireSession, express.json({ limit: bodyLimit }), async (request, response) => {
    const body = parseInput(apiKeyBody, request.body)
    const made = await makeApiKey(deps, signedInUser(response), { ...body, name: oneLine(body.name) || body.name })
    await deps.activity.note(request, signedInUser(response), 'key.made', made.item.lastFour)
    response.status(201).set('Cache-Control', 'no-store').json(apiKeyMade.parse(made))
  })
  router.delete('/api/v1/api-keys/:key', deps.requireSession, async (request, response) => {
    const ended = await endApiKey(deps, signedInUser(response), paramIn(request, 'key'))
    if (ended) await deps.activity.note(request, signedInUser(response), 'key.ended', ended.lastFour)
    response.status(204).end()
  })
  return router
}
