import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { Edges } from './camera-tile.ts'

/** A face and the tile that was found around it by itself, if any. */
export interface FaceInTile { face: Box; tile: Box | null; /** Other rectangles it may be. */ candidates?: Box[] }

/** Tiles of one row or column begin this exactly (in points) at the same place. */
const sloppiness = 2
/** How much of a side is a weak edge, a clear one and a strong one: each counts a third; ascending. */
const edgeSteps = [3, 8, 20]
/** A tile that was found by itself may be so many points smaller or larger than it should be … */
const sizeErrors = range(-3, 6)
/** … and may begin so far from where it should. */
const placeErrors = range(-6, 8)
/** So many of the sizes are tried with the other faces. */
const mostSizes = 5
/** Of equal fits the smaller one is safer: a crop in it crosses no border. */
const costPerPoint = 0.001
const leastSeen = 0.3
/** So far inside a side, beyond a drawn frame, nearly no step of a grey value or more: that is no camera's picture. */
const rim = 3
const plainStep = 0.5
const plainShare = 0.96
const costPerPlainSide = 0.12
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
  const starts = faces.flatMap(({ tile, candidates }, first) => [...tile ? [tile] : [], ...candidates ?? []].map(start => ({ first, tile: start })))
  for (const { first, tile } of starts) {
    for (const start of likeliestSizes(tile, shares)) {
      const placed = placeAll(faces, first, start, shares)
      if (placed.tiles.filter(Boolean).length >= 2 && placed.score > (best?.score ?? 0)) best = placed
    }
  }
  if (!best) return faces.map(({ tile }) => tile)
  const { tiles } = best
  return faces.map(({ tile }, index) => tiles[index] ?? (tile && tiles.some(other => other && overlaps(other, tile)) ? null : tile))
}

/** Rectangles about as large as this one, best first. */
function likeliestSizes(tile: Box, shares: SideShares): Spot[] {
  const spots = sizeErrors.flatMap(width => sizeErrors.map(height =>
    bestOf(placeErrors.map(x => tile.x + x), placeErrors.map(y => tile.y + y), { width: tile.width + width, height: tile.height + height }, shares, () => true)))
  return spots.filter(spot => spot !== null).sort((a, b) => b.score - a.score).slice(0, mostSizes)
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
    const seen = seenShare(shares, box)
    if (seen < leastSeen) continue
    const score = seen - costPerPoint * (size.width + size.height) - costPerPlainSide * plainSides(shares, box)
    if (score >= leastSeen && score > (best?.score ?? 0) && isFree(box)) best = { box: { ...box }, score }
  }
  return best
}

/** Running sums of how much of an edge each point is: down each column (upright) and along each row (level). */
interface SideShares { width: number; height: number; upright: Float64Array; level: Float64Array; plainDown: Float64Array; plainAlong: Float64Array }

function measureSides({ width, height, upright, level }: Edges): SideShares {
  const sums = { width, height, upright: new Float64Array(width * (height + 1)), level: new Float64Array((width + 1) * height), plainDown: new Float64Array(width * (height + 1)), plainAlong: new Float64Array((width + 1) * height) }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      sums.upright[(y + 1) * width + x] = sums.upright[y * width + x]! + edgeShare(upright[y * width + x]!)
      sums.level[y * (width + 1) + x + 1] = sums.level[y * (width + 1) + x]! + edgeShare(level[y * width + x]!)
      sums.plainDown[(y + 1) * width + x] = sums.plainDown[y * width + x]! + (level[y * width + x]! < plainStep ? 1 : 0)
      sums.plainAlong[y * (width + 1) + x + 1] = sums.plainAlong[y * (width + 1) + x]! + (upright[y * width + x]! < plainStep ? 1 : 0)
    }
  }
  return sums
}

function edgeShare(step: number): number {
  let reached = 0
  while (reached < edgeSteps.length && step >= edgeSteps[reached]!) reached++
  return reached / edgeSteps.length
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

/** Sides along whose inside nothing but one colour lies: the gap between tiles, taken for a part of one. */
function plainSides({ width, height, plainDown, plainAlong }: SideShares, box: Box): number {
  const [left, right] = [box.x + rim, box.x + box.width - 1 - rim]
  const [top, bottom] = [box.y + rim, box.y + box.height - 1 - rim]
  if (left < 0 || top < 0 || right >= width || bottom >= height || right <= left || bottom <= top) return 0
  const down = (x: number): number => (plainDown[bottom * width + x]! - plainDown[top * width + x]!) / (bottom - top)
  const along = (y: number): number => (plainAlong[y * (width + 1) + right]! - plainAlong[y * (width + 1) + left]!) / (right - left)
  return [down(left), down(right), along(top), along(bottom)].filter(share => share > plainShare).length
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
