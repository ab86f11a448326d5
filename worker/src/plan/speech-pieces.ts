import type { Span } from '@f2l/common/contracts/span.ts'
import { levelSeconds } from './sound-levels.ts'

/** Borders are looked for this far around an even division, as part of the longest piece. */
const searchShare = 0.08
/** A border lies in the middle of the quietest stretch of this length. */
const quietSeconds = 0.3
/** Nobody speaks in a piece whose loudest moment stays below this (dBFS); recognisers then invent words. */
const silentBelow = -60

/**
 * Divides a recording into pieces of nearly even length, none longer than an engine takes, with borders where it is
 * quietest: a border inside a word would lose it. `levels` are dBFS, one per 10 ms. Silent pieces are left out.
 */
export function speechPieces(levels: Int8Array, longestSeconds: number): Span[] {
  const total = levels.length
  const longest = Math.floor(longestSeconds / levelSeconds)
  const search = Math.floor(searchShare * longest)
  const borders = [0]
  while (total - borders.at(-1)! > longest) {
    const from = borders.at(-1)!
    const even = from + (total - from) / Math.ceil((total - from) / longest)
    borders.push(quietestAround(levels, { from: Math.max(from + 1, even - search), to: Math.min(from + longest, even + search), width: Math.round(quietSeconds / levelSeconds) }))
  }
  const ends = [...borders.slice(1), total]
  return borders.map((start, index) => ({ start, end: ends[index]! }))
    .filter(({ start, end }) => end > start && hasSound(levels, start, end))
    .map(({ start, end }) => ({ start: start * levelSeconds, end: end * levelSeconds }))
}

/** The middle of the quietest stretch whose middle lies in [from, to]; of a longer silence, its middle. */
function quietestAround(levels: Int8Array, { from, to, width }: { from: number; to: number; width: number }): number {
  const half = width >> 1
  let best = { first: Math.floor(to), last: Math.floor(to), sum: Infinity }
  for (let at = Math.ceil(from); at <= Math.floor(to); at++) {
    let sum = 0
    for (let i = at - half; i < at - half + width; i++) sum += levels[i] ?? 0
    if (sum < best.sum) best = { first: at, last: at, sum }
    else if (sum === best.sum && best.last === at - 1) best.last = at
  }
  return (best.first + best.last) >> 1
}

function hasSound(levels: Int8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (levels[i]! >= silentBelow) return true
  return false
}
