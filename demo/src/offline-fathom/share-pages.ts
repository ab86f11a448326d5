import { Router, type Response } from 'express'
import { join } from 'node:path'
import { encodeEntities } from '@f2l/common/html-entities.ts'
import type { MediaCutter } from './cut-media.ts'
import { emailOf, shortClock, type OfflineMeeting, type OfflineTurn } from './offline-meeting.ts'

export interface SharePagesDeps { meetings: readonly OfflineMeeting[]; cutter: MediaCutter; origin(): string }

/** Everything under Fathom's share origin: pages, oEmbed, playlist, thumbnail, copied transcript. */
export function sharePages(deps: SharePagesDeps): Router {
  const router = Router()
  const find = (token: unknown): OfflineMeeting | undefined => deps.meetings.find(meeting => meeting.shareToken === token && meeting.share !== 'dead')
  router.get(['/share/:token', '/embed/:token'], (request, response) => sendPage(response, find(request.params.token), deps.origin()))
  router.get('/oembed', (request, response) => sendOembed(response, find(tokenIn(request.query['url'])), deps.origin()))
  router.get('/users/sign_in', (_request, response) => { response.send(loginPage) })
  router.get('/calls/:number', (_request, response) => response.redirect('/users/sign_in'))
  router.get('/calls/:number/copy_transcript', (request, response) => {
    const meeting = deps.meetings.find(each => String(each.callNumber) === request.params.number)
    if (meeting === undefined || request.query['token'] !== meeting.shareToken) return void response.status(404).json({})
    response.json(copiedTranscript(meeting))
  })
  router.get('/share/:token/thumbnail', async (request, response) => sendThumbnail(response, find(request.params.token), deps.cutter))
  router.get('/share/:token/video.mp4', (request, response) => sendFile(response, isOpen(find(request.params.token))?.mediaPath))
  router.get('/share/:token/:file', async (request, response) => {
    const meeting = isOpen(find(request.params.token))
    if (meeting === undefined || !/^(video\.m3u8|segment-\d+\.ts)$/.test(request.params.file)) return void response.sendStatus(404)
    sendFile(response, join(await deps.cutter.hlsFolder(meeting), request.params.file))
  })
  return router
}

function isOpen(meeting: OfflineMeeting | undefined): OfflineMeeting | undefined {
  return meeting?.share === 'sign-in' ? undefined : meeting
}

function tokenIn(url: unknown): string | undefined {
  return typeof url === 'string' && URL.canParse(url) ? /^\/(?:share|embed)\/([^/]+)/.exec(new URL(url).pathname)?.[1] : undefined
}

function sendPage(response: Response, meeting: OfflineMeeting | undefined, origin: string): void {
  if (meeting === undefined) return void response.status(404).send('<!doctype html><title>Not found</title><h1>Page not found</h1>')
  if (meeting.share === 'sign-in') return void response.redirect('/users/sign_in')
  const page = JSON.stringify({ component: 'page-call-detail', props: pageProps(meeting, origin), url: `/share/${meeting.shareToken}`, version: 'offline' })
  response.send(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${encodeEntities(meeting.notes.title ?? 'Meeting')}</title></head><body><div id="app" data-page="${encodeEntities(page)}"></div></body></html>`)
}

function pageProps(meeting: OfflineMeeting, origin: string): object {
  const kind = meeting.transcriptOnPage ?? 'cues'
  const share = `${origin}/share/${meeting.shareToken}`
  const videoUrls = { hls: `${share}/video.m3u8`, mp4: `${share}/video.mp4`, missing: undefined }
  return {
    call: {
      id: meeting.callNumber, title: meeting.notes.title, topic: meeting.notes.title, duration_minutes: Math.ceil(meeting.durationSeconds / 60),
      started_at: meeting.notes.recordedAt, state: 'processed', host: { email: meeting.host.email },
      video_url: videoUrls[meeting.videoOnPage ?? 'hls'], thumbnail_url: `${share}/thumbnail`,
      speakers: speakersOf(meeting).map((name, id) => ({ id, name })),
    },
    duration: meeting.durationSeconds,
    access: 'public',
    copyTranscriptUrl: kind === 'none' ? null : `/calls/${meeting.callNumber}/copy_transcript?token=${meeting.shareToken}`,
    ...(kind === 'cues' ? { transcriptCues: meeting.turns.map((turn, index) => [pageCue(turn, index, meeting)]) } : {}),
    ...optionalNotes(meeting),
  }
}

function pageCue(turn: OfflineTurn, id: number, { host }: OfflineMeeting): object {
  return { id, text: turn.text, speaker_name: turn.speaker, speaker_email: emailOf(turn.speaker), is_host: turn.speaker === host.name, start_time: turn.start, end_time: turn.end }
}

function optionalNotes({ notes }: OfflineMeeting): object {
  return {
    summary: notes.summaryMarkdown,
    actionItems: notes.actionItems.map(item => ({ description: item.text, completed: item.isDone, recording_timestamp: item.at === null ? null : shortClock(item.at), assignee: item.assignee === null ? null : { name: item.assignee } })),
    highlights: notes.highlights.map(item => ({ type: 'highlight', summary: item.text, start_time: item.start, end_time: item.end })),
  }
}

export function speakersOf(meeting: OfflineMeeting): string[] {
  return [...new Set([...meeting.notes.participants, ...meeting.turns.map(turn => turn.speaker)])]
}

function copiedTranscript(meeting: OfflineMeeting): object {
  const title = `${meeting.notes.title ?? 'Meeting'} - ${(meeting.notes.recordedAt ?? '').slice(0, 10)}`
  const blocks = meeting.turns.map(turn => `${shortClock(turn.start)} - ${turn.speaker} (Example Ltd)\n  ${turn.text}\n`)
  const plain = [title, `VIEW RECORDING - ${Math.ceil(meeting.durationSeconds / 60)} mins`, '', '---', '', ...blocks].join('\n')
  return { html: `<pre>${encodeEntities(plain)}</pre>`, plain_text: plain }
}

function sendOembed(response: Response, meeting: OfflineMeeting | undefined, origin: string): void {
  if (meeting === undefined) return void response.status(404).json({ error: 'not found' })
  const src = `${origin}/embed/${meeting.shareToken}`
  response.json({
    version: '1.0', type: 'video', provider_name: 'Fathom', title: meeting.notes.title, width: 1280, height: 720,
    thumbnail_url: `${origin}/share/${meeting.shareToken}/thumbnail`, html: `<iframe src="${src}" width="1280" height="720"></iframe>`,
  })
}

async function sendThumbnail(response: Response, meeting: OfflineMeeting | undefined, cutter: MediaCutter): Promise<void> {
  const path = meeting === undefined ? null : await cutter.thumbnail(meeting)
  sendFile(response, path ?? undefined)
}

function sendFile(response: Response, path: string | undefined): void {
  if (path === undefined) return void response.sendStatus(404)
  if (path.endsWith('.m3u8')) response.type('application/vnd.apple.mpegurl')
  response.sendFile(path, { dotfiles: 'allow' })
}

const loginPage = '<!doctype html><html lang="en"><head><title>Sign in</title></head><body><h1>Sign in to Fathom</h1><form method="post"><input name="email" type="email"><button>Continue</button></form></body></html>'
