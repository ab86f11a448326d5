import express, { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { changePasswordBody, deleteAccountBody, sessionId, sessionList, type SessionId } from '@f2l/common/contracts/account.ts'
import { AppError } from '@f2l/common/errors.ts'
import { signInAgain } from '../access-token.ts'
import { makeSafeFetch, type SafeFetch } from '@f2l/common/safe-fetch.ts'
import { readActivity } from '../account/activity.ts'
import { deleteAccount } from '../account/delete-account.ts'
import { readUsage } from '../account/usage.ts'
import { readUserAgent } from '../account/user-agent.ts'
import { clientOrigin } from '../client-origin.ts'
import type { BackendDeps, Identity } from '../deps.ts'
import { releaseWebhook } from '../fathom-webhook/connect.ts'
import { requireGoodPassword } from '../password-rules.ts'
import type { OpenSession } from '../sessions.ts'
import { answerSession, clearCookie } from './auth.ts'
import { bodyLimit, parseInput, signedInUser } from './read-input.ts'

const activityQuery = z.object({ page: z.coerce.number().int().min(1).max(1000).default(1) })

type AccountDeps = BackendDeps & { fetch: SafeFetch }

/** What a person does with their own account: sessions, password, and its end. */
export function accountRoutes(accountDeps: Omit<AccountDeps, 'fetch'>): Router {
  const fetch = makeSafeFetch({ trustedOrigins: [accountDeps.config.FATHOM_API_URL] })
  accountDeps.signal.addEventListener('abort', () => void fetch.close(), { once: true })
  const deps: AccountDeps = { ...accountDeps, fetch }
  const router = Router()
  const json = express.json({ limit: bodyLimit })
  router.get('/api/v1/me/sessions', deps.requireSession, async (_, res) => {
    const open = await deps.sessions.list(await signedInIdentity(deps, res))
    res.json(sessionList.parse({ items: open.map(session => viewOf(session, ownSession(res))) }))
  })
  router.post('/api/v1/me/sessions/end-others', deps.requireSession, async (req, res) => {
    const kept = ownSession(res)
    if (kept === null) throw signInAgain()
    await deps.sessions.endOthers(signedInUser(res), kept, clientOrigin(req))
    res.status(204).end()
  })
  router.delete('/api/v1/me/sessions/:session', deps.requireSession, async (req, res) => {
    const session = sessionId.safeParse(req.params['session'])
    if (session.success) await deps.sessions.endOne(signedInUser(res), session.data, clientOrigin(req))
    res.status(204).end()
  })
  router.get('/api/v1/me/activity', deps.requireSession, async (req, res) => {
    const { page } = parseInput(activityQuery, req.query)
    res.set('Cache-Control', 'no-store').json(await readActivity(deps, signedInUser(res), page))
  })
  router.get('/api/v1/me/usage', deps.requireSession, async (_, res) => {
    res.json(await readUsage(deps, signedInUser(res)))
  })
  router.post('/api/v1/me/password', deps.requireSession, json, (req, res) => changePassword(deps, req, res))
  router.post('/api/v1/me/delete', deps.requireSession, json, (req, res) => endAccount(deps, req, res))
  return router
}

/** Ends every session, and begins a new one for the browser that asked. */
async function changePassword(deps: AccountDeps, req: Request, res: Response): Promise<void> {
  requireGoodPassword((req.body as { password?: unknown } | undefined)?.password)
  const { current, password } = parseInput(changePasswordBody, req.body)
  const identity = await confirmPassword(deps, req, res, current)
  await deps.identities.setPassword(identity.id, password, { ifVersion: identity.sessionVersion, from: clientOrigin(req) })
  const renewed = await deps.identities.read(identity.id)
  if (!renewed) throw signInAgain()
  res.setHeader('Cache-Control', 'no-store')
  answerSession(deps, res, renewed, await deps.sessions.start(renewed.id, clientOrigin(req)))
}

async function endAccount(deps: AccountDeps, req: Request, res: Response): Promise<void> {
  const { email, password } = parseInput(deleteAccountBody, req.body)
  const identity = await signedInIdentity(deps, res)
  if (email.trim().toLowerCase() !== identity.email.toLowerCase()) throw new AppError('input.invalid', 'This is not the e-mail address of your account. Nothing was deleted.')
  await confirmPassword(deps, req, res, password)
  await releaseWebhook(deps, identity.id).catch((error: unknown) => deps.log.warn({ err: error, userId: identity.id }, 'the webhook of an account that is deleted could not be looked at'))
  await deleteAccount(deps, identity.id)
  // What this process remembers of its sessions goes, too.
  const own = ownSession(res)
  if (own !== null) await deps.sessions.endOne(identity.id, own, clientOrigin(req))
  clearCookie(deps, res)
  res.status(204).end()
}

/** A browser that was left open is not enough. @throws AppError `access.denied` (not a 401: the session is good), `rate_limited` */
async function confirmPassword(deps: AccountDeps, req: Request, res: Response, password: string): Promise<Identity> {
  const { id, email } = await signedInIdentity(deps, res)
  await deps.limits.take('login', req, email)
  const identity = await deps.identities.checkPassword(email, password).catch(async (cause: unknown) => {
    if (!(cause instanceof AppError && cause.code === 'auth.wrong_credentials')) throw cause
    await deps.activity.note(req, id, 'user.password_refused')
    throw new AppError('access.denied', 'This is not your current password.', { cause })
  })
  await deps.limits.forgive('login', req, email)
  return identity
}

async function signedInIdentity({ identities }: AccountDeps, res: Response): Promise<Identity> {
  const identity = await identities.read(signedInUser(res))
  if (!identity) throw signInAgain()
  return identity
}

function ownSession(res: Response): SessionId | null {
  return sessionId.safeParse(res.locals['session']).data ?? null
}

function viewOf({ id, userAgent, startedAt, lastUsedAt }: OpenSession, own: SessionId | null) {
  return { id, ...readUserAgent(userAgent), startedAt: startedAt.toISOString(), lastUsedAt: lastUsedAt.toISOString(), isThis: id === own }
}
