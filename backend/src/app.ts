import express, { type Express, type RequestHandler, type Router } from 'express'
import { noTracing, type Tracing } from '@f2l/common/tracing.ts'
import { authRoutes, type AuthDeps } from './routes/auth.ts'
import { accountRoutes } from './routes/account.ts'
import { doctorRoutes, type DoctorDeps } from './routes/doctor.ts'
import { exportRoutes } from './routes/export.ts'
import { meRoutes } from './routes/me.ts'
import type { BackendDeps } from './deps.ts'
import { errorAnswer, nothingHere } from './error-answer.ts'
import { pocketBaseProxy } from './pocketbase-proxy.ts'
import { requestLog } from './request-log.ts'
import { securityHeaders } from './security-headers.ts'
import { boundRequests, requestTimes, type RequestTimes } from './request-bounds.ts'
import { requestTrace } from './watching/request-trace.ts'
import { webApp } from './web-app.ts'

export interface AppParts {
  deps: BackendDeps & AuthDeps & DoctorDeps
  /** Recordings, queue, events, share links and the workers' API (product-routes.ts). */
  product: Router
  /** Folder of the built pages. */
  webFolder: string
  watching?: Watching
  times?: RequestTimes
}

export interface Watching {
  countRequests: RequestHandler
  tracing: Tracing
  /** What this waits for before it can serve. */
  missing(): Promise<string[]>
}

const unwatched: Watching = { countRequests: (_req, _res, next) => next(), tracing: noTracing, missing: () => Promise.resolve([]) }

/** The whole web server as one story, from the first handler that sees a request to the last. */
export function makeApp({ deps, product, webFolder, watching = unwatched, times = requestTimes }: AppParts): Express {
  const { config, log } = deps
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', config.TRUST_PROXY)
  app.set('query parser', 'simple')
  app.use(requestLog(log), boundRequests(times), watching.countRequests, requestTrace(watching.tracing))
  app.get('/healthz', (_req, res) => void res.json({ ok: true }))
  app.get('/readyz', async (_req, res) => {
    const missing = await watching.missing()
    res.status(missing.length === 0 ? 200 : 503).json({ ok: missing.length === 0 })
  })
  // Before our own headers: the panel is another program with a policy of its own.
  app.use(pocketBaseProxy(config.PB_URL))
  app.use(securityHeaders(config.PUBLIC_URL))
  app.use(authRoutes(deps), meRoutes(deps), accountRoutes(deps), exportRoutes(deps), doctorRoutes(deps), product)
  app.use(['/api', '/internal', '/hooks', '/s', '/_'], nothingHere)
  app.use(webApp(webFolder))
  app.use(nothingHere)
  app.use(errorAnswer)
  return app
}
