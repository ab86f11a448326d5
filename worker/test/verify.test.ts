import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { render } from '../src/stages/render.ts'
import { verify, type Verified } from '../src/stages/verify.ts'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { barcodeRecording, barePlan, browser, signal, tools, type Recording } from './barcode-recording.ts'

let folder: string
let source: Recording
let plan: EditPlan
let good: string
const loudness = { integratedLufs: -20, truePeakDbtp: -4 }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-verify-'))
  source = await barcodeRecording(join(folder, 'source.mp4'), { frames: 500, seconds: 20 })
  plan = barePlan(source, [{ start: 20, end: 220 }, { start: 270, end: 490 }], {
    cues: [{ start: 2, end: 4, speaker: 'Ann', text: 'One' }, { start: 12, end: 15, speaker: 'Ben', text: 'Two' }],
    chapters: [{ start: 0.8, title: 'One; = #\\ two' }, { start: 12, title: 'Second' }],
  })
  good = (await render({ sourcePath: source.path, media: source.media, plan, loudness, folder: join(folder, 'work'), processes: 2 }, { tools, browser, signal, report: () => undefined })).videoPath
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a good video passes all ten checks, with its figures', async () => {
  const { checks, video } = await check(good)
  expect(checks.map(({ name }) => name).sort()).toEqual(['chapters', 'cues-kept', 'expected-length', 'fast-start', 'in-sync', 'loudness', 'not-black', 'not-frozen', 'streams-equal-length', 'true-peak'])
  expect(checks.find(({ name }) => name === 'cues-kept')?.detail).toContain('2 of 2')
  expect(video).toMatchObject({ durationSeconds: 16.8, frameRate: 25 })
})

const copyVideo = ['-c:v', 'copy']
const copyAudio = ['-c:a', 'copy']
const encode = ['-c:v', 'libx264', '-preset', 'ultrafast', '-video_track_timescale', '12800']
const spoiled: { what: string; failed: string; options: string[] }[] = [
  { what: 'sound that comes 80 ms late', failed: 'in-sync', options: ['-af', 'adelay=80:all=1,atrim=end=16.8', ...copyVideo] },
  { what: 'a black picture', failed: 'not-black', options: ['-vf', 'drawbox=c=black:t=fill', ...encode, ...copyAudio] },
  { what: 'a frozen picture', failed: 'not-frozen', options: ['-vf', 'loop=loop=-1:size=1,setpts=N/25/TB', '-t', '16.8', ...encode, ...copyAudio] },
  { what: 'a cue that cannot be heard', failed: 'cues-kept', options: ['-af', `volume=0:enable='between(t,9.2,13)'`, ...copyVideo] },
  { what: 'a missing second at the end', failed: 'expected-length', options: ['-t', '15.8', ...encode] },
  { what: 'sound shorter than the picture', failed: 'streams-equal-length', options: ['-af', 'atrim=end=16.2', ...copyVideo] },
  { what: 'sound that is too quiet', failed: 'loudness', options: ['-af', 'volume=-6dB', ...copyVideo] },
  { what: 'sound that is clipped', failed: 'true-peak', options: ['-af', 'volume=9dB', ...copyVideo] },
  { what: 'lost chapters', failed: 'chapters', options: ['-map_chapters', '-1', ...copyVideo, ...copyAudio] },
]

test.each(spoiled)('$what fails $failed', async ({ failed, options }) => {
  const path = join(folder, `${failed}.mp4`)
  await runFfmpeg(tools, { inputs: [{ path: good }], outputs: [{ path, options: [...options, '-movflags', '+faststart'] }] }, { signal, task: 'spoiling a video' })
  await expect(check(path)).rejects.toMatchObject({ code: 'verify.failed', message: expect.stringContaining(failed) })
})

test('an index at the end of the file fails fast-start', async () => {
  const path = join(folder, 'late-index.mp4')
  await runFfmpeg(tools, { inputs: [{ path: good }], outputs: [{ path, options: ['-c', 'copy'] }] }, { signal, task: 'spoiling a video' })
  await expect(check(path)).rejects.toMatchObject({ message: expect.stringMatching(/check: fast-start \([^)]*\)\. Trying/) })
})

test('only a silent source excuses a silent video', async () => {
  const path = join(folder, 'silent.mp4')
  await runFfmpeg(tools, { inputs: [{ path: good }], outputs: [{ path, options: ['-af', 'volume=0', ...copyVideo, '-movflags', '+faststart'] }] }, { signal, task: 'spoiling a video' })
  await expect(check(path)).rejects.toMatchObject({ message: expect.stringContaining('loudness') })
  const mute = { ...source, media: { ...source.media, hasAudio: false, audio: null } }
  const { checks } = await check(path, mute, null)
  expect(checks.every(({ ok }) => ok)).toBe(true)
})

function check(videoPath: string, { path, media } = source, measured: typeof loudness | null = loudness): Promise<Verified> {
  return verify({ videoPath, sourcePath: path, media, plan, loudness: measured, captionsPath: null }, { tools, browser: { ...browser, executablePath: '/no/browser' }, signal, report: () => undefined })
}
