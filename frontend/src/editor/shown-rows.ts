import type { DraftCut } from './draft-cuts.ts'
import type { Row, Stop, Transcript } from './stops.ts'

/** A row with what the draft cuts of it: the same object as long as that stays, so that nothing else is drawn anew. */
export interface ShownRow extends Row {
  index: number
  stops: readonly Stop[]
  /** Of each of its stops the cut that it lies in. */
  cuts: readonly (DraftCut | null)[]
  /** That of the stop before its first. */
  cutBefore: DraftCut | null
}

/** Rows that are built together when they come near; the same array as long as its rows are the same. */
export type Block = readonly ShownRow[]

const blockRows = 20

export function blockOf(row: number): number {
  return Math.floor(row / blockRows)
}

/** All rows, in blocks. `states` as of `cutsOfStops`; what did not change is taken from `before`. */
export function shownBlocks({ stops, rows }: Transcript, states: Int32Array, cuts: readonly DraftCut[], before: readonly Block[]): Block[] {
  const cutAt = (stop: number): DraftCut | null => cuts[states[stop] ?? -1] ?? null
  const blocks: Block[] = []
  for (let first = 0; first < rows.length; first += blockRows) {
    const old = before[blocks.length] ?? []
    const block = rows.slice(first, first + blockRows).map((row, at) => shownRow(row, first + at, stops, cutAt, old[at]))
    blocks.push(block.length === old.length && block.every((row, at) => row === old[at]) ? old : block)
  }
  return blocks
}

function shownRow(row: Row, index: number, stops: readonly Stop[], cutAt: (stop: number) => DraftCut | null, old: ShownRow | undefined): ShownRow {
  if (old && isStillSo(old, row, stops, cutAt)) return old
  const here = stops.slice(row.from, row.to)
  return { ...row, index, stops: here, cuts: here.map((_, at) => cutAt(row.from + at)), cutBefore: cutAt(row.from - 1) }
}

function isStillSo(old: ShownRow, { cue, from, to }: Row, stops: readonly Stop[], cutAt: (stop: number) => DraftCut | null): boolean {
  if (old.cue !== cue || old.from !== from || old.to !== to || old.cutBefore !== cutAt(from - 1)) return false
  for (let stop = from; stop < to; stop += 1) if (old.stops[stop - from] !== stops[stop] || old.cuts[stop - from] !== cutAt(stop)) return false
  return true
}
