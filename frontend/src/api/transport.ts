import type { z } from 'zod'
import { ApiError, errorFromAnswer, offline, unexpectedAnswer } from './api-error.ts'
import { inOurWords } from './say-error.ts'
import type { Session } from './session.ts'

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  /** Sent as JSON; a blob as it is. */
  body?: unknown
  /** Sent without a token, and a 401 is an answer like any other. */
  isPublic?: boolean
  signal?: AbortSignal
}

export interface Transport {
  /** The answer, parsed by `schema`. @throws ApiError */
  ask<T>(call: Call, schema: z.ZodType<T>): Promise<T>
  /** For calls whose answer has nothing to read. @throws ApiError */
  tell(call: Call): Promise<void>
  /** The raw response of an authorised call; the caller reads its body. @throws ApiError */
  open(call: Call, headers?: Record<string, string>): Promise<Response>
}

interface TransportDeps { fetch: typeof globalThis.fetch; session: Session; onSignedOut: () => void }

export function makeTransport(deps: TransportDeps): Transport {
  const open = async (call: Call, headers: Record<string, string> = {}): Promise<Response> => {
    const response = call.isPublic ? await send(deps, call, null, headers) : await sendAuthorised(deps, call, headers)
    if (!response.ok) throw await inOurWords(errorFromAnswer(response.status, await bodyOf(response)))
    return response
  }
  return {
    open,
    tell: async call => { await open(call) },
    async ask(call, schema) {
      const response = await open(call)
      const parsed = schema.safeParse(await bodyOf(response))
      if (!parsed.success) throw unexpectedAnswer(response.status, parsed.error)
      return parsed.data
    },
  }
}

async function sendAuthorised(deps: TransportDeps, call: Call, headers: Record<string, string>): Promise<Response> {
  const token = await deps.session.token()
  if (token === null) return signedOut(deps)
  const response = await send(deps, call, token, headers)
  if (response.status !== 401) return response
  const renewed = await deps.session.renew(token)
  if (renewed === null) return signedOut(deps, await bodyOf(response))
  return send(deps, call, renewed, headers)
}

async function signedOut(deps: TransportDeps, body: unknown = null): Promise<never> {
  deps.session.forget()
  deps.onSignedOut()
  const { message } = errorFromAnswer(401, body)
  throw await inOurWords(new ApiError('auth.required', 401, message))
}

async function send({ fetch }: TransportDeps, call: Call, token: string | null, headers: Record<string, string>): Promise<Response> {
  const all: Record<string, string> = { accept: 'application/json', ...headers }
  if (token !== null) all['authorization'] = `Bearer ${token}`
  const isBlob = call.body instanceof Blob
  if (call.body !== undefined) all['content-type'] = isBlob ? (call.body as Blob).type : 'application/json'
  const init: RequestInit = { method: call.method ?? 'GET', headers: all, credentials: 'same-origin' }
  if (call.body !== undefined) init.body = isBlob ? call.body as Blob : JSON.stringify(call.body)
  if (call.signal) init.signal = call.signal
  return fetch(call.path, init).catch((cause: unknown) => {
    call.signal?.throwIfAborted()
    throw offline(cause)
  })
}

/** JSON, or null for an empty or foreign body (a proxy's error page). */
async function bodyOf(response: Response): Promise<unknown> {
  return response.json().catch(() => null)
}
