import type { Cut } from '../contracts/edit-plan.ts'
import type { Cue } from '../contracts/transcript.ts'
import { spokenWords, type SpokenWord } from './spoken-words.ts'

/**
 * The text of a cue without the fillers that were cut: "Um, so we …" → "So we …". Only words that a cut names can go;
 * of several that are alike, those nearest to the cuts' times.
 */
export function keptText(cue: Cue, cuts: Pick<Cut, 'span' | 'reason' | 'text'>[]): string {
  const inside = cuts.filter(({ span, reason, text }) => reason === 'filler' && text !== undefined && span.start < cue.end && span.end > cue.start)
  if (inside.length === 0) return cue.text
  const words = timedWords(cue)
  const gone = new Set<TimedWord>()
  for (const { span, text } of inside) {
    const at = (span.start + span.end) / 2
    const alike = words.filter(word => !gone.has(word) && word.text.toLowerCase() === text!.toLowerCase())
    const nearest = alike.toSorted((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0]
    if (nearest) gone.add(nearest)
  }
  return words.filter(word => gone.has(word)).toReversed().reduce(withoutWord, cue.text)
}

interface TimedWord extends SpokenWord { at: number }

/** Where in time each word is about. */
function timedWords({ text, start, end }: Cue): TimedWord[] {
  const words = spokenWords(text)
  const total = words.reduce((sum, { size }) => sum + size, 0)
  let before = 0
  return words.map(word => {
    before += word.size
    return { ...word, at: start + (end - start) * (before - word.size / 2) / total }
  })
}

/** A sentence that the word began gets its capital letter; one that it ended keeps its mark. */
function withoutWord(text: string, { from, to }: SpokenWord): string {
  const word = text.slice(from, to)
  const before = text.slice(0, from).trimEnd()
  const after = text.slice(to).trimStart()
  const ends = /[.!。！]["'”’»)\]]*$/u.test(word) && !/\.{2,}$/u.test(word)
  const begins = before === '' || /[.!?…。！？]["'”’»)\]]*$/u.test(before)
  const ended = ends && !begins ? `${before.replace(/[,;:–—-]+$/u, '').trimEnd()}${word.match(/[.!。！]["'”’»)\]]*$/u)![0]}` : before
  const isSpaced = ended !== '' && after !== '' && /\s/u.test(text.slice(before.length, from) + text.slice(to, text.length - after.length))
  const opening = /^["“„«‘(¿¡「]*/u.exec(word)![0]
  return `${ended}${isSpaced ? ' ' : ''}${opening}${begins ? after.replace(/^\p{Ll}/u, letter => letter.toLocaleUpperCase()) : after}`
}
