import { shutReasons, type ShutReason } from '@f2l/common/contracts/shut-reasons.ts'
import { ApiError, errorFromAnswer, offline } from './api-error.ts'
import { forgetPrivateTraces } from '../shell/private-traces.ts'
import { inOurWords } from './say-error.ts'

/** Why a link did not open for whoever is here; null where something else went wrong. */
export function shutReasonOf(error: unknown): ShutReason | null {
  return error instanceof ApiError ? shutReasons.find(reason => reason === error.code) ?? null : null
}

/** The right password gives this browser a cookie that opens the link. @throws ApiError */
export async function unlockShareLink(token: string, password: string): Promise<void> {
  const response = await post(`/api/v1/share/${encodeURIComponent(token)}/unlock`, { password })
  if (!response.ok) throw await inOurWords(errorFromAnswer(response.status, await response.json().catch(() => null)))
}

/**
 * Share pages know people by a cookie that lasts a day; a session that still lives gives a new one.
 * True when there is one.
 */
export async function renewSession(): Promise<boolean> {
  return post('/api/v1/auth/refresh').then(({ ok }) => ok, () => false)
}

/** Leaves the account, so that another can be used. @throws ApiError */
export async function leaveAccount(): Promise<void> {
  await post('/api/v1/auth/logout')
  forgetPrivateTraces()
}

function post(path: string, body?: unknown): Promise<Response> {
  return fetch(path, {
    method: 'POST', credentials: 'same-origin', headers: { 'accept': 'application/json', 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => { throw offline(cause) })
}
