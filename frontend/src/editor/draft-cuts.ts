import type { RecordingEdit } from '@f2l/common/contracts/api.ts'
import type { ToldCut } from '@f2l/common/contracts/edit-plan.ts'
import { mergeSpans, secondsOf } from '@f2l/common/contracts/merge-spans.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import { restored, toggleCut } from '../recording/edit-draft.ts'
import { inside, outside } from '@f2l/common/contracts/span-sets.ts'

/** Planned cuts, and what they were planned from. */
export interface CutBase { cuts: readonly ToldCut[]; edit: RecordingEdit }
/** A cut as the draft leaves it; `isBack`: it is in the video again. */
export interface DraftCut extends ToldCut { isBack: boolean }

/** All that is cut, or was and is taken back: ascending, apart, inside the source. */
export function draftCuts({ cuts, edit: planned }: CutBase, draft: RecordingEdit, sourceSeconds: number): DraftCut[] {
  const manual = mergeSpans(draft.cutOut).map(span => byHand(span, false))
  const undo = mergeSpans(draft.undo)
  const known = knownCuts(cuts, planned.length, draft.length).flatMap(cut => partsOf(cut, undo))
  const again = draft.length === 'full' ? [] : restored(planned, cuts).flatMap(span => [
    ...inside(span, undo).map(part => ({ ...unknownCut(planned, part), isBack: true })), ...outside(span, undo).map(part => ({ ...unknownCut(planned, part), isBack: false })),
  ])
  const wasByHand = mergeSpans(planned.cutOut).map(span => byHand(span, true))
  const gone = [...known, ...again].filter(cut => !cut.isBack)
  const back = [...known, ...again].filter(cut => cut.isBack)
  return apart([manual, gone, back, wasByHand], sourceSeconds)
}

/** The same cuts, as the very objects they were before where nothing of them changed: who shows them then sees what did. */
export function withSameCuts(cuts: readonly DraftCut[], before: readonly DraftCut[]): DraftCut[] {
  let at = 0
  return cuts.map(cut => {
    while (at < before.length && before[at]!.span.start < cut.span.start) at += 1
    const same = before[at]
    return same && isSameCut(same, cut) ? same : cut
  })
}

/** What is not in the video: ascending, apart. */
export function removedSpans(cuts: readonly DraftCut[]): Span[] {
  return mergeSpans(cuts.filter(({ isBack }) => !isBack).map(({ span }) => span))
}

export function keptSpans(removed: readonly Span[], sourceSeconds: number): Span[] {
  return outside({ start: 0, end: sourceSeconds }, removed)
}

/** Takes a stretch out by hand. */
export function cutOutSpan(edit: RecordingEdit, span: Span, sourceSeconds: number): RecordingEdit {
  return { ...edit, cutOut: mergeSpans([...edit.cutOut, clamped(span, sourceSeconds)]) }
}

/** Takes one cut back, or cuts it again. */
export function toggleDraftCut(edit: RecordingEdit, cut: Pick<DraftCut, 'span' | 'reason' | 'isBack'>): RecordingEdit {
  if (cut.reason === 'manual' && cut.isBack) return { ...edit, cutOut: mergeSpans([...edit.cutOut, cut.span]) }
  const toggled = toggleCut(edit, cut)
  return { ...edit, undo: mergeSpans(toggled.undo), cutOut: mergeSpans(toggled.cutOut) }
}

/** Takes back what of this stretch is cut: of talk just that stretch, of silences and fillers all. */
export function putBackSpan(edit: RecordingEdit, cuts: readonly DraftCut[], span: Span): RecordingEdit {
  const touched = cuts.filter(cut => !cut.isBack && cut.span.start < span.end && cut.span.end > span.start)
  const wanted = touched.filter(({ reason }) => reason !== 'manual').flatMap(cut => cut.reason === 'left-out' ? inside(cut.span, [span]) : cut.span)
  return { ...edit, undo: mergeSpans([...edit.undo, ...wanted]), cutOut: mergeSpans(edit.cutOut).flatMap(one => outside(one, [span])) }
}

/** The cuts that a length is known to have. What another one cuts beside them is known once a worker has planned it. */
function knownCuts(cuts: readonly ToldCut[], made: RecordingEdit['length'], wanted: RecordingEdit['length']): ToldCut[] {
  const planned = cuts.filter(({ reason }) => reason !== 'manual')
  if (wanted === made || wanted === 'catch-up') return planned
  return wanted === 'full' ? [] : planned.filter(({ reason }) => reason !== 'left-out')
}

/** As the planner does it: a cut that is taken back to more than half comes back whole. */
function partsOf(cut: ToldCut, undo: readonly Span[]): DraftCut[] {
  const back = inside(cut.span, undo)
  if (secondsOf(back) > (cut.span.end - cut.span.start) / 2) return [{ ...cut, isBack: true }]
  return [
    ...outside(cut.span, undo).map(span => ({ ...cut, span, isBack: false })),
    ...back.map(span => ({ ...cut, span, isBack: true })),
  ]
}

/** Earlier ones stand; of later ones what lies beside them is left. */
function apart(layers: DraftCut[][], sourceSeconds: number): DraftCut[] {
  const whole = { start: 0, end: sourceSeconds }
  let taken: Span[] = []
  const all = layers.flatMap(layer => {
    const parts = layer.flatMap(cut => outside(cut.span, taken).flatMap(span => inside(span, [whole])).map(span => ({ ...cut, span })))
    taken = mergeSpans([...taken, ...parts.map(({ span }) => span)])
    return parts
  })
  return all.sort((one, other) => one.span.start - other.span.start)
}

function isSameCut(one: DraftCut, other: DraftCut): boolean {
  return one.span.start === other.span.start && one.span.end === other.span.end && one.reason === other.reason && one.isBack === other.isBack && one.confidence === other.confidence && one.text === other.text
}

/** Why it was cut before it was taken back is not known any more. */
function unknownCut({ length }: RecordingEdit, span: Span): ToldCut {
  return { span, reason: length === 'catch-up' ? 'left-out' : 'silence', confidence: 1 }
}

function byHand(span: Span, isBack: boolean): DraftCut {
  return { span, reason: 'manual', confidence: 1, isBack }
}

/** Milliseconds are finer than a frame and keep what is stored short. */
function clamped({ start, end }: Span, sourceSeconds: number): Span {
  const within = (seconds: number): number => Math.min(sourceSeconds, Math.max(0, Math.round(seconds * 1000) / 1000))
  return { start: within(start), end: within(end) }
}
