import type { RawCue } from './cue-ends.ts'

const maxCues = 200_000
/** Two hours without a breath: more in one entry is no talk, and each step behind this one would take long over it. */
const maxCueLetters = 100_000
/** Twelve hours of talk without a pause. */
const maxLetters = 1_000_000

/** What of a transcript is more than anybody says, as a sentence; null where nothing is. Whoever it came from: a person's file, Fathom's page or API. */
export function whatIsTooMuch(cues: readonly Pick<RawCue, 'text' | 'words'>[]): string | null {
  if (cues.length > maxCues) return `The transcript has more than ${maxCues} entries. Please give a smaller file.`
  const letters = cues.map(lettersOf)
  if (letters.some(count => count > maxCueLetters)) return 'One entry of the transcript is longer than anybody talks. Please check the file.'
  if (letters.reduce((sum, count) => sum + count, 0) > maxLetters) return 'The transcript holds more than anybody says in a meeting. Please check the file.'
  return null
}

/** Its words may be given beside its text, and be others. */
function lettersOf({ text, words = [] }: Pick<RawCue, 'text' | 'words'>): number {
  return Math.max(text.length, words.reduce((sum, word) => sum + word.text.length + 1, 0))
}
