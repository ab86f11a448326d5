import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BubbleSegment, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { layoutFor } from '../src/plan/layout.ts'
import { drawFrame } from '../src/stages/draw-frame.ts'
import { render } from '../src/stages/render.ts'
import { verify } from '../src/stages/verify.ts'
import { decodeSound } from '../src/tools/audio-pcm.ts'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { noRenderCache } from '../src/tools/render-cache.ts'
import { barePlan, lavfi, readRecording, signal, tools, type Recording } from './barcode-recording.ts'
import { expectColour, meanDifference, readPoints } from './picture-points.ts'
import { recordMeeting } from './small-meeting.ts'
import { shareBrowser } from './shared-browser.ts'

const browser = shareBrowser()
let folder: string
let source: Recording
let plan: EditPlan
let videoPath: string
const background = { from: '#0b3d2e', to: '#0f6b4f' }
const accent = '#f59e0b'

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-frame-'))
  source = await recordMeeting(join(folder, 'meeting.mp4'), 16)
  plan = planOf({ bubbleCorner: 'top-right', bubbleSize: 'large', background, accent })
  videoPath = await made(plan, 'work')
}, 120_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

const face = (y: number): BubbleSegment['show'] => ({ kind: 'face', crop: { x: 480, y, width: 110, height: 110 } })

function planOf(style: Parameters<typeof layoutFor>[3], changes: Partial<EditPlan> = {}): EditPlan {
  return barePlan(source, [{ start: 25, end: 175 }, { start: 225, end: 375 }], {
    cues: [{ start: 2, end: 5.5, speaker: 'Ann', text: 'The first words that are said here' }, { start: 9.5, end: 13.5, speaker: 'Ben', text: 'And what was answered' }],
    speakers: [{ name: 'Ann', shownAs: 'Annabel', isHidden: false }],
    bubble: [{ frames: { start: 0, end: 250 }, speaker: 'Ann', show: face(25) }, { frames: { start: 250, end: 300 }, speaker: 'Ben', show: face(165) }, { frames: { start: 300, end: 400 }, speaker: 'Cy', show: { kind: 'none' } }],
    titleCard: { title: 'A small meeting', subtitle: '15 January 2026', people: ['Annabel', 'Ben'], frames: 25 }, captions: 'burned', captionSize: 'large', captionStyle: 'outline',
    layout: layoutFor({ width: 640, height: 360 }, true, 'framed', style), ...changes,
  })
}

async function made(wanted: EditPlan, name: string, recording = source): Promise<string> {
  return (await render({ sourcePath: recording.path, media: recording.media, plan: wanted, loudness: await loudnessOf(recording), folder: join(folder, name), processes: 2 }, { tools, browser, signal, report: () => undefined })).videoPath
}

const loudnessOf = ({ path, media }: Recording) => decodeSound(tools, { path, streamIndex: media.audio!.streamIndex, signal, onSamples: () => undefined })

async function failedChecks(wanted: EditPlan, video: string, recording = source) {
  const { checks } = await verify({ videoPath: video, sourcePath: recording.path, media: recording.media, plan: wanted, loudness: await loudnessOf(recording), captionsPath: null }, { tools, browser, signal, report: () => undefined })
  return checks.filter(({ ok }) => !ok)
}

let count = 0
async function drawn(wanted: EditPlan, at: number | null, recording = source): Promise<Buffer> {
  const own = join(folder, `frame${count++}`)
  await mkdir(own)
  return drawFrame({ plan: wanted, media: recording.media, sourcePath: recording.path, at, logo: null, folder: own, cache: noRenderCache }, { tools, browser, signal })
}

const points = (path: string, seconds: number | null, filter = 'scale=320:180') => readPoints(path, seconds, `${filter},format=rgb24`)

async function differenceAt(wanted: EditPlan, video: string, at: number | null, recording = source): Promise<number> {
  const path = join(folder, `drawn${count}.jpg`)
  await writeFile(path, await drawn(wanted, at, recording))
  const { frameRate: { num, den } } = wanted
  const seconds = at === null ? 0.2 : (Math.floor(makeTimeMap(wanted).toOutput(at) * num / den + 1e-6) - 0.4) * den / num
  const [one, other] = [await points(path, null), await points(video, seconds)]
  expect(one.length).toBe(320 * 180 * 3)
  expect(other.length).toBe(one.length)
  return meanDifference(one, other)
}

test('a drawn frame is the finished video\'s frame, wherever it is', async () => {
  // With a face, in the middle of a cross-fade (0.12 s after the change at 10 s), without a bubble, and the title card.
  for (const at of [3, 5.3, 10.12, 10.8, 13, null]) expect(await differenceAt(plan, videoPath, at), String(at)).toBeLessThan(2.5)
}, 120_000)

test('a frame of another place, or of another style, is told from it', async () => {
  const path = join(folder, 'other.jpg')
  await writeFile(path, await drawn(planOf({ bubbleCorner: 'bottom-left', bubbleSize: 'large', background, accent }), 3))
  const [one, other] = [await points(path, null), await points(videoPath, makeTimeMap(plan).toOutput(3) - 0.01)]
  expect(meanDifference(one, other)).toBeGreaterThan(4)
})

test('a second that is cut away shows the next kept place', async () => {
  expect((await drawn(plan, 8)).equals(await drawn(plan, 9))).toBe(true)
})

test('corner, size and background are where the options say, by their points', async () => {
  const { box } = plan.layout.bubble!
  const at = makeTimeMap(plan).toOutput(3)
  const pixel = async (x: number, y: number) => [...await points(videoPath, at, `crop=2:2:${x}:${y}`)].slice(0, 3)
  // The ring is white, all around a circle of 260 points in the upper right corner.
  for (const [x, y] of [[box.x + 2, box.y + 130], [box.x + 256, box.y + 130], [box.x + 130, box.y + 2]]) expect(Math.min(...await pixel(x!, y!)), `${x} ${y}`).toBeGreaterThan(180)
  expect([box.x, box.y, box.width]).toEqual([1280 - 28 - 260, 28, 260])
  expectColour(await pixel(10, 10), [11, 61, 46], 14)
  expectColour(await pixel(1268, 706), [15, 107, 79], 14)
})

test('the finished video passes its own checks with a bubble at the top and large captions', async () => {
  expect(await failedChecks(plan, videoPath)).toEqual([])
}, 60_000)

test('odd accents pass, too: black and white initials', async () => {
  for (const colour of ['#000000', '#ffffff']) {
    const odd = planOf({ background: { from: '#ffffff', to: '#000000' }, accent: colour }, { keep: [{ start: 25, end: 125 }], bubble: [{ frames: { start: 0, end: 400 }, speaker: 'Ann', show: { kind: 'initials', text: 'A', colour } }] })
    expect(await failedChecks(odd, await made(odd, `odd${colour.slice(1)}`))).toEqual([])
  }
}, 120_000)

test('sound without picture: the stage of whoever speaks, on a light background that the wave is seen on', async () => {
  const path = join(folder, 'talk.wav')
  await runFfmpeg(tools, { inputs: [{ path: 'anoisesrc=d=8:c=pink:seed=3:a=0.4:r=48000', options: lavfi }], graph: `[0:a]volume='if(lt(mod(t,0.9),0.7),1,0.03)':eval=frame[s]`, outputs: [{ path, options: ['-map', '[s]'] }] }, { signal, task: 'making a test clip' })
  const talk = await readRecording(path)
  const wanted = barePlan(talk, [{ start: 10, end: 120 }, { start: 135, end: 190 }], {
    layout: layoutFor({ width: 0, height: 0 }, true, 'framed', { background: { from: '#fef9c3', to: '#ffffff' } }), speakers: [{ name: 'Bo', isHidden: true }],
    bubble: [{ frames: { start: 0, end: 100 }, speaker: 'Ann', show: { kind: 'initials', text: 'A', colour: '#1d4ed8' } }, { frames: { start: 100, end: 200 }, speaker: 'Bo', show: { kind: 'none' } }],
    cues: [{ start: 1, end: 3, speaker: 'Ann', text: 'Hello' }, { start: 5, end: 7.5, speaker: 'Bo', text: 'Hi' }],
  })
  const video = await made(wanted, 'talk', talk)
  for (const at of [2, 6.5]) expect(await differenceAt(wanted, video, at, talk), String(at)).toBeLessThan(3)
  expect(await failedChecks(wanted, video, talk)).toEqual([])
}, 120_000)

test('a logo stands on the title card', async () => {
  const logo = join(folder, 'logo.png')
  await runFfmpeg(tools, { inputs: [{ path: 'color=c=0xff00ff:s=200x100', options: lavfi }], outputs: [{ path: logo, options: ['-frames:v', '1'] }] }, { signal, task: 'making a logo' })
  const url = `data:image/png;base64,${(await readFile(logo)).toString('base64')}`
  const path = join(folder, 'card.jpg')
  const own = join(folder, 'card')
  await mkdir(own)
  await writeFile(path, await drawFrame({ plan, media: source.media, sourcePath: '', at: null, logo: url, folder: own, cache: noRenderCache }, { tools, browser, signal }))
  const pink = (picture: Buffer) => Array.from({ length: picture.length / 3 }, (_, index) => picture.subarray(3 * index, 3 * index + 3)).filter(([red, green, blue]) => red! > 200 && green! < 60 && blue! > 200).length
  expect(pink(await points(path, null))).toBeGreaterThan(200)
  expect((await readdir(own)).some(name => name.startsWith('plates'))).toBe(true)
})
