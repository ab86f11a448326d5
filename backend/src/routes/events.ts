import { setMaxListeners } from 'node:events'
import { Router, type Request, type Response } from 'express'
import jwt from 'jsonwebtoken'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { BackendDeps, PushedEvent } from '../deps.ts'
import type { StillHolds } from '../session-guard.ts'
import { signedInUser } from './read-input.ts'

export interface EventLimits { connectionsPerUser: number; heartbeatMs: number; unsentBytes: number }

const usualLimits: EventLimits = {
  connectionsPerUser: 20,
  /** Proxies cut what is silent for a minute. */
  heartbeatMs: 20_000,
  /** A browser that does not read for so long comes back with its cursor. */
  unsentBytes: 256 * 1024,
}

/**
 * Live events as server-sent events. What is stored has an `id:`, the cursor; `Last-Event-ID` (or
 * `?cursor=`) replays from there. The stream ends with the access token, so that the browser comes back with a new one,
 * and soon after its session was ended, its password changed or its account deleted.
 */
export function eventRoutes(deps: BackendDeps, limits: EventLimits = usualLimits): Router {
  const router = Router()
  const open = new Map<UserId, number>()
  // Every open stream waits for the end of the process: many listeners are meant.
  setMaxListeners(0, deps.signal)
  router.get('/api/v1/events', deps.requireSession, async (request, response) => {
    const user = signedInUser(response)
    const count = open.get(user) ?? 0
    if (count >= limits.connectionsPerUser) {
      throw new AppError('rate_limited', 'Too many windows of this account listen for news. Please close some.', { retryAfterSeconds: 30 })
    }
    open.set(user, count + 1)
    response.once('close', () => {
      const left = (open.get(user) ?? 1) - 1
      if (left > 0) open.set(user, left)
      else open.delete(user)
    })
    await stream(deps, limits, request, response, user)
  })
  return router
}

async function stream(deps: BackendDeps, limits: EventLimits, request: Request, response: Response, user: UserId): Promise<void> {
  const closed = new AbortController()
  response.once('close', () => closed.abort())
  response.on('error', () => closed.abort())
  const early: PushedEvent[] = []
  let send = (pushed: PushedEvent): void => { early.push(pushed) }
  const newest = await deps.events.listen(user, cursorOf(request), pushed => send(pushed), closed.signal)
  if (closed.signal.aborted) return
  response.status(200).set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' })
  response.flushHeaders()
  const write = makeWriter(response, limits.unsentBytes)
  send = pushed => write(messageOf(pushed))
  // A message with an id and no data moves the cursor and is not delivered.
  if (early.length === 0) write(`id: ${newest}\n\n`)
  early.forEach(send)
  endInTime(deps, limits, request, response, write, closed.signal)
}

function endInTime(deps: BackendDeps, { heartbeatMs }: EventLimits, request: Request, response: Response, write: (text: string) => void, closed: AbortSignal): void {
  const end = (): void => void response.end()
  const heartbeat = setInterval(() => {
    write(': still here\n\n')
    void endIfSignedOut(deps, response, end)
  }, heartbeatMs)
  const expiry = setTimeout(end, Math.min(millisecondsLeft(request), 2 ** 31 - 1))
  deps.signal.addEventListener('abort', end, { once: true })
  closed.addEventListener('abort', () => {
    clearInterval(heartbeat)
    clearTimeout(expiry)
    deps.signal.removeEventListener('abort', end)
  }, { once: true })
  if (deps.signal.aborted) end()
}

async function endIfSignedOut({ log }: BackendDeps, response: Response, end: () => void): Promise<void> {
  const { stillHolds } = response.locals as { stillHolds: StillHolds }
  try {
    if (!await stillHolds()) end()
  } catch (error) {
    // PocketBase is away: nobody was signed out by that, and the next heartbeat asks again.
    log.debug({ err: error }, 'the session of an event stream could not be looked up')
  }
}

/** Somebody who does not read would keep everything that is sent in our memory. */
function makeWriter(response: Response, unsentBytes: number): (text: string) => void {
  return text => {
    if (response.writableEnded || response.destroyed) return
    response.write(text)
    if (response.writableLength > unsentBytes) response.destroy()
  }
}

function messageOf({ cursor, event }: PushedEvent): string {
  return `${cursor === null ? '' : `id: ${cursor}\n`}data: ${JSON.stringify(event)}\n\n`
}

/** Null without a usable cursor: then nothing is replayed. */
function cursorOf(request: Request): number | null {
  const given = request.get('last-event-id') ?? request.query['cursor']
  if (typeof given !== 'string' || !/^\d{1,15}$/.test(given)) return null
  return Number(given)
}

/** The guard has checked the token; here only its end is read. What is no such token ends after a quarter of an hour. */
function millisecondsLeft(request: Request): number {
  const claims = jwt.decode((request.get('authorization') ?? '').replace(/^Bearer\s+/i, ''), { json: true })
  return typeof claims?.exp === 'number' ? Math.max(0, claims.exp * 1000 - Date.now()) : 15 * 60_000
}
