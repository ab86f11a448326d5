import { expect, test } from 'vitest'
import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import type { FaceTrack } from '../src/plan/facts.ts'
import { alignTiles } from '../src/stages/analyse/aligned-tiles.ts'
import { assignFaces } from '../src/stages/analyse/assign-faces.ts'
import { standingEdges } from '../src/stages/analyse/camera-tile.ts'
import { followFaces } from '../src/stages/analyse/face-tracks.ts'
import { mouthVotes, type Motion } from '../src/stages/analyse/mouth-votes.ts'
import { samePeople, type KeptPicture } from '../src/stages/analyse/same-person.ts'
import { splitSharedTiles } from '../src/stages/analyse/shared-tiles.ts'
import type { GreyPicture } from '../src/tools/face-detector.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'

type Colour = [number, number, number]
const tile: Box = { x: 100, y: 50, width: 48, height: 27 }
const rooms: Record<string, Colour> = { Ada: [180, 120, 60], Bob: [40, 90, 170], Cem: [90, 160, 80] }
const turns: Cue[] = Array.from({ length: 12 }, (_, index) => ({ start: 10 * index, end: 10 * index + 10, speaker: ['Ada', 'Bob', 'Cem'][index % 3]!, text: 'words' }))
const times = Array.from({ length: 24 }, (_, index) => 5 * index + 3)

test('a tile that shows whoever speaks is taken for several people, each where they are shown', () => {
  const { faces, evidence } = splitSharedTiles([track(times)], shots(at => rooms[speakerAt(at)]!), turns)
  expect(faces).toHaveLength(3)
  const found = assignFaces(['Ada', 'Bob', 'Cem'], faces.map(({ id }) => id), evidence)
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
  // The large picture's edge was taken for the left side of the first tile.
  const found = alignTiles(faces.map((face, index) => ({ face, tile: index === 0 ? { x: 497, y: 75, width: 130, height: 72 } : null })), standingEdges(pictures))
  for (const [index, box] of found.entries()) expectNear(box, small[index]!)
})

test('a person who fills the picture for a short while is found; a small pattern seen as often is not', () => {
  const look = (size: number): { face: Box; score: number }[] => [{ face: { x: 200, y: 100, width: size, height: size }, score: 0.9 }]
  const looks = (size: number): Parameters<typeof followFaces>[0] => times.map(at => ({ at, faces: at === 33 || at === 38 ? look(size) : [] }))
  expect(followFaces(looks(90), 72)).toHaveLength(1)
  expect(followFaces(looks(40), 72)).toHaveLength(0)
})

test('a picture that stands still for a moment does not hide whose mouth moves', () => {
  // Measured on a composed gallery of 640 × 360: where the encoder repeats a picture, the motion is 0.
  const measured: Record<string, number[][]> = {
    Ada: [[6.01, 1.79, 0.51, 2.2], [8.98, 13.14, 1.25, 6.67], [10.8, 11.63, 1.06, 3.32], [9.89, 0, 0.97, 12.48], [10.99, 11.57, 1.27, 9.56], [11.04, 13.91, 7.92, 10.73]],
    Bob: [[2.71, 11.06, 0.55, 2.18], [0, 12.15, 1.24, 0], [3.67, 9.48, 0.6, 5.52], [4.05, 11.92, 0.84, 12.29], [2.84, 8.42, 0.98, 2.24], [0, 11.25, 0.52, 0]],
    Dan: [[0.01, 7.62, 1.23, 9.96], [13.56, 0, 0.65, 10.95], [3.8, 3.91, 0, 13.51], [3.99, 5.58, 1.26, 11.33], [3.96, 1.68, 0.54, 9.66], [2.64, 8.3, 1.25, 12.61]],
    Cem: [[3.6, 0, 0, 3.13], [4.02, 4.02, 5.14, 3.36], [2.99, 0, 0, 2.29], [0.09, 12.98, 6.44, 0.15], [3.92, 11.59, 6.02, 3.43], [3.83, 1.56, 8.01, 3.12]],
  }
  const motions = Object.entries(measured).flatMap(([speaker, moments]) => moments.map((values): Motion => ({ speaker, byFace: new Map(values.map((value, face) => [face, value])) })))
  expect(assignFaces(Object.keys(measured), [0, 1, 2, 3], mouthVotes(motions, [0, 1, 2, 3]))).toEqual({ Ada: 0, Bob: 1, Dan: 3, Cem: 2 })
})

test('who speaks in one layout only is told by their face in the other layout, where they listen', () => {
  // Measured: Ada, Bob and Dan (faces 0, 1, 2) speak in a gallery, where Cem (3) listens; Cem speaks beside a shared screen (faces 4 to 7).
  const moments = (speaker: string, faces: number[], measured: number[][]): Motion[] => measured.map(values => ({ speaker, byFace: new Map(values.map((value, index) => [faces[index]!, value])) }))
  const motions = [
    ...moments('Ada', [0, 1, 2, 3], [[6.26, 1.67, 2.19, 0.52], [9.52, 13.58, 6.65, 1.24], [11.49, 11.76, 3.61, 1.15]]),
    ...moments('Bob', [0, 1, 2, 3], [[3.65, 11.56, 3.15, 1.07], [4.11, 11.69, 3.5, 1.07], [2.35, 8.66, 2.3, 0.59]]),
    ...moments('Dan', [0, 1, 2, 3], [[0, 6.8, 10.29, 1.32], [4.03, 1.86, 9.7, 0.55], [2.67, 8.2, 12.12, 1.32]]),
    ...moments('Cem', [4, 5, 6, 7], [[2.79, 0, 2.68, 5.44], [3.56, 3.17, 3.03, 6.25], [3.47, 1.45, 2.94, 8.15]]),
  ]
  const evidence = mouthVotes(motions, [0, 1, 2, 3, 4, 5, 6, 7], [[0, 4], [1, 5], [2, 6], [3, 7]])
  for (const faces of [[0, 1, 2, 3], [4, 5, 6, 7]]) {
    expect(assignFaces(['Ada', 'Bob', 'Dan', 'Cem'], faces, evidence)).toEqual({ Ada: faces[0], Bob: faces[1], Dan: faces[2], Cem: faces[3] })
  }
  expect(assignFaces(['Ada', 'Bob', 'Dan', 'Cem'], [4, 5, 6, 7], mouthVotes(motions, [4, 5, 6, 7]))).toEqual({})
})

test('a camera that looks a little different in the next layout is the same only where others are told apart from it', () => {
  const colours = [[200, 40, 40], [40, 200, 40], [40, 40, 200], [210, 210, 210]]
  const tiles = colours.map((_, index): Box => ({ x: 40 * index, y: 0, width: 40, height: 30 }))
  const pictureOf = (at: number, shift: number): KeptPicture => {
    const rgb = new Uint8Array(3 * 160 * 30).map((_, i) => colours[Math.floor(i / 3) % 160 / 40 | 0]![i % 3]! - (Math.floor(i / 3) % 160 < 40 ? shift : 0))
    return { at, scale: 1, picture: { width: 160, height: 30, rgb } }
  }
  const layout = (at: number, first: number): FaceTrack[] => tiles.map((tile, index) => ({ id: first + index, tile, sightings: [{ at, face: { ...tile, x: tile.x + 15, width: 10, height: 10 }, score: 0.9 }] }))
  const [one, other] = [layout(1, 0), layout(2, 4)]
  const pictures = [pictureOf(1, 0), pictureOf(2, 35)]
  expect(samePeople([one, other], pictures)).toEqual([[0, 4], [1, 5], [2, 6], [3, 7]])
  expect(samePeople([one.slice(0, 1), other.slice(0, 1)], pictures)).toEqual([])
})

function speakerAt(at: number): string {
  return turns.find(({ start, end }) => at >= start && at < end)!.speaker!
}

function track(seen: number[]): FaceTrack {
  return { id: 7, tile, sightings: seen.map(at => ({ at, score: 0.9, face: { x: tile.x + 18, y: tile.y + 6, width: 12, height: 12 } })) }
}

function shots(colourAt: (at: number) => Colour): KeptPicture[] {
  return times.map(at => shot(at, colourAt(at)))
}

/** A picture of 160 × 90 points in which the tile has this colour. */
function shot(at: number, colour: Colour): KeptPicture {
  const [width, height] = [160, 90]
  const rgb = new Uint8Array(3 * width * height).fill(30)
  const random = seededNumbers(at)
  for (let y = tile.y; y < tile.y + tile.height; y++) {
    for (let x = tile.x; x < tile.x + tile.width; x++) for (let c = 0; c < 3; c++) rgb[3 * (y * width + x) + c] = colour[c]! + 8 * random()
  }
  return { at, picture: { width, height, rgb }, scale: 1 }
}

/** Rooms in grey, each time another look, on a dark page. */
function drawn(boxes: Box[], seed: number): GreyPicture {
  const [width, height] = [640, 360]
  const grey = new Uint8Array(width * height).fill(27)
  const random = seededNumbers(seed)
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
