import { setTimeout as sleep } from 'node:timers/promises'
import express, { Router, type Request, type RequestHandler, type Response } from 'express'
import { z } from 'zod'
import { meetingRules, webhookView } from '@f2l/common/contracts/fathom-webhook.ts'
import { AppError } from '@f2l/common/errors.ts'
import { readFathomWebhook } from '@f2l/common/fathom/webhook.ts'
import type { SafeFetch } from '@f2l/common/safe-fetch.ts'
import type { BackendDeps } from '../deps.ts'
import { connectWebhook, disconnectWebhook, readWebhook } from '../fathom-webhook/connect.ts'
import { findReceiver, type Receiver } from '../fathom-webhook/find-receiver.ts'
import { takeDelivery } from '../fathom-webhook/take-delivery.ts'
import { callFathom } from '../recordings/fathom-account.ts'
import { bodyLimit, paramIn, parseInput, signedInUser } from './read-input.ts'

type WebhookRouteDeps = BackendDeps & { fetch: SafeFetch }

/** A meeting with its action items is some kilobytes; we ask Fathom for no transcript. */
const deliveryLimit = '1mb'
/** Fathom gives up on who does not answer soon; work that takes longer goes on without it. */
const answerMs = 700
const typeList = z.object({ items: z.array(z.string()) })

/** "Convert new meetings by themselves": a person turns it on, and Fathom calls. */
export function fathomWebhookRoutes(deps: WebhookRouteDeps): Router {
  const router = Router()
  router.get('/api/v1/fathom/webhook', deps.requireSession, async (_, response) => {
    response.json(webhookView.parse(await readWebhook(deps, signedInUser(response))))
  })
  router.put('/api/v1/fathom/webhook', deps.requireSession, express.json({ limit: bodyLimit }), async (request, response) => {
    const user = signedInUser(response)
    await connectWebhook(deps, user, parseInput(meetingRules, request.body))
    response.json(webhookView.parse(await readWebhook(deps, user)))
  })
  router.delete('/api/v1/fathom/webhook', deps.requireSession, async (_, response) => {
    await disconnectWebhook(deps, signedInUser(response))
    response.status(204).end()
  })
  router.get('/api/v1/fathom/meeting-types', deps.requireSession, async (_, response) => {
    response.json(typeList.parse({ items: await callFathom(deps, signedInUser(response), api => api.listMeetingTypes()) }))
  })
  // The address is checked before a body is read, and the caller's rate before a database is opened.
  router.post('/hooks/fathom/:userId/:token', limited(deps), known(deps), express.raw({ type: () => true, limit: deliveryLimit, inflate: false }), (request, response) => receive(deps, request, response))
  return router
}

function limited({ limits }: WebhookRouteDeps): RequestHandler {
  return async (request, _, next) => {
    await limits.take('hook', request)
    next()
  }
}

function known(deps: WebhookRouteDeps): RequestHandler {
  return async (request, response, next) => {
    const receiver = await findReceiver(deps, paramIn(request, 'userId'), paramIn(request, 'token'))
    // The same as for a wrong signature.
    if (receiver === null) throw new AppError('fathom.bad_signature', 'This delivery is not signed by Fathom.')
    response.locals['receiver'] = receiver
    next()
  }
}

/** What failed and may succeed later is answered as an error, so that Fathom brings it again. */
async function receive(deps: WebhookRouteDeps, request: Request, response: Response): Promise<void> {
  const receiver = response.locals['receiver'] as Receiver
  const body: unknown = request.body
  const delivery = readFathomWebhook(receiver.secret, request.headers, Buffer.isBuffer(body) ? body : Buffer.alloc(0))
  const answered = new AbortController()
  const failure = await Promise.race([takeDelivery(deps, receiver, delivery), sleep(answerMs, null, { signal: answered.signal, ref: false }).catch(() => null)])
  answered.abort()
  if (failure?.mayRetry) throw failure
  response.status(204).end()
}
