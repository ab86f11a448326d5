import type { RecordingEdit } from '@f2l/common/contracts/api.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import { secondsOf } from '@f2l/common/contracts/merge-spans.ts'
import { words } from '../words/words.ts'

/** As the planner has it: less is no video but a blink. */
const leastKeptSeconds = 0.3
const mostSpans = 5000

/** Why this draft cannot be saved, as a sentence; null where it can. */
export function problemOf({ title, chapters, undo, cutOut }: RecordingEdit, kept: readonly Span[]): string | null {
  if (title.trim() === '') return words.editor.missingTitle
  if (chapters?.some(chapter => chapter.title.trim() === '')) return words.editor.missingChapter
  if (secondsOf(kept) < leastKeptSeconds) return words.editor.nothingLeft
  return undo.length > mostSpans || cutOut.length > mostSpans || (chapters?.length ?? 0) > 200 ? words.editor.tooMany : null
}
