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

test('a good video is told with its figures', async () => {
  const { checks, video } = await check(good)
  expect(checks.find(({ name }) => name === 'cues-kept')?.detail).toContain('2 of 2')
  expect(video).toMatchObject({ durationSeconds: 16.8, frameRate: 25 })
})

test('only a silent source excuses a silent video', async () => {
  const path = join(folder, 'silent.mp4')
  await runFfmpeg(tools, { inputs: [{ path: good }], outputs: [{ path, options: ['-af', 'volume=0', '-c:v', 'copy', '-movflags', '+faststart'] }] }, { signal, task: 'spoiling a video' })
  await expect(check(path)).rejects.toMatchObject({ message: expect.stringContaining('loudness') })
  const mute = { ...source, media: { ...source.media, hasAudio: false, audio: null } }
  const { checks } = await check(path, mute, null)
  expect(checks.every(({ ok }) => ok)).toBe(true)
})

function check(videoPath: string, { path, media } = source, measured: typeof loudness | null = loudness): Promise<Verified> {
  return verify({ videoPath, sourcePath: path, media, plan, loudness: measured, captionsPath: null }, { tools, browser: { ...browser, executablePath: '/no/browser' }, signal, report: () => undefined })
}
