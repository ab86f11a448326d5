import type { JobView } from '@f2l/common/contracts/api.ts'
import { ago } from '../format/date.ts'
import { length, remaining } from '../format/duration.ts'
import type { Words } from '../words/words.ts'

/** What a job is doing, or why it stands still, in words for a person. */
export function jobSentence(job: JobView, words: Words, now: number, locale?: string): string {
  if (job.obstacle === 'silent-worker') return words.job.silentWorker
  if (job.status === 'processing') return job.stage === null ? words.job.starting : words.job.stages[job.stage]
  if (job.status === 'pending') return waiting(job, words, now, locale)
  return words.job[job.status]
}

function waiting(job: JobView, words: Words, now: number, locale?: string): string {
  if (job.obstacle === 'paused') return words.job.paused
  if (job.obstacle === 'no-worker') return words.job.noWorker
  if (job.obstacle === 'fathom' && job.runAfter !== null) return words.job.waitsForFathom(ago(job.runAfter, now, locale))
  if (job.runAfter !== null && new Date(job.runAfter).getTime() > now) return words.job.retryAt(ago(job.runAfter, now, locale))
  if (job.placeInLine === 1) return words.job.next
  return job.placeInLine === null ? words.job.waiting : words.job.place(job.placeInLine)
}

/** "ready in about 6 min", "about 2 min left", "took 3 min": null where nothing honest can be said. */
export function jobTime(job: JobView, words: Words, locale?: string): string | null {
  if (job.status === 'processing' || job.status === 'pending') {
    if (job.secondsLeft === null) return null
    const duration = remaining(job.secondsLeft, locale)
    return job.status === 'pending' ? words.job.readyIn(duration) : words.job.left(duration)
  }
  if (job.startedAt === null || job.finishedAt === null) return null
  const seconds = (new Date(job.finishedAt).getTime() - new Date(job.startedAt).getTime()) / 1000
  return seconds < 1 ? null : words.job.took(length(seconds, locale))
}
