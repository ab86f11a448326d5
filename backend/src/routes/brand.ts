import express, { Router, type Response } from 'express'
import { brandBody, brandView, logoLimits } from '@f2l/common/contracts/brand.ts'
import { AppError } from '@f2l/common/errors.ts'
import { changeBrand, readBrand } from '../brand/brand.ts'
import { readLogoKey, removeLogo, setLogo } from '../brand/logo.ts'
import type { BackendDeps } from '../deps.ts'
import { bodyLimit, parseInput, signedInUser } from './read-input.ts'
import { sendObject } from './send-object.ts'

/** How a person's new videos look. */
export function brandRoutes(deps: BackendDeps): Router {
  const router = Router()
  const answer = async (response: Response): Promise<void> => {
    response.json(brandView.parse(await readBrand(deps, signedInUser(response))))
  }
  router.get('/api/v1/brand', deps.requireSession, (_, response) => answer(response))
  router.put('/api/v1/brand', deps.requireSession, express.json({ limit: bodyLimit }), async (request, response) => {
    await changeBrand(deps, signedInUser(response), parseInput(brandBody, request.body).style)
    await answer(response)
  })
  router.put('/api/v1/brand/logo', deps.requireSession, express.raw({ type: 'image/png', limit: logoLimits.bytes }), async (request, response) => {
    const user = signedInUser(response)
    await deps.limits.take('logo', request, user)
    // Any other type is not read, and leaves no bytes here.
    if (!Buffer.isBuffer(request.body)) throw new AppError('input.invalid', 'A logo must be a PNG picture.')
    await setLogo(deps, user, request.body)
    await answer(response)
  })
  router.delete('/api/v1/brand/logo', deps.requireSession, async (_, response) => {
    await removeLogo(deps, signedInUser(response))
    await answer(response)
  })
  router.get('/api/v1/brand/logo', deps.requireSession, async (request, response) => {
    const key = await readLogoKey(deps, signedInUser(response))
    if (!key) throw new AppError('not_found', 'There is no logo.')
    response.set({ 'Content-Type': 'image/png', 'Cache-Control': 'private, no-cache' })
    await sendObject(deps.store, key, request, response)
  })
  return router
}
