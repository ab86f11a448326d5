import { keptText } from '@f2l/common/captions/kept-text.ts'
import type { Cut } from '@f2l/common/contracts/edit-plan.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import type { Cue, MeetingNotes } from '@f2l/common/contracts/transcript.ts'

/** Cues tell times roughly: with less than this on one side of a border, a cue lies on the other side. */
const toleranceSeconds = 0.7

/**
 * What a video tells of the talk when these stretches of it (source seconds, ascending, disjoint) are left out. A cue
 * that is told in part has only that part's words; one that is not told lies whole in what is left out.
 */
export function whatIsTold(cues: Cue[], notes: MeetingNotes, leftOut: Span[]): { cues: Cue[]; told: { cues: Cue[]; notes: MeetingNotes } } {
  const parts = cues.map(cue => partOf(cue, leftOut))
  const isTold = (seconds: number): boolean => !leftOut.some(({ start, end }) => seconds >= start && seconds < end - toleranceSeconds)
  return {
    cues: parts.map(({ cue }) => cue),
    told: {
      cues: parts.filter(part => part.isTold).map(({ cue }) => cue),
      notes: {
        ...notes,
        highlights: notes.highlights.filter(({ start }) => isTold(start)),
        actionItems: notes.actionItems.filter(({ at }) => at === null || isTold(at)),
      },
    },
  }
}

/** … and without what a person cut out, so that no chapter is called after it. All cues stay in their places: topics are known by those. */
export function withoutCutByHand(told: { cues: Cue[]; notes: MeetingNotes }, cuts: readonly Cut[]): { cues: Cue[]; notes: MeetingNotes } {
  const byHand = cuts.filter(({ reason }) => reason === 'manual')
  if (byHand.length === 0) return told
  const isTold = (seconds: number): boolean => !byHand.some(({ span: { start, end } }) => seconds >= start && seconds < end)
  const textCuts = cuts.filter(({ reason }) => reason === 'manual' || reason === 'silence')
  const { cues, notes: { highlights, actionItems, ...notes } } = told
  return {
    cues: cues.map(cue => ({ ...cue, text: keptText(cue, textCuts) })),
    notes: { ...notes, highlights: highlights.filter(({ start }) => isTold(start)), actionItems: actionItems.filter(({ at }) => at === null || isTold(at)) },
  }
}

function partOf(cue: Cue, leftOut: Span[]): { cue: Cue; isTold: boolean } {
  const hole = leftOut.find(({ start, end }) => start < cue.end && end > cue.start)
  if (hole === undefined) return { cue, isTold: true }
  const [before, after] = [hole.start - cue.start, cue.end - hole.end]
  if (Math.max(before, after) < toleranceSeconds) return { cue: { ...cue, start: Math.max(cue.start, hole.start), end: Math.min(cue.end, hole.end) }, isTold: false }
  const told = before >= after ? { start: cue.start, end: Math.min(cue.end, hole.start) } : { start: Math.max(cue.start, hole.end), end: cue.end }
  if (told.end - told.start > cue.end - cue.start - toleranceSeconds) return { cue, isTold: true }
  return { cue: { ...cue, ...told, ...wordsWithin(cue, told) }, isTold: true }
}

/** Where words have no times of their own, each takes its share of the cue by its letters. */
function wordsWithin(cue: Cue, { start, end }: Span): Pick<Cue, 'text' | 'words'> {
  if (cue.words?.length) {
    const words = cue.words.filter(word => (word.start + word.end) / 2 >= start && (word.start + word.end) / 2 < end)
    return { words, text: words.map(({ text }) => text).join(' ') || cue.text }
  }
  const words = cue.text.split(/\s+/u).filter(Boolean)
  const letters = words.reduce((sum, word) => sum + word.length, 0)
  let spoken = 0
  const within = words.filter(word => {
    const middle = cue.start + (spoken + word.length / 2) / letters * (cue.end - cue.start)
    spoken += word.length
    return middle >= start && middle < end
  })
  return { text: within.join(' ') || cue.text }
}
