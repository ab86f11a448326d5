import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { Picture } from '../../tools/face-detector.ts'

/** The frame is looked for this many points inside and outside the tile's edge … */
const inside = 5
const outside = 5
/** … as a line that differs on both of its sides, so far away, by at least this much in some colour. */
const besides = 3
const leastContrast = 34
/** A drawn line has one colour all along: mean difference from its own mean. */
const mostSpread = 16
/** A frame shines: its colour is saturated by this much, or its darkest part is as bright as this (white, yellow). */
const leastChroma = 45
const leastWhite = 165
/** Sides of one frame look alike to this much in each colour; blurred by scaling, they are not equal. */
const mostDifference = 48
/** One side may be hidden by a name label or the border of the picture. */
const leastSides = 3
/** Round corners and the frames of neighbours are left out. */
const corner = 0.14

type Colour = [number, number, number]
interface Line { colour: Colour; spread: number }

/**
 * The tiles with a bright frame drawn around them, as meeting tools mark the one who speaks.
 * @returns the colour of each tile's frame, null where none is lit
 */
export function litFrames(picture: Picture, tiles: Box[]): (Colour | null)[] {
  return tiles.map(tile => frameOf(sidesOf(picture, tile)))
}

/** Of the tiles with a frame only one stands out: frames that all tiles have, or two share, tell nothing. */
export function litTile(picture: Picture, tiles: (Box | null)[]): number | null {
  const frames = litFrames(picture, tiles.map(tile => tile ?? { x: 0, y: 0, width: 0, height: 0 }))
  const lit = frames.flatMap((colour, index) => colour && tiles[index] ? [index] : [])
  return lit.length === 1 ? lit[0]! : null
}

/** For each side the lines that could be part of a frame. */
function sidesOf(picture: Picture, tile: Box): Line[][] {
  if (tile.width < 20 || tile.height < 16) return []
  const across = { from: tile.x + corner * tile.width, to: tile.x + (1 - corner) * tile.width }
  const down = { from: tile.y + corner * tile.height, to: tile.y + (1 - corner) * tile.height }
  return [
    frameLines(depth => lineOf(picture, { y: tile.y + depth, ...across })),
    frameLines(depth => lineOf(picture, { y: tile.y + tile.height - 1 - depth, ...across })),
    frameLines(depth => lineOf(picture, { x: tile.x + depth, ...down })),
    frameLines(depth => lineOf(picture, { x: tile.x + tile.width - 1 - depth, ...down })),
  ]
}

/** `lineAt` gives the line so many points inside the tile's edge (outside: below 0); null outside the picture. */
function frameLines(lineAt: (depth: number) => Line | null): Line[] {
  const lines: Line[] = []
  for (let depth = -outside; depth <= inside; depth++) {
    const line = lineAt(depth)
    if (!line || line.spread > mostSpread || !shines(line.colour)) continue
    const beside = [lineAt(depth - besides), lineAt(depth + besides)]
    if (beside.every(other => other === null || farthestPart(other.colour, line.colour) >= leastContrast)) lines.push(line)
  }
  return lines
}

function lineOf({ width, height, rgb }: Picture, line: { x: number; from: number; to: number } | { y: number; from: number; to: number }): Line | null {
  const isUpright = 'x' in line
  const place = Math.round(isUpright ? line.x : line.y)
  if (place < 0 || place >= (isUpright ? width : height)) return null
  const step = isUpright ? 3 * width : 3
  const from = Math.max(0, Math.round(line.from))
  const to = Math.min(isUpright ? height : width, Math.round(line.to))
  const start = isUpright ? 3 * place : 3 * width * place
  const colour: Colour = [0, 0, 0]
  for (let i = from; i < to; i++) for (let c = 0; c < 3; c++) colour[c]! += rgb[start + step * i + c]! / (to - from)
  let spread = 0
  for (let i = from; i < to; i++) for (let c = 0; c < 3; c++) spread += Math.abs(rgb[start + step * i + c]! - colour[c]!) / (3 * (to - from))
  return { colour, spread }
}

function frameOf(sides: Line[][]): Colour | null {
  for (const { colour } of sides.flat()) {
    if (sides.filter(lines => lines.some(line => farthestPart(line.colour, colour) <= mostDifference)).length >= leastSides) return colour
  }
  return null
}

function shines(colour: Colour): boolean {
  const darkest = Math.min(...colour)
  return Math.max(...colour) - darkest >= leastChroma || darkest >= leastWhite
}

function farthestPart(a: Colour, b: Colour): number {
  return Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]), Math.abs(a[2] - b[2]))
}
