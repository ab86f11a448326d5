import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { wordsToCues, type WrittenWord } from './words-to-cues.ts'

/** One token of Whisper's with its times in milliseconds. */
export interface WhisperToken { text: string; t0: number; t1: number }

/** Where words stand without spaces, each token is as good as a word. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const broken = '\uFFFD'

/** Whisper's tokens, and the whole text that they are of, as cues. */
export function tokensToCues(tokens: readonly WhisperToken[], wholeText: string): Cue[] {
  const words: WrittenWord[] = []
  for (const { text, t0, t1 } of mendLetters(tokens, wholeText)) {
    const open = words.at(-1)
    const start = t0 / 1000
    const end = Math.max(t0, t1) / 1000
    if (open === undefined || beginsWord(text, open.text)) words.push({ text, start, end })
    else Object.assign(open, { text: open.text + text, end })
  }
  return wordsToCues(words.filter(word => word.text.trim() !== ''))
}

function beginsWord(text: string, before: string): boolean {
  return /^\s/u.test(text) || (unspaced.test(text) && unspaced.test(before))
}

/** A token may be a part of a letter's bytes: such tokens are joined, and read from the whole text, until the letter is whole. */
function mendLetters(tokens: readonly WhisperToken[], wholeText: string): WhisperToken[] {
  const mended: WhisperToken[] = []
  let at = 0
  for (let i = 0; i < tokens.length; i++) {
    const first = tokens[i]!
    while (tokens[i]!.text.includes(broken) && tokens[i + 1]?.text.includes(broken)) i++
    const next = tokens[i + 1]
    const until = !first.text.includes(broken) ? at + first.text.length : next === undefined ? wholeText.length : wholeText.indexOf(next.text, at + 1)
    mended.push({ text: wholeText.slice(at, until < 0 ? wholeText.length : until), t0: first.t0, t1: tokens[i]!.t1 })
    at = until < 0 ? wholeText.length : until
  }
  return mended
}
