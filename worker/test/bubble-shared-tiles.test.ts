import { expect, test } from 'vitest'
import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import type { FaceTrack } from '../src/plan/facts.ts'
import { alignTiles } from '../src/stages/analyse/aligned-tiles.ts'
import { assignFaces } from '../src/stages/analyse/assign-faces.ts'
import { findTiles, standingEdges, type GreyPicture } from '../src/stages/analyse/camera-tile.ts'
import { followFaces } from '../src/stages/analyse/face-tracks.ts'
import { mouthVotes, type Motion } from '../src/stages/analyse/mouth-votes.ts'
import type { KeptPicture } from '../src/stages/analyse/same-person.ts'
import { splitSharedTiles } from '../src/stages/analyse/shared-tiles.ts'
import { seeded } from './seeded.ts'

type Colour = [number, number, number]
const tile: Box = { x: 100, y: 50, width: 48, height: 27 }
const rooms: Record<string, Colour> = { Ada: [180, 120, 60], Bob: [40, 90, 170], Cem: [90, 160, 80] }
const turns: Cue[] = Array.from({ length: 12 }, (_, index) => ({ start: 10 * index, end: 10 * index + 10, speaker: ['Ada', 'Bob', 'Cem'][index % 3]!, text: 'words' }))
const times = Array.from({ length: 24 }, (_, index) => 5 * index + 3)

test('a tile that shows whoever speaks is taken for several people, each where they are shown', () => {
  const { faces, evidence } = splitSharedTiles([track(times)], shots(at => rooms[speakerAt(at)]!), turns)
  expect(faces).toHaveLength(3)
  const found = assignFaces(['Ada', 'Bob', 'Cem'], faces.map(({ id }) => id), evidence)
  expectNear(faces[0]!.tile, tile)
  for (const name of ['Ada', 'Bob', 'Cem']) {
    const own = faces.find(({ id }) => id === found[name])!
    expect(own.sightings.map(({ at }) => speakerAt(at)), name).toEqual(own.sightings.map(() => name))
  }
})

test('a room that becomes darker in the middle of the meeting stays one person\'s', () => {
  const { faces } = splitSharedTiles([track(times)], shots(at => at < 60 ? [190, 180, 170] : [80, 75, 70]), turns)
  expect(faces).toEqual([track(times)])
})

test('a camera that is always the same stays one track, whoever speaks', () => {
  const { faces, evidence } = splitSharedTiles([track(times)], shots(() => rooms['Ada']!), turns)
  expect(faces).toEqual([track(times)])
  expect(evidence('Ada', 7)).toBe(0)
})

test('the dark gap beside a large picture is no part of the small tiles beside it', () => {
  const big = { x: 6, y: 40, width: 490, height: 276 }
  const small = [0, 1, 2].map((index): Box => ({ x: 504, y: 74 + 78 * index, width: 130, height: 73 }))
  const faces = small.map(({ x, y }): Box => ({ x: x + 50, y: y + 18, width: 30, height: 30 }))
  const pictures = [1, 2, 3, 4, 5, 6, 7, 8].map(seed => drawn([big, ...small], seed))
  const found = alignTiles(faces.map(face => ({ face, ...findTiles(pictures, face, faces.filter(other => other !== face)) })), standingEdges(pictures))
  for (const [index, box] of found.entries()) expectNear(box, small[index]!)
})

test('a person who fills the picture for a short while is found; a small pattern seen as often is not', () => {
  const look = (size: number): { face: Box; score: number }[] => [{ face: { x: 200, y: 100, width: size, height: size }, score: 0.9 }]
  const looks = (size: number): Parameters<typeof followFaces>[0] => times.map(at => ({ at, faces: at === 33 || at === 38 ? look(size) : [] }))
  expect(followFaces(looks(90), 72)).toHaveLength(1)
  expect(followFaces(looks(40), 72)).toHaveLength(0)
})

test('a picture that stands still for a moment does not hide whose mouth moves', () => {
  const motion = (speaker: string, ada: number, bob: number): Motion => ({ speaker, byFace: new Map([[1, ada], [2, bob]]) })
  const motions = [motion('Ada', 9, 1), motion('Ada', 8, 0), motion('Ada', 0, 0), motion('Ada', 9, 1.2), motion('Bob', 1, 6), motion('Bob', 0, 7), motion('Bob', 0.8, 0), motion('Bob', 1.1, 6)]
  expect(assignFaces(['Ada', 'Bob'], [1, 2], mouthVotes(motions, [1, 2]))).toEqual({ Ada: 1, Bob: 2 })
})

function speakerAt(at: number): string {
  return turns.find(({ start, end }) => at >= start && at < end)!.speaker!
}

function track(seen: number[]): FaceTrack {
  return { id: 7, tile, sightings: seen.map(at => ({ at, score: 0.9, face: { x: tile.x + 18, y: tile.y + 6, width: 12, height: 12 } })) }
}

function shots(colourAt: (at: number) => Colour): { small: KeptPicture[]; pictures: KeptPicture[] } {
  const pictures = times.map(at => shot(at, colourAt(at)))
  return { small: pictures, pictures }
}

/** A picture of 160 × 90 points in which the tile has this colour. */
function shot(at: number, colour: Colour): KeptPicture {
  const [width, height] = [160, 90]
  const rgb = new Uint8Array(3 * width * height).fill(30)
  const random = seeded(at)
  for (let y = tile.y; y < tile.y + tile.height; y++) {
    for (let x = tile.x; x < tile.x + tile.width; x++) for (let c = 0; c < 3; c++) rgb[3 * (y * width + x) + c] = colour[c]! + 8 * random()
  }
  return { at, picture: { width, height, rgb }, scale: 1 }
}

/** Rooms in grey, each time another look, on a dark page. */
function drawn(boxes: Box[], seed: number): GreyPicture {
  const [width, height] = [640, 360]
  const grey = new Uint8Array(width * height).fill(27)
  const random = seeded(seed)
  for (const box of boxes) {
    const shades = Array.from({ length: 4000 }, () => 90 + 120 * random())
    for (let y = box.y; y < box.y + box.height; y++) {
      for (let x = box.x; x < box.x + box.width; x++) grey[y * width + x] = shades[60 * Math.floor((y - box.y) / 9) + Math.floor((x - box.x) / 9)]!
    }
  }
  return { width, height, grey }
}

function expectNear(found: Box | null, wanted: Box): void {
  for (const side of ['x', 'y', 'width', 'height'] as const) expect(Math.abs(found![side] - wanted[side]), `${side} of ${JSON.stringify(found)}`).toBeLessThanOrEqual(2)
}
