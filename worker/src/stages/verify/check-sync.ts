import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Check } from '@f2l/common/contracts/report.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import { listenRate } from '../../tools/look-and-listen.ts'
import { drawSome } from '../../tools/seeded-random.ts'
import { matchSound } from '../../tools/sound-match.ts'
import { reachSeconds } from './reach.ts'
import type { Levels } from './sound-levels.ts'
import { frameSeconds } from './verify-input.ts'

const windowSeconds = 0.8
const mostWindows = 20
/** More are listened to than are compared, as some may be silent. */
const mostCandidates = 60
/** Off the cuts, where sound is faded. */
const margin = 0.02
/** Less alike than this, nothing was found. */
const leastLikeness = 0.6

export interface SoundPair { wanted: Float32Array; found: Float32Array }

/** Stretches of the source that lie inside one kept piece, drawn from all over the video. */
export function chooseWindows({ keep, frameRate }: EditPlan, random: () => number): Span[] {
  const frame = frameSeconds({ frameRate })
  const possible: Span[] = []
  for (const { start, end } of keep) {
    // Where in the piece they begin is drawn too.
    const last = end * frame - margin - windowSeconds
    for (let at = start * frame + margin + Math.max(0, Math.min(windowSeconds, last - start * frame - margin)) * random(); at <= last; at += windowSeconds) possible.push({ start: at, end: at + windowSeconds })
  }
  return drawSome(possible, mostCandidates, random)
}

/** Cross-correlation of up to twenty stretches with the output: at most one frame apart. */
export function checkSync(plan: EditPlan, pairs: SoundPair[], { audible }: Levels): Check {
  const frame = frameSeconds(plan)
  const judged = pairs.filter(({ wanted }) => wanted.some(sample => Math.abs(sample) > 4 * audible))
  if (judged.length === 0) return { name: 'in-sync', ok: true, detail: 'The source has no stretch of sound long enough to compare.' }
  const chosen = judged.filter((_, index) => Math.floor(index * mostWindows / judged.length) !== Math.floor((index - 1) * mostWindows / judged.length))
  const matches = chosen.map(({ wanted, found }) => matchSound(wanted, found, reachSeconds, listenRate))
  const heard = matches.filter(({ likeness }) => likeness >= leastLikeness)
  const worst = Math.max(0, ...heard.map(({ lag }) => Math.abs(lag)))
  const missing = matches.length - heard.length
  return { name: 'in-sync', ok: worst <= frame && missing === 0, detail: `Sound is at most ${(1000 * worst).toFixed(1)} ms off its picture at ${heard.length} places${missing > 0 ? `, and not found at ${missing}` : ''}.` }
}
