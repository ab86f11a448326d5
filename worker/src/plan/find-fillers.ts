import type { Span } from '@f2l/common/contracts/span.ts'
import type { Cue, Transcript } from '@f2l/common/contracts/transcript.ts'
import { alignWords, type AlignedWord, type AlignInput } from './align-words.ts'
import { fillersOf } from './filler-words.ts'
import { endsAsWritten, hesitationFit } from './hesitation-sound.ts'
import { levelSeconds } from './sound-levels.ts'
import { islandAt, type SoundIsland } from './sound-island.ts'
import { noiseFloor, usualSpeechLevel } from './speech-cover.ts'
import type { HeardSound } from './speech-frames.ts'
import { spokenWords } from '@f2l/common/captions/spoken-words.ts'

/** A filler that can go without harm: its sound, with the quiet around it. */
export interface Filler extends SoundIsland {
  text: string
  confidence: number
  /** From the end of the cue before to the start of the next: no cut goes beyond. */
  room: Span
}

export interface FillerInput {
  sound: HeardSound
  /** Cues in order of their starts. */
  transcript: Transcript
  keepWords: string[]
}

/** Shorter it may be a part of a word, longer it is more than a filler. */
const lengthSeconds: Span = { start: 0.12, end: 1.2 }
/** The quiet on each side, and both together: a stop ("t", "k") closes the mouth for less. */
const leastQuiet = 0.09
const leastQuietTogether = 0.22
/** Where the words before and after leave room, and where the sound is, may differ by this much. */
const edgeSlack = 0.13
/** Other cues keep this distance. */
const otherCueMargin = 0.05
/** Where the word is, and where those beside it end and begin, must be as sure as this; surer where the sound's colour is not known. */
const leastSureness = 0.65
const leastSurenessByLevel = 0.85
/** What fits other words better than hesitation (a factor) stays. */
const leastFit = 1
/** What is said is at most so far below the usual level of speech (decibels). */
const faintest = 20

/**
 * Fillers that may be cut: the text says so, the word is where the sound says so, the sound stands alone between real
 * dips, sounds like a hesitation, and nobody else speaks. Everything else stays. Ascending, disjoint.
 */
export function findFillers({ sound, transcript, keepWords }: FillerInput): Filler[] {
  const { cues, language, hasMeasuredEnds } = transcript
  const isFiller = fillersOf({ language, texts: cues.map(({ text }) => text), keepWords })
  const input: AlignInput = { cues, hasMeasuredEnds, sound, isFiller }
  const fit = sound.timbre ? hesitationFit(sound.timbre) : () => 1
  const usual = { speech: usualSpeechLevel(sound.speech, sound.levels), noise: noiseFloor(sound.levels) }
  const least = sound.timbre ? leastSureness : leastSurenessByLevel
  const found = cues.flatMap((cue, index) => mayHoldFiller(cue, isFiller) ? candidates(alignWords(input, index), least).flatMap(word => {
    const island = islandAt(word, sound.levels, usual)
    if (!island || !standsAlone(island) || !isSame(island, word) || island.peak < usual.speech - faintest) return []
    const factor = fit(Math.round(island.start / levelSeconds), Math.round(island.end / levelSeconds))
    const room = roomAround(island, cues, index)
    if (factor < leastFit || !endsAsWritten(word.text, island, sound.levels) || !room) return []
    return [{ ...island, room, text: word.text, confidence: confidenceOf(word, factor) }]
  }) : [])
  return found.sort((a, b) => a.start - b.start).filter((filler, index, all) => index === 0 || filler.start >= all[index - 1]!.end)
}

/** What is all that somebody says is an answer, not a filler. */
function mayHoldFiller({ text }: Cue, isFiller: (word: string) => boolean): boolean {
  const words = spokenWords(text)
  return words.some(word => isFiller(word.text)) && words.some(word => !isFiller(word.text))
}

/** Fillers whose place is sure, and that no word beside them reaches into. "Uh?" asks, and "uh uh" says no. */
function candidates(words: AlignedWord[], least: number): AlignedWord[] {
  return words.filter((word, index) => {
    const before = words[index - 1]
    const after = words[index + 1]
    const isRepeated = [before, after].some(other => other?.text.toLowerCase() === word.text.toLowerCase())
    const sureness = Math.min(word.confidence, before?.endSureness ?? 1, after?.startSureness ?? 1)
    return word.isFiller && !word.isQuestion && !isRepeated && sureness >= least
  })
}

function standsAlone({ start, end, quietBefore, quietAfter }: SoundIsland): boolean {
  const before = start - quietBefore.start
  const after = quietAfter.end - end
  return end - start >= lengthSeconds.start && end - start <= lengthSeconds.end
    && before >= leastQuiet && after >= leastQuiet && before + after >= leastQuietTogether
}

function isSame(island: Span, word: Span): boolean {
  return Math.abs(island.start - word.start) <= edgeSlack && Math.abs(island.end - word.end) <= edgeSlack
}

/** What the other cues leave free around a sound; null when one of them reaches into it. */
function roomAround({ start, end }: Span, cues: Cue[], own: number): Span | null {
  const room = { start: 0, end: Number.POSITIVE_INFINITY }
  for (const [index, cue] of cues.entries()) {
    if (index === own) continue
    if (cue.end <= start - otherCueMargin) room.start = Math.max(room.start, cue.end)
    else if (cue.start >= end + otherCueMargin) room.end = Math.min(room.end, cue.start)
    else return null
  }
  return room
}

function confidenceOf({ confidence }: AlignedWord, fit: number): number {
  return Math.round(100 * Math.max(0.5, Math.min(0.99, confidence * Math.min(1, 0.7 + 0.15 * fit)))) / 100
}
