import { setTimeout as sleep } from 'node:timers/promises'
import type { JobLane } from '@f2l/common/contracts/job.ts'
import { AppError, toAppError } from '@f2l/common/errors.ts'
import type { Logger } from '@f2l/common/log.ts'
import { pause } from '@f2l/common/pause.ts'
import type { ClaimedJob, FollowUp, Lease, Outcome, Progress, QueueConsumer } from '@f2l/common/queue.ts'
import { makeAlarm, type Alarm } from './alarm.ts'
import type { LeaseKeeper } from './lease-keeper.ts'

export interface Claim { job: ClaimedJob; lease: Lease }

export interface WorkContext {
  /** Aborts when the claim is lost, the job is cancelled, or the worker is told to stop. */
  signal: AbortSignal
  report(progress: Progress): void
}

export interface WorkLoopOptions {
  queue: QueueConsumer
  /** Each lane has at most one job at a time; lanes do not wait for each other. */
  lanes: readonly JobLane[]
  /** Does one job and tells what follows it. */
  work(claim: Claim, context: WorkContext): Promise<FollowUp[]>
  /** What follows a job that can never succeed. */
  followUpsIfDead(claim: Claim): FollowUp[]
  /** The job is over for good: nothing of it needs to be kept here. */
  forget(claim: Claim): Promise<void>
  leases: LeaseKeeper
  /** What each claim is done in, such as the ids of its log lines. */
  around?(claim: Claim, work: () => Promise<void>): Promise<void>
  /** Called when something changed in the queue; may be called often. */
  onNews?(): void
  /** How long an idle worker waits for a nudge before it looks again. */
  pollSeconds: number
  log: Logger
  /** Ends the loop; running jobs are given back. */
  signal: AbortSignal
}

/** A job that does not stop when it is told to (seconds): it is given back anyway, and the process ends. */
const stopGraceSeconds = 8
/** Where a waiting job does not say when to look again. */
const usualWaitSeconds = 15
const longestPauseSeconds = 15
/** Fathom makes a download in minutes to hours; after this long it will not come any more. */
const longestWaitSeconds = 6 * 3600

/** Works until the signal aborts; settles when every job it had is settled or given back. Never rejects. */
export async function runWorkLoop(options: WorkLoopOptions): Promise<void> {
  const alarms = options.lanes.map(() => makeAlarm())
  const listening = options.queue.onNudge(() => {
    alarms.forEach(alarm => alarm.ring())
    options.leases.look()
    options.onNews?.()
  }, options.signal)
  await Promise.all(options.lanes.map((lane, n) => runLane(lane, alarms[n]!, options)))
  await listening
}

async function runLane(lane: JobLane, alarm: Alarm, options: WorkLoopOptions): Promise<void> {
  let failures = 0
  while (!options.signal.aborted) {
    const claim = await options.queue.claim(lane).catch((thrown: unknown) => {
      failures += 1
      options.log.warn({ err: thrown, lane, failures }, 'no answer from the queue')
      return 'unavailable' as const
    })
    if (claim !== 'unavailable') failures = 0
    // Aborted means awake: the loop looks at the signal next.
    if (claim === 'unavailable') await pause(1000 * backoffSeconds(failures), options.signal).catch(() => undefined)
    else if (claim === null) await alarm.wait(options.pollSeconds, options.signal)
    else await (options.around ?? alone)(claim, () => runClaim(claim, options))
  }
}

const alone: NonNullable<WorkLoopOptions['around']> = (_, work) => work()

/** One claim from start to settle. */
async function runClaim(claim: Claim, options: WorkLoopOptions): Promise<void> {
  const { job, lease } = claim
  const log = options.log.child({ kind: job.kind, attempt: job.attempts })
  const ending = new AbortController()
  const kept = options.leases.keep(lease, {
    onCancelled: () => ending.abort(new AppError('job.cancelled', 'This job was cancelled.')),
    onLost: () => ending.abort(new AppError('queue.claim_lost', 'Another worker has this job now.')),
  })
  log.info('claimed')
  try {
    const outcome = await doWork(claim, ending.signal, kept.report, options)
    if (outcome === 'lost') return log.warn('the claim was lost; what was made is dropped')
    log.info({ outcome: outcome.kind, code: outcome.kind === 'failed' ? outcome.code : undefined }, 'settling')
    await settle(claim, outcome, ending.signal, { ...options, log })
    if (isOver(outcome, claim, ending.signal)) await options.forget(claim).catch((thrown: unknown) => log.warn({ err: thrown }, 'the work folder could not be removed'))
  } finally {
    kept.drop()
  }
}

async function doWork(claim: Claim, ended: AbortSignal, report: (progress: Progress) => void, options: WorkLoopOptions): Promise<Outcome | 'lost'> {
  const signal = AbortSignal.any([ended, options.signal])
  try {
    const followUps = await withGrace(options.work(claim, { signal, report }), options.signal)
    return { kind: 'completed', followUps }
  } catch (thrown) {
    return outcomeOf(thrown, claim, ended, options)
  }
}

/** Why the work stopped decides, not what it threw while it was stopping. */
function outcomeOf(thrown: unknown, claim: Claim, ended: AbortSignal, { signal, log, followUpsIfDead }: WorkLoopOptions): Outcome | 'lost' {
  const error = givenUp(toAppError(ended.aborted ? ended.reason : thrown), claim)
  // The server says the same of a cancelled job, sooner than the heartbeat may: the settle lets go of that one, and does nothing to a job that another worker has.
  if (error.code === 'queue.claim_lost') return ended.aborted ? 'lost' : { kind: 'released' }
  if (error.code === 'job.cancelled' || signal.aborted) return { kind: 'released' }
  if (error.code === 'fathom.download_pending') return { kind: 'wait', runAfterSeconds: error.retryAfterSeconds ?? usualWaitSeconds, reason: error.message }
  log.warn({ err: error, jobId: claim.job.id }, 'the job failed')
  return {
    kind: 'failed', code: error.code, message: error.message, mayRetry: error.mayRetry,
    retryAfterSeconds: error.retryAfterSeconds, followUpsIfDead: followUpsIfDead(claim),
  }
}

/** Somebody has to hear of a download that stays pending for ever. */
function givenUp(error: AppError, { job }: Claim): AppError {
  if (error.code !== 'fathom.download_pending' || job.waitedSeconds < longestWaitSeconds) return error
  return new AppError('fathom.download_overdue', 'Fathom has been preparing the file of this recording for more than six hours, so we stopped waiting. Please try again later, or download the video in Fathom and upload the file.', { cause: error })
}

/** The work's own result; but once the worker must stop, not later than the grace allows. */
async function withGrace<T>(work: Promise<T>, stopping: AbortSignal): Promise<T> {
  const done = new AbortController()
  const graceOver = new Promise<never>((_, reject) => {
    const start = (): void => {
      sleep(stopGraceSeconds * 1000, undefined, { signal: done.signal }).then(() => reject(stopping.reason), () => undefined)
    }
    if (stopping.aborted) start()
    else stopping.addEventListener('abort', start, { once: true, signal: done.signal })
  })
  return Promise.race([work, graceOver]).finally(() => done.abort())
}

/** Tries until the queue answers; a worker that is stopping tries only a few times, the lease does the rest. */
async function settle({ lease }: Claim, outcome: Outcome, ended: AbortSignal, { queue, signal, log }: WorkLoopOptions): Promise<void> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await queue.settle(lease, outcome)
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code !== 'queue.unavailable') return log.warn({ err: error }, 'the job could not be settled')
      if (signal.aborted ? failures >= 3 : ended.aborted && failures >= 30) return log.warn('the queue stays silent; the lease will end the job')
      await sleep(1000 * (signal.aborted ? 0.5 : backoffSeconds(failures)))
    }
  }
}

function isOver(outcome: Outcome, { job }: Claim, ended: AbortSignal): boolean {
  if (ended.aborted) return toAppError(ended.reason).code === 'job.cancelled'
  if (outcome.kind === 'failed') return !outcome.mayRetry || job.attempts >= job.maxAttempts
  return outcome.kind === 'completed'
}

/** 0.5 s, 1 s, 2 s … with jitter, so that workers do not come back all at once. */
function backoffSeconds(failures: number): number {
  return Math.min(longestPauseSeconds, 0.25 * 2 ** failures) * (0.75 + Math.random() / 2)
}
