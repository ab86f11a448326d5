import type { Cue } from '@f2l/common/contracts/transcript.ts'

/** Whose tile was framed at one moment: the face's id, or null when no tile was. */
export interface FrameSeen { at: number; lit: number | null }

/** How clearly `speaker` and a face belong together: above 0 for, below 0 against (natural logarithm of odds). */
export type Evidence = (speaker: string, face: number) => number

/** Meeting tools turn to the next speaker this late at most (seconds). */
const lag = 0.6
/** So often the framed tile is that of somebody speaking by the transcript. */
const trust = 0.8
/** Nobody's tile framed while somebody speaks: they may have none. */
const unframed = -0.5
/** Somebody throwing in a word rarely gets the frame. */
const wholeTurnSeconds = 3
/** A frame that never goes is decoration: at least this many looks with one, and either two faces or a look without. */
const leastLooks = 2

/**
 * What the tool's own speaker frame tells in one layout; nothing where frames do not come and go, and nothing about `large`,
 * a face in a large picture of its own, as long as that is never framed: tools frame the small ones.
 */
export function frameVotes(seen: FrameSeen[], cues: Cue[], faces: number[], large: number | null = null): Evidence {
  const table = new Map<string, Map<number, number>>()
  if (comesAndGoes(seen)) {
    for (const { at, lit } of seen) {
      for (const [speaker, weight] of speakingAt(cues, at)) addVote(table, speaker, weight, faces, lit)
    }
  }
  const isSilent = (face: number): boolean => face === large && seen.every(({ lit }) => lit !== face)
  return (speaker, face) => isSilent(face) ? 0 : table.get(speaker)?.get(face) ?? 0
}

function comesAndGoes(seen: FrameSeen[]): boolean {
  const lit = seen.filter(look => look.lit !== null)
  return lit.length >= leastLooks && (lit.length < seen.length || new Set(lit.map(look => look.lit)).size > 1)
}

function addVote(table: Map<string, Map<number, number>>, speaker: string, weight: number, faces: number[], lit: number | null): void {
  const row = table.get(speaker) ?? new Map<number, number>()
  table.set(speaker, row)
  const count = Math.max(2, faces.length)
  for (const face of faces) {
    const vote = lit === null ? unframed : Math.log(face === lit ? trust * count : (1 - trust) * count / (count - 1))
    row.set(face, (row.get(face) ?? 0) + weight * vote)
  }
}

/** Who spoke just before this moment: 1 for who spoke alone, much less for each of those who spoke at once. */
export function speakingAt(cues: Cue[], at: number): Map<string, number> {
  const shares = new Map<string, number>()
  for (const { speaker, start, end } of cues) {
    const seconds = Math.min(end, at) - Math.max(start, at - lag)
    if (!speaker?.trim() || seconds <= 0) continue
    shares.set(speaker, (shares.get(speaker) ?? 0) + seconds * Math.min(1, (end - start) / wholeTurnSeconds))
  }
  const total = [...shares.values()].reduce((sum, share) => sum + share, 0)
  return new Map([...shares].map(([speaker, share]) => [speaker, (share / total) ** 2]))
}
