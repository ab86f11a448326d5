import type { Box } from '@f2l/common/contracts/edit-plan.ts'

/** Names are at most so high and so far from the edge: part of the tile's height, of the picture's, and never less points; at most this part of the tile. */
const reach = { ofTile: 0.17, ofPicture: 1 / 30, least: 22, most: 0.4 }
/** Their letters are this high (part of the tile, at most of the picture), and are read best at about this height, drawn at most so much smaller or larger. */
const letters = { ofTile: 0.085, ofPicture: 1 / 36, readHeight: 18, smallest: 0.5, largest: 2 }

/** Where meeting tools write a name on a tile: along its lower edge, else along its upper one. In points of the picture. */
export function labelPlaces({ x, y, width, height }: Box, pictureHeight: number): Box[] {
  const high = Math.min(reach.most * height, Math.max(reach.ofTile * height, reach.ofPicture * pictureHeight, reach.least))
  return [{ x, y: y + height - high, width, height: high }, { x, y, width, height: high }]
}

/** How many times as large the letters of a tile have to be drawn to be read. */
export function letterScale({ height }: Box, pictureHeight: number): number {
  const usual = Math.min(letters.ofTile * height, letters.ofPicture * pictureHeight)
  return Math.max(letters.smallest, Math.min(letters.largest, letters.readHeight / usual))
}
