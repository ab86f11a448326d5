import type { JobId, RecordingId, UserId, VideoId } from './contracts/ids.ts'
import type { JobKind, JobLane, JobPriority, JobStatus, MailTemplate, PayloadOf, StageName } from './contracts/job.ts'
import type { WorkerPace } from './contracts/machine-speed.ts'
import type { ErrorCode } from './errors.ts'

/** Proof of a claim. Every later write carries it; a stale one gets `queue.claim_lost`. */
export interface Lease {
  jobId: JobId; claimToken: string
  /** So long it lasts from each sign of life on. A length and no moment, so that a clock that is set does no harm. */
  seconds: number
}

export type AnyPayload = { [K in JobKind]: { kind: K; payload: PayloadOf<K> } }[JobKind]
export type ClaimedJob = {
  id: JobId; userId: UserId; attempts: number; maxAttempts: number
  /** So long ago the job was first settled as `wait`; 0 when it never was. */
  waitedSeconds: number
  /** From when it was asked for, or was due again, until this claim. */
  inLineSeconds: number
} & AnyPayload

export interface EnqueueOptions {
  /** Unique with the user: enqueueing again with it gives the row that is there. */
  idempotencyKey: string
  priority?: JobPriority
  /** How long the recording is, where it is known. */
  sourceSeconds?: number | null
  runAfter?: Date
}

/** How a claim ends. Attempts count at claim; `wait` gives the attempt back. */
export type Outcome =
  | { kind: 'completed'; followUps?: FollowUp[] }
  | { kind: 'failed'; code: ErrorCode; message: string; mayRetry: boolean; retryAfterSeconds?: number; followUpsIfDead?: FollowUp[] }
  | { kind: 'wait'; runAfterSeconds: number; reason: string }
  | { kind: 'released' }

/** Enqueued in the same transaction as the settle. */
export type FollowUp = AnyPayload & { idempotencyKey: string }

export interface Progress { stage: StageName | null; percent: number; secondsLeft: number | null }

export interface JobRow {
  id: JobId; userId: UserId; kind: JobKind; status: JobStatus
  recordingId: RecordingId | null; videoId: VideoId | null
  /** Which mail a `send-mail` job sends; null for other kinds. */
  template: MailTemplate | null
  stage: StageName | null; percent: number; secondsLeft: number | null
  attempts: number; maxAttempts: number; runAfter: Date | null
  error: { code: string; message: string } | null
  createdAt: Date; startedAt: Date | null; finishedAt: Date | null
  /** When its worker loses it unless it is heard of; null where nobody has it. */
  leaseExpiresAt: Date | null
}

/** What a waiting job waits for. All seconds are 0 where nothing is known. */
export interface Line {
  /** 1 = next. */
  place: number
  /** Length of the recordings whose turn comes before, together; and of how many the length is not known. */
  sourceSecondsAhead: number
  unknownAhead: number
  /** Seconds that running conversions still take, together. */
  secondsRunning: number
  /** Conversions that can run at a time now: at least 1. */
  lanes: number
  /** Mean of the workers online that were measured. */
  pace: WorkerPace | null
  workersOnline: number
  /** An operator stopped the queue: nothing begins. */
  isPaused: boolean
}

/** What the producer side (backend) needs. */
export interface QueueProducer {
  enqueue(job: AnyPayload, options: EnqueueOptions): Promise<{ job: JobRow; alreadyThere: boolean }>
  /** Cancels a pending job at once and tells the worker of a running one at its next heartbeat. Over jobs: `queue.not_cancellable`. */
  cancel(jobId: JobId): Promise<JobRow>
  /** Puts a dead or cancelled job back, attempts at 0. */
  requeue(jobId: JobId): Promise<JobRow>
  read(jobId: JobId): Promise<JobRow | null>
  listOfUser(userId: UserId): Promise<JobRow[]>
  /** 1 = next. Null when not pending. Counts by the same fair order the claim uses. */
  placeInLine(jobId: JobId): Promise<number | null>
  /** The same with all that the place is worth; null when not pending. */
  lineOf(jobId: JobId): Promise<Line | null>
  counts(): Promise<{ waiting: number; running: number; workersOnline: number; isPaused: boolean }>
  /** True while this token is the row's live claim. */
  isLiveClaim(jobId: JobId, claimToken: string): Promise<boolean>
  /** Deletes jobs that ended so long ago; answers how many. What they made stays. */
  forgetEnded(olderThanSeconds: number): Promise<number>
  /** Calls back for every changed row, until the signal aborts. Reconnects by itself. */
  watch(onChange: (row: JobRow) => void, signal: AbortSignal): Promise<void>
}

/** What the consumer side (worker) needs. */
export interface QueueConsumer {
  /** The next fair row of the lane, or null when there is nothing to do (or the concurrency is used up). */
  claim(lane: JobLane): Promise<{ job: ClaimedJob; lease: Lease } | null>
  /** Extends the lease. `cancelled` tells the worker to stop. Throws `queue.claim_lost` for a stale token. */
  heartbeat(lease: Lease, progress: Progress): Promise<{ lease: Lease; isCancelled: boolean }>
  settle(lease: Lease, outcome: Outcome): Promise<void>
  /** Those of the jobs that nobody will go on with. */
  listOver(jobIds: readonly string[]): Promise<string[]>
  /** Tells how fast this worker is, so that those who wait can be told how long. */
  tellPace(pace: WorkerPace): Promise<void>
  /** Calls back when something may be claimable, until the signal aborts. A nudge may be missed: polling stays. */
  onNudge(callback: () => void, signal: AbortSignal): Promise<void>
}

export type Queue = QueueProducer & QueueConsumer
