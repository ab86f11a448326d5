import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measure } from './measure.ts'

const media = fileURLToPath(new URL('../demo/media/', import.meta.url))
const sample = join(media, 'sample-meeting.mp4')
const sampleSeconds = 162.16

export interface MeetingInput { path: string; transcriptPath: string; seconds: number }

/**
 * Five minutes of 720p like a call: the sample meeting twice over, with the grain of cameras (its people are drawn) and the
 * bit rate and key frames of a meeting tool, and its transcript.
 */
export async function fiveMinutes(folder: string, ffmpeg: string): Promise<MeetingInput> {
  const path = join(folder, 'five-minutes.mp4')
  await measure(ffmpeg, ['-y', '-nostdin', '-v', 'error', '-stream_loop', '1', '-i', sample, '-t', '300', '-vf', 'noise=c0s=5:c0f=t',
    '-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '700k', '-g', '100', '-c:a', 'aac', '-b:a', '96k', path])
  return { path, seconds: 300, transcriptPath: await repeatedTranscript(await sampleTurns(), { every: sampleSeconds, seconds: 300, path: join(folder, 'five-minutes.json') }) }
}

/** The same over and over, without encoding anything again. */
export async function loopedMeeting(short: MeetingInput, seconds: number, name: string, folder: string, ffmpeg: string): Promise<MeetingInput> {
  const path = join(folder, `${name}.mp4`)
  await measure(ffmpeg, ['-y', '-nostdin', '-v', 'error', '-stream_loop', String(Math.ceil(seconds / short.seconds) - 1), '-i', short.path, '-c', 'copy', '-t', String(seconds), path])
  return { path, seconds, transcriptPath: await repeatedTranscript(await turnsIn(short.transcriptPath), { every: short.seconds, seconds, path: join(folder, `${name}.json`) }) }
}

/** A shared screen with talk as it is kept to save room: small, ten pictures a second. */
export async function smallMeeting(folder: string, ffmpeg: string): Promise<MeetingInput> {
  const path = join(folder, 'small.mp4')
  const seconds = 160
  await measure(ffmpeg, ['-y', '-nostdin', '-v', 'error', '-i', sample, '-t', String(seconds), '-vf', 'scale=640:360,fps=10,noise=c0s=3:c0f=t',
    '-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '200k', '-g', '40', '-c:a', 'aac', '-b:a', '64k', path])
  return { path, seconds, transcriptPath: await repeatedTranscript(await sampleTurns(), { every: seconds, seconds, path: join(folder, 'small.json') }) }
}

/** Ten seconds of a meeting in which somebody shares a screen and speaks. */
export async function tenSeconds(folder: string, ffmpeg: string, meeting: MeetingInput): Promise<MeetingInput> {
  const path = join(folder, 'ten-seconds.mp4')
  const from = 20
  const seconds = 10
  await measure(ffmpeg, ['-y', '-nostdin', '-v', 'error', '-ss', String(from), '-i', meeting.path, '-t', String(seconds),
    '-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '700k', '-g', '100', '-c:a', 'aac', '-b:a', '96k', path])
  const turns = (await turnsIn(meeting.transcriptPath)).filter(({ start, end }) => end > from && start < from + seconds)
  const transcriptPath = join(folder, 'ten-seconds.json')
  await writeFile(transcriptPath, JSON.stringify({ turns: turns.map(turn => ({ ...turn, start: Math.max(0, turn.start - from), end: Math.min(seconds, turn.end - from) })) }))
  return { path, seconds, transcriptPath }
}

interface Turn { start: number; end: number; speaker: string; text: string }

function sampleTurns(): Promise<Turn[]> {
  return turnsIn(join(media, 'sample-meeting.transcript.json'))
}

async function turnsIn(path: string): Promise<Turn[]> {
  return (JSON.parse(await readFile(path, 'utf8')) as { turns: Turn[] }).turns
}

async function repeatedTranscript(turns: Turn[], { every, seconds, path }: { every: number; seconds: number; path: string }): Promise<string> {
  const once = turns.filter(({ end }) => end <= every)
  const all = Array.from({ length: Math.ceil(seconds / every) }, (_, round) => once.map(turn => ({ ...turn, start: turn.start + round * every, end: turn.end + round * every }))).flat()
  await writeFile(path, JSON.stringify({ turns: all.filter(({ end }) => end < seconds) }))
  return path
}
