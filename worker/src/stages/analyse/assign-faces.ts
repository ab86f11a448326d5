import type { Evidence } from './speaker-votes.ts'

/** A pair needs this much evidence … */
const leastEvidence = 1
/** … and this much more than the same speaker has for any other face that is still free. */
const leastLead = 1
/** All pairings are tried up to here; beyond, the clearest pairs are taken first. */
const mostTried = 7

/**
 * The best assignment of faces to speakers as a whole; pairs that are not clear are left out: initials are better than a wrong face.
 * `margin`: how far a pair must be above what it takes to be shown.
 */
export function assignFaces(speakers: string[], faces: number[], evidence: Evidence, margin = 0): Record<string, number> {
  let open = speakers.length <= mostTried && faces.length <= mostTried ? bestPairs(speakers, faces, evidence) : clearestPairs(speakers, faces, evidence)
  const sure: Pair[] = []
  // Once a face is surely somebody's, it is no other choice for the rest.
  for (let isNew = true; isNew;) {
    const free = faces.filter(face => sure.every(pair => pair.face !== face))
    const clear = open.filter(({ speaker, face }) => leadOf(speaker, face, free, evidence) >= margin)
    sure.push(...clear)
    open = open.filter(pair => !clear.includes(pair))
    isNew = clear.length > 0
  }
  return Object.fromEntries(sure.map(({ speaker, face }) => [speaker, face]))
}

/** The faces of each speaker, at most one in each layout. */
export function facesOfSpeakers(speakers: string[], layouts: number[][], evidence: Evidence): Record<string, number[]> {
  const pairs = layouts.flatMap(faces => Object.entries(assignFaces(speakers, faces, evidence)))
  return Object.fromEntries(speakers.map(speaker => [speaker, pairs.filter(([name]) => name === speaker).map(([, id]) => id)]))
}

/** How far a pair is above what it takes to be shown; below 0 it is not. */
export function leadOf(speaker: string, face: number, faces: number[], evidence: Evidence): number {
  const own = evidence(speaker, face)
  const others = faces.filter(other => other !== face).map(other => evidence(speaker, other))
  return Math.min(own - leastEvidence, own - Math.max(0, ...others) - leastLead)
}

interface Pair { speaker: string; face: number }

function bestPairs(speakers: string[], faces: number[], evidence: Evidence): Pair[] {
  const [speaker, ...rest] = speakers
  if (speaker === undefined) return []
  const total = (pairs: Pair[]): number => pairs.reduce((sum, pair) => sum + evidence(pair.speaker, pair.face), 0)
  // Nobody has to have a face: somebody may be without camera.
  let best = bestPairs(rest, faces, evidence)
  for (const face of faces) {
    if (evidence(speaker, face) <= 0) continue
    const pairs = [{ speaker, face }, ...bestPairs(rest, faces.filter(other => other !== face), evidence)]
    if (total(pairs) > total(best)) best = pairs
  }
  return best
}

function clearestPairs(speakers: string[], faces: number[], evidence: Evidence): Pair[] {
  const all = speakers.flatMap(speaker => faces.map(face => ({ speaker, face }))).sort((a, b) => evidence(b.speaker, b.face) - evidence(a.speaker, a.face))
  const pairs: Pair[] = []
  for (const pair of all) {
    if (pairs.every(other => other.speaker !== pair.speaker && other.face !== pair.face)) pairs.push(pair)
  }
  return pairs
}
