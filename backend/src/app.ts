import express, { type Express, type Router } from 'express'
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
import { webApp } from './web-app.ts'

export interface AppParts {
  deps: BackendDeps & AuthDeps & DoctorDeps
  /** Recordings, queue, events, share links and the workers' API (product-routes.ts). */
  product: Router
  /** Folder of the built pages. */
  webFolder: string
}

/** The whole web server as one story, from the first handler that sees a request to the last. */
export function makeApp({ deps, product, webFolder }: AppParts): Express {
  const { config, log } = deps
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', config.TRUST_PROXY)
  app.set('query parser', 'simple')
  app.use(requestLog(log))
  app.get('/healthz', (_req, res) => void res.json({ ok: true }))
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
