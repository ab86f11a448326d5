import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import type { Analysis, MediaInfo } from '../src/plan/facts.ts'
import { analyse } from '../src/stages/analyse.ts'
import { assignFaces } from '../src/stages/analyse/assign-faces.ts'
import { speakerOnLabel } from '../src/stages/analyse/label-names.ts'
import { labelPlaces } from '../src/stages/analyse/label-places.ts'
import { labelVotes } from '../src/stages/analyse/label-votes.ts'
import { nameFaces } from '../src/stages/analyse/name-faces.ts'
import { openFaces, type OpenFaces, type OpenTile } from '../src/stages/analyse/open-faces.ts'
import type { Evidence } from '../src/stages/analyse/speaker-votes.ts'
import { probe } from '../src/stages/probe.ts'
import { makeFfmpegTools } from '../src/tools/ffmpeg.ts'

const ffmpegPath = process.env['FFMPEG_PATH'] ?? 'ffmpeg'
const tools = makeFfmpegTools({ FFMPEG_PATH: ffmpegPath, FFPROBE_PATH: 'ffprobe' }, process.env)
const context = { tools, signal: new AbortController().signal, report: () => undefined }
const sample = fileURLToPath(new URL('../../demo/media/sample-meeting.mp4', import.meta.url))
let folder: string
let gallery: string
let media: MediaInfo

/** Four people whose names stand on their tiles; all of the picture flickers as much, whoever speaks. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-labels-'))
  gallery = join(folder, 'gallery.mp4')
  execFileSync(ffmpegPath, ['-v', 'error', '-ss', '3', '-i', sample, '-an', '-vf', 'trim=end_frame=1,loop=loop=-1:size=1,setpts=N/10/TB,scale=960:540,noise=alls=12:allf=t', '-r', '10', '-t', '7', '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-g', '10', gallery])
  media = await probe(gallery, { sha256: 'x', maxSeconds: 60 }, context)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('where all mouths move alike, the names on the tiles tell who is who, as the transcript spells them', async () => {
  const speakers = ['Díana L.', 'Hart, Callum', 'BETH', 'Adam Reid (Host)']
  const cues = speakers.map((speaker, index): Cue => ({ start: 1.7 * index, end: 1.7 * index + 1.7, speaker, text: 'words' }))
  const { faces, speakerFaces } = await analyse({ sourcePath: gallery, media, transcript: { origin: 'file', language: 'en', hasMeasuredEnds: true, cues }, folder }, context)
  const found = Object.fromEntries(Object.entries(speakerFaces).map(([name, ids]) => [name, ids.map(id => quarterOf(faces.find(face => face.id === id)!.sightings[0]!.face))]))
  expect(found).toEqual({ 'Díana L.': ['lower right'], 'Hart, Callum': ['lower left'], BETH: ['upper right'], 'Adam Reid (Host)': ['upper left'] })
})

function quarterOf({ x, y, width, height }: Box): string {
  return `${y + height / 2 > 270 ? 'lower' : 'upper'} ${x + width / 2 > 480 ? 'right' : 'left'}`
}

test('a speaker whose name stands on no tile is given nobody\'s face, and what frames have told often stays', async () => {
  const speakers = ['Erik Voss', 'Adam Reid', 'Callum Hart', 'Beth Moore']
  const tiles = [0, 1, 2, 3].map((face): OpenTile => ({ face, tile: { x: 9 + 474 * (face % 2), y: 6 + 267 * (face >> 1), width: 468, height: 261 }, times: [1, 3, 5], owner: face === 3 ? 'Adam Reid' : null }))
  const votes = Object.fromEntries(speakers.map(speaker => [speaker, speaker === 'Adam Reid' ? { 0: -5, 1: -5, 2: -5, 3: 7 } : { 0: 0, 1: 0, 2: 0, 3: -5 }]))
  const open: OpenFaces = { speakers, layouts: [{ faces: [0, 1, 2, 3], tiles }], links: [], votes }
  const found = await nameFaces({ path: gallery, streamIndex: 0, width: 960, height: 540, open }, context)
  // Adam's name stands on tile 0; frames have told often that he is in tile 3.
  expect(found).toEqual({ 'Erik Voss': [], 'Adam Reid': [3], 'Callum Hart': [2], 'Beth Moore': [1] })
})

const people = ['Ana Pereira', 'Beth Moore', 'Jürgen Müller', 'Siobhán O\'Neill', 'Li Wei']

test.each([
  ['Ana Pereira', 'Ana Pereira'], ['ana pereira', 'Ana Pereira'], ['Ana', 'Ana Pereira'], ['Ana P.', 'Ana Pereira'], ['A. Pereira', 'Ana Pereira'], ['Ana Pereira (You)', 'Ana Pereira'],
  ['Ana Pereira - Acme Corp', 'Ana Pereira'], ['Pereira, Ana', 'Ana Pereira'], ['Beth Moo…', 'Beth Moore'], ['Muller, Jurgen', 'Jürgen Müller'], ['Host Jürgen Müller', 'Jürgen Müller'], ['Wei Li', 'Li Wei'],
  // As they were read from small tiles.
  ['BethMcor', 'Beth Moore'], ['Miler,Jurgen', 'Jürgen Müller'], ['Slobhan O\'Nelll', 'Siobhán O\'Neill'],
])('"%s" on a tile is %s', (label, name) => {
  expect(speakerOnLabel(label, people)).toBe(name)
})

test.each(['Room 4 West', 'iPhone', 'A.', 'B', '', '(You)', 'Host', 'Pete', 'Both', 'Moo', 'Wie', '你好'])('"%s" on a tile is nobody of them', label => {
  expect(speakerOnLabel(label, people)).toBeNull()
})

test('a first name that two people have is neither', () => {
  expect(speakerOnLabel('Ana', ['Ana Pereira', 'Ana Costa'])).toBeNull()
  expect(speakerOnLabel('Ana C.', ['Ana Pereira', 'Ana Costa'])).toBe('Ana Costa')
})

test('the same name on two tiles of a layout tells nothing; in another layout it does', () => {
  const evidence = labelVotes([{ face: 0, speaker: 'Ada' }, { face: 1, speaker: 'Ada' }, { face: 2, speaker: 'Bob' }, { face: 4, speaker: 'Ada' }], [[0, 1, 2], [3, 4]], [])
  expect(assignFaces(['Ada', 'Bob'], [0, 1, 2], evidence)).toEqual({ Bob: 2 })
  expect(assignFaces(['Ada', 'Bob'], [3, 4], evidence)).toEqual({ Ada: 4 })
})

test('a name outweighs mouths that are not sure, and counts for the same camera in the next layout', () => {
  const mouths: Evidence = (speaker, face) => ({ Ada: [0.4, 1.6], Bob: [1.5, 0.2] })[speaker]?.[face % 2] ?? 0
  const labels = labelVotes([{ face: 0, speaker: 'Ada' }, { face: 1, speaker: 'Bob' }], [[0, 1], [2, 3]], [[0, 2], [1, 3]])
  const all: Evidence = (speaker, face) => mouths(speaker, face) + labels(speaker, face)
  expect(assignFaces(['Ada', 'Bob'], [0, 1], all)).toEqual({ Ada: 0, Bob: 1 })
  expect(assignFaces(['Ada', 'Bob'], [2, 3], all)).toEqual({ Ada: 2, Bob: 3 })
})

test('no name is read where everybody\'s face is sure, nor where every face is somebody\'s', () => {
  const face = (id: number): Analysis['faces'][number] => ({ id, tile: { x: 320 * id, y: 0, width: 300, height: 170 }, sightings: [{ at: 1, score: 0.9, face: { x: 320 * id + 100, y: 40, width: 60, height: 60 } }] })
  const ask = (speakers: string[], count: number, evidence: Evidence): number[] | undefined =>
    openFaces({ speakers, layouts: [[0, 1, 2].slice(0, count).map(face)], links: [], evidence, picture: { width: 1280, height: 720 } })?.layouts[0]!.tiles.flatMap(({ face: id, owner }) => owner === null ? [id] : [])
  const sure: Evidence = (speaker, id) => ['Ada', 'Bob', 'Cem'].indexOf(speaker) === id ? 2.2 : -1
  expect(ask(['Ada', 'Bob'], 3, sure)).toBeUndefined()
  expect(ask(['Ada', 'Bob', 'Cem'], 2, sure)).toBeUndefined()
  expect(ask(['Ada', 'Bob', 'Cem'], 3, (speaker, id) => speaker === 'Cem' ? 0.5 : sure(speaker, id))).toEqual([2])
})

test('names are looked for along the lower edge, then the upper one, and never in the middle of a small tile', () => {
  const tile = { x: 100, y: 50, width: 134, height: 76 }
  const [lower, upper] = labelPlaces(tile, 360) as [typeof tile, typeof tile]
  expect(lower.y + lower.height).toBe(126)
  expect(upper.y).toBe(50)
  expect(upper.height).toBeLessThan(0.41 * 76)
  expect(upper.height).toBeGreaterThanOrEqual(22)
})
