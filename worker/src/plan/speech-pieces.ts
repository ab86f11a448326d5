import type { Span } from '@f2l/common/contracts/span.ts'

/** 16 kHz mono of this length measures 19.2 MB even without compression: servers take 25 MB. */
export const longestPieceSeconds = 600
/** Borders are looked for this far around an even division. */
const searchSeconds = 45
/** A border lies in the middle of the quietest stretch of this length. */
const quietSeconds = 0.3
/** Nobody speaks in a piece whose loudest moment stays below this (dBFS); recognisers then invent words. */
const silentBelow = -60

export interface PieceRules { longestSeconds: number; searchSeconds: number }

/**
 * Divides a recording into pieces of nearly even length, each short enough for an engine, with borders where it is
 * quietest: a border inside a word would lose it. `levels` are dBFS, one per `levelSeconds`. Silent pieces are left out.
 */
export function speechPieces(levels: ArrayLike<number>, levelSeconds: number, rules: PieceRules = { longestSeconds: longestPieceSeconds, searchSeconds }): Span[] {
  const total = levels.length
  const longest = Math.floor(rules.longestSeconds / levelSeconds)
  const search = Math.floor(rules.searchSeconds / levelSeconds)
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

/** The middle of the quietest stretch whose middle lies in [from, to]. */
function quietestAround(levels: ArrayLike<number>, { from, to, width }: { from: number; to: number; width: number }): number {
  const half = width >> 1
  let best = { at: Math.floor(to), sum: Infinity }
  for (let at = Math.ceil(from); at <= Math.floor(to); at++) {
    let sum = 0
    for (let i = at - half; i < at - half + width; i++) sum += levels[i] ?? 0
    if (sum < best.sum) best = { at, sum }
  }
  return best.at
}

function hasSound(levels: ArrayLike<number>, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (levels[i]! >= silentBelow) return true
  return false
}
