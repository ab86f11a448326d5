import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeLeveller, rmsOf } from '../src/stages/analyse/even-level.ts'
import { listen, type Heard } from '../src/stages/analyse/listen.ts'
import { speechSpans } from '../src/stages/analyse/speech-spans.ts'
import { findSilences } from '../src/plan/find-cuts.ts'
import { makeFfmpegTools } from '../src/tools/ffmpeg.ts'
import { readIntegrated } from '../src/tools/loudness.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'

const ffmpegPath = process.env['FFMPEG_PATH'] ?? 'ffmpeg'
const tools = makeFfmpegTools({ FFMPEG_PATH: ffmpegPath, FFPROBE_PATH: 'ffprobe' }, process.env)
const meeting = new URL('../../demo/media/inputs/meeting-four-speakers.flac', import.meta.url).pathname
const talk = new URL('../../demo/media/inputs/long-silence-talk.flac', import.meta.url).pathname
let folder: string

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-speech-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

async function hear(path: string, streamIndex: number, durationSeconds: number): Promise<Heard & { reports: number[] }> {
  const reports: number[] = []
  const heard = await listen({ path, streamIndex, durationSeconds }, { tools, signal: new AbortController().signal, report: fraction => reports.push(fraction) })
  return { ...heard, reports }
}

test('quiet speech is heard: less than half a second of annotated speech is cut, with no transcript to help', async () => {
  const { turns } = JSON.parse(await readFile(meeting.replace('.flac', '.truth.json'), 'utf8')) as { turns: { start: number; end: number }[] }
  const { speech, levels } = await hear(meeting, 0, 93.79)
  const cuts = findSilences({ speech, levels, durationSeconds: 93.79, transcript: { origin: 'none', language: null, hasMeasuredEnds: false, cues: [] } }, { num: 25, den: 1, frames: 2345 })
  let lost = 0
  for (const turn of turns) for (const { span } of cuts) lost += Math.max(0, Math.min(turn.end, span.end) - Math.max(turn.start, span.start))
  expect(lost).toBeLessThan(0.5)
})

test('a long silence is silence, and the one word after it is speech', async () => {
  const { speech, levels, reports } = await hear(talk, 0, 42.4)
  expect(speech.some(({ start, end }) => start < 40.1 && end > 40.4)).toBe(true)
  expect(speech.filter(({ start, end }) => end > 17.8 && start < 39.8)).toEqual([])
  expect(levels.length).toBeGreaterThan(4200)
  expect(reports).toEqual(reports.toSorted((a, b) => a - b))
})

test('hiss and hum are not speech', async () => {
  const path = join(folder, 'noise.wav')
  execFileSync(ffmpegPath, ['-v', 'error', '-f', 'lavfi', '-i', 'anoisesrc=d=6:a=0.01:seed=3', '-f', 'lavfi', '-i', 'sine=f=50:d=6', '-filter_complex', 'amix', path])
  const { speech } = await hear(path, 0, 6)
  expect(speech.reduce((sum, { start, end }) => sum + end - start, 0)).toBeLessThan(0.5)
})

test('levels are one value per 10 ms of the source, from its start even when the sound begins later', async () => {
  const path = join(folder, 'late.mkv')
  execFileSync(ffmpegPath, ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=64x64:d=4', '-itsoffset', '1.5', '-f', 'lavfi', '-i', 'sine=d=2', '-c:v', 'libx264', '-c:a', 'pcm_s16le', path])
  const { levels } = await hear(path, 1, 4)
  expect(Math.max(...levels.subarray(0, 140))).toBeLessThan(-90)
  expect(levels[200]).toBeGreaterThan(-30)
  expect(levels.length).toBeGreaterThanOrEqual(345)
})

test('quiet speech is raised for the model, steady noise is not, and what is loud stays as it is', async () => {
  const random = seededNumbers(2)
  const raised = async (levels: number[]): Promise<number[]> => {
    const gains: number[] = []
    const inputs: number[] = []
    const leveller = makeLeveller(async window => { gains.push(rmsOf(window) / inputs[gains.length]!) })
    for (const level of levels) {
      const window = Float32Array.from({ length: 512 }, () => level * (2 * random() - 1))
      inputs.push(rmsOf(window))
      await leveller.push(window)
    }
    await leveller.end()
    return gains
  }
  const words = (speech: number, pause: number): number[] => Array.from({ length: 400 }, (_, index) => index % 20 < 12 ? speech : pause)
  const far = await raised(words(0.01, 0.0001))
  expect(far).toHaveLength(400)
  expect(far[200]).toBeGreaterThan(10)
  expect(Math.max(...await raised(words(0.01, 0.004)))).toBeLessThan(1.2)
  expect(Math.max(...await raised(words(0.5, 0.0001)))).toBeLessThan(1.05)
})

test('silence throughout has no loudness and no speech', async () => {
  const path = join(folder, 'silent.wav')
  execFileSync(ffmpegPath, ['-v', 'error', '-f', 'lavfi', '-i', 'anullsrc=d=3', '-t', '3', path])
  expect(await hear(path, 0, 3)).toMatchObject({ speech: [], loudness: null })
})

test('listening lets others work: timers go on firing all the while', async () => {
  const path = join(folder, 'minute.wav')
  execFileSync(ffmpegPath, ['-v', 'error', '-f', 'lavfi', '-i', 'anoisesrc=d=60:a=0.1', '-ar', '16000', path])
  let turns = 0
  const timer = setInterval(() => { turns++ }, 1)
  await hear(path, 0, 60)
  clearInterval(timer)
  expect(turns).toBeGreaterThan(25)
})

test('speech is where the model hints at it twice in a row or is surer once; breaths are bridged', () => {
  const probabilities = [0, 0.2, 0.5, 0.9, 0.2, 0.05, 0.05, 0.4, 0.05, 0, 0, 0.22, 0, 0, 0, 0, 0.2, 0.21, 0.05]
  expect(speechSpans(probabilities, 0.1)).toEqual([{ start: 0.1, end: 0.5 }, { start: expect.closeTo(0.7), end: expect.closeTo(0.8) }, { start: 1.6, end: expect.closeTo(1.8) }])
  expect(speechSpans([0.5, 0, 0.5], 0.1)).toEqual([{ start: 0, end: expect.closeTo(0.3) }])
  expect(speechSpans([0.9, 0.9], 0.1)).toEqual([{ start: 0, end: 0.2 }])
  expect(speechSpans([], 0.1)).toEqual([])
})

test('the loudness summary is read from what ffmpeg says, and nothing else is taken for it', () => {
  expect(readIntegrated('Summary:\n\n  Integrated loudness:\n    I:         -21.9 LUFS\n    Threshold: -32.2 LUFS\n\n  True peak:\n    Peak:       -9.2 dBFS')).toBe(-21.9)
  expect(readIntegrated('Summary:\n  I: -70.0 LUFS\n  Peak: -inf dBFS')).toBeNull()
  expect(readIntegrated('')).toBeNull()
})
