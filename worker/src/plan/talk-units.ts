import type { Cut } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan, Span } from '@f2l/common/contracts/span.ts'
import type { Transcript } from '@f2l/common/contracts/transcript.ts'
import { keptBetween, pausesBetween, type FrameGrid } from './find-cuts.ts'
import { quietestFrame } from './quiet-frame.ts'
import type { SpeechEvidence } from './speech-cover.ts'

/** A stretch of talk that can be taken out of the meeting without breaking a sentence. */
export interface TalkUnit extends FrameSpan {
  /** Frames of it that are in the tight version. */
  kept: number
}

export interface TalkFacts {
  evidence: Pick<SpeechEvidence, 'levels' | 'durationSeconds'> & { transcript: Pick<Transcript, 'cues' | 'hasMeasuredEnds'> }
  /** Where something is to be heard (source seconds, ascending, disjoint). */
  cover: Span[]
  /** Of the tight version. */
  cuts: readonly Cut[]
  grid: FrameGrid
}

/** Room for a border inside a pause, so that a word's soft end and the breath before the next stay whole. */
const leastPauseSeconds = 0.3
const marginAfterSpeech = 0.12
const marginBeforeSpeech = 0.1
/** Without cues a pause must be longer to end a sentence. */
const sentencePauseSeconds = 0.5
/** Cues tell times roughly, those without measured ends to a second: a pause this near to a cue's edge lies between cues. */
const cueToleranceSeconds = { measured: 0.5, estimated: 1 }
/** A cue longer than this holds several sentences. */
const longCueSeconds = 20
/** A long stretch that nobody speaks in can be parted anywhere. */
const silentPartSeconds = 6
/** Talk without any pause for so long is parted where it is quietest. */
const longestUnitSeconds = 30
const partSeconds = 12

/** The tight version as units from pause between sentences to pause between sentences; ascending, disjoint. */
export function talkUnits(facts: TalkFacts): TalkUnit[] {
  const { cuts, grid } = facts
  const units = unitsBetween(breaksOf(facts), cuts, grid)
  const most = longestUnitSeconds * grid.num / grid.den
  const usable = units.filter(({ kept }) => kept <= most).reduce((sum, { kept }) => sum + kept, 0)
  const all = units.reduce((sum, { kept }) => sum + kept, 0)
  return 2 * usable >= all ? units : units.flatMap(unit => unit.kept <= most ? [unit] : partUnit(unit, facts))
}

/** Where one unit may end, and where the next may begin: a cut lies between the two, or nothing. */
interface Break { end: number; start: number }

function breaksOf({ evidence, cover, cuts, grid }: TalkFacts): Break[] {
  const between = pausesBetween(cover, evidence.durationSeconds)
    .filter(pause => isBetweenSentences(pause, evidence.transcript))
    .flatMap(pause => breaksIn(pause, cuts, evidence.levels, grid))
  return [{ end: 0, start: 0 }, ...between, { end: grid.frames, start: grid.frames }]
}

function isBetweenSentences({ start, end }: Span, { cues, hasMeasuredEnds }: TalkFacts['evidence']['transcript']): boolean {
  if (end - start < (cues.length === 0 ? sentencePauseSeconds : leastPauseSeconds)) return false
  const middle = (start + end) / 2
  const tolerance = hasMeasuredEnds ? cueToleranceSeconds.measured : cueToleranceSeconds.estimated
  return cues.every(cue => cue.start + tolerance > middle || cue.end - tolerance < middle || cue.end - cue.start > longCueSeconds)
}

function breaksIn(pause: Span, cuts: readonly Cut[], levels: Int8Array, grid: FrameGrid): Break[] {
  const inside = cuts.filter(({ span }) => span.start < pause.end && span.end > pause.start)
  if (inside.length > 0) return inside.map(({ frames }) => ({ end: frames.start, start: frames.end }))
  const room = { start: pause.start + marginAfterSpeech, end: pause.end - marginBeforeSpeech }
  const parts = Math.max(1, Math.floor((room.end - room.start) / silentPartSeconds))
  return Array.from({ length: parts }, (_, index) => {
    const from = room.start + index * (room.end - room.start) / parts
    const to = room.start + (index + 1) * (room.end - room.start) / parts
    return quietestFrame({ start: from, end: to }, (from + to) / 2, levels, grid)
  }).flatMap(frame => frame === null ? [] : [{ end: frame, start: frame }])
}

function unitsBetween(breaks: Break[], cuts: readonly Cut[], grid: FrameGrid): TalkUnit[] {
  const keptIn = keptCounter(cuts, grid)
  const units: TalkUnit[] = []
  let from = breaks[0]!.start
  for (const { end, start } of breaks.slice(1)) {
    const kept = keptIn(from, end)
    if (kept > 0) units.push({ start: from, end, kept })
    from = Math.max(from, start)
  }
  return units
}

/** Frames kept between two places; each answer takes a few steps. */
export function keptCounter(cuts: readonly Cut[], { frames }: FrameGrid): (from: number, to: number) => number {
  const pieces = keptBetween([...cuts], frames)
  const before = [0]
  for (const { start, end } of pieces) before.push(before.at(-1)! + end - start)
  const upTo = (frame: number): number => {
    let low = 0
    let high = pieces.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (pieces[middle]!.start < frame) low = middle + 1
      else high = middle
    }
    const last = pieces[low - 1]
    return last === undefined ? 0 : before[low - 1]! + Math.min(frame, last.end) - last.start
  }
  return (from, to) => Math.max(0, upTo(to) - upTo(from))
}

function partUnit(unit: TalkUnit, { cuts, evidence, grid }: TalkFacts): TalkUnit[] {
  const rate = grid.num / grid.den
  const borders = [unit.start]
  for (let at = unit.start / rate + partSeconds; at < unit.end / rate - partSeconds / 2; at += partSeconds) {
    const frame = quietestFrame({ start: at - partSeconds / 3, end: at + partSeconds / 3 }, at, evidence.levels, grid)
    if (frame !== null && frame > borders.at(-1)! && !cuts.some(({ frames }) => frames.start < frame && frames.end > frame)) borders.push(frame)
  }
  const keptIn = keptCounter(cuts, grid)
  return borders.map((start, index) => ({ start, end: borders[index + 1] ?? unit.end }))
    .map(span => ({ ...span, kept: keptIn(span.start, span.end) })).filter(({ kept }) => kept > 0)
}
