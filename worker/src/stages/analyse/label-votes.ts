import type { Evidence } from './speaker-votes.ts'

/** A tile on which a speaker's name was read. */
export interface Named { face: number; speaker: string }

/** More than mouths may tell, less than frames that were seen often. */
const votes = 5

/**
 * What names on tiles tell: for the one it names, against everybody else in this tile, and against any other tile of the layout
 * for the one. A name that stands on two tiles of a layout tells nothing. `links` pair faces of different layouts that are one person's.
 */
export function labelVotes(named: Named[], layouts: number[][], links: [number, number][]): Evidence {
  const known = new Map(layouts.flatMap(faces => onceEach(named.filter(({ face }) => faces.includes(face)))).map(({ face, speaker }) => [face, speaker]))
  for (const [a, b] of links) {
    const [one, other] = [known.get(a), known.get(b)]
    if (one !== undefined && other === undefined) known.set(b, one)
    if (other !== undefined && one === undefined) known.set(a, other)
  }
  const home = (face: number): number[] => layouts.find(faces => faces.includes(face)) ?? []
  return (speaker, face) => {
    const own = known.get(face)
    if (own !== undefined) return own === speaker ? votes : -votes
    return home(face).some(other => known.get(other) === speaker) ? -votes : 0
  }
}

function onceEach(named: Named[]): Named[] {
  return named.filter(({ speaker }) => named.filter(other => other.speaker === speaker).length === 1)
}
