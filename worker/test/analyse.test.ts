import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Transcript } from '@f2l/common/contracts/transcript.ts'
import { analysis } from '../src/plan/facts.ts'
import { decodeLevels } from '../src/plan/sound-levels.ts'
import { analyse } from '../src/stages/analyse.ts'
import { probe } from '../src/stages/probe.ts'
import { makeFfmpegTools } from '../src/tools/ffmpeg.ts'

const ffmpegPath = process.env['FFMPEG_PATH'] ?? 'ffmpeg'
const tools = makeFfmpegTools({ FFMPEG_PATH: ffmpegPath, FFPROBE_PATH: 'ffprobe' }, process.env)
const transcript: Transcript = { origin: 'none', language: null, hasMeasuredEnds: false, cues: [] }
let folder: string

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-analyse-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

async function analysed(path: string, signal = new AbortController().signal, hasBubble = true): Promise<{ result: Awaited<ReturnType<typeof analyse>>; reports: number[] }> {
  const reports: number[] = []
  const media = await probe(path, { sha256: 'x', maxSeconds: 3600 }, { tools, signal: new AbortController().signal })
  const result = await analyse({ sourcePath: path, media, transcript, hasBubble, folder }, { tools, signal, report: fraction => reports.push(fraction) })
  return { result, reports }
}

function make(name: string, ...options: string[]): string {
  const path = join(folder, name)
  execFileSync(ffmpegPath, ['-v', 'error', '-y', ...options, path])
  return path
}

test('a picture without sound is analysed too: nothing to hear is no error', async () => {
  const { result } = await analysed(make('mute.mp4', '-f', 'lavfi', '-i', 'testsrc=s=320x180:d=3', '-c:v', 'libx264'))
  expect(result).toMatchObject({ speech: [], loudness: null, levels: '' })
})

test('sound and picture give a result of the promised shape, and progress never falls and ends at 1', async () => {
  const path = make('both.mkv', '-f', 'lavfi', '-i', 'testsrc=s=320x180:d=5', '-f', 'lavfi', '-i', 'sine=d=5:f=300', '-c:v', 'libx264', '-c:a', 'pcm_s16le')
  const { result, reports } = await analysed(path)
  expect(() => analysis.parse(JSON.parse(JSON.stringify(result)))).not.toThrow()
  expect(decodeLevels(result.levels).length).toBe(500)
  expect(result.loudness!.integratedLufs).toBeLessThan(-10)
  expect(reports).toEqual(reports.toSorted((a, b) => a - b))
  expect(reports.at(-1)).toBe(1)
})

test('5.1 sound is heard as one', async () => {
  const { result } = await analysed(make('surround.m4a', '-f', 'lavfi', '-i', 'sine=d=2', '-ac', '6', '-c:a', 'aac'))
  expect(Math.max(...decodeLevels(result.levels))).toBeGreaterThan(-50)
})

test('a long recording with a single key frame is still looked at', async () => {
  const path = make('one-key-frame.mp4', '-f', 'lavfi', '-i', 'testsrc=s=160x90:r=5:d=70', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '9999', '-sc_threshold', '0')
  const { reports } = await analysed(path)
  expect(reports.length).toBeGreaterThan(8)
})

test('an abort stops the analysis with its reason', async () => {
  const path = make('long.wav', '-f', 'lavfi', '-i', 'anoisesrc=d=600:r=16000')
  const stop = new AbortController()
  setTimeout(() => stop.abort(new Error('stopped by the test')), 300)
  const started = performance.now()
  await expect(analysed(path, stop.signal)).rejects.toThrow('stopped by the test')
  expect(performance.now() - started).toBeLessThan(4000)
})

test('without a bubble faces are looked for, but not whose they are', async () => {
  const meeting = new URL('../../demo/media/sample-meeting.mp4', import.meta.url).pathname
  const path = make('short.mp4', '-t', '6', '-i', meeting, '-c', 'copy')
  const { result } = await analysed(path, undefined, false)
  expect(result.faces.length).toBeGreaterThanOrEqual(4)
  expect(result).toMatchObject({ speakerFaces: {}, layoutChanges: [] })
})
