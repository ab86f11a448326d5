import { setTimeout as sleep } from 'node:timers/promises'
import { parseCookie } from 'cookie'
import express, { Router, type Request, type Response } from 'express'
import { emailBody, loginBody, registerBody, resetBody, sessionAnswer, tokenBody } from '@f2l/common/contracts/api.ts'
import { AppError } from '@f2l/common/errors.ts'
import { accessTokenSeconds, makeAccessToken, signInAgain } from '../access-token.ts'
import { clientOrigin } from '../client-origin.ts'
import { hostCookie, isHttps } from '../cookie-names.ts'
import { requireSameOrigin } from '../cross-site.ts'
import type { BackendDeps, Identity } from '../deps.ts'
import { requireGoodPassword } from '../password-rules.ts'
import { readPurposeToken, staleLink, type PurposeKind } from '../purpose-tokens.ts'
import { sessionOf, sessionTimes } from '../sessions.ts'
import { forgetViewer, rememberViewer } from '../sharing/viewer.ts'
import { bodyLimit, parseInput } from './read-input.ts'

export type AuthDeps = Pick<BackendDeps, 'config' | 'queue' | 'identities' | 'userDatabases' | 'limits' | 'sessions' | 'activity' | 'log'>

/** Answers that must not tell whether an address is known take at least this long. */
const evenMilliseconds = 250

/** Signing up, in and out. Nothing here tells a stranger whether an address has an account. */
export function authRoutes(deps: AuthDeps): Router {
  const router = Router()
  router.use('/api/v1/auth', express.json({ limit: bodyLimit }), neverStored)
  router.post('/api/v1/auth/register', (req, res) => register(deps, req, res))
  router.post('/api/v1/auth/verify', (req, res) => verify(deps, req, res))
  router.post('/api/v1/auth/login', (req, res) => login(deps, req, res))
  router.post('/api/v1/auth/refresh', (req, res) => refresh(deps, req, res))
  router.post('/api/v1/auth/logout', (req, res) => logout(deps, req, res))
  router.post('/api/v1/auth/forgot', (req, res) => forgot(deps, req, res))
  router.post('/api/v1/auth/reset', (req, res) => reset(deps, req, res))
  return router
}

function neverStored(_req: Request, res: Response, next: () => void): void {
  res.setHeader('Cache-Control', 'no-store')
  next()
}

async function register(deps: AuthDeps, req: Request, res: Response): Promise<void> {
  requireGoodPassword((req.body as { password?: unknown } | undefined)?.password)
  const person = parseInput(registerBody, req.body)
  await deps.limits.take('register', req, person.email.toLowerCase())
  await evenly(async () => {
    const identity = await deps.identities.create({ ...person, name: oneLine(person.name) }) ?? await deps.identities.findByEmail(person.email)
    // Taken and never verified: perhaps the first mail was lost. Taken and verified: nothing happens.
    if (identity && !identity.isVerified) await sendMail(deps, 'verify-email', identity)
  })
  res.status(202).json({})
}

async function verify({ identities, limits, config }: AuthDeps, req: Request, res: Response): Promise<void> {
  await limits.take('token', req)
  const { userId, email } = readPurposeToken('verify-email', parseInput(tokenBody, req.body).token, config.JWT_SECRET)
  const identity = await identities.read(userId)
  if (!identity || identity.email !== email) throw staleLink()
  if (!identity.isVerified) await identities.markVerified(userId)
  res.status(204).end()
}

async function login(deps: AuthDeps, req: Request, res: Response): Promise<void> {
  const { config, identities, limits, sessions, userDatabases } = deps
  requireSameOrigin(req, config.PUBLIC_URL, { isRequired: false })
  const { email, password } = parseInput(loginBody, req.body)
  const account = email.trim().toLowerCase()
  await limits.take('login', req, account)
  const identity = await identities.checkPassword(account, password).catch((error: unknown) => {
    void noteRefused(deps, req, account)
    throw error
  })
  await limits.forgive('login', req, account)
  if (config.SMTP_URL !== '' && !identity.isVerified) {
    await sendMail(deps, 'verify-email', identity)
    throw new AppError('auth.unverified', 'Please confirm your e-mail address first: we have just sent you a mail with a link.')
  }
  await userDatabases.provision(identity)
  // Whatever cookie was there before (a stranger may have planted it) is not taken over.
  await sessions.end(cookieOf(req, config), clientOrigin(req))
  answerSession(deps, res, identity, await sessions.start(identity.id, clientOrigin(req)))
}

/** Beside the answer: what is written down for an address that is known must not make its answer later. */
async function noteRefused({ identities, activity, log }: AuthDeps, req: Request, account: string): Promise<void> {
  try {
    const identity = await identities.findByEmail(account)
    if (identity) await activity.note(req, identity.id, 'session.refused')
  }
  catch (error) {
    log.warn({ err: error }, 'a refused sign-in could not be written down')
  }
}

async function refresh(deps: AuthDeps, req: Request, res: Response): Promise<void> {
  requireSameOrigin(req, deps.config.PUBLIC_URL, { isRequired: true })
  await deps.limits.take('refresh', req)
  const { userId, refreshToken } = await deps.sessions.rotate(cookieOf(req, deps.config), clientOrigin(req)).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'auth.required') clearCookie(deps, res)
    throw error
  })
  const identity = await deps.identities.read(userId)
  if (!identity) throw signInAgain()
  answerSession(deps, res, identity, refreshToken)
}

async function logout(deps: AuthDeps, req: Request, res: Response): Promise<void> {
  requireSameOrigin(req, deps.config.PUBLIC_URL, { isRequired: true })
  await deps.sessions.end(cookieOf(req, deps.config), clientOrigin(req))
  clearCookie(deps, res)
  res.status(204).end()
}

async function forgot(deps: AuthDeps, req: Request, res: Response): Promise<void> {
  const { email } = parseInput(emailBody, req.body)
  await deps.limits.take('mail', req, email.toLowerCase())
  await evenly(async () => {
    const identity = await deps.identities.findByEmail(email)
    if (identity) await sendMail(deps, 'reset-password', identity)
  })
  res.status(202).json({})
}

/** The link proves that its reader gets the mail, so it verifies the address too. */
async function reset({ identities, limits, config }: AuthDeps, req: Request, res: Response): Promise<void> {
  await limits.take('token', req)
  requireGoodPassword((req.body as { password?: unknown } | undefined)?.password)
  const { token, password } = parseInput(resetBody, req.body)
  const { userId, email, sessionVersion } = readPurposeToken('reset-password', token, config.JWT_SECRET)
  const identity = await identities.read(userId)
  if (!identity || identity.email !== email || identity.sessionVersion !== sessionVersion) throw staleLink()
  await identities.setPassword(userId, password, { ifVersion: sessionVersion, isVerified: true, from: clientOrigin(req) }).catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'conflict' ? staleLink(error) : error
  })
  res.status(204).end()
}

/** One mail of a kind a minute is enough, however often somebody presses the button. */
async function sendMail({ queue }: AuthDeps, template: PurposeKind, { id, sessionVersion }: Identity): Promise<void> {
  const idempotencyKey = `${template}:${sessionVersion}:${Math.floor(Date.now() / 60_000)}`
  await queue.enqueue({ kind: 'send-mail', payload: { userId: id, template } }, { idempotencyKey, priority: 'critical' })
}

/** The answer of everything that begins or renews a session. */
export function answerSession({ config }: Pick<AuthDeps, 'config'>, res: Response, identity: Identity, refreshToken: string): void {
  res.cookie(refreshCookie(config), refreshToken, { ...cookieOptions(config), maxAge: sessionTimes.idleSeconds * 1000 })
  const session = sessionOf(refreshToken)
  rememberViewer(res, identity, session, config)
  res.json(sessionAnswer.parse({ accessToken: makeAccessToken(identity, config.JWT_SECRET, session), expiresInSeconds: accessTokenSeconds }))
}

export function clearCookie({ config }: Pick<AuthDeps, 'config'>, res: Response): void {
  res.clearCookie(refreshCookie(config), cookieOptions(config))
  forgetViewer(res, config)
}

const refreshCookie = (config: AuthDeps['config']): string => hostCookie('f2l_refresh', config)

/** Over plain http ports of one host share their cookies, so there it goes no further than it must. */
function cookieOptions(config: AuthDeps['config']) {
  return { httpOnly: true, sameSite: 'strict', path: isHttps(config) ? '/' : '/api/v1/auth', secure: isHttps(config) } as const
}

function cookieOf(req: Request, config: AuthDeps['config']): string {
  return parseCookie(req.headers.cookie ?? '')[refreshCookie(config)] ?? ''
}

async function evenly(work: () => Promise<void>): Promise<void> {
  const pause = sleep(evenMilliseconds)
  try {
    await work()
  }
  finally {
    await pause
  }
}

/** A name goes into mails and pages: line breaks and other control characters have no place in it. */
export function oneLine(name: string): string {
  return name.replace(/\p{C}+/gu, ' ').trim()
}
