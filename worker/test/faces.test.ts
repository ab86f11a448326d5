import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'
import { cropAround } from '../src/plan/face-crop.ts'
import { assignFaces } from '../src/stages/analyse/assign-faces.ts'
import { findTile } from '../src/stages/analyse/camera-tile.ts'
import { followFaces } from '../src/stages/analyse/face-tracks.ts'
import { look } from '../src/stages/analyse/look.ts'
import { mouthVotes, type Motion } from '../src/stages/analyse/mouth-votes.ts'
import { matchSpeakers } from '../src/stages/analyse/speaker-faces.ts'
import { makeFfmpegTools } from '../src/tools/ffmpeg.ts'
import type { GreyPicture } from '../src/tools/face-detector.ts'

const ffmpegPath = process.env['FFMPEG_PATH'] ?? 'ffmpeg'
const tools = makeFfmpegTools({ FFMPEG_PATH: ffmpegPath, FFPROBE_PATH: 'ffprobe' }, process.env)
const context = { tools, signal: new AbortController().signal, report: () => undefined }
const media = (name: string): string => new URL(`../../../shared/media/${name}`, import.meta.url).pathname
const screencast = media('screencast-with-webcam.mp4')
const talkingHead = media('webcam-talking-head.mp4')
let folder: string

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-faces-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

test.skipIf(!existsSync(screencast))('the small face in a webcam inset is found, its tile too, and the crop stays inside the tile', async () => {
  const { faces } = await look({ path: screencast, streamIndex: 0, width: 1280, height: 720, durationSeconds: 8.33, folder }, context)
  expect(faces).toHaveLength(1)
  const [{ tile, sightings }] = faces as [typeof faces[number]]
  // Read off the picture by hand: 114–367 × 83–272.
  expect(tile).toMatchObject({ x: expect.closeTo(115, -1), y: expect.closeTo(83, -1), width: expect.closeTo(252, -1), height: expect.closeTo(189, -1) })
  const crop = cropAround(sightings[5]!.face, tile, { width: 1280, height: 720 })
  expect(crop.x).toBeGreaterThanOrEqual(114)
  expect(crop.x + crop.width).toBeLessThanOrEqual(368)
  expect(crop.y).toBeGreaterThanOrEqual(82)
  expect(crop.y + crop.height).toBeLessThanOrEqual(274)
  expect(crop.x + crop.width / 2).toBeCloseTo(227, -1.5)
})

test.skipIf(!existsSync(talkingHead))('of two people beside each other, the one whose mouth moves is the one who speaks', async () => {
  const path = join(folder, 'two.mp4')
  const half = 'crop=480:480,scale=540:540'
  // Left moves while right stands still, then the other way round, four times.
  const talk = `movie=${talkingHead},trim=1:3,setpts=PTS-STARTPTS,fps=25,${half}`
  const frozen = `movie=${talkingHead},trim=1:1.04,setpts=PTS-STARTPTS,fps=25,${half},tpad=stop_mode=clone:stop_duration=1.96,trim=0:2`
  const parts = [0, 1, 2, 3].map(index => `${index % 2 === 0 ? talk : frozen}[l${index}];${index % 2 === 0 ? frozen : talk},hflip[r${index}];[l${index}][r${index}]hstack,pad=1280:720:100:90:gray[p${index}]`)
  execFileSync(ffmpegPath, ['-v', 'error', '-f', 'lavfi', '-i', `${parts.join(';')};[p0][p1][p2][p3]concat=n=4`, '-t', '8', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '12', '-y', path])
  const { faces, pictures } = await look({ path, streamIndex: 0, width: 1280, height: 720, durationSeconds: 8, folder }, context)
  expect(faces).toHaveLength(2)
  const left = faces.toSorted((a, b) => a.sightings[0]!.face.x - b.sightings[0]!.face.x)[0]!
  const cues = [0, 1, 2, 3].map(index => ({ start: 2 * index, end: 2 * index + 2, speaker: index % 2 === 0 ? 'Ada' : 'Bob', text: 'words' }))
  const found = await matchSpeakers({ path, streamIndex: 0, width: 1280, height: 720, durationSeconds: 8, layouts: [faces], stretches: [{ start: 0, end: 8, layout: 0 }], pictures, cues }, context)
  expect(found.speakerFaces).toEqual({ Ada: [left.id], Bob: [faces.find(({ id }) => id !== left.id)!.id] })
})

test('a test picture has no faces', async () => {
  const path = join(folder, 'bars.mp4')
  execFileSync(ffmpegPath, ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=640x360:d=4', '-c:v', 'libx264', '-preset', 'ultrafast', path])
  expect((await look({ path, streamIndex: 0, width: 640, height: 360, durationSeconds: 4, folder }, context)).faces).toEqual([])
})

test('two people stay two tracks, a face seen once in passing is none', () => {
  const at = (x: number): { x: number; y: number; width: number; height: number } => ({ x, y: 100, width: 50, height: 50 })
  const looks = Array.from({ length: 40 }, (_, index) => ({
    at: index, faces: [{ face: at(100 + index % 5), score: 0.9 }, { face: at(300 - index % 3), score: 0.8 }, ...(index === 20 ? [{ face: at(500), score: 0.7 }] : [])],
  }))
  const tracks = followFaces(looks)
  expect(tracks.map(({ sightings }) => sightings.length)).toEqual([40, 40])
})

test('the tile is the drawn rectangle around the face, not the shelf behind it', () => {
  const { tile } = findTile([[picture({ x: 40, y: 30, width: 120, height: 90 })]], { x: 85, y: 60, width: 30, height: 30 })
  expect(tile).toMatchObject({ x: expect.closeTo(41, -0.5), y: expect.closeTo(31, -0.5), width: expect.closeTo(118.5, -0.5), height: expect.closeTo(88.5, -0.5) })
})

test('a tile that shows one camera after the other is found whole, wherever in it the face is seen', () => {
  // On average the rooms are as bright as the page: one mean of all pictures has no border around the tile.
  const page = 100
  const rooms = [170, 30, 150, 50].map((room, camera) => [0, 1, 2].map(index => shared(page, room, 10 * camera + index)))
  for (const shift of [-2, -1, 0, 1, 2]) {
    const { tile } = findTile(rooms, { x: 85 + shift, y: 60 - shift, width: 30, height: 30 })
    expect(tile, `seen ${shift} points aside`).toMatchObject({ x: expect.closeTo(41, -0.5), y: expect.closeTo(31, -0.5), width: expect.closeTo(118.5, -0.5), height: expect.closeTo(88.5, -0.5) })
  }
  expect(findTile([rooms.flat()], { x: 85, y: 60, width: 30, height: 30 }).tile).toBeNull()
})

test('a camera that fills the picture has no tile', () => {
  expect(findTile([[picture(null)]], { x: 130, y: 60, width: 60, height: 60 }).tile).toBeNull()
})

test('crops are square, even, inside the picture and have the eyes about a third from the top', () => {
  for (const face of [{ x: 0, y: 0, width: 40, height: 40 }, { x: 600, y: 440, width: 60, height: 60 }, { x: 300, y: 200, width: 51, height: 49 }]) {
    const crop = cropAround(face, null, { width: 640, height: 480 })
    expect(crop.width).toBe(crop.height)
    expect([crop.x, crop.y, crop.width].map(value => value % 2)).toEqual([0, 0, 0])
    expect(crop.x >= 0 && crop.y >= 0 && crop.x + crop.width <= 640 && crop.y + crop.height <= 480).toBe(true)
  }
  const free = cropAround({ x: 300, y: 200, width: 50, height: 50 }, null, { width: 640, height: 480 })
  const eyes = (200 + 0.27 * 50 - free.y) / free.height
  expect(eyes).toBeGreaterThan(0.3)
  expect(eyes).toBeLessThan(0.42)
})

test('speakers get faces as a whole, and a speaker whose face is not clear gets none', () => {
  const motion = (speaker: string, a: number, b: number): Motion => ({ speaker, byFace: new Map([[1, a], [2, b]]) })
  const assign = (motions: Motion[]): Record<string, number> => assignFaces([...new Set(motions.map(({ speaker }) => speaker))], [1, 2], mouthVotes(motions, [1, 2]))
  const clear = [motion('Ada', 5, 1), motion('Ada', 6, 1.2), motion('Bob', 1, 4), motion('Bob', 1.3, 5)]
  expect(assign(clear)).toEqual({ Ada: 1, Bob: 2 })
  const unclear = [...clear, motion('Cem', 1.1, 1.1), motion('Cem', 1.2, 1.0)]
  expect(assign(unclear)).toEqual({ Ada: 1, Bob: 2 })
  expect(assign([motion('Ada', 2, 2), motion('Ada', 2, 2)])).toEqual({})
})

/** A grey desk with a camera tile on it, or a camera alone; behind the person stands a shelf. */
function picture(tile: { x: number; y: number; width: number; height: number } | null): GreyPicture {
  const width = 320
  const height = 180
  const grey = new Uint8Array(width * height).fill(200)
  const room = tile ?? { x: 0, y: 0, width, height }
  for (let y = room.y; y < room.y + room.height; y++) {
    for (let x = room.x; x < room.x + room.width; x++) grey[y * width + x] = x > room.x + room.width * 0.8 ? 60 : 110
  }
  return { width, height, grey }
}

/** A page with a tile in which a room of one shade shows, with some grain. */
function shared(page: number, room: number, seed: number): GreyPicture {
  const [width, height] = [320, 180]
  const random = seededNumbers(seed)
  const isInTile = (i: number): boolean => i % width >= 40 && i % width < 160 && i >= 30 * width && i < 120 * width
  return { width, height, grey: new Uint8Array(width * height).map((_, i) => isInTile(i) ? room + 4 * random() : page) }
}
