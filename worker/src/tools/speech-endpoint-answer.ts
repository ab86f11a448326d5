import { z } from 'zod'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import type { WrittenSpeech } from './speech-to-text.ts'
import { isAnnotation, wordEnd, wordsToCues, type WrittenWord } from './words-to-cues.ts'

const seconds = z.number().min(0)
const spokenWord = z.object({ word: z.string(), start: seconds, end: seconds })
const segment = z.object({ text: z.string(), start: seconds, end: seconds, words: z.array(spokenWord).nullish() })

/** `verbose_json`, as OpenAI gives it; other servers leave words out, or put them into the segments. */
const verboseJson = z.object({
  language: z.string().nullish(), text: z.string(),
  segments: z.array(segment).nullish(), words: z.array(spokenWord).nullish(),
})

/** The cues of an answer in `verbose_json`; undefined for any other answer, also for one that tells no times. */
export function readSpeechAnswer(text: string): WrittenSpeech | undefined {
  const answer = verboseJson.safeParse(parseJson(text)).data
  if (answer === undefined) return undefined
  const segments = (answer.segments ?? []).filter(found => !isAnnotation(found.text))
  const words = answer.words ?? segments.flatMap(found => found.words ?? [])
  const cues = segments.length > 0 ? cuesOf(segments, words) : wordsToCues(words.map(({ word, ...times }, index) => ({ text: index === 0 ? word : ` ${word.trim()}`, ...times })))
  const isTimeless = cues.length === 0 && !isAnnotation(answer.text) && (answer.segments ?? []).length === 0
  return isTimeless ? undefined : { language: languageCode(answer.language ?? ''), cues }
}

type Segment = z.output<typeof segment>
type SpokenWord = z.output<typeof spokenWord>

function cuesOf(segments: readonly Segment[], words: readonly SpokenWord[]): Cue[] {
  return segments.flatMap((found, index) => {
    const from = index === 0 ? 0 : found.start
    const until = segments[index + 1]?.start ?? Infinity
    const inside = words.filter(word => word.word.trim() !== '' && middleOf(word) >= from && middleOf(word) < until)
    const text = found.text.replace(/\s+/gu, ' ').trim()
    if (inside.length === 0) return [{ start: found.start, end: Math.max(found.start, found.end), speaker: null, text }]
    return withWords(text, inside)
  })
}

function middleOf({ start, end }: SpokenWord): number {
  return (start + end) / 2
}

/** OpenAI's words come without punctuation, the text with it: where both count the same, the text's spelling goes with the words' times. */
function withWords(text: string, words: readonly SpokenWord[]): Cue[] {
  const spelled = text.split(' ')
  const timed = words.map(({ word, start, end }): WrittenWord => ({ text: word.trim(), start, end }))
  if (spelled.length === words.length) return wordsToCues(timed.map((word, index) => ({ ...word, text: index === 0 ? spelled[0]! : ` ${spelled[index]!}` })))
  const ended = timed.map(word => ({ ...word, end: wordEnd(word) }))
  return [{ start: ended[0]!.start, end: ended.at(-1)!.end, speaker: null, text, words: ended }]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** OpenAI tells "english", others "en". */
function languageCode(told: string): string | null {
  const name = told.trim().toLowerCase()
  if (/^[a-z]{2,3}(-[a-z0-9]+)*$/.test(name) && name !== 'auto') return name
  return codesByName().get(name) ?? null
}

function codesByName(): Map<string, string> {
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  const codes = letters.flatMap(first => letters.map(second => first + second))
  // Some old codes have the name of a newer one; the first stays.
  return new Map(codes.toReversed().flatMap(code => { const name = names.of(code); return name === undefined ? [] : [[name.toLowerCase(), code] as const] }))
}
