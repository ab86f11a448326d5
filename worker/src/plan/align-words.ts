import type { Span } from '@f2l/common/contracts/span.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { alignSequence, type PlacedWord, type Sound, type WordModel } from './align-sequence.ts'
import { hesitationFit } from './hesitation-sound.ts'
import { levelSeconds } from './sound-levels.ts'
import { speechFrames, type HeardSound, type SpeechFrames } from './speech-frames.ts'
import { spokenWords, type SpokenWord } from '@f2l/common/captions/spoken-words.ts'
import { wordBorders } from './word-borders.ts'

/** A word with its time in seconds of the source; how likely (0..1) each edge, and both, are right to 100 ms. */
export interface AlignedWord extends SpokenWord, Span, Sureness { isFiller: boolean }
interface Sureness { startSureness: number; endSureness: number; confidence: number }

export interface AlignInput {
  /** In order of their starts. */
  cues: Cue[]
  hasMeasuredEnds: boolean
  sound: HeardSound
  /** Fillers last longer than they are written, and sound their own way. */
  isFiller(word: string): boolean
}

/** Edges of a measured cue are right to about this much; farther off is possible, but needs reasons. */
const measuredReach = 0.1
/** What is looked at around a cue. */
const aroundSeconds = 0.4
/** A start in whole seconds is that of the second in which the cue begins. */
const wholeSecond: Span = { start: -0.2, end: 1.1 }
const wholeSecondReach = 0.05
/** So many words of the cues before and after tell where one without measured edges begins and ends. */
const wordsBefore = 12
const wordsAfter = 6
const contextSeconds = 3
/** More would take too much memory; nobody says so much in one cue that was meant to be read. */
const mostWords = 350
const mostSeconds = 240
/** Where other cues run at the same time the sound tells little about this one. */
const overlapped = 0.3

/** Seconds for one usual syllable, and the range that people speak in. */
const usualPace = 0.2
const paceRange: Span = { start: 0.12, end: 0.32 }
/** A filler's usual length; spreads are those of the logarithm of a length. */
const fillerSeconds = 0.33
const wordSpread = 0.38
const fillerSpread = 0.5
/** No word lasts longer (frames of 10 ms), nor so many spreads longer than usual. */
const longestFrames = 140
const mostSpreads = 3.7
/** How likely a pause is before a word. */
const pauses = { besideFiller: 0.5, afterMark: 0.6, elsewhere: 0.12 }

/**
 * Word times of a cue, found in the sound alone: words take as long as they are to speak, part where the sound dips or
 * changes, and pauses lie where it is quiet. Measured word times are used as they are.
 */
export function alignWords(input: AlignInput, index: number): AlignedWord[] {
  const cue = input.cues[index]!
  const words = spokenWords(cue.text).map(word => ({ ...word, isFiller: input.isFiller(word.text) }))
  if (cue.words?.length) return measuredWords(words, cue.words)
  const sequence = words.length > mostWords || cue.end - cue.start > mostSeconds ? null : sequenceAround(input, index, words)
  const frames = sequence && speechFrames(input.sound, sequence.span)
  const placed = frames && alignSequence(modelsOf(sequence, frames, input, index), soundOf(sequence, frames, input, index))
  if (!placed) return spreadEvenly(words, cue)
  return words.map((word, w) => ({ ...word, ...inSeconds(placed[sequence.first + w]!, frames) }))
}

interface TextWord extends SpokenWord { isFiller: boolean }
/** What is aligned at once; `first` is the index of the cue's own first word. */
interface Sequence { words: TextWord[]; first: number; span: Span; /** All that is said in it is one of the words. */ whole: Span; anchors: Map<number, Anchor> }
interface Anchor { starts?: (seconds: number) => number; ends?: (seconds: number) => number }

function sequenceAround(input: AlignInput, index: number, words: TextWord[]): Sequence {
  const { start, end } = input.cues[index]!
  if (!input.hasMeasuredEnds) return sequenceWithNeighbours(input, index, words)
  const anchors = new Map([[0, { starts: fallOff({ start, end: start }, measuredReach) }]] as [number, Anchor][])
  anchors.set(words.length - 1, { ...anchors.get(words.length - 1), ends: fallOff({ start: end, end }, measuredReach) })
  return { words, first: 0, span: { start: start - aroundSeconds, end: end + aroundSeconds }, whole: { start, end }, anchors }
}

/** Without ends, where one cue stops is told by where the next begins: both are aligned together. */
function sequenceWithNeighbours({ cues, isFiller }: AlignInput, index: number, words: TextWord[]): Sequence {
  const cue = cues[index]!
  const textOf = (other: Cue | undefined): TextWord[] => other ? spokenWords(other.text).map(word => ({ ...word, isFiller: isFiller(word.text) })) : []
  const previous = cues[index - 1]
  const next = cues[index + 1]
  const allBefore = previous && previous.end > cue.start - contextSeconds ? textOf(previous) : []
  const before = allBefore.slice(-wordsBefore)
  const after = next && next.start < cue.end + contextSeconds ? textOf(next).slice(0, wordsAfter) : []
  const secondOf = ({ start }: Cue): (seconds: number) => number => fallOff({ start: start + wholeSecond.start, end: start + wholeSecond.end }, wholeSecondReach)
  const anchors = new Map<number, Anchor>([[before.length, { starts: secondOf(cue) }]])
  if (after.length > 0) anchors.set(before.length + words.length, { starts: secondOf(next!) })
  if (before.length > 0 && before.length === allBefore.length) anchors.set(0, { starts: secondOf(previous!) })
  const room = (part: TextWord[]): number => 1 + 1.5 * usualPace * sizeOf(part)
  return {
    words: [...before, ...words, ...after], first: before.length, anchors,
    whole: { start: before.length > 0 ? cue.start : cue.start + wholeSecond.end, end: after.length > 0 ? next!.start : cue.end },
    span: { start: cue.start - (before.length > 0 ? room(before) : aroundSeconds), end: after.length > 0 ? next!.start + room(after) : cue.end + 1 },
  }
}

/** 1 inside the span, falling off outside. */
function fallOff({ start, end }: Span, reach: number): (seconds: number) => number {
  return seconds => Math.exp(-Math.max(0, start - seconds, seconds - end) / reach)
}

function modelsOf({ words, span, anchors }: Sequence, frames: SpeechFrames, { cues, hasMeasuredEnds }: AlignInput, index: number): WordModel[] {
  const pace = paceOf(words, frames, hasMeasuredEnds ? cues[index]! : span)
  const fit = frames.timbre && hesitationFit(frames.timbre)
  const shapes = new Map<number, Float64Array>()
  const durationsOf = ({ isFiller, size }: TextWord): Float64Array => {
    const key = isFiller ? -1 : Math.round(10 * size)
    if (!shapes.has(key)) shapes.set(key, isFiller ? durations(fillerSeconds, fillerSpread) : durations(key / 10 * pace, wordSpread))
    return shapes.get(key)!
  }
  const toSeconds = (frame: number): number => frames.start + frame * levelSeconds
  return words.map((word, w): WordModel => {
    const anchor = anchors.get(w)
    const before = words[w - 1]
    return {
      durations: durationsOf(word),
      pauseBefore: word.isFiller || before?.isFiller ? pauses.besideFiller : before?.isBeforePause ? pauses.afterMark : pauses.elsewhere,
      ...(anchor?.starts ? { startsAt: frame => anchor.starts!(toSeconds(frame)) } : {}),
      ...(anchor?.ends ? { endsAt: frame => anchor.ends!(toSeconds(frame)) } : {}),
      ...(word.isFiller && fit ? { sounds: fit } : {}),
    }
  })
}

function soundOf({ whole }: Sequence, frames: SpeechFrames, { cues, hasMeasuredEnds }: AlignInput, index: number): Sound {
  const frameAt = (seconds: number): number => Math.max(0, Math.min(frames.levels.length, Math.round((seconds - frames.start) / levelSeconds)))
  return {
    borders: wordBorders(frames), pauseOdds: hasMeasuredEnds ? dampened(frames, cues, index) : frames.pauseOdds,
    whole: { from: frameAt(whole.start), to: frameAt(whole.end) },
  }
}

function dampened(frames: SpeechFrames, cues: Cue[], index: number): Float64Array {
  const odds = frames.pauseOdds.slice()
  const end = frames.start + odds.length * levelSeconds
  for (let other = 0; other < cues.length && cues[other]!.start < end; other++) {
    if (other === index || cues[other]!.end <= frames.start) continue
    const from = Math.max(0, Math.round((cues[other]!.start - frames.start) / levelSeconds))
    const to = Math.min(odds.length, Math.round((cues[other]!.end - frames.start) / levelSeconds))
    for (let i = from; i < to; i++) odds[i] = frames.pauseOdds[i]! * overlapped
  }
  return odds
}

/** Seconds a syllable: speech heard, by what is to be said. */
function paceOf(words: TextWord[], { start, pauseOdds }: SpeechFrames, span: Span): number {
  const from = Math.max(0, Math.round((span.start - start) / levelSeconds))
  const to = Math.min(pauseOdds.length, Math.round((span.end - start) / levelSeconds))
  const heard = pauseOdds.subarray(from, to).reduce((sum, odds) => sum + (odds < 0 ? levelSeconds : 0), 0)
  const fillers = words.filter(({ isFiller }) => isFiller).length
  const pace = (heard - fillers * fillerSeconds) / Math.max(1, sizeOf(words.filter(({ isFiller }) => !isFiller)))
  return Math.max(paceRange.start, Math.min(paceRange.end, (pace + usualPace) / 2))
}

function sizeOf(words: SpokenWord[]): number {
  return words.reduce((sum, { size }) => sum + size, 0)
}

/** Log-normal, as durations of words are; as long as is not out of the question. */
function durations(seconds: number, spread: number): Float64Array {
  const usual = seconds / levelSeconds
  const longest = Math.min(longestFrames, Math.ceil(usual * Math.exp(mostSpreads * spread)))
  return Float64Array.from({ length: longest + 1 }, (_, frames) => frames < 3 ? 0 : Math.exp(-0.5 * (Math.log(frames / usual) / spread) ** 2) / (frames * spread))
}

function inSeconds({ start, end, startSureness, endSureness }: PlacedWord, frames: SpeechFrames): Span & Sureness {
  return { start: frames.start + start * levelSeconds, end: frames.start + end * levelSeconds, startSureness, endSureness, confidence: Math.min(startSureness, endSureness) }
}

/** Times that came with the transcript, by the order of the words. */
function measuredWords(words: TextWord[], measured: NonNullable<Cue['words']>): AlignedWord[] {
  const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}\p{M}]/gu, '')
  let next = 0
  return words.flatMap(word => {
    const found = measured.findIndex(({ text }, index) => index >= next && bare(text) === bare(word.text))
    if (found < 0) return []
    next = found + 1
    return [{ ...word, start: measured[found]!.start, end: measured[found]!.end, ...sureness(1) }]
  })
}

/** When nothing better is known. */
function spreadEvenly(words: TextWord[], { start, end }: Span): AlignedWord[] {
  const total = sizeOf(words)
  let before = 0
  return words.map(word => {
    const from = start + (end - start) * before / total
    before += word.size
    return { ...word, start: from, end: start + (end - start) * before / total, ...sureness(0) }
  })
}

function sureness(value: number): Sureness {
  return { startSureness: value, endSureness: value, confidence: value }
}
