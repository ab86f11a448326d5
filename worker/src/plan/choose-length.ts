import type { ConvertOptions, Cut, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan, Span } from '@f2l/common/contracts/span.ts'
import { outside } from '@f2l/common/contracts/span-sets.ts'
import type { Cue, MeetingNotes } from '@f2l/common/contracts/transcript.ts'
import { catchUpSpans } from './catch-up.ts'
import { findChapters } from './chapters.ts'
import { editCuts, undoCuts } from './edited-cuts.ts'
import { inSeconds, keptBetween, type FrameGrid } from './find-cuts.ts'
import { framesAround } from './frame-spans.ts'
import type { SpeechEvidence } from './speech-cover.ts'
import { keptCounter } from './talk-units.ts'
import { topicShifts, type TopicShift } from './topic-shifts.ts'
import { whatIsTold } from './told-cues.ts'

export interface LengthFacts {
  evidence: SpeechEvidence
  /** Where something is to be heard. */
  cover: Span[]
  grid: FrameGrid
  notes: MeetingNotes
  titleCard: EditPlan['titleCard']
  options: Pick<ConvertOptions, 'length' | 'undo' | 'cutOut'>
}

export interface ChosenLength {
  cuts: Cut[]
  /** What is kept whichever length is wanted and whatever was edited: what hangs on it looks the same in all of them. */
  usualKeep: FrameSpan[]
  /** Frames at which the lengths part, for chunks that they share. */
  chunkBorders: number[]
  /** All cues; one that is told in part has only that part's words. */
  cues: Cue[]
  /** What of cues and notes is told in this length. */
  told: { cues: Cue[]; notes: MeetingNotes; shifts?: TopicShift[] }
}

/** In a shorter video a catch-up is a large part, and its borders would only make chunks small. */
const leastSharedSeconds = 300

/** The cuts of the wanted length with a person's edits, from all cuts that the planner found. */
export function chooseLength(found: Cut[], facts: LengthFacts): ChosenLength {
  const { evidence, grid, notes, options } = facts
  const { cues } = evidence.transcript
  const shifts = topicShifts(cues)
  const usualKeep = keptBetween(found, grid.frames)
  const shared = { usualKeep: usualKeep.length > 0 ? usualKeep : [{ start: 0, end: grid.frames }], chunkBorders: chunkBordersOf(found, shifts, facts) }
  const cuts = editCuts(options.length === 'full' ? [] : found, options, evidence.levels, grid)
  const spans = options.length === 'catch-up' ? spansOf(cuts, shifts, facts) : null
  if (spans === null) return { ...shared, cuts, cues, told: { cues, notes, shifts } }
  const shortened = leaveOut(found, cuts, spans, facts)
  return { ...shared, cuts: shortened, ...whatIsTold(cues, notes, shortened.filter(({ reason }) => reason === 'left-out').map(({ span }) => span)) }
}

function spansOf(cuts: Cut[], shifts: TopicShift[], { evidence, cover, grid, notes, titleCard }: LengthFacts): FrameSpan[] | null {
  const keep = keptBetween(cuts, grid.frames)
  if (keep.length === 0) return null
  const { cues } = evidence.transcript
  const chapters = findChapters({ plan: { keep, frameRate: { num: grid.num, den: grid.den }, titleCard }, cues, notes, shifts })
  return catchUpSpans({ evidence, cover, cuts, grid, chapters, notes, shifts, cardFrames: titleCard.frames })
}

/** Those of the unedited recording: an edit must not move the borders of chunks it does not touch. */
function chunkBordersOf(found: Cut[], shifts: TopicShift[], facts: LengthFacts): number[] {
  const { grid } = facts
  if (keptCounter(found, grid)(0, grid.frames) < leastSharedSeconds * grid.num / grid.den) return []
  const borders = (spansOf(found, shifts, facts) ?? []).flatMap(({ start, end }) => [start, end])
  return borders.filter(frame => frame > 0 && frame < grid.frames)
}

/** Everything outside the spans goes too, except talk that a person wants back and what is cut by hand already. */
function leaveOut(found: Cut[], edited: Cut[], spans: FrameSpan[], { grid, options }: LengthFacts): Cut[] {
  const [keptBefore, keptNow] = [keptCounter(found, grid), keptCounter(edited, grid)]
  // Who took back a silence wants the pause, not the talk around it.
  const wanted = options.undo.filter(span => {
    const { start, end } = framesAround(span, grid)
    return 2 * keptBefore(start, end) > end - start
  })
  const untold = outside({ start: 0, end: grid.frames }, spans).filter(({ start, end }) => keptNow(start, end) > 0)
  const left = undoCuts(untold.map(frames => cutOf(frames, grid)), wanted, grid).flatMap(cut => without(cut, edited.filter(isByHand), grid))
  return [...edited.flatMap(cut => isByHand(cut) ? [cut] : without(cut, left, grid)), ...left].sort((a, b) => a.frames.start - b.frames.start)
}

function cutOf(frames: FrameSpan, grid: FrameGrid): Cut {
  return { span: inSeconds(frames, grid), frames, reason: 'left-out', confidence: 1 }
}

function isByHand({ reason }: Cut): boolean {
  return reason === 'manual'
}

function without(cut: Cut, others: Cut[], grid: FrameGrid): Cut[] {
  return outside(cut.frames, others.map(({ frames }) => frames)).map(frames => ({ ...cut, frames, span: inSeconds(frames, grid) }))
}
