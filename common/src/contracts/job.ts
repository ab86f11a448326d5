import { z } from 'zod'
import { recordingId, userId, videoId } from './ids.ts'

export const mailTemplate = z.enum(['video-ready', 'video-failed', 'first-view', 'verify-email', 'reset-password'])
export type MailTemplate = z.output<typeof mailTemplate>

/** The request that asked for a job, and the trace that it goes on with (W3C trace context). One that cannot be read is none. */
export const jobOrigin = z.object({ requestId: z.string().max(64).optional(), traceparent: z.string().max(60).optional() })
export type JobOrigin = z.output<typeof jobOrigin>
const origin = jobOrigin.optional().catch(undefined)

/**
 * The table is the contract, the types follow from it.
 * `lane` keeps short jobs from waiting behind a conversion.
 * `subject` of the queue row is the id that the payload's last field names; no meeting content goes in.
 */
export const jobSpecs = {
  'convert': {
    payload: z.object({ userId, recordingId, videoId, origin }),
    lane: 'conversion', leaseSeconds: 30, maxAttempts: 4,
  },
  'send-mail': {
    payload: z.object({ userId, template: mailTemplate, videoId: videoId.optional(), origin }),
    lane: 'short', leaseSeconds: 30, maxAttempts: 8,
  },
} as const satisfies Record<string, JobSpec>

interface JobSpec { payload: z.ZodType; lane: 'conversion' | 'short'; leaseSeconds: number; maxAttempts: number }
export type JobKind = keyof typeof jobSpecs
export type JobLane = 'conversion' | 'short'
export type PayloadOf<K extends JobKind> = z.output<(typeof jobSpecs)[K]['payload']>
export const jobKind = z.enum(['convert', 'send-mail'])

export const jobStatus = z.enum(['pending', 'processing', 'completed', 'dead', 'cancelled'])
export type JobStatus = z.output<typeof jobStatus>

export const jobPriority = { critical: 2, default: 1, low: 0 } as const
export type JobPriority = keyof typeof jobPriority

/** The stages of a conversion, in order, with their share of the whole work (sum 1). */
export const stageShares = {
  ingest: 0.08, probe: 0.01, transcript: 0.01, analyse: 0.1, plan: 0.01, render: 0.7, package: 0.05, verify: 0.04,
} as const
export type StageName = keyof typeof stageShares
export const stageName = z.enum(['ingest', 'probe', 'transcript', 'analyse', 'plan', 'render', 'package', 'verify'])
