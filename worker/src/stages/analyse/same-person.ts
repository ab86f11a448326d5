import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { FaceTrack } from '../../plan/facts.ts'
import type { Picture } from '../../tools/face-detector.ts'

/** A picture of the recording at `at`, scaled by `scale` from the source. */
export interface KeptPicture { at: number; picture: Picture; scale: number }

/** A person's look: colours on a grid over head, shoulders and the room behind. */
const columns = 13
const rows = 10
const reach = { left: 1.2, right: 1.2, up: 0.8, down: 1.1 }
const mostPictures = 5
/** Mean difference in colour (0..255) of the same camera in two layouts; of two cameras it is several times as much. */
const mostDifference = 24
const leastLead = 0.65

/**
 * Which faces of different layouts are one person's: the same camera, drawn larger or smaller.
 * Only pairs that are each other's best by far; people who look alike stay apart.
 */
export function samePeople(layouts: FaceTrack[][], pictures: KeptPicture[]): [number, number][] {
  const looks = new Map(layouts.flat().map(face => [face.id, lookOf(face, pictures)]))
  return layouts.flatMap((layout, index) => layouts.slice(index + 1).flatMap(other => pairsOf(layout, other, looks)))
}

function pairsOf(one: FaceTrack[], other: FaceTrack[], looks: Map<number, Float32Array | null>): [number, number][] {
  const difference = (a: FaceTrack, b: FaceTrack): number => differenceOf(looks.get(a.id) ?? null, looks.get(b.id) ?? null)
  const isClear = (value: number, all: number[]): boolean => value <= mostDifference && all.filter(each => each * leastLead <= value).length === 1
  return one.flatMap(a => other.flatMap((b): [number, number][] => {
    const value = difference(a, b)
    return isClear(value, other.map(each => difference(a, each))) && isClear(value, one.map(each => difference(each, b))) ? [[a.id, b.id]] : []
  }))
}

function lookOf({ sightings }: FaceTrack, pictures: KeptPicture[]): Float32Array | null {
  const seen = pictures.flatMap(kept => {
    const sighting = sightings.find(({ at }) => at === kept.at)
    return sighting ? [{ kept, face: sighting.face }] : []
  })
  const step = Math.max(1, Math.floor(seen.length / mostPictures))
  const chosen = seen.filter((_, index) => index % step === 0).slice(0, mostPictures)
  if (chosen.length === 0) return null
  const look = new Float32Array(3 * columns * rows)
  for (const { kept, face } of chosen) addColours(look, kept, face, 1 / chosen.length)
  return look
}

function addColours(look: Float32Array, { picture, scale }: KeptPicture, face: Box, weight: number): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = face.x + face.width * (-reach.left + 0.5 + (reach.left + reach.right) * (column + 0.5) / columns)
      const y = face.y + face.height * (0.5 - reach.up + (reach.up + reach.down) * (row + 0.5) / rows)
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
  return a.reduce((sum, value, index) => sum + Math.abs(value - b[index]!), 0) / a.length
}
