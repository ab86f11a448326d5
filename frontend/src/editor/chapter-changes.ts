import type { RecordingEdit } from '@f2l/common/contracts/api.ts'
import type { Chapter } from '@f2l/common/contracts/edit-plan.ts'

/** Those of the draft, or those that were found for the video as it is. Ascending. */
export function shownChapters(draft: RecordingEdit, found: readonly Chapter[]): readonly Chapter[] {
  return draft.chapters ?? found
}

/** Two chapters at the same second would be one. @returns null where there is one already */
export function withChapter(chapters: readonly Chapter[], added: Chapter): Chapter[] | null {
  const at = rounded(added.start)
  return chapters.some(({ start }) => Math.abs(start - at) < leastApart) ? null : sorted([...chapters, { ...added, start: at }])
}

export function withTitle(chapters: readonly Chapter[], index: number, title: string): Chapter[] {
  return chapters.map((chapter, at) => at === index ? { ...chapter, title } : chapter)
}

/** @returns null where another one stands already */
export function withPlace(chapters: readonly Chapter[], index: number, start: number): Chapter[] | null {
  return withChapter(withoutChapter(chapters, index), { start, title: chapters[index]!.title })
}

export function withoutChapter(chapters: readonly Chapter[], index: number): Chapter[] {
  return chapters.filter((_, at) => at !== index)
}

const leastApart = 0.5

function sorted(chapters: Chapter[]): Chapter[] {
  return chapters.sort((one, other) => one.start - other.start)
}

function rounded(seconds: number): number {
  return Math.max(0, Math.round(seconds * 1000) / 1000)
}
