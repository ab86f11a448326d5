import { z } from 'zod'
import { convertOptions, editPlan } from './edit-plan.ts'
import { convertReport } from './report.ts'
import { meetingNotes, transcript } from './transcript.ts'
import { openMailServer } from './mail-server.ts'
import { language } from './language.ts'
import { jobId, objectKey, recordingId, userId, videoId } from './ids.ts'
import { mailTemplate, stageName } from './job.ts'

/**
 * Worker ↔ backend, under `/internal/v1`. Every call carries `Authorization: Bearer WORKER_SECRET`
 * and `X-Claim-Token`; a token that is no longer the row's live claim gets 409 `queue.claim_lost`.
 */
export const sourceSpec = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fathom-share'), url: z.url() }),
  /** The key is opened by the backend for this one answer and lives only in the worker's memory. */
  z.object({ kind: z.literal('fathom-account'), fathomRecordingId: z.int(), apiKey: z.string(), downloadId: z.string().nullable() }),
  z.object({ kind: z.literal('url'), url: z.url() }),
  z.object({
    kind: z.literal('upload'), mediaKey: objectKey, fileName: z.string(),
    transcriptKey: objectKey.nullable(), transcriptFileName: z.string().nullable(),
  }),
])
export type SourceSpec = z.output<typeof sourceSpec>

/** A remembered stage: its result as the stage made it (JSON) and the hash of what it was made from. */
export const finishedStage = z.object({ stage: stageName, inputHash: z.string(), result: z.unknown(), seconds: z.number() })
export type FinishedStage = z.output<typeof finishedStage>

export const convertWork = z.object({
  kind: z.literal('convert'), jobId, userId, recordingId, videoId,
  source: sourceSpec, options: convertOptions,
  /** Title known before ingest (file name, Fathom's title). */
  title: z.string(), finishedStages: z.array(finishedStage),
  /** Where an earlier conversion put the source: it need not be fetched again. */
  sourceKey: objectKey.nullish(),
})
export const mailWork = z.object({
  kind: z.literal('send-mail'), jobId, userId, template: mailTemplate,
  to: z.string(), name: z.string(),
  /** Of the person; a server older than this says none. */
  language: language.default('en'),
  /** Where the mail's button leads. */
  link: z.string(), title: z.string().nullable(),
  posterKey: objectKey.nullable(),
  sourceSeconds: z.number().nullable(), videoSeconds: z.number().nullable(),
  /** Output seconds. */
  chapters: z.array(z.object({ start: z.number(), title: z.string() })),
  errorMessage: z.string().nullable(), errorCode: z.string().nullish(),
  /** Who watched first, where they are known. */
  viewerName: z.string().nullish(),
  /** The person's own mail server, where they set one and the mail is about their recordings. Its password lives only in the worker's memory. */
  mailServer: openMailServer.nullish(),
  /** A worker that died sent it and said so: only the job is still to be ended. */
  isSent: z.boolean().optional(),
})
export const jobWork = z.discriminatedUnion('kind', [convertWork, mailWork])
export type ConvertWork = z.output<typeof convertWork>
export type MailWork = z.output<typeof mailWork>

/** Files in the object store that make up one finished video. */
export const renditionKeys = z.object({
  video: objectKey, poster: objectKey, preview: objectKey,
  /** Small pictures of all places, and which of them is when; videos made before there were any have none. */
  storyboard: objectKey.optional(), storyboardVtt: objectKey.optional(),
  captionsVtt: objectKey.nullable(), captionsSrt: objectKey.nullable(), chaptersVtt: objectKey,
  transcript: objectKey, plan: objectKey, report: objectKey,
})
export type RenditionKeys = z.output<typeof renditionKeys>

export const convertResult = z.object({
  kind: z.literal('convert'), sourceKey: objectKey.nullable(), notes: meetingNotes, transcript, plan: editPlan, report: convertReport, files: renditionKeys,
})
export const mailResult = z.object({
  kind: z.literal('send-mail'), to: z.string(), subject: z.string(), html: z.string(), text: z.string(), delivery: z.enum(['smtp', 'outbox']),
  /** Set where the mail was to go through the person's own mail server: what went wrong for good, null where nothing did. */
  ownServer: z.object({ host: z.string(), error: z.string().nullable() }).nullish(),
})
export const jobResult = z.discriminatedUnion('kind', [convertResult, mailResult])
export type ConvertResult = z.output<typeof convertResult>
export type MailResult = z.output<typeof mailResult>

/** Things a worker learns early and that must survive a restart (spends no attempt). */
export const jobNote = z.object({ downloadId: z.string().optional(), title: z.string().optional(), sourceSeconds: z.number().optional(), sourceKey: objectKey.optional() })

export const internalRoutes = {
  readWork: 'GET /internal/v1/jobs/:id', // → jobWork
  finishStage: 'PUT /internal/v1/jobs/:id/stages/:stage', // finishedStage → 204
  note: 'PATCH /internal/v1/jobs/:id', // jobNote → 204
  submitResult: 'PUT /internal/v1/jobs/:id/result', // jobResult → 204; idempotent for one claim
} as const
