import { sharePage, type SharePage } from '@f2l/common/contracts/api.ts'
import { errorFromAnswer, offline, unexpectedAnswer } from './api-error.ts'

/** What a share link shows; needs no account. @throws ApiError */
export async function readSharePage(token: string): Promise<SharePage> {
  const response = await fetch(`/api/v1/share/${encodeURIComponent(token)}`, { headers: { accept: 'application/json' } })
    .catch((cause: unknown) => { throw offline(cause) })
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw errorFromAnswer(response.status, body)
  const parsed = sharePage.safeParse(body)
  if (!parsed.success) throw unexpectedAnswer(response.status, parsed.error)
  return parsed.data
}
