import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { Edges } from './camera-tile.ts'

/** A face and the tile that was found around it by itself, if any. */
export interface FaceInTile { face: Box; tile: Box | null }

/** Tiles of one row or column begin this exactly (in points) at the same place. */
const sloppiness = 2
/** How much of a side is a weak edge, a clear one and a strong one: each counts a third. */
const edgeSteps = [3, 8, 20]
/** A tile that was found by itself may be so many points smaller or larger than it should be … */
const sizeErrors = [-3, -2, -1, 0, 1, 2, 3, 4, 5, 6]
/** … and may begin so far from where it should. */
const placeErrors = [-5, -4, -3, -2, -1, 0, 1, 2, 3]
/** Of equal fits the smaller one is safer: a crop in it crosses no border. */
const costPerPoint = 0.001
const leastSeen = 0.3
/** Round corners have no edge. */
const corner = 0.1
/** A head is well inside its tile. */
const margin = 0.12
/** Boxes that are a point off may touch. */
const mostOverlap = 1

/**
 * Tiles of one layout are equally large and stand in rows and columns: from the tiles that were
 * found, the best one gives the size, and the others are placed by it. A face that fits nowhere
 * keeps the tile it had, unless that lies over one of the others.
 */
export function alignTiles(faces: FaceInTile[], edges: Edges): (Box | null)[] {
  const shares = measureSides(edges)
  let best: Placed | null = null
  for (const [first, { tile }] of faces.entries()) {
    if (!tile) continue
    for (const width of sizeErrors) for (const height of sizeErrors) {
      const size = { width: tile.width + width, height: tile.height + height }
      const start = bestOf(placeErrors.map(x => tile.x + x), placeErrors.map(y => tile.y + y), size, shares, () => true)
      const placed = start && placeAll(faces, first, start, shares)
      if (placed && placed.tiles.filter(Boolean).length >= 2 && placed.score > (best?.score ?? 0)) best = placed
    }
  }
  if (!best) return faces.map(({ tile }) => tile)
  const { tiles } = best
  return faces.map(({ tile }, index) => tiles[index] ?? (tile && tiles.some(other => other && overlaps(other, tile)) ? null : tile))
}

interface Spot { box: Box; score: number }
interface Placed { tiles: (Box | null)[]; score: number }

/** Places one face after the other, each in the row or column of one that is placed. */
function placeAll(faces: FaceInTile[], first: number, start: Spot, shares: SideShares): Placed {
  const tiles: (Box | null)[] = faces.map((_, index) => index === first ? start.box : null)
  let score = start.score
  for (let isNew = true; isNew;) {
    isNew = false
    for (const [index, { face }] of faces.entries()) {
      if (tiles[index]) continue
      const others = faces.flatMap((other, i) => i === index ? [] : [other.face])
      const spot = bestSpot(face, others, tiles.filter(tile => tile !== null), shares)
      if (!spot) continue
      tiles[index] = spot.box
      score += spot.score
      isNew = true
    }
  }
  return { tiles, score }
}

/** The best place for a tile like those placed, around this face and none of the others. */
function bestSpot(face: Box, others: Box[], placed: Box[], shares: SideShares): Spot | null {
  const { width, height } = placed[0]!
  const middle = { x: face.x + face.width / 2, y: face.y + face.height / 2 }
  const xs = range(middle.x - width * (1 - margin), middle.x - width * margin)
  const ys = range(middle.y - height * (1 - margin), middle.y - height * margin)
  const isInLine = (place: number, pick: 'x' | 'y'): boolean => placed.some(tile => Math.abs(tile[pick] - place) <= sloppiness)
  const columns = xs.filter(x => isInLine(x, 'x'))
  const rows = ys.filter(y => isInLine(y, 'y'))
  const isFree = (box: Box): boolean => !placed.some(tile => overlaps(tile, box)) && !others.some(other => holdsMiddle(box, other))
  const inColumn = bestOf(columns, ys, { width, height }, shares, isFree)
  const inRow = bestOf(xs, rows, { width, height }, shares, isFree)
  return (inRow?.score ?? 0) > (inColumn?.score ?? 0) ? inRow : inColumn
}

function range(from: number, to: number): number[] {
  const first = Math.ceil(from)
  return Array.from({ length: Math.max(0, Math.floor(to) - first + 1) }, (_, index) => first + index)
}

function bestOf(xs: number[], ys: number[], size: { width: number; height: number }, shares: SideShares, isFree: (box: Box) => boolean): Spot | null {
  const box = { x: 0, y: 0, ...size }
  let best: Spot | null = null
  for (const x of xs) for (const y of ys) {
    [box.x, box.y] = [x, y]
    const score = seenShare(shares, box) - costPerPoint * (size.width + size.height)
    if (score >= leastSeen && score > (best?.score ?? 0) && isFree(box)) best = { box: { ...box }, score }
  }
  return best
}

/** Running sums of how much of an edge each point is: down each column (upright) and along each row (level). */
interface SideShares { width: number; height: number; upright: Float64Array; level: Float64Array }

function measureSides({ width, height, upright, level }: Edges): SideShares {
  const sums = { width, height, upright: new Float64Array(width * (height + 1)), level: new Float64Array((width + 1) * height) }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      sums.upright[(y + 1) * width + x] = sums.upright[y * width + x]! + edgeShare(upright[y * width + x]!)
      sums.level[y * (width + 1) + x + 1] = sums.level[y * (width + 1) + x]! + edgeShare(level[y * width + x]!)
    }
  }
  return sums
}

function edgeShare(step: number): number {
  return edgeSteps.filter(least => step >= least).length / edgeSteps.length
}

/** How much of the rectangle's four sides is an edge, 0..1; the border of the picture is none. */
function seenShare({ width, height, upright, level }: SideShares, box: Box): number {
  const [right, bottom] = [box.x + box.width, box.y + box.height]
  if (box.x < 0 || box.y < 0 || right > width || bottom > height) return 0
  const [top, low] = [Math.round(box.y + corner * box.height), Math.round(bottom - corner * box.height)]
  const [left, far] = [Math.round(box.x + corner * box.width), Math.round(right - corner * box.width)]
  const down = (x: number): number => x >= width ? 0 : (upright[low * width + x]! - upright[top * width + x]!) / (low - top)
  const across = (y: number): number => y >= height ? 0 : (level[y * (width + 1) + far]! - level[y * (width + 1) + left]!) / (far - left)
  return (down(box.x) + down(right) + across(box.y) + across(bottom)) / 4
}

function overlaps(a: Box, b: Box): boolean {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > mostOverlap && height > mostOverlap
}

function holdsMiddle(box: Box, face: Box): boolean {
  const x = face.x + face.width / 2
  const y = face.y + face.height / 2
  return x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height
}
