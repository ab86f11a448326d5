import type { DraftCut } from './draft-cuts.ts'
import type { ShownRow } from './shown-rows.ts'

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
export function runsOf({ from, stops, cuts, cutBefore }: ShownRow, chosen: Chosen | null): Run[] {
  const runs: Run[] = []
  for (const [at, stop] of stops.entries()) {
    const [index, cut] = [from + at, cuts[at]!]
    if (stop.text === null && cut === null) continue
    const last = runs.at(-1)
    const [isChosen, isCursor] = [chosen !== null && index >= chosen.from && index <= chosen.to, index === chosen?.cursor]
    const isSame = last !== undefined && last.text !== null && stop.text !== null && last.cut === cut && last.isChosen === isChosen && !last.isCursor && !isCursor
    if (isSame) Object.assign(last, { to: index + 1, text: `${last.text}${stop.isJoined ? '' : ' '}${stop.text}` })
    else runs.push({ from: index, to: index + 1, text: stop.text, cut, isFirst: cut !== null && cut !== (at > 0 ? cuts[at - 1] : cutBefore), isChosen, isCursor, isApart: at > 0 && !stop.isJoined })
  }
  return runs
}

/** The same to look at, so nothing has to be drawn anew. */
export function areSameRuns(one: readonly Run[], other: readonly Run[]): boolean {
  return one.length === other.length && one.every((run, index) => isSameRun(run, other[index]!))
}

function isSameRun(one: Run, other: Run): boolean {
  return one.from === other.from && one.to === other.to && one.text === other.text && one.isApart === other.isApart && one.isChosen === other.isChosen && one.isCursor === other.isCursor && one.isFirst === other.isFirst && one.cut === other.cut
}
