import type { SearchHit } from '@f2l/common/contracts/library.ts'
import { findWords, type SearchWord } from './search-words.ts'

/** About three lines on a page. */
const longest = 220
/** So much of what stands before the first hit is shown where its sentence begins further away. */
const before = 60

export interface Excerpt { parts: SearchHit['parts']; /** Where in the text it begins and ends, as shares of its length. */ from: number; to: number }

/** A cue's text as it is shown under a hit: whole, or of a long one what stands around the first hit, with the words marked. */
export function excerptOf(text: string, words: readonly SearchWord[]): Excerpt {
  const marks = findWords(text, words)
  const { start, end } = text.length <= longest ? { start: 0, end: text.length } : windowAround(text, marks[0]?.start ?? 0)
  const parts = partsOf(text, marks, start, end)
  return {
    parts: [...(start > 0 ? [{ text: '… ', isHit: false }] : []), ...parts, ...(end < text.length ? [{ text: ' …', isHit: false }] : [])],
    from: text.length === 0 ? 0 : start / text.length, to: text.length === 0 ? 1 : end / text.length,
  }
}

function windowAround(text: string, hit: number): { start: number; end: number } {
  const sentence = [...new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(text)].findLast(({ index }) => index <= hit)?.index ?? 0
  const start = hit - sentence < longest / 2 ? sentence : afterSpace(text, hit - before)
  return { start, end: start + longest >= text.length ? text.length : beforeSpace(text, start + longest, hit) }
}

function afterSpace(text: string, from: number): number {
  const space = text.indexOf(' ', from)
  return space >= 0 && space < from + before - 1 ? space + 1 : wholeSign(text, from)
}

function beforeSpace(text: string, from: number, atLeast: number): number {
  const space = text.lastIndexOf(' ', from)
  return space > Math.max(atLeast, from - before) ? space : wholeSign(text, from)
}

/** Never between the two halves of a sign. */
function wholeSign(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at
}

function partsOf(text: string, marks: { start: number; end: number }[], from: number, to: number): SearchHit['parts'] {
  const parts: SearchHit['parts'] = []
  let at = from
  for (const mark of marks.filter(({ start, end }) => end > from && start < to)) {
    const [start, end] = [Math.max(mark.start, from), Math.min(mark.end, to)]
    if (start > at) parts.push({ text: text.slice(at, start), isHit: false })
    parts.push({ text: text.slice(start, end), isHit: true })
    at = end
  }
  if (at < to) parts.push({ text: text.slice(at, to), isHit: false })
  return parts
}
