import type { Cut } from '../contracts/edit-plan.ts'
import { mergeSpans } from '../contracts/merge-spans.ts'
import { sourceWords } from '../contracts/source-words.ts'
import type { Cue } from '../contracts/transcript.ts'
import { spokenWords, type SpokenWord } from './spoken-words.ts'

type TextCut = Pick<Cut, 'span' | 'reason' | 'text'>
/** A stretch of a text. */
type Run = Pick<SpokenWord, 'from' | 'to'>

/** Cues with the text that is left of them; one that has none left is none any more. Of what these cuts do not touch nothing changes. */
export function keptCues(cues: readonly Cue[], cuts: readonly TextCut[]): Cue[] {
  const isByHand = cuts.some(({ reason }) => reason === 'manual')
  // Silences only tell where the words of a cue stand.
  const told = cuts.filter(({ reason }) => reason === 'filler' || isByHand && reason !== 'left-out')
  return cues.flatMap(cue => {
    const text = keptText(cue, told)
    if (text === cue.text) return [cue]
    return text === '' ? [] : [{ start: cue.start, end: cue.end, speaker: cue.speaker, text }]
  })
}

/**
 * The text of a cue without what was cut of it. Words that a person cut out are those that the editor strikes through. Of fillers
 * ("Um, so we …" → "So we …") only words that a cut names can go; of several that are alike, those nearest to the cuts' times.
 */
export function keptText(cue: Cue, cuts: readonly TextCut[]): string {
  const inside = cuts.filter(({ span }) => span.start < cue.end && span.end > cue.start)
  const byHand = runsByHand(cue, inside)
  const fillers = fillersOf(cue, inside).filter(({ from }) => !byHand.some(run => from >= run.from && from < run.to))
  return [...byHand, ...fillers].sort((a, b) => b.from - a.from).reduce(withoutRun, cue.text)
}

/** Words whose middle lies in a cut by hand, as long as they stand side by side in one run. */
function runsByHand(cue: Cue, cuts: readonly TextCut[]): Run[] {
  const byHand = cuts.filter(({ reason }) => reason === 'manual')
  if (byHand.length === 0) return []
  const silences = mergeSpans(cuts.filter(({ reason }) => reason === 'silence').map(({ span }) => span))
  const runs: Run[] = []
  let wasCut = false
  for (const { text, from, start, end } of sourceWords([cue], silences)) {
    const isCut = byHand.some(({ span }) => (start + end) / 2 >= span.start && (start + end) / 2 < span.end)
    if (isCut && wasCut) runs.at(-1)!.to = from + text.length
    else if (isCut) runs.push({ from, to: from + text.length })
    wasCut = isCut
  }
  return runs
}

function fillersOf(cue: Cue, cuts: readonly TextCut[]): Run[] {
  const fillers = cuts.filter(({ reason, text }) => reason === 'filler' && text !== undefined)
  if (fillers.length === 0) return []
  const words = timedWords(cue)
  const gone = new Set<TimedWord>()
  for (const { span, text } of fillers) {
    const at = (span.start + span.end) / 2
    const alike = words.filter(word => !gone.has(word) && word.text.toLowerCase() === text!.toLowerCase())
    const nearest = alike.toSorted((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0]
    if (nearest) gone.add(nearest)
  }
  return [...gone]
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

/** A sentence that it began gets its capital letter; one that it ended keeps its mark. */
function withoutRun(text: string, { from, to }: Run): string {
  const word = text.slice(from, to)
  const before = text.slice(0, from).trimEnd()
  const after = text.slice(to).trimStart()
  const ends = /[.!。！]["'”’»)\]]*$/u.test(word) && !/\.{2,}$/u.test(word)
  const begins = before === '' || /[.!?…。！？]["'”’»)\]]*$/u.test(before)
  const ended = ends && !begins ? `${before.replace(/(?<![,;:–—-])[,;:–—-]+$/u, '').trimEnd()}${word.match(/[.!。！]["'”’»)\]]*$/u)![0]}` : before
  const isSpaced = ended !== '' && after !== '' && /\s/u.test(text.slice(before.length, from) + text.slice(to, text.length - after.length))
  const opening = /^["“„«‘(¿¡「]*/u.exec(word)![0]
  return `${ended}${isSpaced ? ' ' : ''}${opening}${begins ? after.replace(/^\p{Ll}/u, letter => letter.toLocaleUpperCase()) : after}`
}
