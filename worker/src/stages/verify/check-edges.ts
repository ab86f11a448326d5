import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Check } from '@f2l/common/contracts/report.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { envelopeRate, listenRate } from '../../tools/look-and-listen.ts'
import { drawSome } from '../../tools/seeded-random.ts'
import { matchSound } from '../../tools/sound-match.ts'
import type { SoundPair } from './check-sync.ts'
import { reachSeconds } from './reach.ts'
import { expectedLevel, loudest, type Levels } from './sound-levels.ts'
import { frameSeconds } from './verify-input.ts'

/** One side of a cut: the end of a kept piece, or the beginning of the next (seconds of the source). */
export interface Edge { at: number; side: 'before' | 'after' }

/** So far from a cut a syllable is judged. */
const edgeSeconds = 0.16
/** The fade of 3 ms and the limiter's answer to it. */
const fadeSeconds = 0.01
const step = 1 / envelopeRate
/** Steps of 10 ms that may be quieter than planned at an edge: less than a frame. */
const mostQuiet = 3
const quietShare = 0.2
const mostEdges = 40
/** A stretch this short is less alike after encoding than a long one. */
const leastLikeness = 0.5
const clearlyAudible = 6

/** Sides of cuts whose sound is compared wave by wave; all others are compared by their loudness. */
export function chooseEdges(plan: EditPlan, random: () => number): Edge[] {
  const longEnough = edgesOf(plan).filter(({ room }) => room >= edgeSeconds + fadeSeconds)
  return drawSome(longEnough, mostEdges, random)
}

export function edgeSpan({ at, side }: Edge): Span {
  return side === 'before' ? { start: at - edgeSeconds, end: at - fadeSeconds } : { start: at + fadeSeconds, end: at + edgeSeconds }
}

function edgesOf({ keep, frameRate }: EditPlan): (Edge & { room: number })[] {
  const frame = frameSeconds({ frameRate })
  return keep.flatMap(({ start, end }, index) => {
    const room = (end - start) * frame
    const edges: (Edge & { room: number })[] = []
    if (start > 0 && keep[index - 1]?.end !== start) edges.push({ at: start * frame, side: 'after', room })
    if (keep[index + 1] && keep[index + 1]!.start !== end) edges.push({ at: end * frame, side: 'before', room })
    return edges
  })
}

/** No word is clipped: right up to every cut the output is as loud as the source and, where it was drawn, sounds the same. */
export function checkEdges(plan: EditPlan, pairs: (SoundPair & { edge: Edge })[], levels: Levels): Check {
  const edges = edgesOf(plan)
  const map = makeTimeMap(plan)
  const quiet = edges.filter(edge => isClipped(edge, map.toOutput(edge.at), levels))
  const other = pairs.filter(pair => isOther(pair, levels)).map(({ edge }) => edge)
  const wrong = [...quiet, ...other]
  const seconds = (edge: Edge): string => map.toOutput(edge.at).toFixed(1)
  return {
    name: 'cuts-clean', ok: wrong.length === 0,
    detail: wrong.length === 0 ? `At ${edges.length} edges of cuts nothing is clipped.` : `${quiet.length} of ${edges.length} edges of cuts are clipped and ${other.length} sound different, first at ${seconds(wrong[0]!)} s.`,
  }
}

/** Compares 10 ms by 10 ms, away from the cut; `place` is the cut's second in the output. */
function isClipped({ at, side, room }: Edge & { room: number }, place: number, levels: Levels): boolean {
  const direction = side === 'before' ? -1 : 1
  let quiet = 0
  const steps = Math.floor(Math.min(edgeSeconds, room) * envelopeRate)
  for (let index = 1; index < steps; index++) {
    const middle = direction * (index + 0.5) * step
    const before = loudest(levels.source, at + middle - 0.4 * step, at + middle + 0.4 * step)
    const after = loudest(levels.output, place + middle - 1.4 * step, place + middle + 1.4 * step)
    if (before > clearlyAudible * levels.audible && after < expectedLevel(levels, before) * quietShare) quiet++
  }
  return quiet > mostQuiet
}

function isOther({ wanted, found }: SoundPair, { audible }: Levels): boolean {
  if (!wanted.some(sample => Math.abs(sample) > clearlyAudible * audible)) return false
  // Beyond the cut other sound follows: it is looked for just around its place.
  const around = Math.round(0.02 * listenRate)
  const from = Math.round(reachSeconds * listenRate) - around
  return matchSound(wanted, found.subarray(from, from + wanted.length + 2 * around), 0.02, listenRate).likeness < leastLikeness
}
