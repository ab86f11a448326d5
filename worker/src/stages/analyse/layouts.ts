import type { FaceTrack } from '../../plan/facts.ts'

type Seen = Pick<FaceTrack, 'sightings'>

/**
 * Faces that are seen together make a layout (gallery, strip beside a shared screen …); each person has one face in each.
 * Faces come busiest first.
 */
export function layoutsOf<Face extends Seen>(faces: Face[]): Face[][] {
  const layouts: { faces: Face[]; times: Set<number> }[] = []
  for (const face of faces) {
    const times = face.sightings.map(({ at }) => at)
    const layout = layouts.find(known => times.filter(at => known.times.has(at)).length > times.length / 2)
    if (layout) layout.faces.push(face)
    else layouts.push({ faces: [face], times: new Set(times) })
  }
  return layouts.map(layout => layout.faces)
}

/** The layout at each of `times`: the one of which the most faces, and few missing, are seen then; −1 where none is. */
export function layoutAt(times: number[], layouts: Seen[][]): number[] {
  const seen = layouts.map(faces => countsOf(faces))
  return times.map(at => {
    let best = -1
    let bestScore = 0
    for (const [index, counts] of seen.entries()) {
      const count = counts.get(at) ?? 0
      const score = count * Math.sqrt(count / layouts[index]!.length)
      if (score > bestScore) [best, bestScore] = [index, score]
    }
    return best
  })
}

function countsOf(faces: Seen[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const { sightings } of faces) {
    for (const { at } of sightings) counts.set(at, (counts.get(at) ?? 0) + 1)
  }
  return counts
}
