import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import type { FaceTrack } from '../src/plan/facts.ts'
import { findBriefShowings, type BriefShowingsInput, type Shown } from '../src/stages/analyse/brief-showings.ts'
import { makeFfmpegTools } from '../src/tools/ffmpeg.ts'

const ffmpegPath = process.env['FFMPEG_PATH'] ?? 'ffmpeg'
const context = { tools: makeFfmpegTools({ FFMPEG_PATH: ffmpegPath, FFPROBE_PATH: 'ffprobe' }, process.env), signal: new AbortController().signal }
const tile = { x: 200, y: 100, width: 96, height: 54 }
const turns: Cue[] = [['Ada', 0, 2], ['Bob', 2, 3.6], ['Ada', 3.6, 8], ['Bob', 8, 12]].map(([speaker, start, end]) => ({ speaker: speaker as string, start: start as number, end: end as number, text: 'words' }))
let folder: string
let recording: string

/** One tile, red while it shows Ada, blue while it shows Bob: from 2.4 to 4.2 s and from 8 s on. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-brief-'))
  recording = join(folder, 'shared.mp4')
  const box = `x=${tile.x}:y=${tile.y}:w=${tile.width}:h=${tile.height}:t=fill`
  execFileSync(ffmpegPath, ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=320x180:r=25:d=12', '-vf', `drawbox=c=red:${box},drawbox=c=blue:${box}:enable='between(t,2.39,4.19)+gte(t,7.99)'`, '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '50', recording])
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function shown(change: Partial<BriefShowingsInput> = {}): Promise<Shown> {
  const input = { path: recording, streamIndex: 0, width: 320, height: 180, durationSeconds: 12, faces: [track(0, [0, 6]), track(1, [8, 10])], speakerFaces: { Ada: [0], Bob: [1] }, cues: turns, times: [0, 6, 8, 10], changes: [8] }
  return findBriefShowings({ ...input, ...change }, context)
}

function track(id: number, seen: number[]): FaceTrack {
  return { id, tile, sightings: seen.map(at => ({ at, score: 0.9, face: { x: 240, y: 110, width: 20, height: 20 } })) }
}

test('whoever a shared tile showed between two looks, while they spoke, is found to the frame', async () => {
  const { faces, changes } = await shown()
  expect(changes).toHaveLength(3)
  expect(Math.abs(changes[0]! - 2.4)).toBeLessThanOrEqual(0.041)
  expect(Math.abs(changes[1]! - 4.2)).toBeLessThanOrEqual(0.041)
  expect(changes[2]).toBe(8)
  expect(faces[0]).toEqual(track(0, [0, 6]))
  expect(faces[1]!.sightings.map(({ at }) => Math.round(10 * at))).toEqual([33, 80, 100])
  expect(faces[1]!.sightings[0]!.face).toEqual(track(1, [8]).sightings[0]!.face)
})

test('nothing is read where nobody else speaks long enough, where tiles are nobody\'s or apart', async () => {
  const before = { faces: [track(0, [0, 6]), track(1, [8, 10])], changes: [8] }
  const unreadable = join(folder, 'not-there.mp4')
  expect(await shown({ path: unreadable, cues: turns.filter(({ start }) => start !== 2) })).toEqual(before)
  expect(await shown({ path: unreadable, speakerFaces: { Ada: [0] } })).toEqual(before)
  const apart = [track(0, [0, 6]), { ...track(1, [8, 10]), tile: { ...tile, x: 20 } }]
  expect(await shown({ path: unreadable, faces: apart })).toEqual({ faces: apart, changes: [8] })
})
