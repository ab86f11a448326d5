import { setTimeout as sleep } from 'node:timers/promises'
import { EventSource } from 'eventsource'
import PocketBase, { ClientResponseError } from 'pocketbase'
import { z } from 'zod'
import { AppError, isErrorCode } from './errors.ts'

/** One identity towards the global PocketBase. Its token is renewed before it runs out and after it was refused. */
export interface PocketBaseClient {
  /** Runs a request; an answer of 401 or 403 is followed by one new sign-in and a second try. */
  call<T>(request: (pb: PocketBase) => Promise<T>): Promise<T>
  /** One of our hook routes, with and to JSON. */
  send(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown>
  /**
   * Calls back for every event of a realtime topic until the signal aborts; reconnects by itself.
   * `onReconnect` runs when events may have been missed. Settles once the signal has aborted.
   */
  listen(topic: Topic, signal: AbortSignal): Promise<void>
}

export interface Topic {
  /** Name of a collection (every row), or a topic of our own. */
  name: string
  onEvent(data: unknown): void
  onReconnect(): void
}

/** The backend's client. */
export function connectAsSuperuser({ url, email, password }: { url: string; email: string; password: string }): PocketBaseClient {
  return makeClient(url, async pb => {
    await pb.collection('_superusers').authWithPassword(email, password)
  })
}

export interface WorkerIdentity {
  /** Names the worker in the admin panel; the same name again is the same worker. */
  name: string
  host: string
  version: string
}

/** A worker's client; knowing the secret is what makes it a worker. */
export function connectAsWorker({ url, secret, identity }: { url: string; secret: string; identity: WorkerIdentity }): PocketBaseClient {
  const registered = z.object({ id: z.string(), token: z.string() })
  return makeClient(url, async pb => {
    const answer = registered.parse(await pb.send('/api/queue/workers', { method: 'POST', body: { ...identity, secret }, headers: { Authorization: '' } }))
    pb.authStore.save(answer.token)
  })
}

/** A token this close to its end is renewed first. */
const renewSeconds = 120

type SignIn = (pb: PocketBase) => Promise<void>

function makeClient(url: string, signIn: SignIn): PocketBaseClient {
  const pb = new PocketBase(url)
  pb.autoCancellation(false)
  let signingIn: Promise<void> | null = null
  function renew(): Promise<void> {
    signingIn ??= signIn(pb).finally(() => { signingIn = null })
    return signingIn
  }
  async function call<T>(request: (pb: PocketBase) => Promise<T>): Promise<T> {
    try {
      if (!isFresh(pb)) await renew()
      return await request(pb).catch(async (reason: unknown) => {
        if (!isRefusedToken(reason)) throw reason
        await renew()
        return request(pb)
      })
    } catch (thrown) {
      throw toQueueError(thrown)
    }
  }
  return {
    call,
    send: (method, path, body) => call(client => client.send(path, { method, body }) as Promise<unknown>),
    listen: (topic, signal) => listen({ url, signIn, topic, signal }),
  }
}

function isFresh(pb: PocketBase): boolean {
  return secondsLeft(pb.authStore.token) > renewSeconds
}

function secondsLeft(token: string): number {
  const body = token.split('.')[1]
  if (body === undefined) return 0
  const parsed = z.object({ exp: z.number() }).safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))
  return parsed.success ? parsed.data.exp - Date.now() / 1000 : 0
}

/** PocketBase goes on as a guest with a token that ran out, so the refusal of a route is the sign. */
function isRefusedToken(reason: unknown): boolean {
  return reason instanceof ClientResponseError && (reason.status === 401 || reason.status === 403)
}

/** Our routes answer with our codes; without an answer PocketBase is down. */
function toQueueError(thrown: unknown): unknown {
  if (!(thrown instanceof ClientResponseError)) return thrown
  const { code, message } = thrown.response as { code?: unknown; message?: unknown }
  if (typeof code === 'string' && isErrorCode(code)) return new AppError(code, String(message))
  if (thrown.status === 0 || thrown.status >= 500 || thrown.status === 429) {
    return new AppError('queue.unavailable', 'The queue cannot be reached at the moment. It is tried again by itself.', { cause: thrown, retryAfterSeconds: 5 })
  }
  if (thrown.status === 404) return new AppError('not_found', 'This is not there any more.', { cause: thrown })
  return thrown
}

/** How long one subscription is kept before it is made anew: its token must outlive it (tokens last an hour or more). */
const subscriptionSeconds = 20 * 60
const firstPauseSeconds = 0.5
const longestPauseSeconds = 15

/**
 * The SDK's own realtime client neither says that events were missed nor renews its token, so one subscription is one
 * connection here: when it ends, for whatever reason, another is made and the listener reads again what it may have missed.
 */
async function listen({ url, signIn, topic, signal }: { url: string; signIn: SignIn; topic: Topic; signal: AbortSignal }): Promise<void> {
  let pauseSeconds = firstPauseSeconds
  let isFirst = true
  while (!signal.aborted) {
    const startedAt = performance.now()
    const mayHaveMissed = !isFirst
    isFirst = false
    await subscribeOnce({ url, signIn, topic, signal, onReady: () => { if (mayHaveMissed) topic.onReconnect() } })
    const lastedSeconds = (performance.now() - startedAt) / 1000
    pauseSeconds = lastedSeconds > 5 ? firstPauseSeconds : Math.min(longestPauseSeconds, pauseSeconds * 2)
    await sleep(pauseSeconds * 1000, undefined, { signal, ref: false }).catch(() => undefined)
  }
}

interface Subscription { url: string; signIn: SignIn; topic: Topic; signal: AbortSignal; onReady(): void }

/** Settles when the connection is over; never rejects, because the next one is the answer to every failure. */
function subscribeOnce({ url, signIn, topic, signal, onReady }: Subscription): Promise<void> {
  return new Promise(done => {
    const events = new EventSource(`${url}/api/realtime`)
    const timer = setTimeout(end, subscriptionSeconds * 1000)
    function end(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      events.close()
      done()
    }
    signal.addEventListener('abort', end, { once: true })
    events.addEventListener('error', end)
    events.addEventListener('PB_CONNECT', message => {
      const { clientId } = JSON.parse(String(message.data)) as { clientId: string }
      subscribeClient(url, signIn, clientId, topic.name).then(onReady, end)
    })
    events.addEventListener(topic.name, message => topic.onEvent(JSON.parse(String(message.data))))
    if (signal.aborted) end()
  })
}

async function subscribeClient(url: string, signIn: SignIn, clientId: string, topic: string): Promise<void> {
  const pb = new PocketBase(url)
  await signIn(pb)
  await pb.send('/api/realtime', { method: 'POST', body: { clientId, subscriptions: [topic] } })
}
