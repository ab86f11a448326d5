import express, { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { insights, insightsLink, viewBody } from '@f2l/common/contracts/views.ts'
import { requireSameOrigin } from '../cross-site.ts'
import type { BackendDeps } from '../deps.ts'
import { fileLinkSeconds, makeFileLink, readFileLink } from '../file-links.ts'
import { attachment } from '../recordings/file-name.ts'
import { nameVisitor, type ReadViewer } from '../sharing/viewer.ts'
import { readInsights, readViewersCsv, requireVideo } from '../views/read-insights.ts'
import { tellView } from '../views/tell-view.ts'
import { bodyLimit, parseInput, recordingIn, signedInUser, tokenIn } from './read-input.ts'

type ViewDeps = BackendDeps & { readViewer: ReadViewer }

/** Pages tell what was watched of a shared video; its owner reads what came together. */
export function viewRoutes(deps: ViewDeps): Router {
  const router = Router()
  // A beacon is plain text where JSON would have to be asked for first.
  const json = express.json({ limit: bodyLimit, type: ['application/json', 'text/plain'] })
  router.post('/api/v1/share/:token/view', json, async (request, response) => takeView(deps, request, response))
  router.get('/api/v1/recordings/:id/insights', deps.requireSession, async (request, response) => {
    const found = await readInsights(deps, signedInUser(response), recordingIn(request.params['id']))
    response.set('Cache-Control', 'no-store').json(insights.parse(found))
  })
  router.post('/api/v1/recordings/:id/insights-link', deps.requireSession, async (request, response) => {
    const [user, id] = [signedInUser(response), recordingIn(request.params['id'])]
    await requireVideo(deps, user, id)
    response.json(insightsLink.parse({ url: makeFileLink('insights.csv', user, id, deps.config.JWT_SECRET), expiresInSeconds: fileLinkSeconds }))
  })
  router.get('/api/v1/recordings/:id/insights.csv', async (request, response) => sendCsv(deps, request, response))
  return router
}

/** The browser gets a name by which two visits are one viewer's, unless it asks for privacy. */
async function takeView(deps: ViewDeps, request: Request, response: Response): Promise<void> {
  requireSameOrigin(request, deps.config.PUBLIC_URL, { isRequired: false })
  await deps.limits.take('view', request)
  const told = parseInput(viewBody, request.body)
  const body = { ...told, asksForPrivacy: told.asksForPrivacy || request.get('sec-gpc') === '1' || request.get('dnt') === '1' }
  const viewer = await deps.readViewer(request)
  await tellView(deps, tokenIn(request), viewer, body)
  if (!body.asksForPrivacy) nameVisitor(viewer, response, deps.config)
  response.status(204).end()
}

async function sendCsv(deps: ViewDeps, request: Request, response: Response): Promise<void> {
  const id = recordingIn(request.params['id'])
  const { token } = parseInput(z.object({ token: z.string().max(4096) }), request.query)
  const { title, csv } = await readViewersCsv(deps, readFileLink('insights.csv', id, token, deps.config.JWT_SECRET), id)
  response.set({
    'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': attachment(title, '.csv'), 'Cache-Control': 'private, no-store',
    'X-Content-Type-Options': 'nosniff', 'Content-Security-Policy': 'default-src \'none\'; sandbox',
  })
  response.send(csv)
}
