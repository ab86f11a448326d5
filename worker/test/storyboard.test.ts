import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { listPackets } from '../src/tools/packet-list.ts'
import { makeStoryboard } from '../src/tools/storyboard.ts'
import { barcodeRecording, signal, tools } from './barcode-recording.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-storyboard-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

test('each tile shows the picture of its time, two seconds apart or more, and the times leave no gap', async () => {
  const { tiles, pictures } = await storyboardOf('even', 775, 31, ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '12', '-g', '25', '-pix_fmt', 'yuv420p'])
  expect(tiles.map(({ start }) => start)).toEqual(Array.from({ length: 16 }, (_, index) => 2 * index))
  expect(tiles.map(({ end }) => end)).toEqual([...Array.from({ length: 15 }, (_, index) => 2 * index + 2), 31])
  expect(tiles[11]).toMatchObject({ x: 160, y: 90, width: 160, height: 90 })
  expect(pictures).toEqual(tiles.map(({ start }) => start * 25))
}, 60_000)

test('where key pictures are far apart and uneven the tiles are at their times', async () => {
  const { tiles, pictures } = await storyboardOf('uneven', 500, 20, ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '12', '-g', '1000', '-bf', '2', '-force_key_frames', '0,1.2,3.6,11.04', '-pix_fmt', 'yuv420p'])
  expect(tiles.map(({ start }) => start)).toEqual([0, 3.6, 11.04])
  expect(pictures).toEqual([0, 90, 276])
}, 60_000)

test('a long video has no more than 300 tiles, and one of a single picture has one', async () => {
  const long = await storyboardOf('long', 4000, 4000, ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '1', '-pix_fmt', 'yuv420p'], '1')
  expect(long.tiles.length).toBeGreaterThan(280)
  expect(long.tiles.length).toBeLessThanOrEqual(300)
  expect(long.pictures[200]).toBe(long.tiles[200]!.start)
  const short = await storyboardOf('short', 1, 1, ['-c:v', 'libx264', '-pix_fmt', 'yuv420p'])
  expect(short.tiles).toMatchObject([{ start: 0, x: 0, y: 0 }])
  expect(await readdir(join(folder, 'short'))).toEqual(['storyboard.jpg', 'storyboard.vtt'])
}, 120_000)

async function storyboardOf(name: string, frames: number, seconds: number, codec: string[], rate = '25') {
  const videoPath = join(folder, `${name}.mp4`)
  await barcodeRecording(videoPath, { frames, seconds, codec, rate, hasSound: false })
  const made = join(folder, name)
  await mkdir(made)
  const [picturePath, vttPath] = [join(made, 'storyboard.jpg'), join(made, 'storyboard.vtt')]
  const packets = await listPackets(tools, videoPath, 'v:0', signal)
  await makeStoryboard({ videoPath, packets, size: { width: 192, height: 108 }, seconds, picturePath, vttPath }, tools, signal)
  const tiles = readTiles(await readFile(vttPath, 'utf8'))
  return { tiles, pictures: await Promise.all(tiles.map(tile => readBars(picturePath, tile))) }
}

interface Tile { start: number; end: number; x: number; y: number; width: number; height: number }

function readTiles(vtt: string): Tile[] {
  return [...vtt.matchAll(/^([\d:.]+) --> ([\d:.]+)\nstoryboard\.jpg#xywh=(\d+),(\d+),(\d+),(\d+)$/gm)].map(([, start, end, ...box]) => {
    const [x, y, width, height] = box.map(Number) as [number, number, number, number]
    return { start: secondsOf(start!), end: secondsOf(end!), x, y, width, height }
  })
}

function secondsOf(clock: string): number {
  return clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
}

/** Sheets by path, as grey pixels: decoding one for each tile would take minutes. */
const sheets = new Map<string, Promise<{ width: number; grey: Buffer }>>()

async function readBars(picturePath: string, { x, y, width, height }: Tile): Promise<number> {
  if (!sheets.has(picturePath)) sheets.set(picturePath, readGrey(picturePath))
  const sheet = await sheets.get(picturePath)!
  const bar = (bit: number): number => sheet.grey[(y + height / 2) * sheet.width + x + Math.floor((bit + 0.5) * width / 12)]!
  return Array.from({ length: 12 }, (_, bit) => bar(bit) > 125 ? 1 << bit : 0).reduce((sum, value) => sum + value, 0)
}

async function readGrey(path: string): Promise<{ width: number; grey: Buffer }> {
  const pieces: Buffer[] = []
  await runFfmpeg(tools, { inputs: [{ path, options: ['-f', 'image2'] }], outputs: [{ path: 'pipe:1', options: ['-f', 'rawvideo', '-pix_fmt', 'gray'] }] }, { signal, task: 'reading a sheet', onOutput: bytes => { pieces.push(bytes) } })
  return { width: 1600, grey: Buffer.concat(pieces) }
}
