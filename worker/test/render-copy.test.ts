import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { copiedFrames } from '../src/plan/copy-plan.ts'
import { layoutFor } from '../src/plan/layout.ts'
import { render, type Rendered } from '../src/stages/render.ts'
import { copyParts, copyTasks, findCopies, type CopyWork } from '../src/stages/render-by-copy.ts'
import type { EncodedRuns } from '../src/tools/encode-runs.ts'
import { runFfmpeg, runFfprobe } from '../src/tools/ffmpeg.ts'
import { joinFrames } from '../src/tools/join-video.ts'
import { joinedConfig, joinedFrames } from '../src/tools/joined-track.ts'
import { runLimited } from '../src/tools/run-limited.ts'
import { barcodeRecording, barePlan, browser, lavfi, readBarcodes, readRecording, signal, tools, type Recording } from './barcode-recording.ts'

let folder: string
let soundPath: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-copy-'))
  soundPath = join(folder, 'sound.m4a')
  await runFfmpeg(tools, { inputs: [{ path: 'anullsrc=d=1', options: lavfi }], outputs: [{ path: soundPath, options: ['-c:a', 'aac'] }] }, { signal, task: 'making a test clip' })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const x264 = (params: string): string[] => ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '16', '-pix_fmt', 'yuv420p', '-x264-params', `scenecut=0:${params}`]

test.each([
  ['12 frames', '25', 'keyint=12:min-keyint=12'],
  ['30 frames without B-frames', '25', 'keyint=30:min-keyint=30:bframes=0'],
  ['60 frames with a pyramid of 8 B-frames', '30000/1001', 'keyint=60:min-keyint=60:bframes=8:b-pyramid=normal:b-adapt=0:ref=4'],
])('groups of %s, cut at every kind of place, are copied to the frame', async (name, rate, params) => {
  const group = Number(/keyint=(\d+)/.exec(params)![1])
  const at = (groups: number, more = 0): number => groups * group + more
  const frames = at(12) + 5
  const source = await barcodeRecording(join(folder, `${name}.mp4`), { frames, rate, seconds: 1, codec: x264(params), hasSound: false })
  const keep = [
    { start: 0, end: at(2) }, { start: at(3), end: at(4, 1) }, { start: at(5, 1), end: at(7, -1) }, { start: at(8, -1), end: at(9, 7) },
    // Two cuts in one group.
    { start: at(9, 8), end: at(9, 9) }, { start: at(10, 3), end: at(10, 5) }, { start: at(10, 7), end: frames },
  ]
  const { video, work } = await copy(source, keep, name)
  expect(await readBarcodes(video)).toEqual(framesOf(keep))
  expect(copiedFrames(work.plan)).toBeGreaterThan(4 * group)
  expect(await whatDecodersSay(video)).toBe('')
})

test('a recording of which all is kept is copied whole; one group of 250 frames is copied up to its first cut', async () => {
  const source = await barcodeRecording(join(folder, 'long.mkv'), { frames: 260, seconds: 1, codec: x264('keyint=250:min-keyint=250'), hasSound: false })
  const whole = await copy(source, [{ start: 0, end: 260 }], 'whole')
  expect(await readBarcodes(whole.video)).toEqual(framesOf([{ start: 0, end: 260 }]))
  expect(whole.work.plan).toMatchObject({ batches: [], runs: [{ kind: 'copied' }] })
  const keep = [{ start: 0, end: 100 }, { start: 101, end: 255 }]
  const cut = await copy(source, keep, 'cut')
  expect(await readBarcodes(cut.video)).toEqual(framesOf(keep))
  expect(copiedFrames(cut.work.plan)).toBeGreaterThan(95)
})

test('a picture that begins late and ends early shows its first and last frame meanwhile', async () => {
  const early = await barcodeRecording(join(folder, 'early.mp4'), { frames: 100, seconds: 5, codec: x264('keyint=20:min-keyint=20') })
  const late = join(folder, 'late.mp4')
  await runFfmpeg(tools, {
    inputs: [{ path: early.path }, { path: early.path, options: ['-itsoffset', '0.4'] }], outputs: [{ path: late, options: ['-map', '0:a', '-map', '1:v', '-c', 'copy'] }],
  }, { signal, task: 'making a test clip' })
  const source = await readRecording(late)
  const keep = [{ start: 4, end: 7 }, { start: 8, end: 70 }, { start: 80, end: 122 }]
  const { video, work } = await copy(source, keep, 'late')
  expect(await readBarcodes(video)).toEqual(framesOf(keep).map(frame => Math.min(99, Math.max(0, frame - 10))))
  expect(copiedFrames(work.plan)).toBeGreaterThan(60)
})

test.each([
  ['10 bits a colour', { codec: ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p10le', '-g', '20'] }],
  ['HEVC', { codec: ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none:keyint=20', '-pix_fmt', 'yuv420p'] }],
  ['a variable rate', { filter: `select='not(mod(n*n,7))+lt(mod(n,50),10)'` }],
  ['50 frames a second', { rate: '50' }],
  ['interlaced pictures', { codec: ['-c:v', 'libx264', '-preset', 'ultrafast', '-flags', '+ilme+ildct', '-pix_fmt', 'yuv420p'], filter: 'setfield=tff' }],
  ['points that are not square', { codec: ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-aspect', '4:3'] }],
])('%s: nothing is copied', async (name, clip) => {
  const source = await barcodeRecording(join(folder, `${name}.mkv`), { frames: 60, seconds: 1, hasSound: false, ...clip })
  const plan = barePlan(source, [{ start: 0, end: source.media.grid.frames }])
  expect(await findCopies({ sourcePath: source.path, media: source.media, plan, folder, ffmpegVersion: 'test' }, tools, signal)).toBeNull()
})

test('open groups are copied from their one IDR picture on only, and an edit list, a bubble or burned captions are no reason to guess', async () => {
  const source = await barcodeRecording(join(folder, 'open.mp4'), { frames: 120, seconds: 1, codec: x264('keyint=20:min-keyint=20:open-gop=1:bframes=3:b-adapt=0'), hasSound: false })
  const open = await copy(source, [{ start: 10, end: 110 }], 'open')
  expect(copiedFrames(open.work.plan)).toBe(0)
  expect(await readBarcodes(open.video)).toEqual(framesOf([{ start: 10, end: 110 }]))
  const look = async ({ path, media }: Recording, changes: Partial<EditPlan>): Promise<CopyWork | null> =>
    findCopies({ sourcePath: path, media, plan: barePlan({ path, media }, [{ start: 0, end: 40 }], changes), folder, ffmpegVersion: 'test' }, tools, signal)
  const closed = await barcodeRecording(join(folder, 'closed.mp4'), { frames: 60, seconds: 1, codec: x264('keyint=20:min-keyint=20:scenecut=0'), hasSound: false })
  expect(await look(closed, {})).not.toBeNull()
  expect(await look(closed, { captions: 'burned', cues: [{ start: 0, end: 1, speaker: null, text: 'Hello' }] })).toBeNull()
  expect(await look(closed, { layout: layoutFor({ width: 192, height: 108 }, false) })).toBeNull()
  const trimmed = join(folder, 'trimmed.mp4')
  await runFfmpeg(tools, { inputs: [{ path: closed.path, options: ['-ss', '0.4'] }], outputs: [{ path: trimmed, options: ['-c', 'copy'] }] }, { signal, task: 'making a test clip' })
  expect(await look(await readRecording(trimmed), {})).toBeNull()
})

test('the render copies where that is cheaper, with title card and sound; asked for a safer one it copies nothing', async () => {
  const source = await barcodeRecording(join(folder, 'large.mp4'), {
    frames: 300, seconds: 12, filter: 'scale=1280:720:flags=neighbor', codec: ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-pix_fmt', 'yuv420p', '-g', '25', '-sc_threshold', '0', '-bf', '2'],
  })
  const keep = [{ start: 0, end: 90 }, { start: 110, end: 295 }]
  const plan = barePlan(source, keep, { titleCard: { title: 'A meeting', subtitle: '', people: ['Ann'], frames: 20 } })
  const run = (name: string, isSafer: boolean): Promise<Rendered> => render(
    { sourcePath: source.path, media: source.media, plan, loudness: { integratedLufs: -20 }, folder: join(folder, name), processes: 2, isSafer },
    { tools, browser, signal, report: () => undefined })
  const copied = await run('large', false)
  expect(copied).toMatchObject({ reusedChunks: 0, copiedFrames: expect.toSatisfy((frames: number) => frames > 200) })
  expect((await readBarcodes(copied.videoPath)).slice(20)).toEqual(framesOf(keep))
  expect(await whatDecodersSay(copied.videoPath)).toBe('')
  const { streams } = await runFfprobe(tools, copied.videoPath, ['-show_entries', 'stream=codec_tag_string,start_time,duration,r_frame_rate'], signal) as { streams: { duration: string }[] }
  expect(streams[0]).toMatchObject({ codec_tag_string: 'avc1', start_time: '0.000000', r_frame_rate: '25/1' })
  expect(Math.abs(Number(streams[0]!.duration) - Number(streams[1]!.duration))).toBeLessThan(0.04)
  const before = await readFile(copied.videoPath)
  const again = await run('large', false)
  expect(again.reusedChunks).toBe(again.chunks)
  expect(before.equals(await readFile(again.videoPath))).toBe(true)
  expect(await run('large', true)).toMatchObject({ copiedFrames: 0 })
})

interface Copied { video: string; work: CopyWork }

/** The output by copying alone, whatever it costs: in clips as small as these it never pays. */
async function copy(source: Recording, keep: EditPlan['keep'], name: string): Promise<Copied> {
  const plan = barePlan(source, keep)
  const input = { sourcePath: source.path, media: source.media, plan, folder, ffmpegVersion: 'test' }
  const work = await findCopies(input, tools, signal)
  if (!work) throw new Error('nothing can be copied')
  const made: EncodedRuns[] = []
  await runLimited(copyTasks(work, input, null, made, tools), 2, signal, () => undefined)
  const video = join(folder, `${name}-copied.mp4`)
  const parts = copyParts(work, 0, made)
  await joinFrames({ avcConfig: joinedConfig(parts), ...plan.layout, frameRate: plan.frameRate }, joinedFrames(parts, signal), { soundPath, frameRate: plan.frameRate, title: '', chapters: [], outputSeconds: 1 }, folder, video, tools, signal)
  return { video, work }
}

/** Decodes all of it; a decoder that meets a reference it does not have says so. */
async function whatDecodersSay(path: string): Promise<string> {
  return runFfmpeg(tools, { inputs: [{ path }], outputs: [{ path: '-', options: ['-map', '0:v', '-f', 'null'] }] }, { signal, task: 'reading a test clip' })
}

function framesOf(keep: EditPlan['keep']): number[] {
  return keep.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, index) => start + index))
}
