import type { Evidence } from './speaker-votes.ts'

/** How much each face's mouth moved at one moment while `speaker` had the floor. */
export interface Motion { speaker: string; byFace: Map<number, number> }

/** Faces that move more than usual by one standard deviation: so many votes, when seen at this many moments. */
const votesPerDeviation = 3
const enoughMoments = 3
/** Mouths are seen less surely than frames. */
const mostVotes = 2.2

/**
 * What moving mouths tell. Every face is measured against its own average: a person who never sits still is not always the
 * speaker. `samePerson` pairs faces of different layouts; their motions are one average, since a mouth drawn half as large moves
 * half as far over edges twice as steep.
 */
export function mouthVotes(motions: Motion[], faces: number[], samePerson: [number, number][] = []): Evidence {
  const speakers = [...new Set(motions.map(({ speaker }) => speaker))]
  const table = new Map(speakers.map(speaker => [speaker, new Map<number, number>()]))
  for (const face of faces) {
    const own = [face, ...samePerson.flatMap(([a, b]) => a === face ? [b] : b === face ? [a] : [])]
    // Motion spreads over orders of magnitude; its logarithm is what compares.
    const values = motions.flatMap(({ speaker, byFace }) => own.filter(id => byFace.has(id)).map(id => ({ speaker, value: Math.log(0.5 + byFace.get(id)!) })))
    const mean = average(values.map(({ value }) => value))
    const spread = Math.max(0.15, Math.sqrt(average(values.map(({ value }) => (value - mean) ** 2))))
    for (const speaker of speakers) {
      const then = values.filter(entry => entry.speaker === speaker).map(({ value }) => value)
      // One look is no evidence.
      const lift = then.length > 1 ? (average(then) - mean) / spread * Math.min(1, then.length / enoughMoments) : 0
      table.get(speaker)!.set(face, Math.max(-mostVotes, Math.min(mostVotes, votesPerDeviation * lift)))
    }
  }
  return (speaker, face) => table.get(speaker)?.get(face) ?? 0
}

function average(values: number[]): number {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0
}
