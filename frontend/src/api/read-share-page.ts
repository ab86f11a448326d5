import type { SharePage } from '@f2l/common/contracts/api.ts'
import { errorFromAnswer, offline, unexpectedAnswer } from './api-error.ts'

/** What a share link shows; needs no account. @throws ApiError */
export async function readSharePage(token: string): Promise<SharePage> {
  const response = await fetch(`/api/v1/share/${encodeURIComponent(token)}`, { headers: { accept: 'application/json' } })
    .catch((cause: unknown) => { throw offline(cause) })
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw errorFromAnswer(response.status, body)
  if (!isSharePage(body)) throw unexpectedAnswer(response.status)
  return body
}

/** The server has parsed it by the contract; the parser would be the larger half of what a stranger's browser loads. */
function isSharePage(body: unknown): body is SharePage {
  return typeof body === 'object' && body !== null && 'videoUrl' in body && 'cues' in body
}
