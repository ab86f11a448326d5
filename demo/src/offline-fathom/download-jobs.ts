import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { Router, type Request, type Response } from 'express'
import type { OfflineMeeting } from './offline-meeting.ts'

interface Job { id: string; meeting: OfflineMeeting; readyAt: number; expiresAt: number }

export interface DownloadJobsOptions {
  /** How long making a download takes. */
  delaySeconds: number
  /** How long a finished one can be fetched. */
  lifetimeSeconds: number
  origin(): string
}

export interface DownloadJobs {
  request(meeting: OfflineMeeting): Promise<object>
  read(recordingId: number, id: string): Promise<object | null>
  /** Ends the life of every download that was made so far. */
  expireAll(): void
  /** Serves the signed addresses, with Range. */
  files: Router
}

const contentTypes: Record<string, string> = { '.mp4': 'video/mp4', '.m4a': 'audio/mp4', '.mp3': 'audio/mpeg', '.wav': 'audio/wav', '.webm': 'video/webm' }

export function makeDownloadJobs(options: DownloadJobsOptions): DownloadJobs {
  const jobs = new Map<string, Job>()
  const key = randomBytes(32)
  const signatureOf = (job: Job): string => createHmac('sha256', key).update(`${job.id}.${job.expiresAt}`).digest('hex')
  const files = Router()
  files.get('/files/:id', (request, response) => sendSigned(request, response, jobs.get(request.params.id), signatureOf))
  const describe = (job: Job): Promise<object> => describeJob(job, `${options.origin()}/files/${job.id}?expires=${job.expiresAt}&signature=${signatureOf(job)}`)
  return {
    files,
    request: meeting => {
      const readyAt = Date.now() + 1000 * options.delaySeconds
      const job = { id: randomUUID(), meeting, readyAt, expiresAt: readyAt + 1000 * options.lifetimeSeconds }
      jobs.set(job.id, job)
      return describe(job)
    },
    read: async (recordingId, id) => {
      const job = jobs.get(id)
      return job?.meeting.recordingId === recordingId ? await describe(job) : null
    },
    expireAll: () => {
      for (const job of jobs.values()) job.expiresAt = Date.now() - 1
    },
  }
}

async function describeJob({ id, meeting, readyAt, expiresAt }: Job, url: string): Promise<object> {
  const common = { download_id: id, recording_id: meeting.recordingId, video: null, audio: null, failure_reason: null }
  const now = Date.now()
  if (now > expiresAt) return { ...common, status: 'expired' }
  if (now < readyAt) return { ...common, status: 'processing' }
  if (meeting.download === 'fails') return { ...common, status: 'failed', failure_reason: 'generation_failed' }
  const { size } = await stat(meeting.mediaPath)
  const file = { url, content_type: contentTypes[extname(meeting.mediaPath)] ?? 'application/octet-stream', file_size_bytes: size, expires_at: new Date(expiresAt).toISOString() }
  return { ...common, status: 'completed', [meeting.isAudioOnly ? 'audio' : 'video']: file }
}

function sendSigned(request: Request, response: Response, job: Job | undefined, signatureOf: (job: Job) => string): void {
  const given = Buffer.from(typeof request.query['signature'] === 'string' ? request.query['signature'] : '')
  const wanted = Buffer.from(job === undefined ? '' : signatureOf(job))
  const isGenuine = job !== undefined && given.length === wanted.length && timingSafeEqual(given, wanted)
  if (!isGenuine || Date.now() > job.expiresAt) return void response.status(403).type('application/xml').send('<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>')
  response.sendFile(job.meeting.mediaPath, { dotfiles: 'allow' })
}
