import type { Chapter } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import type { MeetingNotes } from '@f2l/common/contracts/transcript.ts'
import { keptCounter, talkUnits, type TalkFacts, type TalkUnit } from './talk-units.ts'
import type { TopicShift } from './topic-shifts.ts'

export interface CatchUpFacts extends TalkFacts {
  /** Of the tight version. */
  chapters: Chapter[]
  notes: Pick<MeetingNotes, 'highlights' | 'actionItems'>
  shifts: TopicShift[]
  /** Frames of the title card: part of the two minutes. */
  cardFrames: number
}

/** "About two minutes": never more. */
const mostSeconds = 120
/** A tight version up to this is short enough to be watched whole. */
const shortEnoughSeconds = 150
/** Less of a conversation says nothing. */
const leastSpanSeconds = 6
const usualSpanSeconds = 14
const longestSpanSeconds = 26
/** A person marked highlights; action items and chapters are what a reader looks for; shifts of topic come after. */
const weights = { highlight: 3, actionItem: 2.5, chapter: 1.5, topicShift: 0.7, anywhere: 0.1 }
/** A cue that starts this shortly before a unit ends belongs to the next one. */
const toleranceSeconds = 0.5

/**
 * What somebody who missed the meeting should see, as source frames: whole sentences around what matters most, spread
 * over the meeting; ascending, apart. Null when the tight version is as short already.
 */
export function catchUpSpans(facts: CatchUpFacts): FrameSpan[] | null {
  const { grid, cuts, cardFrames } = facts
  const rate = grid.num / grid.den
  if (keptCounter(cuts, grid)(0, grid.frames) + cardFrames <= shortEnoughSeconds * rate) return null
  const units = talkUnits(facts)
  return spansOf(units, chooseUnits(units, momentsOf(facts, units), Math.floor(mostSeconds * rate) - cardFrames, rate))
}

/** A unit worth seeing, how much it matters, and for how long from its start. */
interface Moment { unit: number; weight: number; wishSeconds: number }

function momentsOf({ chapters, notes, shifts, grid }: CatchUpFacts, units: TalkUnit[]): Moment[] {
  const rate = grid.num / grid.den
  const moment = (at: number, weight: number, wishSeconds = usualSpanSeconds): Moment => ({ unit: unitAt(at, units, rate), weight, wishSeconds })
  const strongest = shifts.reduce((most, { strength }) => Math.max(most, strength), 0.001)
  return [
    ...notes.highlights.map(({ start, end }) => wholeHighlight(moment(start, weights.highlight), end, units, rate)),
    ...notes.actionItems.flatMap(({ at }) => at === null ? [] : [moment(at, weights.actionItem)]),
    ...chapters.map(({ start }) => moment(start, weights.chapter)),
    ...shifts.map(({ at, strength }) => moment(at, weights.topicShift * Math.max(0, strength) / strongest)),
    // Where nothing is known of the talk, any part of it may stand for its time.
    ...units.map((_, unit) => ({ unit, weight: weights.anywhere, wishSeconds: usualSpanSeconds })),
  ].filter(({ unit }) => unit >= 0)
}

/** From the start of its unit to its own end, as far as there is room. */
function wholeHighlight(moment: Moment, end: number, units: TalkUnit[], rate: number): Moment {
  const length = end - (units[moment.unit]?.start ?? 0) / rate
  return { ...moment, wishSeconds: Math.min(longestSpanSeconds, Math.max(usualSpanSeconds, length)) }
}

/** The unit in which a source second lies, or the next one; -1 behind the last. */
function unitAt(seconds: number, units: TalkUnit[], rate: number): number {
  const frame = (seconds + toleranceSeconds) * rate
  return units.findIndex(({ end }) => end > frame)
}

/** Takes the best moment that still fits, again and again; near to what was taken already, a moment is worth less. */
function chooseUnits(units: TalkUnit[], moments: Moment[], budget: number, rate: number): boolean[] {
  const isTaken = units.map(() => false)
  const before = [0]
  for (const { kept } of units) before.push(before.at(-1)! + kept)
  const sectionFrames = before.at(-1)! * usualSpanSeconds * rate / budget
  const chosen: number[] = []
  const worthOf = ({ unit, weight }: Moment): number => {
    const distance = Math.min(...chosen.map(other => Math.abs(before[unit]! - before[other]!)))
    return weight * Math.min(1, distance / sectionFrames)
  }
  for (let room = budget; room >= leastSpanSeconds * rate;) {
    const ranked = moments.filter(({ unit }) => !isTaken[unit]).map(moment => ({ moment, worth: worthOf(moment) })).sort((a, b) => b.worth - a.worth)
    const grown = firstGrown(ranked.map(({ moment }) => moment), moment => grow(units, isTaken, moment, Math.min(room, longestSpanSeconds * rate), rate))
    if (grown.length === 0) break
    chosen.push(grown[0]!)
    for (const unit of grown) {
      isTaken[unit] = true
      room -= units[unit]!.kept
    }
  }
  return isTaken
}

function firstGrown(ranked: Moment[], growFrom: (moment: Moment) => number[]): number[] {
  for (const moment of ranked) {
    const grown = growFrom(moment)
    if (grown.length > 0) return grown
  }
  return []
}

/** Units from the moment's on for as long as is wished, also from before it where it would be too short; none when they do not fit. */
function grow(units: TalkUnit[], isTaken: boolean[], { unit, wishSeconds }: Moment, most: number, rate: number): number[] {
  const grown = [unit]
  let frames = units[unit]!.kept
  const take = (next: number): boolean => {
    const fits = next >= 0 && next < units.length && !isTaken[next] && frames + units[next]!.kept <= most
    if (fits) grown.push(next)
    if (fits) frames += units[next]!.kept
    return fits
  }
  for (let next = unit + 1; frames < wishSeconds * rate && take(next); next++);
  for (let next = unit - 1; frames < leastSpanSeconds * rate && take(next); next--);
  const isLongEnough = frames >= leastSpanSeconds * rate || grown.some(index => isTaken[index - 1] || isTaken[index + 1])
  return isLongEnough && frames <= most ? grown : []
}

/** Neighbouring units are one span; a cut between them stays inside it. */
function spansOf(units: TalkUnit[], isTaken: boolean[]): FrameSpan[] {
  const spans: FrameSpan[] = []
  for (const [index, { start, end }] of units.entries()) {
    if (!isTaken[index]) continue
    if (isTaken[index - 1]) spans.at(-1)!.end = end
    else spans.push({ start, end })
  }
  return spans
}
