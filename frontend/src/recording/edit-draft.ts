import type { RecordingDetail, RecordingEdit } from '@f2l/common/contracts/api.ts'
import { mergeSpans } from '@f2l/common/contracts/merge-spans.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import { inside } from '@f2l/common/contracts/span-sets.ts'

type ShownCut = Pick<RecordingDetail['cuts'][number], 'span' | 'reason'>

/** Will this cut be back in the video? It is when more than half of it was taken back, or when nobody cuts it out by hand any more. */
export function isTakenBack({ undo, cutOut }: RecordingEdit, { span, reason }: ShownCut): boolean {
  const half = (span.end - span.start) / 2
  return reason === 'manual' ? overlap(cutOut, span) <= half : overlap(undo, span) > half
}

/** The same edit with this cut taken back, or cut again. */
export function toggleCut(edit: RecordingEdit, cut: ShownCut): RecordingEdit {
  const list = cut.reason === 'manual' ? 'cutOut' : 'undo'
  const isListed = (cut.reason === 'manual') !== isTakenBack(edit, cut)
  return { ...edit, [list]: isListed ? edit[list].flatMap(span => without(span, cut.span)) : [...edit[list], cut.span] }
}

/** What was taken back and is in the video now: no cut of it is left. */
export function restored({ undo }: RecordingEdit, cuts: readonly ShownCut[]): Span[] {
  const cut = mergeSpans(cuts.map(({ span }) => span))
  return undo.filter(span => inside(span, cut).length === 0)
}

/** How many cuts an edit changes against another; a changed length counts as one. */
export function changesBetween(one: RecordingEdit, other: RecordingEdit): number {
  const lists = (['undo', 'cutOut'] as const).map(list => difference(one[list], other[list]) + difference(other[list], one[list]))
  return lists.reduce((sum, value) => sum + value, one.length === other.length ? 0 : 1)
}

function difference(spans: Span[], others: Span[]): number {
  return spans.filter(({ start, end }) => !others.some(other => other.start === start && other.end === end)).length
}

function overlap(spans: readonly Span[], { start, end }: Span): number {
  return spans.reduce((sum, span) => sum + Math.max(0, Math.min(end, span.end) - Math.max(start, span.start)), 0)
}

function without({ start, end }: Span, hole: Span): Span[] {
  if (hole.end <= start || hole.start >= end) return [{ start, end }]
  return [{ start, end: hole.start }, { start: hole.end, end }].filter(part => part.end > part.start)
}
