import type { DraftCut } from './draft-cuts.ts'
import type { Row, Stop } from './stops.ts'

/** Stops of one row that look the same: words as one piece of text, or one cut between words. */
export interface Run {
  from: number
  to: number
  /** Null for a cut between words. */
  text: string | null
  cut: DraftCut | null
  /** The cut begins here, so its reason is told here. */
  isFirst: boolean
  isChosen: boolean
  isCursor: boolean
  /** Room before it. */
  isApart: boolean
}

/** Which stops are chosen (`from` to `to`, with it), and where the cursor stands. */
export interface Chosen { from: number; to: number; cursor: number }

/** A cut between words that the draft does not have (any more, or in this length) has no run. */
export function runsOf({ from, to }: Row, stops: readonly Stop[], states: Int32Array, cuts: readonly DraftCut[], chosen: Chosen | null): Run[] {
  const runs: Run[] = []
  for (let index = from; index < to; index += 1) {
    const stop = stops[index]!
    const state = states[index]!
    if (stop.text === null && state < 0) continue
    const last = runs.at(-1)
    const [isChosen, isCursor] = [chosen !== null && index >= chosen.from && index <= chosen.to, index === chosen?.cursor]
    const isSame = last !== undefined && last.text !== null && stop.text !== null && last.cut === cutOf(cuts, state) && last.isChosen === isChosen && !last.isCursor && !isCursor
    if (isSame) Object.assign(last, { to: index + 1, text: `${last.text}${stop.isJoined ? '' : ' '}${stop.text}` })
    else runs.push({ from: index, to: index + 1, text: stop.text, cut: cutOf(cuts, state), isFirst: state >= 0 && states[index - 1] !== state, isChosen, isCursor, isApart: index > from && !stop.isJoined })
  }
  return runs
}

/** The same to look at, so nothing has to be drawn anew. */
export function areSameRuns(one: readonly Run[], other: readonly Run[]): boolean {
  return one.length === other.length && one.every((run, index) => isSameRun(run, other[index]!))
}

function isSameRun(one: Run, other: Run): boolean {
  return one.from === other.from && one.to === other.to && one.isChosen === other.isChosen && one.isCursor === other.isCursor && one.isFirst === other.isFirst
    && one.cut?.reason === other.cut?.reason && one.cut?.isBack === other.cut?.isBack && one.cut?.span.start === other.cut?.span.start && one.cut?.span.end === other.cut?.span.end
}

function cutOf(cuts: readonly DraftCut[], state: number): DraftCut | null {
  return state < 0 ? null : cuts[state]!
}
