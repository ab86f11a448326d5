import { execFile } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { meetingNotes } from '@f2l/common/contracts/transcript.ts'
import { startOfflineFathom, type OfflineFathom, type OfflineMeeting } from './offline-fathom.ts'

export interface SampleFathom extends OfflineFathom {
  /** The share link of the sample meeting. */
  sampleLink: string
  sampleRecordingId: number
  /** The API key of its host. */
  apiKey: string
  /** Links that answer as a revoked and as a sign-in-gated share do. */
  deadLink: string
  gatedLink: string
}

const turns = z.object({ turns: z.array(z.object({ speaker: z.string(), start: z.number(), end: z.number(), text: z.string() })) })
const mediaFolder = join(import.meta.dirname, '../media')
export const sampleMedia = join(mediaFolder, 'sample-meeting.mp4')
const host = { name: 'Beth Moore', email: 'beth@remote.example' }
const apiKey = 'sample-fathom-key-0123456789'

/** The offline Fathom with the sample meeting; a length in seconds makes it stop there (tests are in a hurry). */
export async function startSampleFathom(cacheFolder: string, { lengthSeconds, downloadLifetimeSeconds }: { lengthSeconds?: number; downloadLifetimeSeconds?: number | undefined } = {}): Promise<SampleFathom> {
  await mkdir(cacheFolder, { recursive: true })
  const sample = await readSample(cacheFolder, lengthSeconds)
  const meetings: OfflineMeeting[] = [
    sample,
    { ...sample, recordingId: sample.recordingId + 1, callNumber: sample.callNumber + 1, shareToken: `${sample.shareToken}-gone`, share: 'dead' },
    { ...sample, recordingId: sample.recordingId + 2, callNumber: sample.callNumber + 2, shareToken: `${sample.shareToken}-gated`, share: 'sign-in' },
  ]
  const fathom = await startOfflineFathom({ meetings, apiKeys: [apiKey], cacheFolder, downloadLifetimeSeconds })
  const [sampleLink, deadLink, gatedLink] = meetings.map(meeting => `${fathom.shareUrl}/share/${meeting.shareToken}`)
  return { ...fathom, apiKey, sampleLink: sampleLink!, deadLink: deadLink!, gatedLink: gatedLink!, sampleRecordingId: sample.recordingId }
}

async function readSample(cacheFolder: string, lengthSeconds: number | undefined): Promise<OfflineMeeting> {
  const notes = meetingNotes.parse(JSON.parse(await readFile(join(mediaFolder, 'sample-meeting.notes.json'), 'utf8')))
  const spoken = turns.parse(JSON.parse(await readFile(join(mediaFolder, 'sample-meeting.transcript.json'), 'utf8'))).turns
  const limit = lengthSeconds ?? Infinity
  const mediaPath = lengthSeconds === undefined ? sampleMedia : await cutOff(sampleMedia, lengthSeconds, join(cacheFolder, `first-${lengthSeconds}-seconds.mp4`))
  return {
    recordingId: 4_815_162, callNumber: 301_234_567, shareToken: 'remote-control-concept-review',
    mediaPath, durationSeconds: Math.min(limit, await durationOf(sampleMedia)), notes: within(notes, limit),
    turns: spoken.filter(turn => turn.end <= limit), host,
  }
}

function within(notes: OfflineMeeting['notes'], limit: number): OfflineMeeting['notes'] {
  return { ...notes, highlights: notes.highlights.filter(highlight => highlight.end <= limit), actionItems: notes.actionItems.filter(item => (item.at ?? 0) <= limit) }
}

/** Some seconds of a media file, copied; the first ones by default. Answers the target. */
export async function cutOff(path: string, seconds: number, target: string, from = 0): Promise<string> {
  await promisify(execFile)(process.env.FFMPEG_PATH || 'ffmpeg', ['-v', 'error', '-y', '-ss', String(from), '-t', String(seconds), '-i', path, '-c', 'copy', target])
  return target
}

async function durationOf(path: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.env.FFPROBE_PATH || 'ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path])
  return Number(stdout)
}
