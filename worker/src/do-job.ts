import type { FollowUp } from '@f2l/common/queue.ts'
import { AppError } from '@f2l/common/errors.ts'
import { runConvertJob, type ConvertJobDeps } from './convert-job.ts'
import type { OpenInternalApi } from './internal-api-client.ts'
import { runMailJob, type MailJobDeps } from './mail-job.ts'
import type { Claim, WorkContext } from './work-loop.ts'

export type JobDeps = Omit<ConvertJobDeps, 'api'> & Omit<MailJobDeps, 'api'> & { openApi: OpenInternalApi }

/** Does whatever kind of job was claimed and tells what follows it. */
export async function doJob({ job, lease }: Claim, deps: JobDeps, context: WorkContext): Promise<FollowUp[]> {
  const api = deps.openApi(lease, context.signal)
  const work = await api.readWork()
  if (work.kind !== job.kind) throw new AppError('internal', 'Queue and server do not agree on what this job is.')
  if (work.kind === 'send-mail') await runMailJob(work, { ...deps, api }, job.attempts >= job.maxAttempts, context.signal)
  else await runConvertJob(work, { ...deps, api }, context)
  return job.kind === 'convert' ? [mailAbout({ job, lease }, 'video-ready')] : []
}

/** The owner hears of a conversion that can never succeed; a mail about a mail would help nobody. */
export function followUpsIfDead(claim: Claim): FollowUp[] {
  return claim.job.kind === 'convert' ? [mailAbout(claim, 'video-failed')] : []
}

/** One mail for one claim; a dead job whose worker fell silent gets the same key from pb_hooks/lib/queue-claim.js. */
function mailAbout({ job, lease }: Claim, template: 'video-ready' | 'video-failed'): FollowUp {
  const { userId, videoId, origin } = job.payload
  return { kind: 'send-mail', payload: { userId, template, videoId, origin }, idempotencyKey: `${job.id}:${template}:${lease.claimToken.slice(0, 8)}` }
}
