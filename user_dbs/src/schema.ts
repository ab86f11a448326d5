import { index, integer, real, sqliteTable, text, uniqueIndex, type AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { ActionItem, Highlight } from '@f2l/common/contracts/transcript.ts'
import type { ConvertOptions, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { ConvertReport } from '@f2l/common/contracts/report.ts'
import type { JobId, RecordingId, UserId, VideoId } from '@f2l/common/contracts/ids.ts'
import type { RenditionKeys, SourceSpec } from '@f2l/common/contracts/internal-api.ts'
import type { CallToAction } from '@f2l/common/contracts/sharing.ts'
import type { TimeMapSource } from '@f2l/common/contracts/time-map.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import type { VideoStyle } from '@f2l/common/contracts/video-style.ts'
import type { ApiScope } from '@f2l/common/contracts/api-keys.ts'
import type { MeetingRules } from '@f2l/common/contracts/fathom-webhook.ts'

/** One SQLite file a user. Times of day are ISO 8601 in UTC; times inside media are seconds. */

/** A `SourceSpec` without its key: the credential is opened only when a worker asks. By its share token a meeting is known when its link is pasted. */
export type StoredSource = Exclude<SourceSpec, { kind: 'fathom-account' }> | { kind: 'fathom-account'; fathomRecordingId: number; downloadId: string | null; shareToken?: string }

/** Whose file this is: one row, checked at every opening, so that a file in the wrong place is noticed. */
export const databaseOwner = sqliteTable('database_owner', {
  userId: text().$type<UserId>().primaryKey(),
  databaseName: text().notNull(),
  createdAt: text().notNull(),
})

export const recordings = sqliteTable('recordings', {
  id: text().$type<RecordingId>().primaryKey(),
  title: text().notNull(),
  state: text({ enum: ['queued', 'processing', 'ready', 'failed', 'cancelled'] }).notNull(),
  source: text({ mode: 'json' }).$type<StoredSource>().notNull(),
  /** What makes pasting the same thing twice one recording: normalised link, Fathom's id, or the upload's hash. */
  sourceIdentity: text().notNull(),
  sourceKey: text(),
  /** When its source was deleted because the operator keeps none for so long; null while nothing of that happened. */
  sourceGoneAt: text(),
  options: text({ mode: 'json' }).$type<ConvertOptions>().notNull(),
  jobId: text().$type<JobId>(),
  /** An edit is written that wants a job, and has none yet; null as soon as it has. */
  editWantedAt: text(),
  recordedAt: text(),
  sourceSeconds: real(),
  participants: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
  /** Who speaks in the transcript; kept here so that a search for a name need not read every cue. */
  speakers: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
  summaryMarkdown: text(),
  actionItems: text({ mode: 'json' }).$type<ActionItem[]>().notNull().default([]),
  highlights: text({ mode: 'json' }).$type<Highlight[]>().notNull().default([]),
  errorCode: text(),
  errorMessage: text(),
  tags: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
  /** When it was put into the bin; null where it is not there. */
  binnedAt: text(),
  /** The bin stopped its conversion; taken out of it, the recording is put in line again. */
  isHeldByBin: integer({ mode: 'boolean' }).notNull().default(false),
  createdAt: text().notNull(),
  updatedAt: text().notNull(),
}, table => [
  uniqueIndex('recordings_source_identity').on(table.sourceIdentity),
  index('recordings_created').on(table.createdAt),
])

export const videos = sqliteTable('videos', {
  id: text().$type<VideoId>().primaryKey(),
  recordingId: text().$type<RecordingId>().notNull().references(() => recordings.id, { onDelete: 'cascade' }),
  shareToken: text().notNull(),
  isReady: integer({ mode: 'boolean' }).notNull().default(false),
  plan: text({ mode: 'json' }).$type<EditPlan>(),
  /** What of the plan a time map is made from: the plan itself may be megabytes. */
  timeMap: text({ mode: 'json' }).$type<TimeMapSource>(),
  report: text({ mode: 'json' }).$type<ConvertReport>(),
  files: text({ mode: 'json' }).$type<RenditionKeys>(),
  durationSeconds: real(),
  createdAt: text().notNull(),
  readyAt: text(),
}, table => [index('videos_recording').on(table.recordingId), uniqueIndex('videos_share_token').on(table.shareToken)])

/** Cues in source seconds; the video's plan maps them to output. */
export const cues = sqliteTable('cues', {
  id: integer().primaryKey({ autoIncrement: true }),
  recordingId: text().$type<RecordingId>().notNull().references(() => recordings.id, { onDelete: 'cascade' }),
  position: integer().notNull(),
  startSeconds: real().notNull(),
  endSeconds: real().notNull(),
  speaker: text(),
  text: text().notNull(),
}, table => [uniqueIndex('cues_position').on(table.recordingId, table.position)])

/** Chapters in source seconds. */
export const chapters = sqliteTable('chapters', {
  id: integer().primaryKey({ autoIncrement: true }),
  videoId: text().$type<VideoId>().notNull().references(() => videos.id, { onDelete: 'cascade' }),
  position: integer().notNull(),
  startSeconds: real().notNull(),
  title: text().notNull(),
}, table => [uniqueIndex('chapters_position').on(table.videoId, table.position)])

/** Who may see a video, and what they may do there. No row: everybody who has the link. */
export const shareRules = sqliteTable('share_rules', {
  videoId: text().$type<VideoId>().primaryKey().references(() => videos.id, { onDelete: 'cascade' }),
  audience: text({ enum: ['link', 'people', 'owner'] }).notNull().default('link'),
  /** Addresses of those who may see it, in lower case; of use with the audience `people`. */
  people: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
  passwordHash: text(),
  expiresAt: text(),
  allowsDownload: integer({ mode: 'boolean' }).notNull().default(true),
  allowsComments: integer({ mode: 'boolean' }).notNull().default(true),
  callToAction: text({ mode: 'json' }).$type<CallToAction>(),
  updatedAt: text().notNull(),
})

/** What viewers wrote. Times are source seconds, so they stay in their place when the video is made again. */
export const comments = sqliteTable('comments', {
  id: text().primaryKey(),
  videoId: text().$type<VideoId>().notNull().references(() => videos.id, { onDelete: 'cascade' }),
  /** The comment that this one answers; threads are one level deep. */
  parentId: text().references((): AnySQLiteColumn => comments.id, { onDelete: 'cascade' }),
  atSeconds: real(),
  authorName: text().notNull(),
  /** Of somebody who was signed in. */
  authorId: text().$type<UserId>(),
  /** Whose browser it came from, hashed. */
  visitor: text().notNull(),
  text: text().notNull(),
  createdAt: text().notNull(),
  editedAt: text(),
  resolvedAt: text(),
}, table => [index('comments_video').on(table.videoId, table.createdAt)])

/** Emoji at a place of the source. */
export const reactions = sqliteTable('reactions', {
  id: text().primaryKey(),
  videoId: text().$type<VideoId>().notNull().references(() => videos.id, { onDelete: 'cascade' }),
  atSeconds: real().notNull(),
  emoji: text().notNull(),
  authorName: text(),
  visitor: text().notNull(),
  createdAt: text().notNull(),
}, table => [index('reactions_video').on(table.videoId, table.atSeconds)])

/** One opening of a share page. It counts by the rule of common/contracts/views.ts. */
export const views = sqliteTable('views', {
  id: text().primaryKey(),
  videoId: text().$type<VideoId>().notNull().references(() => videos.id, { onDelete: 'cascade' }),
  /** Whose browser it was, hashed; for who asks for privacy one of this view alone. */
  visitor: text().notNull(),
  viewerId: text().$type<UserId>(),
  viewerName: text(),
  startedAt: text().notNull(),
  lastAt: text().notNull(),
  /** What was seen, in source seconds, ascending and apart; the title card lies before second 0. */
  seen: text({ mode: 'json' }).$type<Span[]>().notNull().default([]),
  isCounted: integer({ mode: 'boolean' }).notNull().default(false),
  sawCallToAction: integer({ mode: 'boolean' }).notNull().default(false),
  clickedAt: text(),
}, table => [index('views_video').on(table.videoId, table.startedAt)])

/** What a worker finished of a job; a re-claimed job goes on from here. */
export const jobStages = sqliteTable('job_stages', {
  id: integer().primaryKey({ autoIncrement: true }),
  jobId: text().$type<JobId>().notNull(),
  stage: text().notNull(),
  inputHash: text().notNull(),
  result: text({ mode: 'json' }).$type<unknown>(),
  seconds: real().notNull(),
  finishedAt: text().notNull(),
}, table => [uniqueIndex('job_stages_stage').on(table.jobId, table.stage)])

/** Secrets, sealed field by field (common/crypto.ts). */
export const credentials = sqliteTable('credentials', {
  id: text().primaryKey(),
  kind: text({ enum: ['fathom-api-key', 'smtp', 'fathom-webhook'] }).notNull().unique(),
  sealed: text().notNull(),
  lastFour: text().notNull(),
  checkedAt: text(),
  error: text(),
  createdAt: text().notNull(),
})

/** How this person's new videos look. One row, with the id `brand`; none: the product's own look. */
export const brands = sqliteTable('brands', {
  id: text().primaryKey(),
  style: text({ mode: 'json' }).$type<Partial<VideoStyle>>().notNull().default({}),
  logoKey: text(),
  updatedAt: text().notNull(),
})

/** A person's own mail server. One row, with the id `smtp`; its password is a credential. */
export const mailServers = sqliteTable('mail_servers', {
  id: text().primaryKey(),
  host: text().notNull(),
  port: integer().notNull(),
  security: text({ enum: ['tls', 'starttls', 'none'] }).notNull(),
  userName: text(),
  fromAddress: text().notNull(),
  fromName: text().notNull().default(''),
  /** When a mail last went through it, and what went wrong last. */
  checkedAt: text(),
  error: text(),
  updatedAt: text().notNull(),
})

/** Keys for scripts: only a hash is kept. */
export const apiKeys = sqliteTable('api_keys', {
  id: text().primaryKey(),
  name: text().notNull(),
  hash: text().notNull().unique(),
  lastFour: text().notNull(),
  scopes: text({ mode: 'json' }).$type<ApiScope[]>().notNull(),
  createdAt: text().notNull(),
  expiresAt: text(),
  lastUsedAt: text(),
})

/** Fathom calls us when a meeting is ready. One row, with the id `webhook`; its signing secret is a credential. */
export const fathomWebhooks = sqliteTable('fathom_webhooks', {
  id: text().primaryKey(),
  /** As Fathom knows it. */
  fathomId: text().notNull(),
  /** Of the token in the address that Fathom calls. */
  tokenHash: text().notNull(),
  rules: text({ mode: 'json' }).$type<MeetingRules>().notNull(),
  createdAt: text().notNull(),
  lastDeliveryAt: text(),
})

/** What Fathom delivered: deliveries repeat, and the second one is dropped. */
export const webhookDeliveries = sqliteTable('webhook_deliveries', {
  id: text().primaryKey(),
  meetingTitle: text().notNull(),
  outcome: text({ enum: ['converting', 'not-wanted', 'failed'] }).notNull(),
  reason: text(),
  recordingId: text().$type<RecordingId>(),
  receivedAt: text().notNull(),
}, table => [index('webhook_deliveries_received').on(table.receivedAt)])

/** Every mail that was made for the user; the in-app outbox where no SMTP is set. */
export const mails = sqliteTable('mails', {
  id: text().primaryKey(),
  jobId: text().$type<JobId>().notNull().unique(),
  toAddress: text().notNull(),
  subject: text().notNull(),
  html: text().notNull(),
  text: text().notNull(),
  delivery: text({ enum: ['smtp', 'outbox'] }).notNull(),
  /** Why the person's own mail server did not take it. */
  reason: text(),
  createdAt: text().notNull(),
})

/** Live events for replay after a lost connection; ids only. */
export const events = sqliteTable('events', {
  id: integer().primaryKey({ autoIncrement: true }),
  event: text({ mode: 'json' }).$type<unknown>().notNull(),
  createdAt: text().notNull(),
})
