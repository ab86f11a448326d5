import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Span } from '@f2l/common/contracts/span.ts'
import type { FaceTrack } from '../src/plan/facts.ts'
import { findSilences } from '../src/plan/find-cuts.ts'
import { gridOf, screenBlocks, type ScreenBlocks } from '../src/stages/analyse/screen-blocks.ts'
import { affordable, findScreenMotion, movingSpans } from '../src/stages/analyse/screen-motion.ts'
import { makeFfmpegTools } from '../src/tools/ffmpeg.ts'
import { gridColumns, gridRows, readGrids, type PictureGrid } from '../src/tools/picture-grid.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'

const ffmpegPath = process.env['FFMPEG_PATH'] ?? 'ffmpeg'
const tools = makeFfmpegTools({ FFMPEG_PATH: ffmpegPath, FFPROBE_PATH: 'ffprobe' }, process.env)
const context = { tools, signal: new AbortController().signal }
const media = (name: string): string => new URL(`../../../shared/media/${name}`, import.meta.url).pathname
const talk = media('long-silence-talk.mp4')
const screencast = media('screencast-with-webcam.mp4')
const allBlocks: ScreenBlocks = new Array<boolean>(gridColumns * gridRows).fill(true)
let folder: string

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-screen-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

/** 12 s at 10 pictures a second: a page, a camera at the upper right, a clock below it, and what is drawn on top. Speech at both ends. */
function makeClip(name: string, drawn: string[]): string {
  const path = join(folder, name)
  const page = ['drawbox=x=60:y=60:w=700:h=4:color=gray:t=fill', ...drawn].join(',')
  execFileSync(ffmpegPath, ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'color=white:s=1280x720:r=10:d=12', '-f', 'lavfi', '-i', 'testsrc2=s=240x180:r=10:d=12',
    '-f', 'lavfi', '-i', 'testsrc=s=60x40:r=10:d=12', '-filter_complex', `[0:v]${page}[p];[p][1:v]overlay=1000:40[c];[c][2:v]overlay=1100:600`,
    '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '50', '-pix_fmt', 'yuv420p', path])
  return path
}

async function motionIn(path: string, { faces = [], speech = [{ start: 0, end: 2 }, { start: 10, end: 12 }], seconds = 12 }: { faces?: FaceTrack[]; speech?: Span[]; seconds?: number } = {}): Promise<Span[]> {
  const grids = await readGrids(tools, { path, streamIndex: 0, at: 0, seconds, picturesPerSecond: 2, signal: context.signal })
  return findScreenMotion({ path, streamIndex: 0, width: 1280, height: 720, durationSeconds: seconds, faces, speech, times: grids.map((_, index) => index / 2), grids }, context)
}

test('what is typed in a pause is seen when it appears; camera and clock beside it are not', async () => {
  const letters = [4, 4.4, 4.8, 5.2, 5.6].map((at, index) => `drawbox=x=${100 + 16 * index}:y=200:w=10:h=18:color=black:t=fill:enable='gte(t,${at})'`)
  const motion = await motionIn(makeClip('typing.mp4', letters))
  expect(motion[0]!.start).toBeCloseTo(3.9, 0.4)
  expect(motion.at(-1)!.end).toBeCloseTo(5.7, 0.4)
  expect(motion.every(({ start, end }) => start > 3.4 && end < 6.2)).toBe(true)
})

test('a page that scrolls, and a slide that changes, are motion', async () => {
  const lines = Array.from({ length: 8 }, (_, index) => `drawbox=x=20:y=${20 + 50 * index}:w=${150 + 130 * index % 370}:h=20:color=black:t=fill`)
  const page = `drawbox=x=0:y=0:w=8:h=8:color=white:t=fill[w];color=white:s=600x440:r=10:d=12,${lines.join(',')}[l];[w][l]overlay=80:'120-60*clip(t-5,0,2)'`
  const scrolled = await motionIn(makeClip('scroll.mp4', [page]))
  expect(scrolled.length).toBeGreaterThan(0)
  expect(scrolled[0]!.start).toBeGreaterThan(4.5)
  expect(scrolled.at(-1)!.end).toBeLessThan(7.6)
  const slide = await motionIn(makeClip('slide.mp4', ["drawbox=x=100:y=150:w=500:h=300:color=navy:t=fill:enable='gte(t,6)'"]))
  expect(slide).toEqual([{ start: expect.closeTo(5.9, 0.5), end: expect.closeTo(6.1, 0.5) }])
})

test('a still screen beside a moving camera and a running clock holds nothing back', async () => {
  expect(await motionIn(makeClip('still.mp4', []))).toEqual([])
})

test('a cursor that blinks is not motion', async () => {
  expect(await motionIn(makeClip('blink.mp4', ["drawbox=x=120:y=200:w=12:h=20:color=black:t=fill:enable='lt(mod(t,1),0.5)'"]))).toEqual([])
})

test.skipIf(!existsSync(talk))('the running time code of a talk does not keep its silence of 22 seconds', async () => {
  const speech = [{ start: 0.2, end: 13.1 }, { start: 13.9, end: 17.35 }, { start: 40.03, end: 40.6 }]
  expect(await motionIn(talk, { speech, seconds: 42.4 })).toEqual([])
})

test.skipIf(!existsSync(screencast))('what somebody types in a screencast without a word is kept, their face beside it keeps nothing', async () => {
  const camera = { id: 0, tile: { x: 114, y: 83, width: 253, height: 189 }, sightings: [{ at: 4, face: { x: 195, y: 135, width: 70, height: 70 }, score: 0.9 }] }
  const speech = [{ start: 0.86, end: 3.04 }, { start: 6.34, end: 6.69 }]
  const screenMotion = await motionIn(screencast, { faces: [camera], speech, seconds: 8.32 })
  expect(screenMotion.some(({ start, end }) => start < 4.5 && end > 3.3)).toBe(true)
  const silences = findSilences({ speech, screenMotion, levels: new Int8Array(832).fill(-70), durationSeconds: 8.32, transcript: { origin: 'none', language: null, hasMeasuredEnds: false, cues: [] } }, { num: 30, den: 1, frames: 250 })
  expect(silences.every(({ span }) => span.end <= 3.3 || span.start >= 5)).toBe(true)
})

test('a pause with the same screen before and after it is not decoded at all', async () => {
  const grids = Array.from({ length: 24 }, () => new Uint8Array(gridColumns * gridRows).fill(90))
  const input = { path: join(folder, 'is-not-there.mp4'), streamIndex: 0, width: 1280, height: 720, durationSeconds: 60, faces: [], speech: [{ start: 0, end: 5 }, { start: 40, end: 60 }], times: grids.map((_, index) => 2.5 * index), grids }
  expect(await findScreenMotion(input, context)).toEqual([])
})

test('something new on any block at any time is motion then, and only then', () => {
  const random = seededNumbers(4)
  for (let round = 0; round < 100; round++) {
    const grids = steadyGrids(40, random)
    const at = 1 + Math.floor(39 * random())
    const block = Math.floor(gridColumns * gridRows * random())
    for (const grid of grids.slice(at)) grid[block]! += 40
    expect(movingSpans(grids, allBlocks)).toEqual([{ start: (at - 1) / 5, end: at / 5 }])
    expect(movingSpans(grids, allBlocks.map((_, index) => index !== block))).toEqual([])
  }
})

test('noise of compression is not motion', () => {
  const random = seededNumbers(5)
  const grids = steadyGrids(40, random).map(grid => grid.map(value => value + Math.floor(4 * random())))
  expect(movingSpans(grids, allBlocks)).toEqual([])
})

test('no screen is seen beside one big face, or where camera tiles fill the picture', () => {
  const base = { width: 1280, height: 720, times: [0, 5, 10, 15], grids: steadyGrids(4, seededNumbers(6)) }
  const face = (id: number, x: number, y: number, size: number): FaceTrack => ({ id, tile: null, sightings: [{ at: 5, face: { x, y, width: size, height: size }, score: 0.9 }] })
  const pause = { start: 4, end: 8 }
  expect(screenBlocks(pause, { ...base, faces: [face(0, 500, 200, 260)] })).toBeNull()
  expect(screenBlocks(pause, { ...base, faces: [face(0, 280, 140, 90), face(1, 920, 140, 90), face(2, 280, 490, 90), face(3, 920, 490, 90)] })).toBeNull()
  const inset = screenBlocks(pause, { ...base, faces: [face(0, 1100, 100, 60)] })!
  expect(inset[0]).toBe(true)
  expect(inset[7 * gridColumns + 56]).toBe(false)
})

test('however many pauses there are, no more than about a twentieth of a long recording is decoded for them', () => {
  const random = seededNumbers(8)
  for (let round = 0; round < 50; round++) {
    const seconds = 100 + 7000 * random()
    const suspects = Array.from({ length: 400 }, (_, index) => ({ pause: { start: index * seconds / 400, end: index * seconds / 400 + 20 * random() } }))
    const decoded = affordable(suspects, seconds).reduce((sum, { pause }) => sum + pause.end - pause.start, 0)
    expect(decoded).toBeLessThan(10 + 0.05 * seconds)
    expect(decoded).toBeGreaterThan(0)
  }
})

test('a picture that was looked at becomes blocks of its own brightness', () => {
  const rgb = new Uint8Array(3 * 640 * 360)
  for (let y = 100; y < 110; y++) rgb.fill(200, 3 * (640 * y + 50), 3 * (640 * y + 60))
  const grid = gridOf({ width: 640, height: 360, rgb })
  expect(grid[10 * gridColumns + 5]).toBe(200)
  expect(grid.reduce((sum, value) => sum + value, 0)).toBe(200)
})

function steadyGrids(count: number, random: () => number): PictureGrid[] {
  const page = Uint8Array.from({ length: gridColumns * gridRows }, () => 20 + 180 * random())
  return Array.from({ length: count }, () => Uint8Array.from(page))
}
