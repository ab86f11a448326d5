import type { WordBorder } from './word-borders.ts'

/** One word as the alignment sees it; all factors multiply. */
export interface WordModel {
  /** How likely it is to last so many frames: index = frames. */
  durations: Float64Array
  /** How likely a pause is before it, 0..1. */
  pauseBefore: number
  /** How likely it is to begin, or to end, at this frame. */
  startsAt?(frame: number): number
  endsAt?(frame: number): number
  /** How well the sound between two frames fits it. */
  sounds?(from: number, to: number): number
}

export interface Sound {
  borders: WordBorder[]
  /** Natural logarithm of the odds of pause against word, per frame. */
  pauseOdds: Float64Array
  /** All that is said between these frames is one of the words, so before the first and after the last is pause. */
  whole: { from: number; to: number }
}

/** Frames; the sureness of an edge is the probability that it lies within `near` of where it is put. */
export interface PlacedWord { start: number; end: number; startSureness: number; endSureness: number }

const near = 10
/** Possibilities that are so much less likely than the best are not followed. */
const hopeless = 1e-24
/** A pause over much speech is as good as impossible; the logarithm stays within what a number holds. */
const leastPause = -300
/** A pause lasts so many frames on average. */
const usualPause = 15

/**
 * Places words in a sound, one after the other, pauses between them allowed: the forward–backward algorithm of a
 * segmental hidden Markov model over word borders. Each end lies at the median of what is possible, so
 * order is kept, and what is unsure shows as such instead of as a wrong certainty.
 * @returns null when there is no way to place the words (too many for too short a sound)
 */
export function alignSequence(words: WordModel[], sound: Sound): PlacedWord[] | null {
  const lattice = makeLattice(sound, Math.max(0, ...words.map(({ durations }) => durations.length)))
  const forward = goForward(words, lattice)
  if (forward === null) return null
  const backward = goBackward(words, lattice, forward.starts)
  return words.map((_, w) => {
    const start = medianOf(forward.starts[w]!, backward.starts[w]!, lattice.frames)
    const end = medianOf(forward.ends[w]!, backward.ends[w]!, lattice.frames)
    return { start: start.frame, end: Math.max(start.frame, end.frame), startSureness: start.mass, endSureness: end.mass }
  })
}

interface Lattice {
  frames: Int32Array
  weights: Float64Array
  /** For each border the factor of all being pause from where the words begin to there, and from there to where they end. */
  leads: Float64Array
  trails: Float64Array
  /** For each border the factor of the pause since the one before. */
  pauseSteps: Float64Array
  /** Factor of all frames between two borders being word, `wordBetween[i][j - i - 1]`. */
  wordBetween: Float64Array[]
}

function makeLattice({ borders, pauseOdds, whole }: Sound, longest: number): Lattice {
  const frames = Int32Array.from(borders, ({ frame }) => frame)
  // Each frame costs what it is less likely than the better of both, so that no place is favoured for what is behind it.
  const asWord = sumsOf(pauseOdds.map(odds => -Math.max(0, odds)))
  const asPause = sumsOf(pauseOdds.map(odds => Math.min(0, odds)))
  const goesOn = Math.log(1 - 1 / usualPause)
  const pauseSteps = Float64Array.from(frames, (frame, j) => j === 0 ? 0 : Math.exp(asPause[frame]! - asPause[frames[j - 1]!]! + goesOn * (frame - frames[j - 1]!)))
  const wordBetween = Array.from(frames, (from, i) => {
    let j = i + 1
    while (j < frames.length && frames[j]! - from < longest) j++
    return Float64Array.from({ length: j - i - 1 }, (_, k) => Math.exp(asWord[frames[i + 1 + k]!]! - asWord[from]!))
  })
  const pauseBetween = (from: number, to: number): number => Math.exp(Math.max(leastPause, to > from ? asPause[to]! - asPause[from]! : 0))
  const leads = Float64Array.from(frames, frame => pauseBetween(whole.from, frame))
  const trails = Float64Array.from(frames, frame => pauseBetween(frame, whole.to))
  return { frames, weights: Float64Array.from(borders, ({ weight }) => weight), leads, trails, pauseSteps, wordBetween }
}

function sumsOf(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1)
  for (let i = 0; i < values.length; i++) sums[i + 1] = sums[i]! + values[i]!
  return sums
}

/** Rows of one value a border. */
interface Rows { starts: Float64Array[]; ends: Float64Array[] }

function goForward(words: WordModel[], lattice: Lattice): Rows | null {
  const rows: Rows = { starts: [], ends: [] }
  let starts: Float64Array = lattice.leads
  for (const [w, word] of words.entries()) {
    if (w > 0) starts = afterPause(rows.ends[w - 1]!, word.pauseBefore, lattice)
    if (word.startsAt) starts = starts.map((value, j) => value * word.startsAt!(lattice.frames[j]!))
    starts = starts.slice()
    if (!rescale(starts)) return null
    const ends = endsOf(word, starts, lattice)
    if (!rescale(ends)) return null
    rows.starts.push(starts)
    rows.ends.push(ends)
  }
  return rows
}

function endsOf({ durations, sounds, endsAt }: WordModel, starts: Float64Array, { frames, weights, wordBetween }: Lattice): Float64Array {
  const ends = new Float64Array(frames.length)
  for (let i = 0; i < frames.length; i++) {
    if (starts[i]! < hopeless) continue
    const from = frames[i]!
    const begun = starts[i]! * weights[i]!
    const between = wordBetween[i]!
    for (let j = i + 1; j < frames.length && frames[j]! - from < durations.length; j++) {
      const factor = begun * between[j - i - 1]! * durations[frames[j]! - from]!
      ends[j]! += sounds && factor > 0 ? factor * sounds(from, frames[j]!) : factor
    }
  }
  for (let j = 0; j < frames.length; j++) if (ends[j]! > 0) ends[j]! *= weights[j]! * (endsAt?.(frames[j]!) ?? 1)
  return ends
}

/** Where the next word may start: at once, or after a pause of any length. */
function afterPause(ends: Float64Array, pauseBefore: number, { pauseSteps }: Lattice): Float64Array {
  const starts = new Float64Array(ends.length)
  let pausing = 0
  for (let j = 0; j < ends.length; j++) {
    if (j > 0) pausing = (pausing + ends[j - 1]! / usualPause) * pauseSteps[j]!
    starts[j] = ends[j]! * (1 - pauseBefore) + pausing * pauseBefore
  }
  return starts
}

function goBackward(words: WordModel[], lattice: Lattice, reached: Float64Array[]): Rows {
  const rows: Rows = { starts: [], ends: [] }
  let ends: Float64Array = lattice.trails
  for (let w = words.length - 1; w >= 0; w--) {
    const next = words[w + 1]
    if (next) ends = beforePause(rows.starts[0]!.map((value, j) => value * (next.startsAt?.(lattice.frames[j]!) ?? 1)), next.pauseBefore, lattice)
    ends = ends.slice()
    rescale(ends)
    const starts = startsOf(words[w]!, ends, reached[w]!, lattice)
    rescale(starts)
    rows.starts.unshift(starts)
    rows.ends.unshift(ends)
  }
  return rows
}

function startsOf({ durations, sounds, endsAt }: WordModel, ends: Float64Array, reached: Float64Array, { frames, weights, wordBetween }: Lattice): Float64Array {
  const closing = ends.map((value, j) => value * weights[j]! * (endsAt?.(frames[j]!) ?? 1))
  const starts = new Float64Array(frames.length)
  for (let i = 0; i < frames.length; i++) {
    if (reached[i]! < hopeless) continue
    const from = frames[i]!
    const between = wordBetween[i]!
    let sum = 0
    for (let j = i + 1; j < frames.length && frames[j]! - from < durations.length; j++) {
      const factor = closing[j]! * between[j - i - 1]! * durations[frames[j]! - from]!
      sum += sounds && factor > 0 ? factor * sounds(from, frames[j]!) : factor
    }
    starts[i] = sum * weights[i]!
  }
  return starts
}

function beforePause(starts: Float64Array, pauseBefore: number, { pauseSteps }: Lattice): Float64Array {
  const ends = new Float64Array(starts.length)
  let pausing = 0
  for (let j = starts.length - 1; j >= 0; j--) {
    ends[j] = starts[j]! * (1 - pauseBefore) + pausing / usualPause * pauseBefore
    pausing = (pausing + starts[j]!) * pauseSteps[j]!
  }
  return ends
}

/** Brings the highest value to 1, so that long sequences do not vanish. @returns whether there is any */
function rescale(row: Float64Array): boolean {
  let highest = 0
  for (const value of row) highest = Math.max(highest, value)
  if (!(highest > 0) || !Number.isFinite(highest)) return false
  for (let i = 0; i < row.length; i++) row[i]! /= highest
  return true
}

/** The middle of the product of both rows, and how much of it lies near. */
function medianOf(a: Float64Array, b: Float64Array, frames: Int32Array): { frame: number; mass: number } {
  let total = 0
  for (let j = 0; j < a.length; j++) total += a[j]! * b[j]!
  let middle = 0
  for (let below = a[0]! * b[0]!; below < total / 2 && middle < a.length - 1;) below += a[++middle]! * b[middle]!
  let mass = 0
  for (let j = middle; j >= 0 && frames[middle]! - frames[j]! <= near; j--) mass += a[j]! * b[j]!
  for (let j = middle + 1; j < a.length && frames[j]! - frames[middle]! <= near; j++) mass += a[j]! * b[j]!
  return { frame: frames[middle]!, mass: total > 0 ? mass / total : 0 }
}
