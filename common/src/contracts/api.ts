import { z } from 'zod'
import { actionItem, cue, highlight } from './transcript.ts'
import { chapter, convertOptions, editPlan, toldCut } from './edit-plan.ts'
import { span } from './span.ts'
import { check } from './report.ts'
import { callToAction } from './sharing.ts'
import { jobId, recordingId, shareToken, videoId } from './ids.ts'
import { jobStatus, stageName } from './job.ts'
import { videoStyle } from './video-style.ts'
import { changedFields } from './changed-fields.ts'
import { language } from './language.ts'

/** Bodies and answers of `/api/v1`. Every failure answers `apiError` with the status of its code. */
export const apiError = z.object({ error: z.object({ code: z.string(), message: z.string(), requestId: z.string().optional() }) })

// Accounts ------------------------------------------------------------------------------------------
/** PocketBase's bcrypt takes at most 71 bytes; the server counts bytes. */
export const password = z.string().min(8).max(71)
export const registerBody = z.object({ email: z.email().max(254), password, name: z.string().trim().max(100).default(''), language: language.optional() })
export const loginBody = z.object({ email: z.string().max(254), password: z.string().max(500) })
export const emailBody = z.object({ email: z.email().max(254) })
export const tokenBody = z.object({ token: z.string().max(4096) })
export const resetBody = z.object({ token: z.string().max(4096), password })
/** Answer of login and refresh; the refresh token travels in an HttpOnly cookie. */
export const sessionAnswer = z.object({ accessToken: z.string(), expiresInSeconds: z.int() })
export const me = z.object({
  id: z.string(), email: z.string(), name: z.string(), isVerified: z.boolean(),
  database: z.string(), mailGoesToOutbox: z.boolean(),
  /** Of mails to this person. */
  language,
  /** May see the doctor's page. */
  isOperator: z.boolean(),
  /** How long what was deleted can be taken back; after how many days without a change recordings go into the bin by themselves, null: never. */
  binDays: z.int(), recordingDays: z.int().nullable(),
})
export type Me = z.output<typeof me>

// Recordings and videos -----------------------------------------------------------------------------
/** What is left out is as the person's brand says, else as the product does it. The logo is the server's to set. */
export const askedOptions = changedFields(convertOptions).omit({ logoKey: true })
export type AskedOptions = z.output<typeof askedOptions>
export const addByLinkBody = z.object({ url: z.string().min(1).max(2048), options: askedOptions.prefault({}) })
export const addFromAccountBody = z.object({ fathomRecordingId: z.int(), options: askedOptions.prefault({}) })
/** Upload: multipart/form-data with field `options` (JSON of `askedOptions`, first), file `media`, optional file `transcript`. */

/**
 * Why a job stands still: an operator paused the queue, no worker is there, Fathom still makes the download, a failure is tried again
 * later, or its worker was not heard of for a while and another will take over.
 */
export const jobObstacle = z.enum(['paused', 'no-worker', 'fathom', 'retry', 'silent-worker'])

export const jobView = z.object({
  id: jobId, status: jobStatus,
  stage: stageName.nullable(), percent: z.number().min(0).max(100),
  /** 1 = next; null when it is running or over. */
  placeInLine: z.int().nullable(),
  /** Null while unknown. */
  secondsLeft: z.number().nullable(),
  attempts: z.int(),
  /** ISO 8601; set while a retry waits for its time. */
  runAfter: z.string().nullable(),
  /** Null where it goes on, or only waits for its turn. */
  obstacle: jobObstacle.nullable().default(null),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  createdAt: z.string(), startedAt: z.string().nullable(), finishedAt: z.string().nullable(),
})
export type JobView = z.output<typeof jobView>

export const recordingState = z.enum(['queued', 'processing', 'ready', 'failed', 'cancelled'])
export const recordingSummary = z.object({
  id: recordingId, title: z.string(), state: recordingState,
  source: z.enum(['fathom-share', 'fathom-account', 'upload', 'url']),
  createdAt: z.string(), recordedAt: z.string().nullable(),
  sourceSeconds: z.number().nullable(), videoSeconds: z.number().nullable(),
  videoId: videoId.nullable(), shareToken: shareToken.nullable(),
  /** Set while there is no video yet but its cuts are known: its link plays the source. */
  watchToken: shareToken.nullable(),
  posterUrl: z.string().nullable(), previewUrl: z.string().nullable(),
  job: jobView.nullable(),
  tags: z.array(z.string()),
  /** ISO 8601; null where it is not in the bin. */
  binnedAt: z.string().nullable(),
  /** What it was made from is not kept any more: the video cannot be made again. */
  isSourceGone: z.boolean(),
  /** Counted views and comments of its video. */
  views: z.int(), comments: z.int(),
  /** Not everybody who has its link may watch it now. */
  isRestricted: z.boolean(),
  /** Why it failed; also where there is no job to tell (it could not be put in line). */
  error: z.object({ code: z.string(), message: z.string() }).nullish(),
})
export type RecordingSummary = z.output<typeof recordingSummary>
export const recordingList = z.object({ items: z.array(recordingSummary) })
export const recordingAdded = z.object({ recording: recordingSummary, alreadyThere: z.boolean() })

/** Everything the share page shows; all times in seconds of the output. Invitees' e-mails are never in it. */
export const sharePage = z.object({
  token: shareToken, title: z.string(), ownerName: z.string(),
  recordedAt: z.string().nullable(), createdAt: z.string(),
  durationSeconds: z.number(), sourceSeconds: z.number(), width: z.int(), height: z.int(),
  videoUrl: z.string(), posterUrl: z.string(), previewUrl: z.string(), captionsUrl: z.string().nullable(),
  /** WebVTT: which part of which picture shows which stretch. */
  storyboardUrl: z.string().nullable(),
  /** Null where the owner does not want it. */
  downloadUrl: z.string().nullable(),
  cues: z.array(cue), chapters: z.array(chapter), highlights: z.array(highlight),
  summaryMarkdown: z.string().nullable(), actionItems: z.array(actionItem),
  notes: z.array(z.string()),
  allowsComments: z.boolean(), callToAction: callToAction.nullable(),
  /** Who looks: their name where it is known. */
  viewer: z.object({ isOwner: z.boolean(), name: z.string().nullable() }),
})
export type SharePage = z.output<typeof sharePage>

/** What a share link shows while its video is still being made. */
export const shareDraft = z.object({
  token: shareToken, title: z.string(), state: recordingState,
  stage: stageName.nullable(), percent: z.number(), placeInLine: z.int().nullable(), secondsLeft: z.number().nullable(),
  /** Once the cuts are known: the page as it will be, in seconds of the output; its video is the source. Left out for who has it. */
  page: sharePage.nullable(),
  /** … and how the source's seconds become the output's; `hasPicture`: a browser that shows none cannot play it. */
  timeMap: editPlan.pick({ frameRate: true, keep: true }).extend({ titleCard: editPlan.shape.titleCard.pick({ frames: true }), hasPicture: z.boolean() }).nullable(),
})
export type ShareDraft = z.output<typeof shareDraft>

/** What of a finished video can be changed; times are source seconds. `title`: of the recording, its page and its title card. */
export const recordingEdit = convertOptions.pick({ length: true, undo: true, cutOut: true, speakers: true, chapters: true }).extend(videoStyle.shape).extend({ title: z.string().trim().min(1).max(200) })
export type RecordingEdit = z.output<typeof recordingEdit>
/** What is left out stays as it is. */
export const editBody = changedFields(recordingEdit)
export type EditBody = z.output<typeof editBody>
/** What an edit leads to. Without a job it is done already: nothing of the picture or the sound changes. */
export const editAnswer = z.object({ job: jobView.nullable() })
/** What an edit would lead to. `pieces`, `seconds`: null where they are not known; `cuts`: all that another length would cut, null where none is asked for or it is not known. */
export const editForecast = z.object({ makesVideo: z.boolean(), pieces: z.object({ made: z.int(), all: z.int() }).nullable(), seconds: z.number().nullable(), videoSeconds: z.number().nullable(), cuts: z.array(toldCut).nullable() })
export type EditForecast = z.output<typeof editForecast>
/** One frame of the video as it would be, at a source second; null: the title card. */
export const previewFrameBody = z.object({ edit: editBody, at: z.number().min(0).nullable() })

/** Where the owner can play the source of a recording for a while, with ranges. */
export const sourceLink = z.object({ url: z.string(), expiresInSeconds: z.int() })
export type SourceLink = z.output<typeof sourceLink>

/** The owner's view of one recording: the share page's data plus what was cut. */
export const recordingDetail = z.object({
  recording: recordingSummary, page: sharePage.nullable(),
  cuts: z.array(toldCut), keep: z.array(span),
  /** As it was last asked for; the video on the page may be an earlier one. */
  edit: recordingEdit,
  /** From the video's report; empty until it is ready. */
  checks: z.array(check), timings: z.record(z.string(), z.number()),
})
export type RecordingDetail = z.output<typeof recordingDetail>

// Queue ---------------------------------------------------------------------------------------------
export const queueOverview = z.object({
  /** Everybody's: counts only, nobody sees another's content. */
  waiting: z.int(), running: z.int(), workersOnline: z.int(), isPaused: z.boolean().default(false),
  mine: z.array(z.object({ recording: recordingSummary, job: jobView })),
})
export type QueueOverview = z.output<typeof queueOverview>

// Fathom account ------------------------------------------------------------------------------------
export const connectFathomBody = z.object({ apiKey: z.string().trim().min(8).max(512) })
export const fathomConnection = z.object({
  isConnected: z.boolean(), lastFour: z.string().nullable(), checkedAt: z.string().nullable(), error: z.string().nullable(),
})
export type FathomConnection = z.output<typeof fathomConnection>
export const fathomMeetingView = z.object({
  fathomRecordingId: z.int(), title: z.string(), recordedAt: z.string().nullable(),
  durationSeconds: z.number().nullable(), shareUrl: z.string().nullable(),
  participants: z.array(z.string()), recordingId: recordingId.nullable(),
})
export const fathomMeetingPage = z.object({ items: z.array(fathomMeetingView), nextCursor: z.string().nullable() })
export type FathomMeetingPage = z.output<typeof fathomMeetingPage>

// Outbox --------------------------------------------------------------------------------------------
export const mailView = z.object({
  id: z.string(), to: z.string(), subject: z.string(), html: z.string(), text: z.string(),
  delivery: z.enum(['smtp', 'outbox']), createdAt: z.string(),
  /** Why it lies in the outbox though a mail server is set. */
  reason: z.string().nullish(),
})
export const mailList = z.object({ items: z.array(mailView) })
export type MailView = z.output<typeof mailView>

/** The routes of the browser's API; `:id` is a recording's id unless said otherwise. */
export const apiRoutes = {
  register: 'POST /api/v1/auth/register', // registerBody → 202 {} (the same for a taken address)
  verifyEmail: 'POST /api/v1/auth/verify', // tokenBody → 204
  login: 'POST /api/v1/auth/login', // loginBody → sessionAnswer + cookie
  refresh: 'POST /api/v1/auth/refresh', // cookie → sessionAnswer + cookie
  logout: 'POST /api/v1/auth/logout', // → 204
  forgotPassword: 'POST /api/v1/auth/forgot', // emailBody → 202 {} always
  resetPassword: 'POST /api/v1/auth/reset', // resetBody → 204
  me: 'GET /api/v1/me', // → me
  listRecordings: 'GET /api/v1/recordings', // → recordingList
  addByLink: 'POST /api/v1/recordings', // addByLinkBody → 201|200 recordingAdded
  addFromAccount: 'POST /api/v1/recordings/from-fathom', // addFromAccountBody → 201|200 recordingAdded
  upload: 'POST /api/v1/recordings/upload', // multipart → 201 recordingAdded
  addSample: 'POST /api/v1/recordings/sample', // → 201|200 recordingAdded, the meeting that comes with the product
  readRecording: 'GET /api/v1/recordings/:id', // → recordingDetail
  deleteRecording: 'DELETE /api/v1/recordings/:id', // → 204
  cancel: 'POST /api/v1/recordings/:id/cancel', // → jobView
  retry: 'POST /api/v1/recordings/:id/retry', // → jobView
  edit: 'PATCH /api/v1/recordings/:id/edit', // editBody → editAnswer
  forecast: 'POST /api/v1/recordings/:id/edit/forecast', // editBody → editForecast
  previewFrame: 'POST /api/v1/recordings/:id/edit/frame', // previewFrameBody → image/jpeg, drawn as the video is
  sourceLink: 'POST /api/v1/recordings/:id/source-link', // → sourceLink
  source: 'GET /api/v1/recordings/:id/source', // ?token, the file with Range
  queue: 'GET /api/v1/queue', // → queueOverview
  events: 'GET /api/v1/events', // SSE, see events.ts
  fathomConnection: 'GET /api/v1/fathom', // → fathomConnection
  connectFathom: 'PUT /api/v1/fathom', // connectFathomBody → fathomConnection
  disconnectFathom: 'DELETE /api/v1/fathom', // → 204
  fathomMeetings: 'GET /api/v1/fathom/meetings', // ?cursor → fathomMeetingPage
  outbox: 'GET /api/v1/outbox', // → mailList
  sharePage: 'GET /api/v1/share/:token', // → sharePage (public)
  shareDraft: 'GET /api/v1/share/:token/draft', // ?known=1 without the page → shareDraft (public)
  oembed: 'GET /s/oembed', // ?url&format=json (public)
} as const
/**
 * Public files of a share link, with Range where it matters:
 * `/s/:token` (HTML of the app with OpenGraph tags, and a page for browsers without JavaScript), `/s/:token/embed`, `/s/:token/video.mp4`, `/s/:token/poster.jpg`,
 * `/s/:token/preview.gif`, `/s/:token/source` (the recording as it came in, while there is no video), `/s/:token/captions.vtt`, `/s/:token/storyboard.vtt` with `/s/:token/storyboard.jpg`,
 * `/s/:token/download` (attachment).
 */
