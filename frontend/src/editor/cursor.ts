import { createMemo, createSignal, type Accessor } from 'solid-js'
import type { Chosen } from './row-runs.ts'
import type { Row, Stop } from './stops.ts'

/** Where the cursor stands and what is selected. */
export interface Cursor {
  /** Null before anybody was here. */
  chosen: Accessor<Chosen | null>
  /** The browser shows the selection itself (mouse, finger), so that it is not drawn twice. */
  isNative: Accessor<boolean>
  /** A pointer put it there. */
  isPointed: Accessor<boolean>
  /** A mouse button is down: what is chosen is not chosen yet. */
  isHeld: Accessor<boolean>
  hold: (isHeld: boolean) => void
  place: (stop: number, options?: { isExtending?: boolean; isPointed?: boolean }) => void
  select: (from: number, to: number) => void
  leave: () => void
}

interface Place { anchor: number; focus: number; isNative: boolean; isPointed: boolean }

export function createCursor(): Cursor {
  const [place, setPlace] = createSignal<Place | null>(null)
  const [isHeld, hold] = createSignal(false)
  const chosen = createMemo(() => { const now = place(); return now && { from: Math.min(now.anchor, now.focus), to: Math.max(now.anchor, now.focus), cursor: now.focus } })
  return {
    chosen, isHeld, hold, isNative: () => place()?.isNative ?? false, isPointed: () => place()?.isPointed ?? false,
    place: (stop, { isExtending = false, isPointed = false } = {}) => setPlace(now => ({ anchor: isExtending && now ? now.anchor : stop, focus: stop, isNative: false, isPointed })),
    select: (from, to) => setPlace({ anchor: from, focus: to, isNative: true, isPointed: true }),
    leave: () => setPlace(null),
  }
}

export type Step = 'left' | 'right' | 'up' | 'down' | 'rowStart' | 'rowEnd' | 'start' | 'end' | 'pageUp' | 'pageDown' | 'cutBefore' | 'cutAfter'

const pageRows = 8

/** Where a step leads. `isThere`: a cut between words that the draft does not have is no place to stand. */
export function stepFrom(stops: readonly Stop[], rows: readonly Row[], states: Int32Array, at: number, step: Step): number {
  const isThere = (index: number): boolean => stops[index]!.text !== null || states[index]! >= 0
  const beginsOtherCut = (index: number): boolean => states[index]! >= 0 && states[index] !== states[at] && states[index] !== states[index - 1]
  const seek = (from: number, by: 1 | -1, isWanted: (index: number) => boolean): number => {
    for (let index = from; index >= 0 && index < stops.length; index += by) if (isWanted(index)) return index
    return at
  }
  const row = rows[stops[at]!.row]!
  const steps: Record<Step, () => number> = {
    left: () => seek(at - 1, -1, isThere), right: () => seek(at + 1, 1, isThere),
    rowStart: () => seek(row.from, 1, isThere), rowEnd: () => seek(row.to - 1, -1, isThere),
    start: () => seek(0, 1, isThere), end: () => seek(stops.length - 1, -1, isThere),
    up: () => inRow(stops[at]!.row - 1), down: () => inRow(stops[at]!.row + 1), pageUp: () => inRow(stops[at]!.row - pageRows), pageDown: () => inRow(stops[at]!.row + pageRows),
    cutBefore: () => seek(at - 1, -1, beginsOtherCut), cutAfter: () => seek(at + 1, 1, beginsOtherCut),
  }
  /** As far into the row as before, where it is as long. */
  function inRow(index: number): number {
    const target = rows[Math.min(rows.length - 1, Math.max(0, index))]!
    if (target === row) return steps[index < stops[at]!.row ? 'rowStart' : 'rowEnd']()
    if (target.to === target.from) return at
    return seek(Math.min(target.to - 1, target.from + at - row.from), -1, isThere)
  }
  return steps[step]()
}
