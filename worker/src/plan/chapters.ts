import type { Chapter, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { makeTimeMap, type TimeMap } from '@f2l/common/contracts/time-map.ts'
import { toldChapters } from '@f2l/common/contracts/told-chapters.ts'
import type { Cue, MeetingNotes } from '@f2l/common/contracts/transcript.ts'
import { cleanText, shorten } from '@f2l/common/captions/clean-text.ts'
import { makeTitler, saysSomething } from './section-title.ts'
import { topicShifts, type TopicShift } from './topic-shifts.ts'

export interface ChapterInput {
  plan: Pick<EditPlan, 'keep' | 'frameRate' | 'titleCard'>
  cues: Cue[]
  notes: Pick<MeetingNotes, 'highlights' | 'actionItems'>
  /** Of these cues, where they are known already. */
  shifts?: TopicShift[] | undefined
}

export const mostChapters = 15
/** Players drop chapters shorter than this. */
export const leastChapterSeconds = 5
/** One chapter for about so much of the output. */
const usualChapterSeconds = 100
const longestTitle = 60
/** Chapters found in the talk keep this distance, and in long talk a third of the usual length; those that a person marked may stand closer. */
const topicDistanceSeconds = 20
const topicDistanceShare = 1 / 3

/**
 * Chapters by source time: the first at the start, 2–15 where there is room and reason for them, each at
 * least 5 s of output. A very short video, or one nobody speaks in, has a single one.
 */
export function findChapters({ plan, cues, notes, shifts = topicShifts(cues) }: ChapterInput): Chapter[] {
  const map = makeTimeMap(plan)
  const first = map.toSource(0)
  const wanted = Math.max(2, Math.min(mostChapters, Math.round(map.outputSeconds / usualChapterSeconds) + 1))
  const topicDistance = Math.max(leastChapterSeconds, Math.min(map.outputSeconds / 4, Math.max(topicDistanceSeconds, topicDistanceShare * map.outputSeconds / wanted)))
  const chosen: { at: number; candidate: Candidate }[] = []
  for (const candidate of candidatesOf(cues, notes, shifts, first)) {
    if (!candidate.isMarked && chosen.length + 1 >= wanted) break
    if (chosen.length + 1 >= mostChapters) break
    const at = map.toOutput(candidate.start)
    const distance = candidate.isMarked ? leastChapterSeconds : topicDistance
    const isFree = [0, ...chosen.map(other => other.at)].every(other => Math.abs(other - at) >= distance) && map.outputSeconds - at >= leastChapterSeconds
    if (isFree) chosen.push({ at, candidate })
  }
  chosen.sort((a, b) => a.at - b.at)
  return withTitles([{ start: first, title: openingTitle(cues, plan.titleCard.title), isMarked: false }, ...chosen.map(({ candidate }) => candidate)], cues)
}

/** A chapter that nobody marked is called after what its section is about, as against the others. */
function withTitles(chapters: Candidate[], cues: Cue[]): Chapter[] {
  const sections = chapters.map(({ start }, index) => cues.filter(cue => cue.start >= start && cue.start < (chapters[index + 1]?.start ?? Number.POSITIVE_INFINITY)))
  const titleOf = makeTitler(sections, chapterTitle, chapters.filter(({ isMarked }) => isMarked).map(({ title }) => title))
  return chapters.map(({ start, title, isMarked }, index) => ({ start, title: (isMarked ? '' : shorten(titleOf(sections[index]!), longestTitle)) || title }))
}

/** Chapters in output seconds, the first at 0 with the title card; they touch and fill the video. */
export function chaptersOf(plan: Pick<EditPlan, 'chapters' | 'ownChapters' | 'keep' | 'frameRate' | 'titleCard'>): { start: number; end: number; title: string }[] {
  const map: TimeMap = makeTimeMap(plan)
  const chapters = toldChapters(plan.chapters, plan.ownChapters, map)
  const starts = chapters.map(({ start }, index) => index === 0 ? 0 : map.toOutput(start))
  return chapters.map(({ title }, index) => ({ start: starts[index]!, end: starts[index + 1] ?? map.outputSeconds, title }))
    .filter(({ start, end }) => end > start)
}

interface Candidate { start: number; title: string; /** A person marked this place: before anything we find ourselves. */ isMarked: boolean }

/** Best first. */
function candidatesOf(cues: Cue[], { highlights, actionItems }: ChapterInput['notes'], shifts: TopicShift[], first: number): Candidate[] {
  const marked = [
    ...highlights.map(({ start, text }) => ({ start, title: chapterTitle(text), isMarked: true })),
    ...actionItems.flatMap(({ at, text }) => at === null ? [] : [{ start: at, title: chapterTitle(text), isMarked: true }]),
  ]
  const found = shifts.toSorted((a, b) => b.strength - a.strength)
    .map(({ at, cue }) => ({ start: at, title: titleFrom(cues, cue), isMarked: false }))
  return [...marked, ...found].filter(({ start, title }) => title !== '' && start > first)
}

function openingTitle(cues: Cue[], meetingTitle: string): string {
  return titleFrom(cues, 0) || chapterTitle(meetingTitle) || 'Start'
}

/** What the cue, or one of the next few, says first that names something; else that is more than a filler. */
function titleFrom(cues: Cue[], index: number): string {
  let leastPoor = ''
  for (const { text } of cues.slice(index, index + 3)) {
    for (const sentence of text.split(/(?<=[.!?。！？])\s+/u)) {
      const title = chapterTitle(sentence)
      if (title.split(' ').length < 3 && !(/[^\p{ASCII}]/u.test(title) && title.length >= 6)) continue
      if (saysSomething(title)) return title
      leastPoor ||= title
    }
  }
  return leastPoor
}

const fillers = /^(?:(?:so|well|and|but|okay|ok|yeah|yes|no|um+|uh+|er+|mm+|hmm+|right|like|you know|i mean|i think|alright|all right|anyway|now|oh|sure)\b[\s,.–-]*)+/i
/** What speakers hang on to a sentence that is over. */
const trailing = /(?:[\s,.…–-]+(?:i guess|i suppose|i think|i mean|you know|or something|or whatever|and so on|and stuff|yeah|okay|ok|right|though))+[\s.…]*$/i
const stammer = /\b(\p{L}+)(?:[\s,]+\1\b)+/giu

/** Letters of a sentence that are looked at: many more than a heading has, and few enough that no sentence takes long. */
const readForTitle = 1000

/** A spoken sentence as a heading: no fillers at the start, no stammering, no Markdown, at most 60 letters. */
export function chapterTitle(text: string): string {
  const plain = cleanText(text).slice(0, readForTitle).replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/^[#>*\-\s\d.…)]+(?=\p{L})/u, '').replace(/[*_`]+/g, '')
  const spoken = plain.replace(fillers, '').replace(/\b(?:um|uh|erm)\b[,\s]*/gi, '').replace(stammer, '$1').trim()
  const whole = (spoken || plain).replace(/[\s.,;:–-]+$/u, '')
  const clean = whole.replace(trailing, '')
  return shorten(clean.charAt(0).toLocaleUpperCase('en') + clean.slice(1), longestTitle)
}
