import { startsSpeaker } from '@f2l/common/contracts/transcript-text.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { cueIndexAt } from './cues.ts'

/** Letters in a line; of signs that are twice as wide there is room for half. */
const lineWidth = 42
const linesAtOnce = 2
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{20000}-\u{3fffd}]/u
const none: string[] = []
/** What is still being said stands among the last few cues. */
const hostsLookedAt = 12
const interjectionSeconds = 1.5

/**
 * Captions of a video that has no file of them yet, made of its transcript: the lines at an output second, at most
 * two. A long cue is told in parts that share its time by their length. The same part is the same array.
 */
export function makeDraftCaptions(cues: readonly Cue[]): (seconds: number) => string[] {
  let known = { index: -1, blocks: [none] }
  return seconds => {
    const index = cueSaidAt(cues, seconds)
    const cue = cues[index]
    if (!cue) return none
    if (known.index !== index) known = { index, blocks: blocksOf(namedText(cues, index)) }
    return blockAt(known.blocks, (seconds - cue.start) / (cue.end - cue.start))
  }
}

/** What began last and is still said; a word thrown in while somebody goes on speaking takes nobody's place. */
function cueSaidAt(cues: readonly Cue[], seconds: number): number {
  const last = cueIndexAt(cues, seconds)
  const said = Array.from({ length: hostsLookedAt }, (_, back) => last - back).filter(index => index >= 0 && cues[index]!.end > seconds)
  return said.find(index => cues[index]!.end - cues[index]!.start >= interjectionSeconds) ?? said[0] ?? -1
}

function namedText(cues: readonly Cue[], index: number): string {
  const { speaker, text } = cues[index]!
  const heard = cues.slice(Math.max(0, index - hostsLookedAt), index).findLast(cue => cue.end - cue.start >= interjectionSeconds)
  return speaker !== null && (startsSpeaker(cues, index) || heard?.speaker !== speaker) ? `${speaker}: ${text}` : text
}

function blockAt(blocks: string[][], share: number): string[] {
  const sizes = blocks.map(block => block.join('').length)
  const place = share * sizes.reduce((sum, size) => sum + size, 0)
  let before = 0
  return blocks.find((_, index) => (before += sizes[index]!) > place) ?? blocks.at(-1) ?? none
}

/** Lines as even as they can be without being more. */
function blocksOf(text: string): string[][] {
  const words = text.split(/\s+/u).filter(word => word !== '').flatMap(cutLong)
  let lines = fillLines(words, lineWidth)
  for (let width = lineWidth - 1; width > lineWidth / 2; width -= 1) {
    const narrower = fillLines(words, width)
    if (narrower.length > lines.length) break
    lines = narrower
  }
  return Array.from({ length: Math.ceil(lines.length / linesAtOnce) }, (_, index) => lines.slice(index * linesAtOnce, (index + 1) * linesAtOnce))
}

function fillLines(words: string[], width: number): string[] {
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** Scripts without spaces, and endless words, are cut where a line is full. */
function cutLong(word: string): string[] {
  if (widthOf(word) <= lineWidth) return [word]
  const pieces = ['']
  for (const sign of word) {
    if (widthOf(pieces.at(-1)! + sign) > lineWidth) pieces.push('')
    pieces[pieces.length - 1] += sign
  }
  return pieces
}

function widthOf(text: string): number {
  let width = 0
  for (const sign of text) width += wide.test(sign) ? 2 : 1
  return width
}
