import type { Span } from '@f2l/common/contracts/span.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { outside } from './span-sets.ts'

/** A word of the source with its time: measured, or its share of what is heard of the cue. */
export interface SourceWord extends Span { text: string; cue: number; /** Nothing stands between it and the word before. */ isJoined: boolean }

const leastCueSeconds = 0.2
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** All words in the order of the cues. No word is said in a silence (ascending, apart), so words without times of their own share the rest. */
export function sourceWords(cues: readonly Cue[], silences: readonly Span[]): SourceWord[] {
  return cues.flatMap((cue, index) => {
    const parts = cue.text.split(/\s+/u).filter(Boolean)
    const texts = parts.flatMap(partsOf)
    const times = cue.words?.length === texts.length ? cue.words : sharedTimes(cue, texts.map(({ text }) => text), silences)
    return texts.map(({ text, isJoined }, at) => ({ text, isJoined, cue: index, start: times[at]!.start, end: Math.max(times[at]!.start, times[at]!.end) }))
  })
}

/** Scripts that leave no room between words are parted by the browser's dictionary; signs stay with the word before them. */
function partsOf(part: string): { text: string; isJoined: boolean }[] {
  if (part.length < 3 || !unspaced.test(part)) return [{ text: part, isJoined: false }]
  const parted: string[] = []
  for (const { segment, isWordLike } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(part)) {
    if (isWordLike || parted.length === 0) parted.push(segment)
    else parted[parted.length - 1] += segment
  }
  return parted.map((text, index) => ({ text, isJoined: index > 0 }))
}

function sharedTimes(cue: Cue, texts: string[], silences: readonly Span[]): Span[] {
  const whole = { start: cue.start, end: Math.max(cue.end, cue.start + leastCueSeconds) }
  const heard = outside(whole, silences)
  const spoken = heard.length > 0 ? heard : [whole]
  const letters = texts.reduce((sum, text) => sum + text.length, 0)
  let before = 0
  return texts.map(text => {
    const start = placeIn(spoken, before / letters, 'start')
    before += text.length
    return { start, end: placeIn(spoken, before / letters, 'end') }
  })
}

/** On a border between two stretches a word begins in the later and ends in the earlier one. */
function placeIn(stretches: Span[], share: number, edge: 'start' | 'end'): number {
  const total = stretches.reduce((sum, { start, end }) => sum + end - start, 0)
  let left = share * total
  for (const [index, { start, end }] of stretches.entries()) {
    const length = end - start
    const isHere = edge === 'start' ? left < length - 1e-6 : left <= length + 1e-6
    if (isHere || index === stretches.length - 1) return Math.min(end, start + left)
    left -= length
  }
  return stretches.at(-1)!.end
}
