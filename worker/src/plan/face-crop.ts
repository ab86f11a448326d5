import type { Box } from '@f2l/common/contracts/edit-plan.ts'

/** The square is this many faces high: head and shoulders; at least so many where a head is low in its tile. */
const faces = 2.7
const leastFaces = 1.8
/** BlazeFace's box is centred on the nose; the eyes lie this much of its height above. */
const eyesAboveCentre = 0.23
/** So far from the top of the square (a share of it) the eyes stand. */
export const eyesAt = 0.35
/** Stay off the tile's rim, where frames and name tags are drawn. */
const rim = 2

/**
 * A square of the source picture around a face, eyes a little above a third from its top,
 * never across the tile's border or out of the picture. Even numbers (yuv420).
 */
export function cropAround(face: Box, tile: Box | null, picture: { width: number; height: number }): Box {
  const bounds = tile ? { x: tile.x + rim, y: tile.y + rim, width: tile.width - 2 * rim, height: tile.height - 2 * rim } : { x: 0, y: 0, ...picture }
  const eyes = face.y + face.height * (0.5 - eyesAboveCentre)
  const long = Math.max(face.width, face.height)
  // Below the eyes there must be room for the rest of the square, else they would stand too low in it.
  const roomy = Math.max(leastFaces * long, (bounds.y + bounds.height - eyes) / (1 - eyesAt))
  const size = evenDown(Math.min(faces * long, roomy, bounds.width, bounds.height))
  return {
    x: evenWithin(face.x + face.width / 2 - size / 2, bounds.x, bounds.x + bounds.width - size),
    y: evenWithin(eyes - eyesAt * size, bounds.y, bounds.y + bounds.height - size),
    width: size, height: size,
  }
}

function evenDown(value: number): number {
  return Math.max(2, 2 * Math.floor(value / 2))
}

function evenWithin(value: number, least: number, most: number): number {
  const lowest = 2 * Math.ceil(least / 2)
  return Math.max(lowest, Math.min(2 * Math.floor(most / 2), 2 * Math.round(value / 2)))
}
