import { apiError } from '@f2l/common/contracts/api.ts'
import { jobWork, type FinishedStage, type jobNote, type jobResult } from '@f2l/common/contracts/internal-api.ts'
import { AppError, isErrorCode } from '@f2l/common/errors.ts'
import { currentLogIds } from '@f2l/common/log-context.ts'
import type { Lease } from '@f2l/common/queue.ts'
import { retry } from '@f2l/common/retry.ts'
import { noTracing, type Tracing } from '@f2l/common/tracing.ts'
import type { z } from 'zod'

export type JobNote = z.input<typeof jobNote>

/** The backend's internal API for one claim. A claim that is lost: `queue.claim_lost`. */
export interface InternalApi {
  readWork(): Promise<z.output<typeof jobWork>>
  finishStage(stage: FinishedStage): Promise<void>
  note(note: JobNote): Promise<void>
  submitResult(result: z.input<typeof jobResult>): Promise<void>
}

export type OpenInternalApi = (lease: Lease, signal: AbortSignal) => InternalApi

/** A backend or a PocketBase that is away costs time, no attempt: with growing pauses this many tries last ten minutes. */
const tries = 80
const firstPauseMs = 250
const answerSeconds = 60

export function internalApiClient({ backendUrl, workerSecret, tracing = noTracing }: { backendUrl: string; workerSecret: string; tracing?: Tracing }): OpenInternalApi {
  /** By these the server's lines and spans are found with the job's. */
  function origin(): Record<string, string> {
    const [requestId, traceparent] = [currentLogIds().requestId, tracing.traceparent()]
    return { ...(requestId ? { 'x-request-id': requestId } : {}), ...(traceparent ? { traceparent } : {}) }
  }
  return (lease, signal) => {
    async function request(method: string, path: string, body?: unknown): Promise<unknown> {
      return retry(() => once(method, path, body), { times: tries, delayMs: firstPauseMs, signal })
    }
    async function once(method: string, path: string, body: unknown): Promise<unknown> {
      const answer = await fetch(`${backendUrl}/internal/v1/jobs/${lease.jobId}${path}`, {
        method, signal: AbortSignal.any([signal, AbortSignal.timeout(answerSeconds * 1000)]),
        headers: { 'authorization': `Bearer ${workerSecret}`, 'x-claim-token': lease.claimToken, 'content-type': 'application/json', ...origin() },
        body: body === undefined ? undefined : JSON.stringify(body),
      }).catch((cause: unknown) => { throw signal.aborted ? signal.reason : unreachable(cause) })
      if (!answer.ok) throw await refusal(answer)
      return answer.status === 204 ? undefined : answer.json()
    }
    return {
      readWork: async () => jobWork.parse(await request('GET', '')),
      finishStage: async stage => { await request('PUT', `/stages/${stage.stage}`, stage) },
      note: async note => { await request('PATCH', '', note) },
      submitResult: async result => { await request('PUT', '/result', result) },
    }
  }
}

function unreachable(cause: unknown): AppError {
  return new AppError('fetch.failed', 'The worker could not reach the server. It tries again by itself.', { cause })
}

/** The backend answers with our codes; anything else is a server in trouble. */
async function refusal(answer: Response): Promise<AppError> {
  const parsed = apiError.safeParse(await answer.json().catch(() => null))
  const { code, message } = parsed.success ? parsed.data.error : { code: '', message: '' }
  if (isErrorCode(code)) return new AppError(code, message)
  return new AppError(answer.status >= 500 ? 'fetch.failed' : 'internal', `The server answered the worker with status ${answer.status}.`)
}
