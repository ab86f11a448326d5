import { EventSource } from 'eventsource'
import PocketBase, { ClientResponseError } from 'pocketbase'
import { z } from 'zod'
import { AppError, isErrorCode } from './errors.ts'
import { rest } from './pause.ts'

/** One identity towards the global PocketBase. Its token is renewed before it runs out and after it was refused. */
export interface PocketBaseClient {
  /** Runs a request; an answer of 401 or 403 is followed by one new sign-in and a second try. */
  call<T>(request: (pb: PocketBase) => Promise<T>): Promise<T>
  /** One of our hook routes, with and to JSON. */
  send(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown>
  /**
   * Calls back for every event of a realtime topic until the signal aborts; reconnects by itself.
   * `onReady` runs when events are heard, each time again after some may have been missed. Settles once the signal has aborted.
   */
  listen(topic: Topic, signal: AbortSignal): Promise<void>
}

export interface Topic {
  /** Name of a collection (every row), or a topic of our own. */
  name: string
  onEvent(data: unknown): void
  onReady(isFirst: boolean): void
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

/**
 * A token is renewed at this age (seconds, on a clock that nobody can set): it must outlive a subscription that
 * begins with it, and the shortest-lived tokens, those of workers, last an hour.
 */
const renewAfterSeconds = 30 * 60

type SignIn = (pb: PocketBase) => Promise<void>
type SignedIn = () => Promise<PocketBase>

function makeClient(url: string, signIn: SignIn): PocketBaseClient {
  const pb = new PocketBase(url)
  pb.autoCancellation(false)
  let signedInAt = -Infinity
  let signingIn: Promise<void> | null = null
  function renew(): Promise<void> {
    signingIn ??= signIn(pb).then(() => { signedInAt = performance.now() }).finally(() => { signingIn = null })
    return signingIn
  }
  async function signedIn(): Promise<PocketBase> {
    if (performance.now() - signedInAt > renewAfterSeconds * 1000) await renew()
    return pb
  }
  async function call<T>(request: (pb: PocketBase) => Promise<T>): Promise<T> {
    try {
      return await request(await signedIn()).catch(async (reason: unknown) => {
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
    listen: (topic, signal) => listen({ url, topic, signal, signedIn }),
  }
}

/**
 * PocketBase goes on as a guest with a token that ran out, so the refusal of a route is the sign.
 * A refusal with one of our codes is about something else.
 */
function isRefusedToken(reason: unknown): boolean {
  if (!(reason instanceof ClientResponseError) || (reason.status !== 401 && reason.status !== 403)) return false
  const { code } = reason.response as { code?: unknown }
  return !(typeof code === 'string' && isErrorCode(code))
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

/** How long one subscription is kept before it is made anew: its token must outlive it. */
const subscriptionSeconds = 20 * 60
const firstPauseSeconds = 0.5
const longestPauseSeconds = 15

/**
 * The SDK's own realtime client neither says that events were missed nor renews its token, so one subscription is one
 * connection here: when it ends, for whatever reason, another is made and the listener reads again what it may have missed.
 */
async function listen({ url, topic, signal, signedIn }: { url: string; topic: Topic; signal: AbortSignal; signedIn: SignedIn }): Promise<void> {
  let pauseSeconds = firstPauseSeconds
  let isFirst = true
  while (!signal.aborted) {
    const startedAt = performance.now()
    const wasFirst = isFirst
    isFirst = false
    await subscribeOnce({ url, signedIn, topic, signal, onReady: () => topic.onReady(wasFirst) })
    const lastedSeconds = (performance.now() - startedAt) / 1000
    pauseSeconds = lastedSeconds > 5 ? firstPauseSeconds : Math.min(longestPauseSeconds, pauseSeconds * 2)
    await rest(pauseSeconds * 1000, signal)
  }
}

interface Subscription { url: string; signedIn: SignedIn; topic: Topic; signal: AbortSignal; onReady(): void }

/** Settles when the connection is over; never rejects, because the next one is the answer to every failure. */
function subscribeOnce({ url, signedIn, topic, signal, onReady }: Subscription): Promise<void> {
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
      signedIn().then(pb => pb.send('/api/realtime', { method: 'POST', body: { clientId, subscriptions: [topic.name] } })).then(onReady, end)
    })
    events.addEventListener(topic.name, message => topic.onEvent(JSON.parse(String(message.data))))
    if (signal.aborted) end()
  })
}
