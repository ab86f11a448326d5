import { expect, test } from 'vitest'
import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import { alignTiles } from '../src/stages/analyse/aligned-tiles.ts'
import { standingEdges } from '../src/stages/analyse/camera-tile.ts'
import { assignFaces } from '../src/stages/analyse/assign-faces.ts'
import { litTile } from '../src/stages/analyse/speaker-frame.ts'
import { frameVotes } from '../src/stages/analyse/speaker-votes.ts'
import type { Picture } from '../src/tools/face-detector.ts'
import { seededNumbers } from '@f2l/common/seeded-numbers.ts'

type Colour = [number, number, number]
const width = 640
const height = 360
const strip: Box[] = [0, 1, 2, 3].map(index => ({ x: 495, y: 19 + 81 * index, width: 138, height: 78 }))
const gallery: Box[] = [0, 1, 2, 3].map(index => ({ x: 6 + 316 * (index % 2), y: 4 + 178 * (index >> 1), width: 312, height: 174 }))
const colours: Record<string, Colour> = { green: [87, 197, 133], blue: [40, 110, 240], yellow: [240, 210, 60], white: [250, 250, 250], violet: [127, 100, 220] }

test.each(Object.entries(colours))('a %s frame tells which tile is the speaker\'s, drawn inside the tile, on its edge or around it', (_, colour) => {
  for (const tiles of [strip, gallery]) {
    for (const grow of [0, 1, 2]) {
      for (const lit of [0, 3]) expect(litTile(draw(tiles, [{ tile: lit, colour, grow, thickness: 2 }]), tiles), `grown by ${grow}, tile ${lit}`).toBe(lit)
    }
  }
})

test('no tile is the speaker\'s without a frame, when all are framed, or when the frame is around something else', () => {
  for (const tiles of [strip, gallery]) {
    expect(litTile(draw(tiles, []), tiles)).toBeNull()
    expect(litTile(draw(tiles, tiles.map((_, tile) => ({ tile, colour: colours['blue']!, grow: 1, thickness: 2 }))), tiles)).toBeNull()
  }
  const shared = { x: 7, y: 40, width: 480, height: 270 }
  expect(litTile(draw([...strip, shared], [{ tile: 4, colour: colours['green']!, grow: 0, thickness: 2 }]), strip)).toBeNull()
})

test('tiles lying on a coloured wall, and rooms with one plain bright colour, are no frames', () => {
  expect(litTile(draw(strip, [], [30, 90, 220]), strip)).toBeNull()
  const picture = draw(strip, [])
  fill(picture, strip[1]!, [240, 240, 235], 0)
  expect(litTile(picture, strip)).toBeNull()
})

test('a frame is found although the tile was found two points too large or too small', () => {
  const picture = draw(strip, [{ tile: 2, colour: colours['green']!, grow: 0, thickness: 2 }])
  for (const off of [-2, -1, 1, 2]) {
    const found = strip.map(tile => ({ x: tile.x + off, y: tile.y + off, width: tile.width - 2 * off, height: tile.height - 2 * off }))
    expect(litTile(picture, found), `off by ${off}`).toBe(2)
  }
})

test('frames decide who is who, and whoever speaks while none is lit has no tile', () => {
  const cues = Array.from({ length: 12 }, (_, index) => ({ start: 5 * index, end: 5 * index + 5, speaker: ['Ada', 'Bob', 'Clip'][index % 3]!, text: 'words' }))
  const seen = cues.map(({ start }, index) => ({ at: start + 2.5, lit: [7, 9, null][index % 3]! }))
  const evidence = frameVotes(seen, cues, [7, 8, 9])
  expect(assignFaces(['Ada', 'Bob', 'Clip'], [7, 8, 9], evidence)).toEqual({ Ada: 7, Bob: 9 })
})

test('a frame that is always there, on the same tile, is decoration', () => {
  const cues = [{ start: 0, end: 60, speaker: 'Ada', text: 'words' }]
  const evidence = frameVotes([5, 15, 25, 35].map(at => ({ at, lit: 7 })), cues, [7, 8])
  expect(evidence('Ada', 7)).toBe(0)
})

test('people who always speak at once are not told apart by frames', () => {
  const cues = ['Ada', 'Bob'].map(speaker => ({ start: 0, end: 60, speaker, text: 'words' }))
  const evidence = frameVotes([5, 15, 25, 35].map((at, index) => ({ at, lit: 7 + index % 2 })), cues, [7, 8])
  expect(assignFaces(['Ada', 'Bob'], [7, 8], evidence)).toEqual({})
})

test('tiles that were not found, or found wrongly, get the size and row of those that were', () => {
  for (const tiles of [strip, gallery]) {
    const picture = draw(tiles, [])
    const edges = standingEdges([{ width, height, grey: Uint8Array.from({ length: width * height }, (_, index) => picture.rgb[3 * index + 1]!) }])
    const face = (tile: Box): Box => ({ x: tile.x + 0.4 * tile.width, y: tile.y + 0.35 * tile.height, width: 0.25 * tile.height, height: 0.25 * tile.height })
    const faces = tiles.map((tile, index) => ({ face: face(tile), tile: index === 1 ? { ...tile, width: tile.width - 2, height: tile.height - 3 } : null }))
    alignTiles(faces, edges).forEach((found, index) => {
      for (const side of ['x', 'y', 'width', 'height'] as const) expect(Math.abs(found![side] - tiles[index]![side]), `${side} of tile ${index}`).toBeLessThanOrEqual(1)
    })
  }
})

interface Frame { tile: number; colour: Colour; /** Points outside the tile's edge. */ grow: number; thickness: number }

/** Tiles with noisy rooms of different colours on a dark meeting window. */
function draw(tiles: Box[], frames: Frame[], wall: Colour = [17, 18, 22]): Picture {
  const picture = { width, height, rgb: new Uint8Array(3 * width * height) }
  const random = seededNumbers(5)
  fill(picture, { x: 0, y: 0, width, height }, wall, 0)
  for (const { tile, colour, grow } of frames) {
    const { x, y, width: w, height: h } = tiles[tile]!
    fill(picture, { x: x - grow, y: y - grow, width: w + 2 * grow, height: h + 2 * grow }, colour, 0)
  }
  for (const [index, tile] of tiles.entries()) {
    const frame = frames.find(each => each.tile === index)
    const rim = frame ? Math.max(0, frame.thickness - frame.grow) : 0
    fill(picture, { x: tile.x + rim, y: tile.y + rim, width: tile.width - 2 * rim, height: tile.height - 2 * rim }, [100 + 20 * index, 90, 120 - 20 * index], 60, random)
  }
  return picture
}

/** Rooms are not of one colour: patches of 9 × 9 points differ. */
function fill({ rgb }: Picture, box: Box, colour: Colour, patches: number, random: () => number = () => 0.5): void {
  const shades = Array.from({ length: 4000 }, () => (random() - 0.5) * 2 * patches)
  for (let y = Math.max(0, box.y); y < Math.min(height, box.y + box.height); y++) {
    for (let x = Math.max(0, box.x); x < Math.min(width, box.x + box.width); x++) {
      const shade = shades[Math.floor((y - box.y) / 9) * 60 + Math.floor((x - box.x) / 9)] ?? 0
      for (let c = 0; c < 3; c++) rgb[3 * (y * width + x) + c] = Math.max(0, Math.min(255, colour[c]! + shade))
    }
  }
}
