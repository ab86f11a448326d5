import { breakCost } from './break-places.ts'
import { unspaced } from '../contracts/unspaced-scripts.ts'

/** Most of a line, in letters; wide letters (Chinese, Japanese, Korean, emoji) take two places. */
export const lineWidth = 42
const linesPerBlock = 2
const letters = new Intl.Segmenter()

const spokenWords = new Intl.Segmenter('ja', { granularity: 'word' })
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\uff00-\uff60\u3000-\u303f]/u

/** Latin, Greek and Cyrillic without marks of their own, and the usual signs: each is one character in one place. */
const simple = /^[\x20-\x7e\u00a0-\u00a8\u00aa-\u00ac\u00af-\u02af\u0370-\u0482\u048a-\u052f\u2010-\u2027]*$/

/** With those the kana, characters and syllables of East Asia that take no mark: each is one character, in one place or two. */
const simpleOrWide = /^[\x20-\x7e\u00a0-\u00a8\u00aa-\u00ac\u00af-\u02af\u0370-\u0482\u048a-\u052f\u2010-\u2027\u3000-\u3029\u3031-\u303c\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]*$/
const wideLetters = new RegExp(wide, 'gu')

/** Places a text takes: whole characters count, marks on them do not. */
export function widthOf(text: string): number {
  if (simple.test(text)) return text.length
  // Asking the segmenter for each of them kept a server busy for a quarter of a minute with six hours of Japanese.
  if (simpleOrWide.test(text)) return text.length + (text.match(wideLetters)?.length ?? 0)
  let width = 0
  for (const { segment } of letters.segment(text)) width += wide.test(segment) ? 2 : 1
  return width
}

/** Cuts a text into blocks of at most two lines, where sentences or clauses end if such a place is near. */
export function breakIntoBlocks(text: string): string[][] {
  return blocksOf(text).map(balance)
}

/** The same blocks as pieces of the text, not yet in lines. */
export function cutIntoBlocks(text: string): string[] {
  return blocksOf(text).map(words => words.join('').trim())
}

function blocksOf(text: string): string[][] {
  const blocks: string[][] = []
  let words = wordsOf(text)
  while (words.length > 0) {
    const lines = layLines(words)
    const fitting = lines.slice(0, linesPerBlock).reduce((sum, line) => sum + line.length, 0)
    const taken = fitting >= words.length ? words.length : bestEnd(words, fitting)
    blocks.push(words.slice(0, taken))
    words = words.slice(taken)
  }
  return blocks
}

/** Pieces between which a line may break; each keeps the space behind it. Words longer than a line are cut. */
function wordsOf(text: string): string[] {
  return (text.match(/\S+\s*/gu) ?? []).flatMap(word => {
    if (unspaced.test(word)) return [...spokenWords.segment(word)].map(({ segment }) => segment).reduce(joinSpaces, []).flatMap(cutLong)
    return cutLong(word)
  })
}

/** The segmenter gives a space as a word of its own. */
function joinSpaces(words: string[], word: string): string[] {
  if (words.length > 0 && word.trim() === '') words[words.length - 1] += word
  else words.push(word)
  return words
}

function cutLong(word: string): string[] {
  if (widthOf(word.trimEnd()) <= lineWidth) return [word]
  const pieces: string[] = []
  let piece = ''
  let width = 0
  for (const { segment } of letters.segment(word)) {
    if (width + widthOf(segment.trimEnd()) > lineWidth) {
      pieces.push(piece)
      ;[piece, width] = ['', 0]
    }
    piece += segment
    width += widthOf(segment)
  }
  return [...pieces, piece]
}

/** Fills line after line. */
function layLines(words: string[]): string[][] {
  const lines: string[][] = []
  let width = Number.POSITIVE_INFINITY
  for (const word of words) {
    if (width + widthOf(word.trimEnd()) > lineWidth) {
      lines.push([])
      width = 0
    }
    lines.at(-1)!.push(word)
    width += widthOf(word)
    if (lines.length > linesPerBlock) break
  }
  return lines
}

/** Letters that are worth a better break; a block may stay emptier for the sake of a sentence than a line. */
const emptyBlockCost = 0.25
const unevenLineCost = 0.5
/** Fewer letters than this alone in the last block look lost. */
const widowLetters = 12
const widowCost = 25
/** The name of the speaker alone on a line. */
const loneNameCost = 40

/** How many of the fitting words stand in this block: up to where the sense pauses, if that does not leave it too empty. */
function bestEnd(words: string[], fitting: number): number {
  const widths = words.slice(0, fitting + 12).map(widthOf)
  const sum = (to: number): number => widths.slice(0, to).reduce((total, width) => total + width, 0)
  const [most, rest] = [sum(fitting), sum(widths.length)]
  return cheapest(fitting, count => {
    const width = sum(count)
    const isWidow = words.length <= fitting + 12 && rest - width < widowLetters
    return breakCost(words[count - 1]!, words[count]!) + emptyBlockCost * (most - width) + (isWidow ? widowCost : 0)
  })
}

/** The count from 1 to `most` that costs least, the larger one among equals. */
function cheapest(most: number, costOf: (count: number) => number): number {
  let best = most
  let bestCost = Number.POSITIVE_INFINITY
  for (let count = most; count >= 1; count--) {
    const cost = costOf(count)
    if (cost < bestCost) [best, bestCost] = [count, cost]
  }
  return best
}

/** The width of the words from one to before another as a line; each is measured once, for whole characters end where words do. */
function lineWidths(words: string[]): (from: number, to: number) => number {
  const before = [0]
  for (const word of words) before.push(before.at(-1)! + widthOf(word))
  const withoutSpace = words.map(word => widthOf(word.trimEnd()))
  return (from, to) => before[to - 1]! - before[from]! + withoutSpace[to - 1]!
}

/** One line if it fits, else two of about equal length, broken where the sense pauses. */
function balance(words: string[]): string[] {
  const line = (from: number, to?: number): string => words.slice(from, to).join('').trim()
  const widthBetween = lineWidths(words)
  if (widthBetween(0, words.length) <= lineWidth) return [line(0)]
  const count = cheapest(words.length - 1, count => {
    const widths = [widthBetween(0, count), widthBetween(count, words.length)]
    if (Math.max(...widths) > lineWidth) return Number.POSITIVE_INFINITY
    const isLoneName = words[count - 1]!.endsWith(': ') && widths[0]! < widowLetters * 2
    return unevenLineCost * Math.abs(widths[0]! - widths[1]!) + breakCost(words[count - 1]!, words[count]!) + (isLoneName ? loneNameCost : 0)
  })
  // Nothing fits evenly where one word is as long as a line: then lines are filled.
  const lines = [line(0, count), line(count)]
  return lines.every(text => widthOf(text) <= lineWidth) ? lines : layLines(words).map(filled => filled.join('').trim())
}
