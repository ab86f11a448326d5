import type { Box } from '@f2l/common/contracts/edit-plan.ts'

export interface Sighting { at: number; face: Box; score: number }
export interface Track { sightings: Sighting[] }

/** A head moves this far (in face widths) and grows this much in its tile; further away it is somebody else. */
const farthest = 0.8
const mostGrowth = 1.8
/** A face must be there in this share of the pictures looked at, and more than once where there are several. */
const leastShare = 0.03
const leastSightings = 3
/** No pattern is as large as a person who fills the picture for a while. */
const leastBigSightings = 2
/** Patterns that look a little like a face never look much like one. */
const leastBestScore = 0.75

/**
 * Faces seen near the same place become one track each; what was seen once in passing is dropped, unless it is as high as `bigFace`
 * points and was seen twice. Busiest first.
 */
export function followFaces(looks: { at: number; faces: { face: Box; score: number }[] }[], bigFace = Number.POSITIVE_INFINITY): Track[] {
  const tracks: Track[] = []
  for (const { at, faces } of looks) {
    const taken = new Set<Track>()
    for (const { face, score } of faces.toSorted((a, b) => b.score - a.score)) {
      const track = nearest(tracks.filter(candidate => !taken.has(candidate)), face) ?? begin(tracks)
      track.sightings.push({ at, face, score })
      taken.add(track)
    }
  }
  const least = Math.max(Math.min(leastSightings, looks.length), leastShare * looks.length)
  const isEnough = ({ sightings }: Track): boolean => sightings.length >= least || sightings.length >= leastBigSightings && usualFace(sightings).height >= bigFace
  return tracks.filter(track => isEnough(track)).filter(({ sightings }) => sightings.some(({ score }) => score >= leastBestScore)).sort((a, b) => b.sightings.length - a.sightings.length)
}

function begin(tracks: Track[]): Track {
  const track = { sightings: [] }
  tracks.push(track)
  return track
}

function nearest(tracks: Track[], face: Box): Track | null {
  let best: Track | null = null
  let bestDistance = farthest
  for (const track of tracks) {
    const usual = usualFace(track.sightings.slice(-9))
    const growth = Math.max(usual.width / face.width, face.width / usual.width)
    const distance = Math.hypot(centreX(face) - centreX(usual), centreY(face) - centreY(usual)) / Math.max(usual.width, face.width)
    if (growth <= mostGrowth && distance < bestDistance) [best, bestDistance] = [track, distance]
  }
  return best
}

/** The face box in the middle of those seen: one strange sighting does not move it. */
export function usualFace(sightings: { face: Box }[]): Box {
  const middle = (pick: (box: Box) => number): number => sightings.map(({ face }) => pick(face)).sort((a, b) => a - b)[sightings.length >> 1]!
  const width = middle(box => box.width)
  const height = middle(box => box.height)
  return { x: middle(centreX) - width / 2, y: middle(centreY) - height / 2, width, height }
}

function centreX(box: Box): number {
  return box.x + box.width / 2
}

function centreY(box: Box): number {
  return box.y + box.height / 2
}
