import { json, Router, type Request, type RequestHandler } from 'express'
import type { DownloadJobs } from './download-jobs.ts'
import { emailOf, longClock, type OfflineMeeting } from './offline-meeting.ts'
import { rateLimit } from './rate-limit.ts'
import { speakersOf } from './share-pages.ts'
import type { OfflineWebhooks } from './webhooks.ts'

export interface PublicApiDeps {
  meetings: readonly OfflineMeeting[]
  apiKeys: readonly string[]
  downloads: DownloadJobs
  webhooks: OfflineWebhooks
  limits: { overall: number; heavy: number; downloads: number }
  origin(): string
}

const pageSize = 10

/** Fathom's public API, as documented. */
export function publicApi(deps: PublicApiDeps): Router {
  const router = Router()
  router.use(requireKey(deps.apiKeys))
  router.use(rateLimit(deps.limits.overall, () => true))
  router.use(rateLimit(deps.limits.heavy, isHeavy))
  router.use(rateLimit(deps.limits.downloads, path => /^POST \/recordings\/\d+\/download$/.test(path)))
  router.get('/meetings', (request, response) => {
    const page = listMeetings(request, deps)
    if (page === null) return void response.status(400).json({ message: 'bad cursor' })
    response.json(page)
  })
  addRecordingRoutes(router, deps)
  addTeamRoutes(router, deps)
  addWebhookRoutes(router, deps.webhooks)
  return router
}

function requireKey(apiKeys: readonly string[]): RequestHandler {
  return (request, response, next) => {
    if (apiKeys.includes(keyOf(request))) return next()
    response.status(401).json({ message: 'Unauthorized' })
  }
}

function keyOf(request: Request): string {
  return request.header('x-api-key') ?? ''
}

function isHeavy(path: string, query: unknown): boolean {
  const { include_transcript, include_summary } = query as Record<string, unknown>
  return /^GET \/recordings\/\d+\/(transcript|summary)$/.test(path) || include_transcript === 'true' || include_summary === 'true'
}

function listMeetings({ query }: Request, deps: PublicApiDeps): object | null {
  const cursor = query['cursor']
  const from = cursor === undefined ? 0 : cursorPlace(cursor)
  if (from === null) return null
  const matching = deps.meetings.filter(meeting => isWanted(meeting, query)).toSorted((a, b) => dateOf(b) - dateOf(a))
  const next = from + pageSize
  return {
    limit: pageSize,
    next_cursor: next < matching.length ? Buffer.from(`place:${next}`).toString('base64url') : null,
    items: matching.slice(from, next).map(meeting => describeMeeting(meeting, deps.origin(), part => query[`include_${part}`] === 'true')),
  }
}

function cursorPlace(cursor: unknown): number | null {
  const place = /^place:(\d+)$/.exec(Buffer.from(String(cursor), 'base64url').toString())
  return place === null ? null : Number(place[1])
}

function dateOf(meeting: OfflineMeeting): number {
  return Date.parse(meeting.notes.recordedAt ?? '') || 0
}

/** A meeting is there once it is over. */
function createdAt(meeting: OfflineMeeting): number {
  return dateOf(meeting) + 1000 * meeting.durationSeconds
}

function isWanted(meeting: OfflineMeeting, query: Request['query']): boolean {
  const { created_after: after, created_before: before, meeting_type: type, 'recorded_by[]': recordedBy } = query
  if (typeof type === 'string' && typeOf(meeting) !== type) return false
  if (typeof after === 'string' && createdAt(meeting) <= Date.parse(after)) return false
  if (typeof before === 'string' && createdAt(meeting) >= Date.parse(before)) return false
  return recordedBy === undefined || [recordedBy].flat().includes(meeting.host.email)
}

function typeOf(meeting: OfflineMeeting): string {
  return meeting.meetingType ?? 'General'
}

type Part = 'transcript' | 'summary' | 'action_items' | 'highlights'

/** A meeting as the API and the webhook show it. */
export function describeMeeting(meeting: OfflineMeeting, origin: string, has: (part: Part) => boolean): object {
  const { notes, host, guests = [] } = meeting
  const start = notes.recordedAt
  const end = start === null ? null : new Date(Date.parse(start) + 1000 * meeting.durationSeconds).toISOString()
  const person = (name: string): object => ({ name, email: emailOf(name), email_domain: 'example.com' })
  return {
    recording_id: meeting.recordingId, title: notes.title, meeting_title: notes.title,
    url: `${origin}/calls/${meeting.callNumber}`, share_url: `${origin}/share/${meeting.shareToken}`,
    created_at: end, scheduled_start_time: start, scheduled_end_time: end, recording_start_time: start, recording_end_time: end,
    calendar_invitees_domains_type: guests.length > 0 ? 'one_or_more_external' : 'only_internal', transcript_language: 'en',
    transcript: has('transcript') ? transcriptItems(meeting) : null,
    default_summary: has('summary') && notes.summaryMarkdown !== null ? summaryOf(meeting) : null,
    action_items: has('action_items') ? actionItems(meeting, origin) : null,
    highlights: has('highlights') ? notes.highlights.map(item => ({ type: 'highlight', summary: item.text, start_time: item.start, end_time: item.end })) : null,
    calendar_invitees: [
      ...speakersOf(meeting).map(name => ({ ...person(name), is_external: false, matched_speaker_display_name: name })),
      ...guests.map(email => ({ name: null, email, email_domain: email.split('@')[1], is_external: true, matched_speaker_display_name: null })),
    ],
    recorded_by: { name: host.name, email: host.email, email_domain: host.email.split('@')[1], team: null }, crm_matches: null,
  }
}

function transcriptItems(meeting: OfflineMeeting): object[] {
  return meeting.turns.map(turn => ({ speaker: { display_name: turn.speaker, matched_calendar_invitee_email: emailOf(turn.speaker) }, text: turn.text, timestamp: longClock(turn.start) }))
}

function summaryOf(meeting: OfflineMeeting): object {
  return { template_name: 'general', markdown_formatted: meeting.notes.summaryMarkdown ?? '' }
}

function actionItems(meeting: OfflineMeeting, origin: string): object[] {
  return meeting.notes.actionItems.map(item => ({
    description: item.text, user_generated: false, completed: item.isDone,
    recording_timestamp: item.at === null ? null : longClock(item.at),
    recording_playback_url: `${origin}/calls/${meeting.callNumber}${item.at === null ? '' : `?timestamp=${item.at}`}`,
    assignee: item.assignee === null ? null : { name: item.assignee, email: emailOf(item.assignee), team: null },
  }))
}

function addRecordingRoutes(router: Router, { meetings, downloads }: PublicApiDeps): void {
  const find = (id: string | undefined): OfflineMeeting | undefined => meetings.find(meeting => String(meeting.recordingId) === id)
  router.param('recording', (_request, response, next, id: string) => {
    if (find(id) === undefined) response.status(404).json({ message: 'Not found' })
    else next()
  })
  router.get('/recordings/:recording/transcript', (request, response) => { response.json({ transcript: transcriptItems(find(request.params.recording)!) }) })
  router.get('/recordings/:recording/summary', (request, response) => {
    const meeting = find(request.params.recording)!
    response.json({ summary: meeting.notes.summaryMarkdown === null ? null : summaryOf(meeting) })
  })
  router.post('/recordings/:recording/download', async (request, response) => {
    const meeting = find(request.params.recording)!
    if (meeting.download === 'share-limited') return void response.status(403).json({ message: 'Forbidden' })
    if (meeting.download === 'no-media') return void response.status(422).json({ message: 'No media' })
    response.status(202).json(await downloads.request(meeting))
  })
  router.get('/recordings/:recording/downloads/:download', async (request, response) => {
    const state = await downloads.read(Number(request.params.recording), request.params.download)
    if (state === null) return void response.status(404).json({ message: 'Not found' })
    response.json(state)
  })
}

function addTeamRoutes(router: Router, { meetings }: PublicApiDeps): void {
  const listOf = (items: unknown[]): object => ({ limit: pageSize, next_cursor: null, items })
  router.get('/teams', (_request, response) => { response.json(listOf([{ name: 'Everybody', created_at: '2026-01-01T00:00:00Z' }])) })
  router.get('/team_members', (_request, response) => {
    const hosts = new Map(meetings.map(({ host }) => [host.email, host]))
    response.json(listOf([...hosts.values()].map(host => ({ ...host, created_at: '2026-01-01T00:00:00Z' }))))
  })
  router.get('/meeting_types', (_request, response) => { response.json(listOf([...new Set(['General', ...meetings.map(typeOf)])].map(name => ({ name })))) })
}

function addWebhookRoutes(router: Router, webhooks: OfflineWebhooks): void {
  router.post('/webhooks', json(), (request, response) => {
    const body = (request.body ?? {}) as { destination_url?: unknown; triggered_for?: unknown }
    const isUsable = typeof body.destination_url === 'string' && URL.canParse(body.destination_url) && Array.isArray(body.triggered_for) && body.triggered_for.length > 0
    if (!isUsable) return void response.status(400).json({ message: 'destination_url and triggered_for are needed' })
    response.status(201).json(webhooks.create(keyOf(request), body.destination_url as string, request.body as Record<string, unknown>))
  })
  router.delete('/webhooks/:id', (request, response) => { response.sendStatus(webhooks.delete(keyOf(request), request.params.id) ? 204 : 404) })
}
