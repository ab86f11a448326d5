import { index, integer, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { ActionItem, Highlight } from '@f2l/common/contracts/transcript.ts'
import type { ConvertOptions, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { ConvertReport } from '@f2l/common/contracts/report.ts'
import type { JobId, RecordingId, UserId, VideoId } from '@f2l/common/contracts/ids.ts'
import type { RenditionKeys, SourceSpec } from '@f2l/common/contracts/internal-api.ts'

/** One SQLite file a user. Times of day are ISO 8601 in UTC; times inside media are seconds. */

/** A `SourceSpec` without its key: the credential is opened only when a worker asks. */
export type StoredSource = Exclude<SourceSpec, { kind: 'fathom-account' }> | { kind: 'fathom-account'; fathomRecordingId: number; downloadId: string | null }

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
  options: text({ mode: 'json' }).$type<ConvertOptions>().notNull(),
  jobId: text().$type<JobId>(),
  recordedAt: text(),
  sourceSeconds: real(),
  participants: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
  summaryMarkdown: text(),
  actionItems: text({ mode: 'json' }).$type<ActionItem[]>().notNull().default([]),
  highlights: text({ mode: 'json' }).$type<Highlight[]>().notNull().default([]),
  errorCode: text(),
  errorMessage: text(),
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
  kind: text({ enum: ['fathom-api-key'] }).notNull().unique(),
  sealed: text().notNull(),
  lastFour: text().notNull(),
  checkedAt: text(),
  error: text(),
  createdAt: text().notNull(),
})

/** Every mail that was made for the user; the in-app outbox where no SMTP is set. */
export const mails = sqliteTable('mails', {
  id: text().primaryKey(),
  jobId: text().$type<JobId>().notNull().unique(),
  toAddress: text().notNull(),
  subject: text().notNull(),
  html: text().notNull(),
  text: text().notNull(),
  delivery: text({ enum: ['smtp', 'outbox'] }).notNull(),
  createdAt: text().notNull(),
})

/** Live events for replay after a lost connection; ids only. */
export const events = sqliteTable('events', {
  id: integer().primaryKey({ autoIncrement: true }),
  event: text({ mode: 'json' }).$type<unknown>().notNull(),
  createdAt: text().notNull(),
})
