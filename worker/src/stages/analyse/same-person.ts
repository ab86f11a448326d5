import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { FaceTrack } from '../../plan/facts.ts'
import type { Picture } from '../../tools/face-detector.ts'

/** A picture of the recording at `at`, scaled by `scale` from the source. */
export interface KeptPicture { at: number; picture: Picture; scale: number }

/** A person's look: colours on a grid over the tile, or over head, shoulders and the room behind. */
const columns = 13
const rows = 10
const reach = { left: 0.7, up: 0.3, width: 2.4, height: 1.9 }
/** Frames and name labels are at the rim of a tile. */
const rim = 0.08
/** Looks into one camera differ by less than this (mean difference in colour, 0..255), two cameras by more. */
const oneCamera = 22
/** Tiles of one shape show the same part of a camera's picture. */
const sameShape = 1.08
const mostPictures = 5
/** Mean difference in colour (0..255) of the same camera in two layouts; of two cameras it is several times as much. */
const mostDifference = 30
/** A tile found a few points off makes it more: taken for the same camera only where at least so many are told apart. */
const mostAmongMany = 40
const many = 3
const leastLead = 0.65

/**
 * Which faces of different layouts are one person's: the same camera, drawn larger or smaller.
 * Only pairs that are each other's best by far; people who look alike stay apart.
 */
export function samePeople(layouts: FaceTrack[][], pictures: KeptPicture[]): [number, number][] {
  const lookOf = makeLooks(pictures)
  return layouts.flatMap((layout, index) => layouts.slice(index + 1).flatMap(other => pairsOf(layout, other, lookOf)))
}

/** How a camera's picture around a face looks at one moment: colours on a grid. */
export function coloursAt(kept: KeptPicture, face: Box, tile: Box | null): Float32Array {
  const look = new Float32Array(3 * columns * rows)
  addColours(look, kept, tile ? insideOf(tile) : around(face), 1)
  return look
}

/** Those that show the same camera together, each like the middle one of its group. */
export function byCamera<Shot extends { look: Float32Array }>(shots: Shot[]): Shot[][] {
  const cameras: Shot[][] = []
  for (const shot of shots) {
    const known = cameras.find(camera => colourDifference(camera[camera.length >> 1]!.look, shot.look) <= oneCamera)
    if (known) known.push(shot)
    else cameras.push([shot])
  }
  return cameras
}

type LookOf = (face: FaceTrack, region: 'tile' | 'head') => Float32Array | null

function pairsOf(one: FaceTrack[], other: FaceTrack[], lookOf: LookOf): [number, number][] {
  const region = regionFor([...one, ...other])
  const difference = (a: FaceTrack, b: FaceTrack): number => differenceOf(lookOf(a, region), lookOf(b, region))
  const isClear = (value: number, all: number[]): boolean => value <= (all.length >= many ? mostAmongMany : mostDifference) && all.filter(each => each * leastLead <= value).length === 1
  return one.flatMap(a => other.flatMap((b): [number, number][] => {
    const value = difference(a, b)
    return isClear(value, other.map(each => difference(a, each))) && isClear(value, one.map(each => difference(each, b))) ? [[a.id, b.id]] : []
  }))
}

function regionFor(faces: FaceTrack[]): 'tile' | 'head' {
  const shapes = faces.map(({ tile }) => tile ? tile.width / tile.height : 0)
  return Math.min(...shapes) > 0 && Math.max(...shapes) / Math.min(...shapes) <= sameShape ? 'tile' : 'head'
}

function makeLooks(pictures: KeptPicture[]): LookOf {
  const known = new Map<string, Float32Array | null>()
  return (face, region) => {
    const key = `${face.id} ${region}`
    if (!known.has(key)) known.set(key, usualLook(face, region, pictures))
    return known.get(key)!
  }
}

function usualLook({ sightings, tile }: FaceTrack, region: 'tile' | 'head', pictures: KeptPicture[]): Float32Array | null {
  const seen = pictures.flatMap(kept => {
    const sighting = sightings.find(({ at }) => at === kept.at)
    return sighting ? [{ kept, box: region === 'tile' ? insideOf(tile!) : around(sighting.face) }] : []
  })
  const step = Math.max(1, Math.floor(seen.length / mostPictures))
  const chosen = seen.filter((_, index) => index % step === 0).slice(0, mostPictures)
  if (chosen.length === 0) return null
  const look = new Float32Array(3 * columns * rows)
  for (const { kept, box } of chosen) addColours(look, kept, box, 1 / chosen.length)
  return look
}

function insideOf({ x, y, width, height }: Box): Box {
  return { x: x + rim * width, y: y + rim * height, width: (1 - 2 * rim) * width, height: (1 - 2 * rim) * height }
}

function around({ x, y, width, height }: Box): Box {
  return { x: x - reach.left * width, y: y - reach.up * height, width: reach.width * width, height: reach.height * height }
}

function addColours(look: Float32Array, { picture, scale }: KeptPicture, box: Box, weight: number): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = box.x + box.width * (column + 0.5) / columns
      const y = box.y + box.height * (row + 0.5) / rows
      const from = 3 * (place(y * scale, picture.height) * picture.width + place(x * scale, picture.width))
      for (let c = 0; c < 3; c++) look[3 * (row * columns + column) + c]! += weight * picture.rgb[from + c]!
    }
  }
}

function place(value: number, limit: number): number {
  return Math.max(0, Math.min(limit - 1, Math.round(value)))
}

function differenceOf(a: Float32Array | null, b: Float32Array | null): number {
  if (!a || !b) return Number.POSITIVE_INFINITY
  return colourDifference(a, b)
}

/** Mean difference, 0..255. */
export function colourDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + Math.abs(value - b[index]!), 0) / a.length
}
