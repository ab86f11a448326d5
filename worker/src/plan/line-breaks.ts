/** Most of a line, in letters; wide letters (Chinese, Japanese, Korean, emoji) take two places. */
export const lineWidth = 42
const linesPerBlock = 2
const letters = new Intl.Segmenter()

const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\uff00-\uff60\u3000-\u303f]/u

/** Places a text takes: whole characters count, marks on them do not. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
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
    const taken = fitting >= words.length ? words.length : sensibleEnd(words, fitting)
    blocks.push(words.slice(0, taken))
    words = words.slice(taken)
  }
  return blocks
}

/** Pieces between which a line may break; each keeps the space behind it. Words longer than a line are cut. */
function wordsOf(text: string): string[] {
  return (text.match(/\S+\s*/gu) ?? []).flatMap(word => {
    if (wide.test(word)) return [...new Intl.Segmenter('ja', { granularity: 'word' }).segment(word)].map(({ segment }) => segment).flatMap(cutLong)
    return cutLong(word)
  })
}

function cutLong(word: string): string[] {
  if (widthOf(word.trimEnd()) <= lineWidth) return [word]
  const pieces: string[] = []
  let piece = ''
  for (const { segment } of letters.segment(word)) {
    if (widthOf(piece + segment.trimEnd()) > lineWidth) {
      pieces.push(piece)
      piece = ''
    }
    piece += segment
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

/** The last sentence end in the fitting words, else the last clause end, if that leaves at least half (a third for sentences). */
function sensibleEnd(words: string[], fitting: number): number {
  const lastAfter = (least: number, mark: RegExp): number => {
    for (let count = fitting; count >= least; count--) if (mark.test(words[count - 1]!.trimEnd())) return count
    return 0
  }
  return lastAfter(Math.ceil(fitting / 3), /[.!?…。！？؟][)"'”’»]*$/u) || lastAfter(Math.ceil(fitting / 2), /[,;:–—،、，][)"'”’»]*$/u) || fitting
}

/** One line if it fits, else two of about equal length, broken after a clause where that costs little. */
function balance(words: string[]): string[] {
  const whole = words.join('').trimEnd()
  if (widthOf(whole) <= lineWidth) return [whole]
  let best: string[] = layLines(words).map(line => line.join('').trimEnd())
  let bestCost = Number.POSITIVE_INFINITY
  for (let count = 1; count < words.length; count++) {
    const lines = [words.slice(0, count).join('').trimEnd(), words.slice(count).join('').trimEnd()]
    const widths = lines.map(widthOf)
    if (Math.max(...widths) > lineWidth) continue
    const cost = Math.abs(widths[0]! - widths[1]!) - (/[.,;:!?…]$/u.test(lines[0]!) ? 10 : 0)
    if (cost < bestCost) [best, bestCost] = [lines, cost]
  }
  return best
}
