import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { apiError, jobView, me, recordingAdded, recordingDetail, recordingList, sessionAnswer, sharePage, type JobView, type Me, type RecordingDetail, type RecordingSummary, type SharePage } from '@f2l/common/contracts/api.ts'

/** What the demo asks of the product, through the same API that the browser uses. */
export interface ProductClient {
  register(person: { email: string; password: string; name: string }): Promise<void>
  verify(token: string): Promise<void>
  login(person: { email: string; password: string }): Promise<void>
  me(): Promise<Me>
  addByLink(url: string): Promise<RecordingSummary>
  /** `options` as for a link. The same bytes again are the recording that is there. */
  addFile(media: Blob, name: string, options?: object): Promise<RecordingSummary>
  /** Keeps the key of a Fathom account. */
  connectFathom(apiKey: string): Promise<void>
  addFromFathom(fathomRecordingId: number): Promise<RecordingSummary>
  cancel(id: string): Promise<JobView>
  retry(id: string): Promise<JobView>
  listRecordings(): Promise<RecordingSummary[]>
  readRecording(id: string): Promise<RecordingDetail>
  readSharePage(token: string): Promise<SharePage>
}

export function makeProductClient(publicUrl: string): ProductClient {
  let accessToken = ''

  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const isForm = body instanceof FormData
    const answer = await fetch(publicUrl + path, {
      method,
      headers: { ...(isForm ? {} : { 'content-type': 'application/json' }), 'origin': publicUrl, ...(accessToken === '' ? {} : { authorization: `Bearer ${accessToken}` }) },
      body: isForm ? body : body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${sentenceOf(text)}`)
    return text === '' ? null : JSON.parse(text)
  }

  return {
    register: async person => void await call('POST', '/api/v1/auth/register', person),
    verify: async token => void await call('POST', '/api/v1/auth/verify', { token }),
    login: async person => {
      accessToken = sessionAnswer.parse(await call('POST', '/api/v1/auth/login', person)).accessToken
    },
    me: async () => me.parse(await call('GET', '/api/v1/me')),
    addByLink: async url => recordingAdded.parse(await call('POST', '/api/v1/recordings', { url })).recording,
    addFile: async (media, name, options = {}) => recordingAdded.parse(await call('POST', '/api/v1/recordings/upload', uploadOf(media, name, options))).recording,
    connectFathom: async apiKey => void await call('PUT', '/api/v1/fathom', { apiKey }),
    addFromFathom: async fathomRecordingId => recordingAdded.parse(await call('POST', '/api/v1/recordings/from-fathom', { fathomRecordingId })).recording,
    cancel: async id => jobView.parse(await call('POST', `/api/v1/recordings/${id}/cancel`)),
    retry: async id => jobView.parse(await call('POST', `/api/v1/recordings/${id}/retry`)),
    listRecordings: async () => recordingList.parse(await call('GET', '/api/v1/recordings')).items,
    readRecording: async id => recordingDetail.parse(await call('GET', `/api/v1/recordings/${id}`)),
    readSharePage: async token => sharePage.parse(await call('GET', `/api/v1/share/${token}`)),
  }
}

function uploadOf(media: Blob, name: string, options: object): FormData {
  const form = new FormData()
  form.set('options', JSON.stringify(options))
  form.set('media', media, name)
  return form
}

function sentenceOf(text: string): string {
  const parsed = z.string().transform((json, context) => {
    try {
      return JSON.parse(json) as unknown
    } catch {
      context.addIssue('not JSON')
      return z.NEVER
    }
  }).pipe(apiError).safeParse(text)
  return parsed.success ? parsed.data.error.message : text.slice(0, 200)
}

/**
 * Watches a recording until its job is over.
 * @throws Error with the product's sentence when the job failed or took longer than the limit
 */
export async function waitForVideo(client: ProductClient, recordingId: string, onProgress: (recording: RecordingSummary) => void, limitSeconds: number, signal: AbortSignal): Promise<RecordingDetail> {
  const giveUpAt = performance.now() + limitSeconds * 1000
  while (performance.now() < giveUpAt) {
    const detail = await client.readRecording(recordingId)
    onProgress(detail.recording)
    if (detail.recording.state === 'ready') return detail
    if (detail.recording.state === 'failed' || detail.recording.state === 'cancelled') {
      throw new Error(detail.recording.job?.error?.message ?? `The job ended as ${detail.recording.state}.`)
    }
    await sleep(500, undefined, { signal })
  }
  throw new Error(`The video was not ready after ${limitSeconds} seconds.`)
}
