import type { Cue } from '@f2l/common/contracts/transcript.ts'

/** A word as it was written, with the space that may stand before it. */
export interface WrittenWord { text: string; start: number; end: number }

/** A silence this long between two words ends the cue. */
const pauseSeconds = 0.9
/** Longer cues end at the next comma, and in any case half as long again. */
const longSeconds = 12
const sentenceEnd = /[.!?…。！？]["'”’»)\]]*\s*$/u
const clauseEnd = /[,;:،、，；]\s*$/u
/** "[Music]", "(applause)", "♪": what recognisers write where nobody speaks. */
const annotation = /^[\s♪♫*]*(?:[[(][^\])]*[\])][\s♪♫*]*)*$/u
/** A word takes no longer than this: recognisers let the last one before a pause reach across it. */
const longestWord = (text: string): number => 0.8 + 0.12 * text.length

/** Words in order become cues of about a sentence. */
export function wordsToCues(words: readonly WrittenWord[]): Cue[] {
  const cues: WrittenWord[][] = []
  for (const word of words) {
    const open = cues.at(-1)
    if (open === undefined || isOver(open, word)) cues.push([word])
    else open.push(word)
  }
  return cues.map(cueOf).filter(cue => !isAnnotation(cue.text))
}

/** Is this text a note of the recogniser about sounds, and nothing that was said? */
export function isAnnotation(text: string): boolean {
  return annotation.test(text)
}

/** The word's end, brought back where it reaches across a pause (seconds). */
export function wordEnd({ text, start, end }: WrittenWord): number {
  return Math.min(Math.max(start, end), start + longestWord(text.trim()))
}

function isOver(open: readonly WrittenWord[], next: WrittenWord): boolean {
  const last = open.at(-1)!
  const seconds = last.end - open[0]!.start
  if (sentenceEnd.test(last.text) || next.start - wordEnd(last) >= pauseSeconds) return true
  return seconds >= 1.5 * longSeconds || (seconds >= longSeconds && clauseEnd.test(last.text))
}

function cueOf(written: readonly WrittenWord[]): Cue {
  const words = written.map(word => ({ text: word.text.trim(), start: word.start, end: wordEnd(word) }))
  const text = written.map(word => word.text).join('').replace(/\s+/gu, ' ').trim()
  return { start: words[0]!.start, end: words.at(-1)!.end, speaker: null, text, words }
}
