import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { exportLink } from '@f2l/common/contracts/account.ts'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import { signInAgain } from '../access-token.ts'
import { measureExport, openExport } from '../account/export-archive.ts'
import type { BackendDeps } from '../deps.ts'
import { exportLinkSeconds, makeExportLink, readExportLink, staleExport } from '../export-links.ts'
import { parseInput, signedInUser } from './read-input.ts'

/** Everything of a person in one archive, for themselves. */
export function exportRoutes(deps: BackendDeps): Router {
  const router = Router()
  const underWay = new Set<UserId>()
  router.post('/api/v1/me/export-link', deps.requireSession, async (request, response) => {
    const identity = await deps.identities.read(signedInUser(response))
    if (!identity) throw signInAgain()
    await deps.activity.note(request, identity.id, 'export.asked')
    response.json(exportLink.parse({ url: makeExportLink(identity, deps.config.JWT_SECRET), expiresInSeconds: exportLinkSeconds, ...await measureExport(deps, identity.id) }))
  })
  router.get('/api/v1/me/export', async (request, response) => {
    const user = await exporterOf(deps, request)
    await deps.limits.take('export', request, user)
    if (underWay.has(user)) throw new AppError('rate_limited', 'Your archive is being fetched already. Please wait until that is done.', { retryAfterSeconds: 30 })
    underWay.add(user)
    await deps.activity.note(request, user, 'export.fetched')
    await sendExport(deps, user, response).finally(() => underWay.delete(user))
  })
  return router
}

async function exporterOf({ config, identities }: BackendDeps, request: Request): Promise<UserId> {
  const { token } = parseInput(z.object({ token: z.string().max(4096) }), request.query)
  const { userId, sessionVersion } = readExportLink(token, config.JWT_SECRET)
  const identity = await identities.read(userId)
  if (identity?.sessionVersion !== sessionVersion) throw staleExport()
  return userId
}

async function sendExport(deps: BackendDeps, user: UserId, response: Response): Promise<void> {
  const archive = await openExport(deps, user)
  try {
    response.set({
      'Content-Type': 'application/x-tar', 'Content-Length': String(archive.sizeBytes), 'Cache-Control': 'private, no-store', 'X-Content-Type-Options': 'nosniff',
      'Content-Disposition': `attachment; filename="fathom-to-loom-${new Date().toISOString().slice(0, 10)}.tar"`,
    })
    await pipeline(Readable.from(archive.pieces(), { objectMode: false }), response)
  } catch (error) {
    // The headers are out: a cut connection tells the browser that the archive is not whole.
    if (!response.headersSent) throw error
    deps.log.info({ err: error, userId: user }, 'an export was not fetched to its end')
    response.destroy()
  } finally {
    await archive.discard()
  }
}
