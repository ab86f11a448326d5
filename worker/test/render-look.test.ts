import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BubbleSegment } from '@f2l/common/contracts/edit-plan.ts'
import { layoutFor } from '../src/plan/layout.ts'
import { render } from '../src/stages/render.ts'
import { runFfmpeg, runFfprobe } from '../src/tools/ffmpeg.ts'
import { barePlan, lavfi, readRecording, signal, tools } from './barcode-recording.ts'
import { expectColour, meanDifference, readPoints } from './picture-points.ts'
import { shareBrowser } from './shared-browser.ts'

const browser = shareBrowser()
let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-look-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

const nasty = `{\\an8\\c&H0000FF&}50% "it's": %{n} \\N <b>x</b> 🎉 שלום`
const colours = { red: [200, 30, 40], green: [30, 160, 60], blue: [40, 60, 200], canvas: [0xe8, 0xed, 0xf6] } as const

test('odd sizes, frame, moving bubble, title card and burned captions keep their colours and places', async () => {
  const path = join(folder, 'odd.mkv')
  const [left, right] = ['red', 'blue'].map(name => `color=c=0x${colours[name as 'red'].map(value => value.toString(16).padStart(2, '0')).join('')}:s=320x361:r=25:d=4`)
  await runFfmpeg(tools, {
    inputs: [{ path: left!, options: lavfi }, { path: `${right!.replace('320x361', '321x361')}`, options: lavfi }, { path: 'sine=d=4:f=300', options: lavfi }],
    graph: '[0:v]format=gbrp[l];[1:v]format=gbrp[r];[l][r]hstack,scale=out_color_matrix=bt709:out_range=tv,format=yuv444p[v]',
    outputs: [{ path, options: ['-map', '[v]', '-map', '2:a', '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '10', '-colorspace', 'bt709', '-color_range', 'tv'] }],
  }, { signal, task: 'making a test clip' })
  const source = await readRecording(path)
  const layout = layoutFor({ width: 641, height: 361 }, true)
  const face = (x: number): BubbleSegment['show'] => ({ kind: 'face', crop: { x, y: 60, width: 120, height: 120 } })
  const bubble: BubbleSegment[] = [
    { frames: { start: 0, end: 25 }, speaker: 'Ann', show: face(20) },
    { frames: { start: 25, end: 50 }, speaker: 'Ann', show: face(400) },
    { frames: { start: 50, end: 68 }, speaker: nasty, show: { kind: 'initials', text: 'GR', colour: '#1ea03c' } },
    { frames: { start: 68, end: 75 }, speaker: nasty, show: face(20) },
    { frames: { start: 75, end: 88 }, speaker: 'Ann', show: face(400) },
    { frames: { start: 88, end: 100 }, speaker: null, show: { kind: 'none' } },
  ]
  const cues = [{ start: 2.1, end: 3.9, speaker: nasty, text: nasty }]
  const plan = barePlan(source, [{ start: 0, end: 100 }], { layout, bubble, layoutChanges: [75], cues, captions: 'burned', titleCard: { title: nasty, subtitle: '<script>', people: ['Ann', nasty, 'and 3 more'], frames: 20 } })
  const { videoPath } = await render({ sourcePath: path, media: source.media, plan, loudness: null, folder: join(folder, 'odd'), processes: 2 }, { tools, browser, signal, report: () => undefined })
  const { box } = layout.bubble!
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  expectColour(await pixel(videoPath, 1, 300, 100), colours.red)
  expectColour(await pixel(videoPath, 1, 1000, 100), colours.blue)
  expectColour(await pixel(videoPath, 1, 30, 30), colours.canvas, 8)
  expectColour(await pixel(videoPath, 1.3, middle.x, middle.y), colours.red)
  expectColour(await pixel(videoPath, 2.3, middle.x, middle.y), colours.blue)
  expectColour(await pixel(videoPath, 3.3, middle.x, box.y + box.height * 0.85), colours.green, 40)
  expectColour(await pixel(videoPath, 4.5, box.x + 8, middle.y), colours.canvas, 24)
  // Cross-faded, not switched: half-way (0.12 s after the change) both are to be seen.
  const half = await pixel(videoPath, 0.8 + 1.12, middle.x, middle.y)
  expectColour(half, colours.red.map((value, index) => (value + colours.blue[index]!) / 2), 24)
  // A speaker's own camera that comes on is there at once.
  expectColour(await pixel(videoPath, 0.8 + 2.78, middle.x, middle.y), colours.red)
  // So is the next speaker where the layout changes: what was the last one's place shows something else by then.
  expectColour(await pixel(videoPath, 0.8 + 3.02, middle.x, middle.y), colours.blue)
  // The picture's corners are round: the canvas shows there, a few points further in the picture does.
  const { picture: { x, y, width }, cornerRadius } = layout
  expectColour(await pixel(videoPath, 1, x + 1, y + 1), colours.canvas, 60)
  expectColour(await pixel(videoPath, 1, x + width - 5, y + 1), colours.canvas, 60)
  expectColour(await pixel(videoPath, 1, x + cornerRadius, y + cornerRadius), colours.red)
  // So is the bubble: canvas shows there, and the ring's middle is not at the box's corner.
  expectColour(await pixel(videoPath, 1.3, box.x + 4, box.y + 4), colours.canvas, 40)
  const probed = await runFfprobe(tools, videoPath, ['-select_streams', 'v', '-show_entries', 'stream=color_space,color_range,pix_fmt,nb_frames'], signal) as { streams: object[] }
  expect(probed.streams[0]).toMatchObject({ color_space: 'bt709', color_range: 'tv', pix_fmt: 'yuv420p', nb_frames: '120' })
  // Captions stand at the bottom, in white: a command inside the text would have moved or coloured them.
  expect(await whitest(videoPath, 3.3, 'crop=900:120:300:560')).toBeGreaterThan(200)
  expect(await whitest(videoPath, 3.3, 'crop=800:120:300:70')).toBeLessThan(120)
})

test('a portrait recording that was filmed lying down is shown upright', async () => {
  const flat = join(folder, 'flat.mp4')
  const path = join(folder, 'rotated.mp4')
  await runFfmpeg(tools, { inputs: [{ path: 'color=c=red:s=320x180:r=25:d=1,drawbox=x=0:y=0:w=160:h=180:c=blue:t=fill', options: lavfi }], outputs: [{ path: flat, options: ['-c:v', 'libx264', '-pix_fmt', 'yuv420p'] }] }, { signal, task: 'making a test clip' })
  await runFfmpeg(tools, { inputs: [{ path: flat }], outputs: [{ path, options: ['-c', 'copy', '-metadata:s:v:0', 'rotate=90'] }] }, { signal, task: 'making a test clip' })
  const source = await readRecording(path)
  const plan = barePlan(source, [{ start: 0, end: 25 }], { layout: layoutFor({ width: 180, height: 320 }, false) })
  const { videoPath } = await render({ sourcePath: path, media: source.media, plan, loudness: null, folder: join(folder, 'rotated'), processes: 1 }, { tools, browser, signal, report: () => undefined })
  const [top, bottom] = [await pixel(videoPath, 0.5, 640, 120), await pixel(videoPath, 0.5, 640, 600)]
  expect(top[0]! > 150).not.toBe(bottom[0]! > 150)
  expect(source.media.video).toMatchObject({ width: 180, height: 320 })
})

test('sound without picture becomes a stage that shows who speaks, with a wave that moves', async () => {
  const path = join(folder, 'talk.wav')
  await runFfmpeg(tools, { inputs: [{ path: 'anoisesrc=d=4:a=0.5:r=16000:seed=3', options: lavfi }], outputs: [{ path, options: ['-ac', '1'] }] }, { signal, task: 'making a test clip' })
  const source = await readRecording(path)
  const show = (text: string): BubbleSegment['show'] => ({ kind: 'initials', text, colour: '#15803d' })
  const bubble: BubbleSegment[] = [{ frames: { start: 0, end: 50 }, speaker: 'Ann Bee', show: show('AB') }, { frames: { start: 50, end: 100 }, speaker: 'Cy Dee', show: show('CD') }]
  const plan = barePlan(source, [{ start: 10, end: 90 }], { layout: layoutFor({ width: 0, height: 0 }, true), bubble, titleCard: { title: 'Talk', subtitle: '', people: [], frames: 10 } })
  const { videoPath } = await render({ sourcePath: path, media: source.media, plan, loudness: { integratedLufs: -20 }, folder: join(folder, 'talk'), processes: 2 }, { tools, browser, signal, report: () => undefined })
  const stage = 'crop=1280:560:0:0'
  expect(await differ(videoPath, 0.8, 1.2, stage)).toBeLessThan(0.5)
  expect(await differ(videoPath, 1.2, 3, stage)).toBeGreaterThan(1)
  expect(await differ(videoPath, 1.2, 1.6, 'crop=640:72:320:598')).toBeGreaterThan(1)
  const probed = await runFfprobe(tools, videoPath, ['-show_entries', 'stream=nb_frames,codec_type'], signal) as { streams: object[] }
  expect(probed.streams[0]).toMatchObject({ nb_frames: '90' })
})

async function pixel(path: string, seconds: number, x: number, y: number): Promise<Buffer> {
  return readPoints(path, seconds, `crop=4:4:${Math.round(x)}:${Math.round(y)},scale=1:1:flags=area:in_color_matrix=bt709:in_range=tv,format=rgb24`)
}

async function whitest(path: string, seconds: number, crop: string): Promise<number> {
  const rgb = await readPoints(path, seconds, `${crop},format=rgb24`)
  let most = 0
  for (let i = 0; i + 2 < rgb.length; i += 3) most = Math.max(most, Math.min(rgb[i]!, rgb[i + 1]!, rgb[i + 2]!))
  return most
}

async function differ(path: string, a: number, b: number, crop: string): Promise<number> {
  const [first, second] = [await readPoints(path, a, `${crop},scale=160:-2,format=gray`), await readPoints(path, b, `${crop},scale=160:-2,format=gray`)]
  return meanDifference(first, second)
}
