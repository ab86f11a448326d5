import { unspaced } from '../contracts/unspaced-scripts.ts'

/** A word of a cue's text as it is spoken. */
export interface SpokenWord {
  /** As written, without the marks around it. */
  text: string
  /** Where it stands in the cue's text, with the marks that cling to it. */
  from: number
  to: number
  /** How long it takes, in usual syllables. */
  size: number
  /** A comma, a full stop or a dash follows: a pause is likely. */
  isBeforePause: boolean
  isQuestion: boolean
}

/** Letters that are syllables (or nearly) by themselves. */
const syllabic = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu
const vowelGroups = /[aeiouyæøœаеёиоуыэюяіїєαεηιουω]+/gu
/** A syllable has about so many letters; scripts that leave vowels out have fewer. */
const lettersPerSyllable = 2.6
const lettersWithoutVowels = 1.8
const wordBreaks = new Intl.Segmenter('und', { granularity: 'word' })

/** The words of a text in order; what holds neither letter nor digit is no word. */
export function spokenWords(text: string): SpokenWord[] {
  return [...text.matchAll(/\S+/gu)].flatMap(({ 0: token, index }) => unspaced.test(token) ? splitUnspaced(token, index) : [{ token, from: index }])
    .flatMap(({ token, from }) => wordOf(token, from))
}

/** In usual syllables: vowel groups and letters each tell half of how long a word takes. */
export function spokenSize(word: string): number {
  const letters = word.toLowerCase().normalize('NFD').replace(/[^\p{L}\p{N}]/gu, '')
  const whole = letters.match(syllabic)?.length ?? 0
  const digits = letters.match(/\p{N}/gu)?.length ?? 0
  const rest = [...letters].length - whole - digits
  const vowels = letters.match(vowelGroups)?.length ?? 0
  const spelled = vowels > 0 ? (vowels + rest / lettersPerSyllable) / 2 : rest / lettersWithoutVowels
  return Math.max(0.6, whole + 1.3 * digits + spelled)
}

function splitUnspaced(token: string, index: number): { token: string; from: number }[] {
  const pieces: { token: string; from: number }[] = []
  for (const { segment, index: at, isWordLike } of wordBreaks.segment(token)) {
    if (isWordLike || pieces.length === 0) pieces.push({ token: segment, from: index + at })
    else pieces.at(-1)!.token += segment
  }
  return pieces
}

function wordOf(token: string, from: number): SpokenWord[] {
  const bare = token.replace(/^[^\p{L}\p{N}]+|(?<![^\p{L}\p{N}\p{M}])[^\p{L}\p{N}\p{M}]+$/gu, '')
  if (bare === '') return []
  return [{ text: bare, from, to: from + token.length, size: spokenSize(bare), isBeforePause: /[.,;:!?…—–\-،؛؟、。，！？]["'”’»)\]]*$/u.test(token), isQuestion: /[?？؟]/u.test(token) }]
}
