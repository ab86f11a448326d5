import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Box, BubbleSegment } from '@f2l/common/contracts/edit-plan.ts'
import type { Cue, Transcript } from '@f2l/common/contracts/transcript.ts'
import { bubbleTrack } from '../src/plan/bubble-track.ts'
import type { Analysis, MediaInfo } from '../src/plan/facts.ts'
import { analyse } from '../src/stages/analyse.ts'
import { probe } from '../src/stages/probe.ts'
import { makeFfmpegTools } from '../src/tools/ffmpeg.ts'

const sample = (end: string): string => fileURLToPath(new URL(`../../demo/media/sample-meeting.${end}`, import.meta.url))
const tools = makeFfmpegTools({ FFMPEG_PATH: process.env['FFMPEG_PATH'] ?? 'ffmpeg', FFPROBE_PATH: 'ffprobe' }, process.env)
const signal = new AbortController().signal
/** Where people are to be seen, by hand: top to bottom in the strip, row by row in the gallery. */
const people = ['Adam Reid', 'Beth Moore', 'Callum Hart', 'Diana Lowe']
const galleries = [[0, 6], [58.2, 66.6], [112.6, 116.4], [160.6, 162.2]] as const
/** Around a change either layout may be the right one for a picture or two. */
const changeSeconds = 0.2

let folder: string
let media: MediaInfo
let cues: Cue[]
let analysis: Analysis
let segments: (BubbleSegment & { seconds: number })[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-bubble-'))
  cues = (JSON.parse(await readFile(sample('transcript.json'), 'utf8')) as { turns: Cue[] }).turns
  const transcript: Transcript = { origin: 'file', language: 'en', hasMeasuredEnds: true, cues }
  media = await probe(sample('mp4'), { sha256: 'x', maxSeconds: 3600 }, { tools, signal })
  analysis = await analyse({ sourcePath: sample('mp4'), media, transcript, folder }, { tools, signal, report: () => undefined })
  segments = bubbleTrack({ media, analysis, cues, keep: [{ start: 0, end: media.grid.frames }], option: 'auto' })
    .map(segment => ({ ...segment, seconds: secondsOf(segment.frames.end - segment.frames.start) }))
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

test('everybody with a camera is shown by their own face, cut out of their own tile', () => {
  const shown = segments.filter(({ speaker, seconds }) => people.includes(speaker!) && seconds > 2)
  expect(new Set(shown.map(({ speaker }) => speaker))).toEqual(new Set(people))
  for (const { speaker, frames, show } of shown) {
    expect(show, `${speaker} at ${secondsOf(frames.start)}`).toMatchObject({ kind: 'face' })
    for (const frame of [frames.start, (frames.start + frames.end) >> 1, frames.end - 1]) expectInTile(show, speaker!, secondsOf(frame))
  }
})

test('the played clip has no camera and so never a face', () => {
  const clip = segments.filter(({ speaker }) => speaker === 'Recorded clip')
  expect(clip.length).toBeGreaterThan(0)
  for (const { show } of clip) expect(show).toMatchObject({ kind: 'initials' })
})

test('when the layout changes while somebody speaks, the bubble changes to their other tile then', () => {
  const callum = segments.filter(({ speaker }) => speaker === 'Callum Hart')
  const changes = callum.flatMap(({ frames }, index) => callum[index + 1]?.frames.start === frames.end ? [secondsOf(frames.end)] : [])
  expect(changes).toEqual([expect.closeTo(58.24, 1), expect.closeTo(66.72, 1)])
})

test('as long as the layout stays, somebody\'s bubble does not move', () => {
  for (const speaker of people) {
    const strips = segments.filter(segment => segment.speaker === speaker && segment.seconds > 2 && !isGallery(secondsOf(segment.frames.start + 10)))
    for (const { show } of strips) {
      if (show.kind !== 'face' || strips[0]!.show.kind !== 'face') continue
      expect(Math.abs(show.crop.x - strips[0]!.show.crop.x)).toBeLessThan(16)
      expect(Math.abs(show.crop.y - strips[0]!.show.crop.y)).toBeLessThan(16)
    }
  }
})

test('nobody gets somebody else\'s face at any moment, however short', () => {
  for (const { speaker, frames, show } of segments) {
    if (show.kind === 'face') expectInTile(show, speaker!, secondsOf((frames.start + frames.end) >> 1))
  }
})

test('the tiles are found to a few points, all of a layout equally large', () => {
  const strip = analysis.faces.filter(({ tile }) => tile && tile.width < 400).map(({ tile }) => tile!).sort((a, b) => a.y - b.y)
  expect(strip).toHaveLength(4)
  strip.forEach((tile, index) => {
    const drawn = stripTile(index)
    for (const side of ['x', 'y', 'width', 'height'] as const) expect(Math.abs(tile[side] - drawn[side]), `${side} of tile ${index}`).toBeLessThanOrEqual(4)
  })
})

function secondsOf(frames: number): number {
  return frames * media.grid.den / media.grid.num
}

function isGallery(at: number): boolean {
  return galleries.some(([start, end]) => at >= start && at < end)
}

function expectInTile(show: BubbleSegment['show'], speaker: string, at: number): void {
  if (galleries.flat().some(change => Math.abs(change - at) < changeSeconds)) return
  const index = people.indexOf(speaker)
  const tile = isGallery(at) ? { x: 640 * (index % 2), y: 360 * (index >> 1), width: 640, height: 360 } : stripTile(index)
  const { crop } = show as { crop: Box }
  const where = `${speaker} at ${at.toFixed(1)} s: ${JSON.stringify(crop)} in ${JSON.stringify(tile)}`
  expect(crop.x >= tile.x && crop.y >= tile.y && crop.x + crop.width <= tile.x + tile.width && crop.y + crop.height <= tile.y + tile.height, where).toBe(true)
}

function stripTile(index: number): Box {
  return { x: 990, y: 38 + 163 * index, width: 276, height: 155 }
}
