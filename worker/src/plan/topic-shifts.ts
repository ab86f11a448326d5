import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { unspaced } from '@f2l/common/contracts/unspaced-scripts.ts'

/** A place where the talk turns to something else, the stronger the more. */
export interface TopicShift { at: number; strength: number; /** Index of the first cue after it. */ cue: number }

/** Words on each side that are compared. */
const windowWords = 60
const pauseThatTells = 1.5
const wordBreaks = new Intl.Segmenter('en', { granularity: 'word' })
/** Letters and digits, held together by an apostrophe, a point or a comma between them: "don't", "3.5". */
const spacedWord = /[\p{L}\p{M}\p{N}_]+(?:['’.,:·][\p{L}\p{M}\p{N}_]+)*/gu

/**
 * Lexical cohesion in the manner of TextTiling (Hearst 1997): where the words before and after a
 * cue's start have little in common, a new topic begins; long pauses and new speakers add to it.
 */
export function topicShifts(cues: Cue[]): TopicShift[] {
  const words = cues.map(({ text }) => contentWords(text))
  const commonness = documentShare(words)
  return cues.slice(1).map((cue, index) => {
    const before = cues[index]!
    const difference = 1 - similarity(gather(words, index, -1), gather(words, index + 1, 1), commonness)
    const pause = Math.min(1, Math.max(0, cue.start - before.end) / pauseThatTells)
    const isNewSpeaker = cue.speaker !== before.speaker
    const isOpening = words[index + 1]!.length >= 4
    return { at: cue.start, cue: index + 1, strength: difference + 0.4 * pause + (isNewSpeaker ? 0.1 : 0) - (isOpening ? 0 : 0.4) }
  })
}

/** Words that carry meaning: at least four letters (any script), lower case. */
export function contentWords(text: string): string[] {
  return wordsOf(text.toLowerCase()).filter(word => word.length > 3 || /[^\p{ASCII}]/u.test(word)).map(stem)
}

/** Each use of a segmenter holds kilobytes outside of V8 until garbage is collected: where there are spaces, words are found without. */
function wordsOf(text: string): string[] {
  if (!unspaced.test(text)) return text.match(spacedWord) ?? []
  return [...wordBreaks.segment(text)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment)
}

/** Singular and plural, "render" and "rendering" are one word here. */
function stem(word: string): string {
  return word.length > 5 ? word.replace(/(ing|ed|es|s)$/u, '') : word
}

function documentShare(words: string[][]): Map<string, number> {
  const share = new Map<string, number>()
  for (const cue of words) for (const word of new Set(cue)) share.set(word, (share.get(word) ?? 0) + 1 / words.length)
  return share
}

function gather(words: string[][], from: number, step: 1 | -1): Map<string, number> {
  const counts = new Map<string, number>()
  let left = windowWords
  for (let i = from; left > 0 && i >= 0 && i < words.length; i += step) {
    for (const word of words[i]!) counts.set(word, (counts.get(word) ?? 0) + 1)
    left -= Math.max(1, words[i]!.length)
  }
  return counts
}

/** Cosine of the two word counts; a word that is everywhere counts little. */
function similarity(a: Map<string, number>, b: Map<string, number>, commonness: Map<string, number>): number {
  const weight = (word: string): number => Math.log(1 + 1 / (commonness.get(word) ?? 1))
  const lengthOf = (counts: Map<string, number>): number => Math.sqrt([...counts].reduce((sum, [word, count]) => sum + (count * weight(word)) ** 2, 0))
  let shared = 0
  for (const [word, count] of a) shared += count * (b.get(word) ?? 0) * weight(word) ** 2
  const product = lengthOf(a) * lengthOf(b)
  return product > 0 ? shared / product : 0.5
}
