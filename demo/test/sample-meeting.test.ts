import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { meetingNotes } from '@f2l/common/contracts/transcript.ts'
import { frameStates } from '../src/sample-meeting/frame-states.ts'
import { makeNotes } from '../src/sample-meeting/notes.ts'
import { clipStart, pauses, recordingSeconds, recordingTime, recordingTurns, scenes, type Turn } from '../src/sample-meeting/schedule.ts'

const run = promisify(execFile)
const media = (name: string): string => fileURLToPath(new URL(`../media/${name}`, import.meta.url))
let turns: Turn[]
let annotated: Turn[]

beforeAll(async () => {
  turns = (JSON.parse(await readFile(media('sample-meeting.transcript.json'), 'utf8')) as { turns: Turn[] }).turns
  annotated = (JSON.parse(await readFile(media('inputs/meeting-four-speakers.truth.json'), 'utf8')) as { turns: Turn[] }).turns
})

describe('what lies in git is what the script makes', () => {
  test('the transcript', () => {
    expect(turns).toEqual(recordingTurns(annotated))
  })

  test('the notes', async () => {
    const notes = meetingNotes.parse(JSON.parse(await readFile(media('sample-meeting.notes.json'), 'utf8')))
    expect(notes).toEqual(makeNotes())
    for (const moment of [...notes.highlights.map(({ start }) => start), ...notes.actionItems.map(({ at }) => at ?? 0)]) {
      expect(moment).toBeLessThan(recordingSeconds)
    }
    expect(notes.summaryMarkdown).toMatch(/\]\(https:\/\/fathom\.video\/share\/[\w-]+\?timestamp=\d+\.\d\)/)
  })

  test('the video: 1280 × 720, 25 fps, H.264 with sound of the same length, small', async () => {
    const { stdout } = await run('ffprobe', ['-v', 'error', '-show_entries', 'stream=codec_name,width,height,r_frame_rate,duration', '-of', 'json', media('sample-meeting.mp4')])
    const { streams } = JSON.parse(stdout) as { streams: { codec_name: string; duration: string }[] }
    expect(streams).toMatchObject([{ codec_name: 'h264', width: 1280, height: 720, r_frame_rate: '25/1' }, { codec_name: 'aac' }])
    for (const { duration } of streams) expect(Math.abs(Number(duration) - recordingSeconds)).toBeLessThan(0.05)
    expect((await stat(media('sample-meeting.mp4'))).size).toBeLessThan(8e6)
  })
})

describe('the sound is true to the transcript', () => {
  test('a pause is put in only where nobody speaks', () => {
    for (const { at } of pauses) expect(annotated.filter(turn => turn.start < at && at < turn.end)).toEqual([])
  })

  test('pauses are quiet but never dead silent, and voices stand well above them', async () => {
    const levels = await levelsPerSecondTenth(media('sample-meeting.mp4'))
    const mean = (start: number, end: number): number => {
      const part = levels.slice(Math.ceil(start * 10), Math.floor(end * 10))
      return part.reduce((sum, level) => sum + level, 0) / part.length
    }
    for (const { at, seconds } of pauses.filter(pause => pause.at > 0)) {
      const start = recordingTime(at) - seconds
      expect(mean(start + 0.3, start + seconds - 0.2)).toBeLessThan(-55)
      expect(mean(start + 0.3, start + seconds - 0.2)).toBeGreaterThan(-80)
    }
    for (const turn of turns.filter(({ start, end }) => end - start > 2)) expect(mean(turn.start, turn.end), turn.text).toBeGreaterThan(-45)
    expect(mean(clipStart + 18, clipStart + 39)).toBeLessThan(-55)
  })
})

describe('the picture', () => {
  test('shows gallery and shared screen in turn, with one change at a time', () => {
    expect(scenes.map(scene => scene.from)).toEqual(scenes.map(scene => scene.from).toSorted((a, b) => a - b))
    expect(scenes.filter(scene => scene.view === 'gallery').length).toBeGreaterThanOrEqual(3)
    expect(scenes.at(-1)!.from).toBeLessThan(recordingSeconds)
  })

  test('is the same each time it is made, and mouths move only in their own turns', () => {
    const loudness = Array.from({ length: Math.round(recordingSeconds * 12.5) }, (_, frame) => (frame % 5) / 5)
    const states = frameStates(turns, loudness)
    expect(states).toEqual(frameStates(turns, loudness))
    const inPause = states.filter(({ time }) => time > 37 && time < 47)
    for (const { poses } of inPause) for (const pose of Object.values(poses)) expect(pose.mouth).toBeLessThan(0.05)
    const diana = states.filter(({ time }) => time > 16 && time < 20).map(({ poses }) => poses['D']!.mouth)
    expect(Math.max(...diana) - Math.min(...diana)).toBeGreaterThan(0.2)
  })
})

/** RMS in dBFS of each tenth of a second. */
async function levelsPerSecondTenth(file: string): Promise<number[]> {
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', file, '-ac', '1', '-ar', '16000', '-f', 's16le', '-'], { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 })
  const samples = new Int16Array(stdout.buffer, stdout.byteOffset, Math.floor(stdout.length / 2))
  return Array.from({ length: Math.floor(samples.length / 1600) }, (_, index) => {
    const part = samples.subarray(index * 1600, (index + 1) * 1600)
    return 20 * Math.log10(Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / 1600) / 32768 + 1e-9)
  })
}
