import type { SharePage } from '@f2l/common/contracts/api.ts'
import { errorFromAnswer, offline, unexpectedAnswer, type ApiError } from './api-error.ts'
import { shutReasonOf } from './open-share-link.ts'
import { inOurWords } from './say-error.ts'

/** What a share link shows; needs no account. @throws ApiError */
export async function readSharePage(token: string): Promise<SharePage> {
  return readShared<SharePage>(`/api/v1/share/${encodeURIComponent(token)}`, ['token', 'title', 'videoUrl', 'cues', 'chapters', 'viewer'])
}

/**
 * What the backend answers it has parsed by the contract; here only a proxy's answer in its place is told from it,
 * for a page that strangers open has no room for a parser. @throws ApiError
 */
export async function readShared<T extends object>(path: string, names: readonly (keyof T & string)[]): Promise<T> {
  const response = await fetch(path, { headers: { accept: 'application/json' } }).catch((cause: unknown) => { throw offline(cause) })
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw await shutOrSaid(errorFromAnswer(response.status, body))
  if (typeof body !== 'object' || body === null || !names.every(name => name in body)) throw unexpectedAnswer(response.status)
  return body as T
}

/** Why a link is shut is said by its page, which need not wait for the words of errors. */
async function shutOrSaid(error: ApiError): Promise<ApiError> {
  return shutReasonOf(error) === null ? inOurWords(error) : error
}
