import type { Chapter, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { makeTimeMap, type TimeMap } from '@f2l/common/contracts/time-map.ts'
import type { ActionItem, Cue, Highlight } from '@f2l/common/contracts/transcript.ts'

/** What a plan holds in source seconds, at the place where the viewer meets it. */
export interface OutputTimes {
  map: TimeMap
  cues(cues: Cue[]): Cue[]
  chapters(chapters: Chapter[]): Chapter[]
  highlights(highlights: Highlight[]): Highlight[]
  actionItems(items: ActionItem[]): ActionItem[]
}

export function makeOutputTimes(plan: EditPlan): OutputTimes {
  const map = makeTimeMap(plan)
  const frame = plan.frameRate.den / plan.frameRate.num
  const move = <T extends { start: number; end: number }>(spans: T[]): T[] => spans.flatMap(span => moveSpan(map, span, frame))
  return {
    map,
    cues: cues => move(cues).map(cue => cue.words ? { ...cue, words: move(cue.words) } : cue),
    chapters: chapters => moveChapters(map, chapters),
    highlights: move,
    actionItems: items => items.map(item => item.at === null ? item : { ...item, at: round(map.toOutput(item.at)) }),
  }
}

/** What lies on both sides of a cut closes up over it; what was cut away whole (less than a frame is left) is gone. */
function moveSpan<T extends { start: number; end: number }>(map: TimeMap, span: T, frame: number): T[] {
  const start = map.toOutput(span.start)
  const end = Math.min(map.toOutput(span.end), map.outputSeconds)
  return end - start < frame * 0.999 ? [] : [{ ...span, start: round(start), end: round(end) }]
}

/** The first chapter begins with the video, title card and all; of chapters a cut put on one spot the last stays. */
function moveChapters(map: TimeMap, chapters: Chapter[]): Chapter[] {
  const moved = chapters.map((chapter, index) => ({ ...chapter, start: index === 0 ? 0 : round(map.toOutput(chapter.start)) }))
  return moved.filter((chapter, index) => chapter.start < map.outputSeconds && chapter.start !== moved[index + 1]?.start)
}

/** Milliseconds are finer than a frame and keep answers short. */
function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}
