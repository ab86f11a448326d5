import { commentView, discussion, reactionView, type commentBody, type commentChange, type reactionBody } from '@f2l/common/contracts/comments.ts'
import type { z } from 'zod'
import { errorFromAnswer, offline, unexpectedAnswer } from '../api/api-error.ts'
import { inOurWords } from '../api/say-error.ts'

/** Writes wait for one another: none may wait for ever. */
const patienceMs = 30_000

interface Ask { method?: 'POST' | 'PATCH' | 'DELETE'; body?: unknown; headers?: Record<string, string>; isLast?: boolean }

/** What can be asked about the discussion of one share link. Cookies say who asks. All of it @throws ApiError */
export function makeDiscussionCalls(token: string) {
  const base = `/api/v1/share/${encodeURIComponent(token)}`
  const one = (kind: 'comments' | 'reactions', id: string) => `${base}/${kind}/${encodeURIComponent(id)}`
  return {
    /** Null where it is still what `tag` stands for. */
    async read(tag: string | null) {
      const response = await send(`${base}/discussion`, { headers: tag === null ? {} : { 'if-none-match': tag } })
      return response.status === 304 ? null : { tag: response.headers.get('etag'), ...await parsed(response, discussion) }
    },
    say: async (body: z.input<typeof commentBody>) => parsed(await send(`${base}/comments`, { method: 'POST', body }), commentView),
    change: async (id: string, body: z.input<typeof commentChange>) => parsed(await send(one('comments', id), { method: 'PATCH', body }), commentView),
    /** The page may be on its way out: the request is sent all the same. */
    remove: async (id: string) => void await send(one('comments', id), { method: 'DELETE', isLast: true }),
    react: async (body: z.input<typeof reactionBody>) => parsed(await send(`${base}/reactions`, { method: 'POST', body }), reactionView),
    takeBack: async (id: string) => void await send(one('reactions', id), { method: 'DELETE', isLast: true }),
  }
}
export type DiscussionCalls = ReturnType<typeof makeDiscussionCalls>

async function send(path: string, { method, body, headers = {}, isLast = false }: Ask): Promise<Response> {
  const response = await fetch(path, {
    method: method ?? 'GET', credentials: 'same-origin', keepalive: isLast, signal: AbortSignal.timeout(patienceMs),
    headers: { accept: 'application/json', ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => { throw offline(cause) })
  if (response.ok || response.status === 304) return response
  throw await inOurWords(errorFromAnswer(response.status, await response.json().catch(() => null)))
}

async function parsed<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
  const answer = schema.safeParse(await response.json().catch(() => null))
  if (!answer.success) throw unexpectedAnswer(response.status, answer.error)
  return answer.data
}
