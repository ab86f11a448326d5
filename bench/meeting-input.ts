import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measure } from './measure.ts'

const media = fileURLToPath(new URL('../demo/media/', import.meta.url))
const sampleSeconds = 162.16

export interface MeetingInput { path: string; transcriptPath: string; seconds: number }

/**
 * Five minutes of 720p like a call: the sample meeting twice over, with the grain of cameras (its people are drawn) and the
 * bit rate and key frames of a meeting tool, and its transcript.
 */
export async function fiveMinutes(folder: string, ffmpeg: string): Promise<MeetingInput> {
  const path = join(folder, 'five-minutes.mp4')
  await measure(ffmpeg, ['-y', '-nostdin', '-v', 'error', '-stream_loop', '1', '-i', join(media, 'sample-meeting.mp4'), '-t', '300', '-vf', 'noise=c0s=5:c0f=t',
    '-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '700k', '-g', '100', '-c:a', 'aac', '-b:a', '96k', path])
  return { path, seconds: 300, transcriptPath: await repeatedTranscript(folder, sampleSeconds, 300, 'five-minutes.json', await sampleTurns()) }
}

/** The same, twelve times over: an hour without encoding anything again. */
export async function oneHour(folder: string, ffmpeg: string, short: MeetingInput): Promise<MeetingInput> {
  const path = join(folder, 'one-hour.mp4')
  await measure(ffmpeg, ['-y', '-nostdin', '-v', 'error', '-stream_loop', '11', '-i', short.path, '-c', 'copy', '-t', '3600', path])
  const { turns } = JSON.parse(await readFile(short.transcriptPath, 'utf8')) as { turns: Turn[] }
  return { path, seconds: 3600, transcriptPath: await repeatedTranscript(folder, short.seconds, 3600, 'one-hour.json', turns) }
}

interface Turn { start: number; end: number; speaker: string; text: string }

async function sampleTurns(): Promise<Turn[]> {
  return (JSON.parse(await readFile(join(media, 'sample-meeting.transcript.json'), 'utf8')) as { turns: Turn[] }).turns
}

async function repeatedTranscript(folder: string, every: number, seconds: number, name: string, turns: Turn[]): Promise<string> {
  const all = Array.from({ length: Math.ceil(seconds / every) }, (_, round) => turns.map(turn => ({ ...turn, start: turn.start + round * every, end: turn.end + round * every }))).flat()
  const path = join(folder, name)
  await writeFile(path, JSON.stringify({ turns: all.filter(({ end }) => end < seconds) }))
  return path
}
