import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { GreyPicture, Picture } from '../../tools/face-detector.ts'

/** A step of this many grey values in the average picture, over two points as scaling blurs it, is an edge: what moves blurs away there. */
const edgeStep = 7
/** This much of each side must be an edge (or the border of the picture). */
const leastCoverage = 0.6
/** A tile reaches at most this many face widths from the face's centre, and at least this many: closer lines are the head's own. */
const reach = { nearest: 0.75, farthest: 7 }
const candidatesPerSide = 12
/** Sides of a tile end at its corners; shelves and door frames behind a person go on. So much of a side's length is looked at beyond. */
const beyond = 0.15
const costOfRunOn = 0.25
/** Other rectangles that a tile may be: so many, each with a side so many points off. */
const mostCandidates = 3
const nearlyLike = 6
/** Camera tiles are between tall phone pictures and wide strips. */
const shapes = { tallest: 0.5, widest: 2.4 }

/**
 * The camera tile around a face: four straight lines that stay while the picture inside moves, and while one camera after the
 * other is shown in it. Null where there are none, for instance when the camera fills the picture. A rectangle that holds one
 * of `others` (faces seen at the same time) is a strip of tiles, not one. `candidates` are the rectangles that it may be
 * instead: in a gallery the sides of tiles go on as those of their neighbours.
 *
 * @param cameras the pictures in which each camera is shown at this place, all of one size
 */
export function findTile(cameras: GreyPicture[][], face: Box, others: Box[] = []): { tile: Box | null; candidates: Box[] } {
  const shots = cameras.filter(pictures => pictures.length > 0)
  if (shots.length === 0) return { tile: null, candidates: [] }
  const edges = commonEdges(shots)
  const { width, height } = edges
  const size = Math.max(face.width, face.height)
  const centre = { x: Math.round(face.x + face.width / 2), y: Math.round(face.y + face.height / 2) }
  const band = { left: centre.x - size * 0.5, right: centre.x + size * 0.5, top: centre.y - size * 0.5, bottom: centre.y + size * 0.5 }
  const near = Math.round(reach.nearest * size)
  const far = Math.round(reach.farthest * size)
  const columns = (from: number, to: number): number[] => strongest(from, to, width, x => coverage(edges.upright, width, height, { x, from: band.top, to: band.bottom }))
  const rows = (from: number, to: number): number[] => strongest(from, to, height, y => coverage(edges.level, width, height, { y, from: band.left, to: band.right }))
  const found = rectangles(edges, width, height, {
    lefts: columns(centre.x - far, centre.x - near), rights: columns(centre.x + near, centre.x + far),
    tops: rows(centre.y - far, centre.y - near), bottoms: rows(centre.y + near, centre.y + far),
  }, others)
  const tile = found.reduce<Rectangle | null>((best, each) => each.score > (best?.score ?? 0) ? each : best, null)?.box ?? null
  return { tile, candidates: likeliest(found, tile) }
}

/** Those with the clearest sides, none nearly like another. */
function likeliest(found: Rectangle[], tile: Box | null): Box[] {
  const chosen: Box[] = []
  for (const { box } of found.toSorted((a, b) => b.sides - a.sides)) {
    if (chosen.length >= mostCandidates) break
    if ([...chosen, ...tile ? [tile] : []].every(other => farthestSide(other, box) > nearlyLike)) chosen.push(box)
  }
  return chosen
}

function farthestSide(a: Box, b: Box): number {
  return Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y), Math.abs(a.x + a.width - b.x - b.width), Math.abs(a.y + a.height - b.y - b.height))
}

/**
 * In how many of the cameras each point is on an edge, 0..1: one average of them all would blur away the border of the tile
 * that they share, and one camera alone has shelves and door frames.
 */
function commonEdges(shots: GreyPicture[][]): Edges {
  const all = shots.map(standingEdges)
  const { width, height } = all[0]!
  return { width, height, upright: edgeShare(all.map(({ upright }) => upright), 1), level: edgeShare(all.map(({ level }) => level), width) }
}

/** `step`: how far the next point across the edge is. */
function edgeShare(maps: Float32Array[], step: number): Float32Array {
  const share = new Float32Array(maps[0]!.length)
  for (const edges of maps) {
    for (let i = 0; i + step < share.length; i++) {
      if (edges[i]! + edges[i + step]! >= edgeStep) share[i]! += 1 / maps.length
    }
  }
  return share
}

export interface Edges { width: number; height: number; /** Between a point and its left neighbour. */ upright: Float32Array; /** Between a point and the one above. */ level: Float32Array }

/** What stays an edge over all of the pictures (of one size, at least one). */
export function standingEdges(pictures: GreyPicture[]): Edges {
  const { width, height } = pictures[0]!
  const upright = new Float32Array(width * height)
  const level = new Float32Array(width * height)
  const mean = averageOf(pictures)
  for (let y = 1; y < height; y++) {
    for (let x = 1; x < width; x++) {
      const i = y * width + x
      upright[i] = Math.abs(mean[i]! - mean[i - 1]!)
      level[i] = Math.abs(mean[i]! - mean[i - width]!)
    }
  }
  return { width, height, upright, level }
}

function averageOf(pictures: GreyPicture[]): Float32Array {
  const mean = new Float32Array(pictures[0]!.grey.length)
  for (const { grey } of pictures) {
    for (let i = 0; i < mean.length; i++) mean[i]! += grey[i]! / pictures.length
  }
  return mean
}

export function greyOf({ width, height, rgb }: Picture): GreyPicture {
  const grey = new Uint8Array(width * height)
  // Rec. 709 luma, good enough for edges.
  for (let i = 0; i < grey.length; i++) grey[i] = (54 * rgb[3 * i]! + 183 * rgb[3 * i + 1]! + 19 * rgb[3 * i + 2]!) >> 8
  return { width, height, grey }
}

type Line = { x: number; from: number; to: number } | { y: number; from: number; to: number }

/** Share of a line that is an edge. The picture's own border counts whole. */
function coverage(edges: Float32Array, width: number, height: number, line: Line): number {
  const isUpright = 'x' in line
  const place = isUpright ? line.x : line.y
  if (isBorder(place, isUpright ? width : height)) return 1
  const from = Math.max(0, Math.round(line.from))
  const to = Math.min(isUpright ? height : width, Math.round(line.to))
  let sum = 0
  for (let i = from; i < to; i++) sum += edges[isUpright ? i * width + place : place * width + i]!
  return sum / Math.max(1, to - from)
}

/** The places in [from, to] with the most edge, the picture's border always among them when it is in reach. */
function strongest(from: number, to: number, limit: number, coverageAt: (place: number) => number): number[] {
  const places: { place: number; share: number }[] = []
  for (let place = Math.max(0, from); place <= Math.min(limit - 1, to); place++) {
    const share = coverageAt(place)
    if (share >= leastCoverage) places.push({ place, share })
  }
  return places.sort((a, b) => b.share - a.share).slice(0, candidatesPerSide).map(({ place }) => place)
}

interface Sides { lefts: number[]; rights: number[]; tops: number[]; bottoms: number[] }

interface Rectangle {
  box: Box
  /** How much of its sides is an edge, 0..1; in `score` less for sides that go on. */
  sides: number
  score: number
}

function rectangles(edges: Edges, width: number, height: number, { lefts, rights, tops, bottoms }: Sides, others: Box[]): Rectangle[] {
  const found: Rectangle[] = []
  for (const left of lefts) for (const right of rights) for (const top of tops) for (const bottom of bottoms) {
    const box = { x: left + 1, y: top + 1, width: right - left - 1, height: bottom - top - 1 }
    const isWhole = box.width >= width - 4 && box.height >= height - 4
    const shape = box.width / box.height
    if (isWhole || !(shape >= shapes.tallest && shape <= shapes.widest)) continue
    if (others.some(other => holdsMiddle(box, other))) continue
    if (!isPlausibleSplit(width, height, { left, right, top, bottom })) continue
    const { sides, runOn } = closedness(edges, width, height, { left, right, top, bottom })
    const score = sides - costOfRunOn * runOn
    if (sides >= leastCoverage) found.push({ box, sides, score: score >= leastCoverage ? score : 0 })
  }
  return found
}

function holdsMiddle(box: Box, face: Box): boolean {
  const x = face.x + face.width / 2
  const y = face.y + face.height / 2
  return x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height
}

/** `sides`: 1 for a drawn rectangle, less for gaps in a side, 0 where one is missing; `runOn`: how much they go on beyond its corners. */
function closedness(edges: Edges, width: number, height: number, { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number }): { sides: number; runOn: number } {
  const upright = (x: number, from: number, to: number): number => coverage(edges.upright, width, height, { x, from, to })
  const level = (y: number, from: number, to: number): number => coverage(edges.level, width, height, { y, from, to })
  const moreX = beyond * (right - left)
  const moreY = beyond * (bottom - top)
  const sides = [upright(left, top, bottom), upright(right, top, bottom), level(top, left, right), level(bottom, left, right)]
  const overshoot = [left, right].flatMap(x => isBorder(x, width) ? [] : [upright(x, top - moreY, top - 2), upright(x, bottom + 2, bottom + moreY)])
    .concat([top, bottom].flatMap(y => isBorder(y, height) ? [] : [level(y, left - moreX, left - 2), level(y, right + 2, right + moreX)]))
  const runOn = overshoot.reduce((sum, share) => sum + share, 0) / Math.max(1, overshoot.length)
  return { runOn, sides: Math.min(...sides) < leastCoverage ? 0 : sides.reduce((sum, share) => sum + share, 0) / sides.length }
}

/**
 * Three sides on the picture's border and one line inside: two people side by side, if the line
 * halves or thirds the picture; else a door frame behind one person.
 */
function isPlausibleSplit(width: number, height: number, { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number }): boolean {
  const inner = [[left, width], [right, width], [top, height], [bottom, height]].filter(([place, limit]) => !isBorder(place!, limit!))
  return inner.length > 1 || inner.some(([place, limit]) => [1 / 3, 1 / 2, 2 / 3].some(part => Math.abs(place! / limit! - part) < 0.02))
}

function isBorder(place: number, limit: number): boolean {
  return place <= 0 || place >= limit - 1
}
