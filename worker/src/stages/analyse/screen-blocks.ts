import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import type { FaceTrack } from '../../plan/facts.ts'
import type { Picture } from '../../tools/face-detector.ts'
import { gridColumns, gridRows, type PictureGrid } from '../../tools/picture-grid.ts'
import { usualFace } from './face-tracks.ts'

/** Blocks of a grid (tools/picture-grid.ts) that may tell of work on a shared screen: true counts. */
export type ScreenBlocks = boolean[]

export interface ScreenInput {
  width: number
  height: number
  faces: FaceTrack[]
  /** When the picture was looked at, ascending, and what it looked like then. */
  times: number[]
  grids: PictureGrid[]
}

/** Compression changes a block by less than this from picture to picture, a letter by more. */
export const clearChange = 5
/** A block that is another in so many of the looks around moves by itself: a camera, a clock, an animation. */
const perpetualShare = 0.25
const mostLooks = 25
const fewestPairs = 5
/** Blocks beside one that does not count: a shoulder, the frame around a tile. */
const reach = 2
/** Seconds of a clock move all the time; to their left stand the digits that seldom do. */
const slowDigits = 6
/** A face was seen within this many seconds of a pause: its camera is there. */
const sightingReach = 20
/** A face this high fills the picture; so do tiles that reach over this much of it: no shared screen to be seen. */
const bigFace = 0.22
const filledByTiles = 0.6
/** With fewer blocks that count there is no screen. */
const leastScreen = 0.15

/**
 * Which blocks of the picture belong to a shared screen around a pause: not those that move all over the
 * recording, not cameras. Null when no screen is to be seen then.
 */
export function screenBlocks(pause: Span, { width, height, faces, times, grids }: ScreenInput): ScreenBlocks | null {
  const cameras = faces.filter(({ sightings }) => sightings.some(({ at }) => at > pause.start - sightingReach && at < pause.end + sightingReach))
    .map(({ tile, sightings }) => tile ?? around(usualFace(sightings)))
  if (isFilled(cameras, faces, pause, { width, height })) return null
  const inCamera = blocksIn(cameras, { width, height })
  const moving = perpetual(looksAround(pause, times).map(looks => looks.map(index => grids[index]!))).map((isMoving, block) => isMoving && !inCamera[block]!)
  const apart = widened(moving, { left: reach + slowDigits, others: reach })
  const camera = widened(inCamera, { left: reach, others: reach })
  const blocks = apart.map((isMoving, block) => !isMoving && !camera[block]!)
  return blocks.filter(Boolean).length < leastScreen * blocks.length ? null : blocks
}

/** The mean brightness of each block, by its green (most of what the eye sees as brightness), from every second point. */
export function gridOf({ width, height, rgb }: Picture): PictureGrid {
  const sums = new Float64Array(gridColumns * gridRows)
  const counts = new Uint32Array(sums.length)
  for (let y = 0; y < height; y += 2) {
    const row = Math.floor(y * gridRows / height) * gridColumns
    for (let x = 0; x < width; x += 2) {
      const block = row + Math.floor(x * gridColumns / width)
      sums[block]! += rgb[3 * (y * width + x) + 1]!
      counts[block]!++
    }
  }
  return Uint8Array.from(sums, (sum, block) => sum / Math.max(1, counts[block]!))
}

/** Does something that counts differ between the two pictures? */
export function isChanged(one: PictureGrid, other: PictureGrid, blocks: ScreenBlocks): boolean {
  return blocks.some((counts, block) => counts && Math.abs(one[block]! - other[block]!) >= clearChange)
}

/** The looks before a pause and those after it: what moves in the pause alone is what is looked for. */
function looksAround({ start, end }: Span, times: number[]): number[][] {
  const indices = [...times.keys()]
  return [indices.filter(index => times[index]! <= start).slice(-mostLooks), indices.filter(index => times[index]! >= end).slice(0, mostLooks)]
}

function perpetual(parts: PictureGrid[][]): boolean[] {
  const changes = new Uint32Array(gridColumns * gridRows)
  let pairs = 0
  for (const grids of parts) {
    for (let i = 1; i < grids.length; i++, pairs++) {
      for (let block = 0; block < changes.length; block++) {
        if (Math.abs(grids[i]![block]! - grids[i - 1]![block]!) >= clearChange) changes[block]!++
      }
    }
  }
  const most = pairs < fewestPairs ? Number.POSITIVE_INFINITY : perpetualShare * pairs
  return Array.from(changes, count => count >= most)
}

/** Where no tile was found, head and shoulders. */
function around({ x, y, width, height }: Box): Box {
  return { x: x - width, y: y - height, width: 3 * width, height: 3.5 * height }
}

function isFilled(cameras: Box[], faces: FaceTrack[], pause: Span, picture: { width: number; height: number }): boolean {
  const isBig = faces.some(({ sightings }) => sightings.some(({ at, face }) => face.height > bigFace * picture.height && at > pause.start - sightingReach && at < pause.end + sightingReach))
  if (isBig || cameras.length === 0) return isBig
  const width = Math.max(...cameras.map(box => box.x + box.width)) - Math.min(...cameras.map(box => box.x))
  const height = Math.max(...cameras.map(box => box.y + box.height)) - Math.min(...cameras.map(box => box.y))
  return width * height > filledByTiles * picture.width * picture.height
}

function blocksIn(boxes: Box[], picture: { width: number; height: number }): boolean[] {
  const blocks = new Array<boolean>(gridColumns * gridRows).fill(false)
  const columns = gridColumns / picture.width
  const rows = gridRows / picture.height
  for (const { x, y, width, height } of boxes) {
    for (let row = Math.max(0, Math.floor(y * rows)); row < Math.min(gridRows, (y + height) * rows); row++) {
      const from = row * gridColumns
      blocks.fill(true, from + Math.max(0, Math.floor(x * columns)), from + Math.min(gridColumns, Math.ceil((x + width) * columns)))
    }
  }
  return blocks
}

function widened(blocks: boolean[], by: { left: number; others: number }): boolean[] {
  const wide = blocks.map(() => false)
  for (const [block, isSet] of blocks.entries()) {
    if (!isSet) continue
    const row = Math.floor(block / gridColumns)
    const column = block % gridColumns
    for (let y = Math.max(0, row - by.others); y <= Math.min(gridRows - 1, row + by.others); y++) {
      wide.fill(true, y * gridColumns + Math.max(0, column - by.left), y * gridColumns + Math.min(gridColumns - 1, column + by.others) + 1)
    }
  }
  return wide
}
