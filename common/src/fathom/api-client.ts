import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { SafeFetch, SafeResponse } from '../safe-fetch.ts'
import { fathomMeeting, fathomSummary, fathomTranscriptItem, transcriptOfItems, type FathomMeeting } from './meeting.ts'
import { secondsIn } from './meeting-fields.ts'
import type { Transcript } from '../contracts/transcript.ts'
import { pause } from '../pause.ts'

export interface FathomApiOptions {
  /** The setting FATHOM_API_URL. */
  baseUrl: string
  apiKey: string
  fetch: SafeFetch
  /** Longest wait for a rate limit inside one call; beyond it `fathom.rate_limited` is thrown. */
  maxWaitSeconds?: number
  signal?: AbortSignal
}

export interface MeetingQuery { cursor?: string | null; include?: readonly ('transcript' | 'summary' | 'action_items' | 'highlights')[]; createdAfter?: string; createdBefore?: string; meetingType?: string }
export interface MeetingPage { items: FathomMeeting[]; nextCursor: string | null }

const file = z.object({ url: z.url(), content_type: z.string().nullish().catch(null), file_size_bytes: z.int().nullish().catch(null) })
const download = z.object({
  download_id: z.coerce.string(),
  status: z.enum(['processing', 'completed', 'failed', 'expired']),
  video: file.nullish().catch(null), audio: file.nullish().catch(null),
  failure_reason: z.string().nullish().catch(null),
})
const meetingPage = z.object({ next_cursor: z.string().nullish().catch(null), items: z.array(z.unknown()) })
const transcriptAnswer = z.object({ transcript: z.array(fathomTranscriptItem.nullable().catch(null)) })
const summaryAnswer = z.object({ summary: fathomSummary.nullish() })
const createdWebhook = z.object({ id: z.coerce.string().min(1), secret: z.string().startsWith('whsec_') })
const typePage = z.object({ next_cursor: z.string().nullish().catch(null), items: z.array(z.object({ name: z.string().trim().min(1) }).nullable().catch(null)) })

export interface DownloadState {
  downloadId: string
  status: 'processing' | 'completed' | 'failed' | 'expired'
  media: { url: string; kind: 'video' | 'audio'; contentType: string | null; sizeBytes: number | null } | null
  failureReason: string | null
}

/** Fathom's public API, as far as the product needs it. */
export interface FathomApi {
  /** Newest first, ten a page. */
  listMeetings(query?: MeetingQuery): Promise<MeetingPage>
  /** Pages through the account until a meeting matches; null when none of the newest 3000 does. */
  findMeeting(wanted: { recordingId: number } | { url: string }, include?: MeetingQuery['include']): Promise<FathomMeeting | null>
  readTranscript(recordingId: number, language?: string | null): Promise<Transcript | null>
  readSummary(recordingId: number): Promise<string | null>
  requestDownload(recordingId: number): Promise<DownloadState>
  readDownload(recordingId: number, downloadId: string): Promise<DownloadState>
  /** "New meeting content ready" of the key's own recordings. Fathom shows id and secret this once. */
  createWebhook(destinationUrl: string): Promise<{ id: string; secret: string }>
  /** One that is gone already is fine. */
  deleteWebhook(id: string): Promise<void>
  /** Names of the account's meeting types. */
  listMeetingTypes(): Promise<string[]>
  /** @throws `fathom.key_refused` for a key that does not work */
  checkKey(): Promise<void>
}

const maxPages = 300
const maxTypePages = 20

/**
 * Every call may throw `fathom.key_refused`, `fathom.share_limited`, `fathom.recording_not_found`, `fathom.no_media`,
 * `fathom.rate_limited` (with `retryAfterSeconds`) and `fathom.unreachable`.
 */
export function makeFathomApi(options: FathomApiOptions): FathomApi {
  const call = makeCaller(options)
  const listMeetings: FathomApi['listMeetings'] = async query => readPage(await call('GET', `/meetings${searchOf(query ?? {})}`))
  return {
    listMeetings,
    findMeeting: (wanted, include) => find(listMeetings, wanted, include),
    readTranscript: async (id, language) => {
      const answer = parseAnswer(transcriptAnswer, await call('GET', `/recordings/${id}/transcript`))
      return transcriptOfItems(answer.transcript, language)
    },
    readSummary: async id => {
      const answer = parseAnswer(summaryAnswer, await call('GET', `/recordings/${id}/summary`))
      return answer.summary?.markdown_formatted ?? null
    },
    requestDownload: async id => toDownload(await call('POST', `/recordings/${id}/download`)),
    readDownload: async (id, downloadId) => toDownload(await call('GET', `/recordings/${id}/downloads/${encodeURIComponent(downloadId)}`)),
    createWebhook: async destinationUrl => parseAnswer(createdWebhook, await call('POST', '/webhooks', {
      destination_url: destinationUrl, triggered_for: ['my_recordings'],
      // Fathom wants at least one part; whatever else is needed the worker fetches itself.
      include_action_items: true, include_transcript: false, include_summary: false, include_crm_matches: false,
    })),
    deleteWebhook: async id => {
      await call('DELETE', `/webhooks/${encodeURIComponent(id)}`).catch((error: unknown) => {
        if (!(error instanceof AppError) || error.code !== 'fathom.recording_not_found') throw error
      })
    },
    listMeetingTypes: () => listTypes(call),
    checkKey: async () => {
      await listMeetings()
    },
  }
}

type Call = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<unknown>

/** One call at a time as far as limits go: it waits where the last answer said that nothing is left. */
function makeCaller({ baseUrl, apiKey, fetch, signal, maxWaitSeconds = 5 }: FathomApiOptions): Call {
  let blockedUntil = 0
  const waitForRoom = async (): Promise<void> => {
    const seconds = (blockedUntil - Date.now()) / 1000
    if (seconds <= 0) return
    if (seconds > maxWaitSeconds) throw rateLimited(Math.ceil(seconds))
    await pause(seconds * 1000, signal)
  }
  return async (method, path, body) => {
    for (let refusals = 0; ; refusals++) {
      await waitForRoom()
      const response = await send(fetch, `${baseUrl}${path}`, { method, apiKey, body, signal })
      if (response.status !== 429) {
        if (response.headers['ratelimit-remaining'] === '0') blockedUntil = Date.now() + 1000 * (secondsIn(response.headers['ratelimit-reset']) ?? 1)
        return await readAnswer(response)
      }
      await response.discard()
      if (refusals >= 3) throw rateLimited(60)
      blockedUntil = Date.now() + 1000 * Math.max(1, secondsIn(response.headers['retry-after']) ?? secondsIn(response.headers['ratelimit-reset']) ?? 60)
    }
  }
}

async function send(fetch: SafeFetch, url: string, { method, apiKey, body, signal }: { method: 'GET' | 'POST' | 'DELETE'; apiKey: string; body?: unknown; signal?: AbortSignal }): Promise<SafeResponse> {
  const headers: Record<string, string> = { 'x-api-key': apiKey, 'accept': 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  // A key with line breaks or other letters would break the request itself, with the key in the error.
  if (!/^[\x21-\x7e]+$/.test(apiKey)) throw keyRefused()
  try {
    return await fetch.request(url, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) })
  } catch (thrown) {
    if (!(thrown instanceof AppError) || !['fetch.failed', 'fetch.timeout'].includes(thrown.code)) throw thrown
    throw new AppError('fathom.unreachable', 'Fathom cannot be reached at the moment. Please try again later.', { cause: thrown })
  }
}

async function readAnswer(response: SafeResponse): Promise<unknown> {
  const { status } = response
  if (status < 200 || status >= 300) {
    await response.discard()
    throw errorOf(status)
  }
  const text = await response.text()
  if (text.trim() === '') return null
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw notUnderstood(cause)
  }
}

function errorOf(status: number): AppError {
  if (status === 401) return keyRefused()
  if (status === 403) return new AppError('fathom.share_limited', 'Fathom does not let this account download the recording: its owner shared it for viewing only. Please ask the owner, or upload the file.')
  if (status === 404) return new AppError('fathom.recording_not_found', 'This recording is not, or no longer, in the connected Fathom account.')
  if (status === 422) return new AppError('fathom.no_media', 'Fathom kept no video or sound of this meeting, so there is nothing to convert.')
  if (status >= 500) return new AppError('fathom.unreachable', 'Fathom has trouble at the moment. Please try again later.')
  return new AppError('fathom.unreachable', `Fathom answered in a way that we do not understand (${status}). Please try again later.`)
}

function readPage(answer: unknown): MeetingPage {
  const page = parseAnswer(meetingPage, answer)
  // A meeting without an id is of no use to anybody; the others on its page are.
  const items = page.items.map(item => fathomMeeting.safeParse(item)).flatMap(parsed => (parsed.success ? [parsed.data] : []))
  return { items, nextCursor: page.next_cursor ?? null }
}

async function find(listMeetings: FathomApi['listMeetings'], wanted: { recordingId: number } | { url: string }, include: MeetingQuery['include']): Promise<FathomMeeting | null> {
  const isWanted = 'recordingId' in wanted
    ? (meeting: FathomMeeting) => meeting.recording_id === wanted.recordingId
    : (meeting: FathomMeeting) => [meeting.url, meeting.share_url].some(url => url != null && pathOf(url) === pathOf(wanted.url))
  let cursor: string | null = null
  for (let pages = 0; pages < maxPages; pages++) {
    const page: MeetingPage = await listMeetings({ cursor, include })
    const found = page.items.find(isWanted)
    if (found !== undefined) return found
    if (page.nextCursor === null || page.nextCursor === cursor) return null
    cursor = page.nextCursor
  }
  return null
}

async function listTypes(call: Call): Promise<string[]> {
  const names = new Set<string>()
  let cursor: string | null = null
  for (let pages = 0; pages < maxTypePages; pages++) {
    const page: z.output<typeof typePage> = parseAnswer(typePage, await call('GET', `/meeting_types${searchOf({ cursor })}`))
    for (const type of page.items) if (type !== null) names.add(type.name)
    if (!page.next_cursor || page.next_cursor === cursor) break
    cursor = page.next_cursor
  }
  return [...names]
}

/** `/calls/1` or `/share/x`: hosts and queries differ between a pasted link and the API's. */
function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname.replace(/\/+$/, '') : url
}

function searchOf({ cursor, include = [], createdAfter, createdBefore, meetingType }: MeetingQuery): string {
  const search = new URLSearchParams()
  if (cursor) search.set('cursor', cursor)
  if (createdAfter) search.set('created_after', createdAfter)
  if (createdBefore) search.set('created_before', createdBefore)
  if (meetingType) search.set('meeting_type', meetingType)
  for (const part of include) search.set(`include_${part}`, 'true')
  return search.size === 0 ? '' : `?${search.toString()}`
}

function toDownload(answer: unknown): DownloadState {
  const state = parseAnswer(download, answer)
  const kind = state.video ? 'video' : 'audio'
  const media = state.video ?? state.audio ?? null
  if (state.status === 'completed' && media === null) throw notUnderstood(undefined)
  return {
    downloadId: state.download_id, status: state.status, failureReason: state.failure_reason ?? null,
    media: media === null ? null : { url: media.url, kind, contentType: media.content_type ?? null, sizeBytes: media.file_size_bytes ?? null },
  }
}

function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer)
  if (!parsed.success) throw notUnderstood(parsed.error)
  return parsed.data
}

function notUnderstood(cause: unknown): AppError {
  return new AppError('fathom.unreachable', 'Fathom answered in a way that we do not understand. Please try again later.', { cause })
}

function keyRefused(): AppError {
  return new AppError('fathom.key_refused', 'Fathom does not accept this API key. Please make a new one in Fathom under Settings → API Access and enter it again.')
}

function rateLimited(retryAfterSeconds: number): AppError {
  return new AppError('fathom.rate_limited', 'Fathom asks us to slow down. We will try again shortly.', { retryAfterSeconds })
}
