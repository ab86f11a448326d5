import { Router } from 'express'
import { doctorReport } from '@f2l/common/contracts/doctor.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { PocketBaseClient } from '@f2l/common/pocketbase-client.ts'
import type { BackendDeps } from '../deps.ts'
import { examine } from '../doctor/examine.ts'
import { isOperator } from '../operators.ts'
import { signedInUser } from './read-input.ts'

export type DoctorDeps = { client: PocketBaseClient }

/** How this installation is, for who runs it. */
export function doctorRoutes(deps: BackendDeps & DoctorDeps): Router {
  const router = Router()
  router.get('/api/v1/doctor', deps.requireSession, async (_, response) => {
    const identity = await deps.identities.read(signedInUser(response))
    if (!identity || !await isOperator(deps, identity)) throw new AppError('access.denied', 'This page is for whoever runs this installation. OPERATOR_EMAILS names them.')
    const findings = await examine({ config: deps.config, client: deps.client, queue: deps.queue, signal: deps.signal })
    response.set('Cache-Control', 'no-store').json(doctorReport.parse({ checkedAt: new Date().toISOString(), findings }))
  })
  return router
}
