import { z } from 'zod'
import { recordingId, userId, videoId, jobId as jobIdSchema } from './contracts/ids.ts'
import type { JobId, UserId } from './contracts/ids.ts'
import { jobKind, jobPriority, jobSpecs, jobStatus, mailTemplate, stageName } from './contracts/job.ts'
import type { JobKind, JobLane } from './contracts/job.ts'
import { workerPace } from './contracts/machine-speed.ts'
import { AppError } from './errors.ts'
import type { PocketBaseClient } from './pocketbase-client.ts'
import type { AnyPayload, ClaimedJob, EnqueueOptions, FollowUp, JobRow, Lease, Line, Outcome, Progress, QueueConsumer, QueueProducer } from './queue.ts'

/** The producer's side of the queue in PocketBase, over a superuser's client. PocketBase down: `queue.unavailable`. */
export function makeQueueProducer(client: PocketBaseClient): QueueProducer {
  const post = (path: string, body: unknown = {}): Promise<unknown> => client.send('POST', `/api/queue/jobs${path}`, body)
  const toRow = (answer: unknown): JobRow => rowOf(answered.parse(answer).row)
  return {
    enqueue: async (job, options) => {
      const answer = enqueued.parse(await post('', { user: job.payload.userId, ...rowFields(job), ...optionFields(options) }))
      return { job: rowOf(answer.row), alreadyThere: answer.alreadyThere }
    },
    cancel: async id => toRow(await post(`/${checkedId(id)}/cancel`)),
    requeue: async id => toRow(await post(`/${checkedId(id)}/requeue`)),
    read: id => readRow(client, id),
    listOfUser: id => listOfUser(client, id),
    placeInLine: async id => (await readLine(client, id))?.place ?? null,
    lineOf: id => readLine(client, id),
    counts: async () => countsAnswer.parse(await client.send('GET', '/api/queue/counts')),
    isLiveClaim: async (id, claimToken) => z.object({ isLive: z.boolean() }).parse(await post(`/${checkedId(id)}/live`, { claimToken })).isLive,
    forgetEnded: async olderThanSeconds => z.object({ forgotten: z.int() }).parse(await client.send('POST', '/api/queue/forget', { olderThanSeconds })).forgotten,
    watch: (onChange, signal) => watch(client, onChange, signal),
  }
}

/** The consumer's side, over a worker's client. */
export function makeQueueConsumer(client: PocketBaseClient): QueueConsumer {
  const post = (id: string, action: string, body: unknown): Promise<unknown> => client.send('POST', `/api/queue/jobs/${checkedId(id)}/${action}`, body)
  const settle = async (lease: Lease, outcome: Outcome): Promise<void> => {
    await lostIfGone(post(lease.jobId, 'settle', { claimToken: lease.claimToken, outcome: outcomeFields(outcome) }))
  }
  return {
    claim: lane => claim(client, lane, settle),
    heartbeat: async (lease, progress) => {
      const answer = beat.parse(await lostIfGone(post(lease.jobId, 'heartbeat', { claimToken: lease.claimToken, progress: progressFields(progress) })))
      return { lease: { ...lease, seconds: answer.leaseSeconds }, isCancelled: answer.isCancelled }
    },
    settle,
    listOver: async ids => ids.length === 0 ? [] : z.object({ ids: z.array(z.string()) }).parse(await client.send('POST', '/api/queue/over', { ids })).ids,
    tellPace: async pace => { await client.send('POST', '/api/queue/pace', pace) },
    // What came in line before we heard was no nudge: whoever begins to listen looks once more.
    onNudge: (callback, signal) => client.listen({ name: 'queue/nudge', onEvent: callback, onReady: callback }, signal),
  }
}

const moment = z.string().transform(text => (text === '' ? null : new Date(text.replace(' ', 'T'))))
const record = z.object({
  id: jobIdSchema, user: userId, kind: z.string(), status: jobStatus, payload: z.unknown(),
  stage: z.string(), progress: z.number(), seconds_left: z.number(),
  attempts: z.int(), max_attempts: z.int(), run_after: moment, error_code: z.string(), error_message: z.string(),
  created: moment, started_at: moment, finished_at: moment, waiting_since: moment, lease_expires_at: moment, updated: z.string(),
})
const answered = z.object({ row: record })
const enqueued = answered.extend({ alreadyThere: z.boolean() })
const claimed = z.object({ row: record, claimToken: z.string(), leaseSeconds: z.number() })
const beat = z.object({ leaseSeconds: z.number(), isCancelled: z.boolean() })
const lineAnswer = z.object({
  line: z.object({
    place: z.int(), sourceSecondsAhead: z.number(), unknownAhead: z.int(), secondsRunning: z.number(), lanes: z.int().min(1), pace: workerPace.nullable(),
    workersOnline: z.int(), isPaused: z.boolean(),
  }).nullable(),
})
const countsAnswer = z.object({ waiting: z.int(), running: z.int(), workersOnline: z.int(), isPaused: z.boolean() })

function rowOf(row: z.output<typeof record>): JobRow {
  const stage = stageName.safeParse(row.stage)
  const ids = z.object({ recordingId: recordingId.optional(), videoId: videoId.optional(), template: mailTemplate.optional() }).safeParse(row.payload).data
  return {
    id: row.id, userId: row.user, kind: row.kind as JobKind, status: row.status,
    recordingId: ids?.recordingId ?? null, videoId: ids?.videoId ?? null, template: ids?.template ?? null,
    stage: stage.success ? stage.data : null, percent: row.progress, secondsLeft: row.seconds_left < 0 ? null : row.seconds_left,
    attempts: row.attempts, maxAttempts: row.max_attempts, runAfter: row.run_after,
    error: row.error_message === '' ? null : { code: row.error_code, message: row.error_message },
    createdAt: row.created ?? new Date(0), startedAt: row.started_at, finishedAt: row.finished_at, leaseExpiresAt: row.lease_expires_at,
  }
}

/** What a job's kind decides about its row. `subject` is the video it is about, where there is one. */
function rowFields({ kind, payload }: AnyPayload): Record<string, unknown> {
  const { lane, maxAttempts } = jobSpecs[kind]
  return { kind, lane, maxAttempts, payload, subject: payload.videoId ?? '', priority: jobPriority.default }
}

function optionFields({ idempotencyKey, priority = 'default', runAfter, sourceSeconds }: EnqueueOptions): Record<string, unknown> {
  return { idempotencyKey, sourceSeconds: sourceSeconds ?? 0, priority: jobPriority[priority], runAfter: runAfter === undefined ? '' : runAfter.toISOString().replace('T', ' ') }
}

function outcomeFields(outcome: Outcome): Record<string, unknown> {
  const followUps = (list: FollowUp[] = []): unknown[] => list.map(({ idempotencyKey, ...job }) => ({ ...rowFields(job), idempotencyKey }))
  if (outcome.kind === 'completed') return { ...outcome, followUps: followUps(outcome.followUps) }
  if (outcome.kind === 'failed') return { ...outcome, followUpsIfDead: followUps(outcome.followUpsIfDead) }
  return outcome
}

/** JSON has no NaN: what is not a number is left out and the server keeps what it had. */
function progressFields({ stage, percent, secondsLeft }: Progress): Record<string, unknown> {
  return { stage, percent: Number.isFinite(percent) ? percent : 0, secondsLeft }
}

function checkedId(id: string): string {
  const parsed = jobIdSchema.safeParse(id)
  if (!parsed.success) throw new AppError('not_found', 'This job is not there any more.')
  return parsed.data
}

async function readRow(client: PocketBaseClient, id: JobId): Promise<JobRow | null> {
  try {
    return rowOf(record.parse(await client.call(pb => pb.collection('global_queue').getOne(checkedId(id)))))
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'not_found') return null
    throw thrown
  }
}

async function readLine(client: PocketBaseClient, id: JobId): Promise<Line | null> {
  return lineAnswer.parse(await client.send('GET', `/api/queue/jobs/${checkedId(id)}/place`)).line
}

/** Newest first; the last 500. */
async function listOfUser(client: PocketBaseClient, id: UserId): Promise<JobRow[]> {
  const page = await client.call(pb => pb.collection('global_queue').getList(1, 500, {
    filter: pb.filter('user = {:id}', { id }), sort: '-created', skipTotal: true,
  }))
  return page.items.map(item => rowOf(record.parse(item)))
}

const watched = z.object({ action: z.string(), record })

/** A lost connection replays nothing, so after one the rows that changed meanwhile are read. */
async function watch(client: PocketBaseClient, onChange: (row: JobRow) => void, signal: AbortSignal): Promise<void> {
  // Before the first event: a little before now, in case the clocks differ. Reading a row twice does no harm.
  let lastSeen = new Date(Date.now() - 600_000).toISOString().replace('T', ' ')
  function tell(row: z.output<typeof record>): void {
    if (row.updated > lastSeen) lastSeen = row.updated
    onChange(rowOf(row))
  }
  async function catchUp(): Promise<void> {
    const rows = await client.call(pb => pb.collection('global_queue').getFullList({ filter: pb.filter('updated >= {:lastSeen}', { lastSeen }), sort: 'updated' }))
    for (const row of rows) tell(record.parse(row))
  }
  await client.listen({
    name: 'global_queue/*',
    onEvent: data => {
      const event = watched.safeParse(data)
      if (event.success && event.data.action !== 'delete') tell(event.data.record)
    },
    // PocketBase may be gone again while we read: the next reconnect reads from the same place.
    onReady: isFirst => { if (!isFirst) catchUp().catch(() => undefined) },
  }, signal)
}

type Settle = (lease: Lease, outcome: Outcome) => Promise<void>

async function claim(client: PocketBaseClient, lane: JobLane, settle: Settle): Promise<{ job: ClaimedJob; lease: Lease } | null> {
  const answer = await client.send('POST', '/api/queue/claim', { lane })
  const given = claimed.nullable().parse((answer as { row: unknown }).row === null ? null : answer)
  if (given === null) return null
  const lease: Lease = { jobId: given.row.id, claimToken: given.claimToken, seconds: given.leaseSeconds }
  const job = readJob(given.row)
  if (job !== null) return { job, lease }
  await settle(lease, { kind: 'failed', code: 'input.invalid', mayRetry: false, message: 'This job was made by another version of the product and cannot be read. Please start it again.' })
  return claim(client, lane, settle)
}

/** Null for a kind or a payload that this version does not know. */
function readJob(row: z.output<typeof record>): ClaimedJob | null {
  const kind = jobKind.safeParse(row.kind)
  if (!kind.success) return null
  const payload = jobSpecs[kind.data].payload.safeParse(row.payload)
  if (!payload.success || payload.data.userId !== row.user) return null
  return { id: row.id, userId: row.user, attempts: row.attempts, maxAttempts: row.max_attempts, waitedSeconds: waitedSeconds(row), inLineSeconds: inLineSeconds(row), kind: kind.data, payload: payload.data } as ClaimedJob
}

/** Both times are the server's. */
function waitedSeconds({ waiting_since, started_at }: z.output<typeof record>): number {
  return waiting_since === null || started_at === null ? 0 : (started_at.getTime() - waiting_since.getTime()) / 1000
}

function inLineSeconds({ created, run_after, started_at }: z.output<typeof record>): number {
  const since = Math.max(created?.getTime() ?? 0, run_after?.getTime() ?? 0)
  return started_at === null ? 0 : Math.max(0, (started_at.getTime() - since) / 1000)
}

/** A row that is gone (its user was deleted) is as lost as one that somebody else has. */
async function lostIfGone<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((thrown: unknown) => {
    if (thrown instanceof AppError && thrown.code === 'not_found') throw new AppError('queue.claim_lost', 'This job is not there any more.', { cause: thrown })
    throw thrown
  })
}
