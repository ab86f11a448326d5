/** How much each face's mouth moved at one moment while `speaker` had the floor. */
export interface Motion { speaker: string; byFace: Map<number, number> }

/** A speaker's face must move this much more than it usually does (in its own standard deviations) … */
const leastLift = 0.35
/** … and this much more than any other face does then. */
const leastLead = 0.3
/** One look is no evidence. */
const leastMoments = 2
/** All pairings are tried up to here; beyond, the clearest pairs are taken first. */
const mostTried = 7

/**
 * The best assignment of faces to speakers as a whole; pairs that are not clear are left out.
 * Every face is measured against its own average: a person who never sits still is not always the speaker.
 */
export function assignFaces(motions: Motion[], faces: number[]): Record<string, number> {
  const speakers = [...new Set(motions.map(({ speaker }) => speaker))]
  const lift = liftTable(motions, speakers, faces)
  const pairs = speakers.length <= mostTried && faces.length <= mostTried ? bestPairs(speakers, faces, lift) : clearestPairs(speakers, faces, lift)
  const sure = pairs.filter(({ speaker, face }) => {
    const own = lift(speaker, face)
    const others = faces.filter(other => other !== face).map(other => lift(speaker, other))
    return own >= leastLift && own - Math.max(Number.NEGATIVE_INFINITY, ...others) >= leastLead
      && motions.filter(motion => motion.speaker === speaker && motion.byFace.has(face)).length >= leastMoments
  })
  return Object.fromEntries(sure.map(({ speaker, face }) => [speaker, face]))
}

type Lift = (speaker: string, face: number) => number
interface Pair { speaker: string; face: number }

function liftTable(motions: Motion[], speakers: string[], faces: number[]): Lift {
  const table = new Map<string, Map<number, number>>(speakers.map(speaker => [speaker, new Map()]))
  for (const face of faces) {
    // Motion spreads over orders of magnitude; its logarithm is what compares.
    const values = motions.flatMap(({ speaker, byFace }) => byFace.has(face) ? [{ speaker, value: Math.log(0.05 + byFace.get(face)!) }] : [])
    const mean = average(values.map(({ value }) => value))
    const spread = Math.max(0.15, Math.sqrt(average(values.map(({ value }) => (value - mean) ** 2))))
    for (const speaker of speakers) {
      const own = values.filter(entry => entry.speaker === speaker)
      table.get(speaker)!.set(face, own.length > 0 ? (average(own.map(({ value }) => value)) - mean) / spread : -1)
    }
  }
  return (speaker, face) => table.get(speaker)!.get(face)!
}

function bestPairs(speakers: string[], faces: number[], lift: Lift): Pair[] {
  const [speaker, ...rest] = speakers
  if (speaker === undefined) return []
  const total = (pairs: Pair[]): number => pairs.reduce((sum, pair) => sum + lift(pair.speaker, pair.face), 0)
  // Nobody has to have a face: somebody may be without camera.
  let best = bestPairs(rest, faces, lift)
  for (const face of faces) {
    const pairs = [{ speaker, face }, ...bestPairs(rest, faces.filter(other => other !== face), lift)]
    if (total(pairs) > total(best)) best = pairs
  }
  return best
}

function clearestPairs(speakers: string[], faces: number[], lift: Lift): Pair[] {
  const all = speakers.flatMap(speaker => faces.map(face => ({ speaker, face }))).sort((a, b) => lift(b.speaker, b.face) - lift(a.speaker, a.face))
  const pairs: Pair[] = []
  for (const pair of all) {
    if (pairs.every(other => other.speaker !== pair.speaker && other.face !== pair.face)) pairs.push(pair)
  }
  return pairs
}

function average(values: number[]): number {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0
}
