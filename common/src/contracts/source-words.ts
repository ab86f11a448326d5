import type { Span } from './span.ts'
import type { Cue } from './transcript.ts'
import { outside } from './span-sets.ts'
import { unspaced } from './unspaced-scripts.ts'

/** A word of the source with its time: measured, or its share of what is heard of the cue. */
export interface SourceWord extends Span {
  text: string
  cue: number
  /** Where it stands in the cue's text. */
  from: number
  /** Nothing stands between it and the word before. */
  isJoined: boolean
}

const leastCueSeconds = 0.2

/** All words in the order of the cues. No word is said in a silence (ascending, apart), so words without times of their own share the rest. */
export function sourceWords(cues: readonly Cue[], silences: readonly Span[]): SourceWord[] {
  return cues.flatMap((cue, index) => {
    const texts = [...cue.text.matchAll(/\S+/gu)].flatMap(({ 0: part, index: from }) => partsOf(part, from))
    const times = cue.words?.length === texts.length ? cue.words : sharedTimes(cue, texts.map(({ text }) => text), silences)
    return texts.map(({ text, from, isJoined }, at) => ({ text, from, isJoined, cue: index, start: times[at]!.start, end: Math.max(times[at]!.start, times[at]!.end) }))
  })
}

/** Scripts that leave no room between words are parted by a dictionary, the same in browser and server; signs stay with the word before them. */
function partsOf(part: string, from: number): Pick<SourceWord, 'text' | 'from' | 'isJoined'>[] {
  if (part.length < 3 || !unspaced.test(part)) return [{ text: part, from, isJoined: false }]
  const parted: Pick<SourceWord, 'text' | 'from' | 'isJoined'>[] = []
  for (const { segment, index, isWordLike } of new Intl.Segmenter('und', { granularity: 'word' }).segment(part)) {
    if (isWordLike || parted.length === 0) parted.push({ text: segment, from: from + index, isJoined: parted.length > 0 })
    else parted.at(-1)!.text += segment
  }
  return parted
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
