import type { Span } from '@f2l/common/contracts/span.ts'
import { levelSeconds, toDecibels } from '../worker/src/plan/sound-levels.ts'

/** One person's utterance by annotation; turns may overlap. */
export interface Turn extends Span { speaker: string; text: string }

/** Mono sound and what is said in it. */
export interface Meeting { samples: Float32Array; sampleRate: number; turns: Turn[] }

/** Lengths of the pauses that are put in, in seconds. */
const shortestPause = 1.5
const longestPause = 6
/** So far apart at least. */
const spacingSeconds = 2
/** Pauses go where people take a breath anyway: so long, so near to the quietest tenth of the sound … */
const breathSeconds = { least: 0.07, most: 0.36 }
const quietWithin = 6
/** … and with clear speech right before and after it, so that the annotation is true to the edge. */
const besideSeconds = 0.2
const clearAbove = 9

/**
 * The same meeting with people who take their time: at its own short breaths it is taken apart, and pauses of known
 * length are put between, filled with the quietest of its own room tone. The annotation moves along.
 */
export function withPauses({ samples, sampleRate, turns }: Meeting, random: () => number): Meeting {
  const levels = levelsOf(samples, sampleRate)
  const limit = levels.toSorted((a, b) => a - b)[Math.floor(levels.length / 10)]! + quietWithin
  const quiet = stretchesBelow(limit, levels)
  const tone = longestOf(quiet)
  const toneSamples = samples.subarray(Math.round((tone.start + 0.05) * sampleRate), Math.round((tone.end - 0.05) * sampleRate))
  const places = breathsApart(quiet, levels, limit + clearAbove)
  const pauses = places.map(at => ({ at, samples: Math.round((shortestPause + (longestPause - shortestPause) * random()) * sampleRate) }))
  const borders = [0, ...places.map(at => Math.round(at * sampleRate)), samples.length]
  const pieces = borders.slice(1).flatMap((end, index) => {
    const pause = pauses[index]
    return [samples.subarray(borders[index], end), ...(pause ? [roomTone(toneSamples, pause.samples)] : [])]
  })
  const shifts = pauses.map(pause => ({ at: pause.at, by: pause.samples / sampleRate }))
  return { samples: joined(pieces), sampleRate, turns: turns.flatMap(turn => takenApart(turn, shifts)) }
}

/** Ascending, disjoint: where at least one of the turns goes on. */
export function spokenBy(turns: Span[]): Span[] {
  const spoken: Span[] = []
  for (const { start, end } of turns.toSorted((a, b) => a.start - b.start)) {
    const last = spoken.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else spoken.push({ start, end })
  }
  return spoken
}

function levelsOf(samples: Float32Array, sampleRate: number): number[] {
  const size = sampleRate * levelSeconds
  return Array.from({ length: Math.floor(samples.length / size) }, (_, index) => toDecibels(rms(samples.subarray(index * size, (index + 1) * size))))
}

function stretchesBelow(limit: number, levels: number[]): Span[] {
  const spans: Span[] = []
  for (const [index, level] of levels.entries()) {
    if (level > limit) continue
    const last = spans.at(-1)
    if (last && Math.round(last.end / levelSeconds) === index) last.end = (index + 1) * levelSeconds
    else spans.push({ start: index * levelSeconds, end: (index + 1) * levelSeconds })
  }
  return spans
}

function breathsApart(quiet: Span[], levels: number[], clear: number): number[] {
  const isClear = (from: number): boolean => {
    const beside = levels.slice(Math.round(from / levelSeconds), Math.round((from + besideSeconds) / levelSeconds))
    return beside.reduce((sum, level) => sum + level, 0) >= clear * beside.length
  }
  const places: number[] = []
  for (const { start, end } of quiet) {
    const length = end - start
    const middle = (start + end) / 2
    if (length < breathSeconds.least || length > breathSeconds.most || middle < (places.at(-1) ?? 0) + spacingSeconds) continue
    if (isClear(start - besideSeconds) && isClear(end)) places.push(middle)
  }
  return places
}

function longestOf(spans: Span[]): Span {
  return spans.toSorted((a, b) => (b.end - b.start) - (a.end - a.start))[0]!
}

/** Forwards and backwards by turns: no jump is heard where it begins again. */
function roomTone(tone: Float32Array, length: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => {
    const at = index % (2 * tone.length)
    return tone[at < tone.length ? at : 2 * tone.length - 1 - at]!
  })
}

function joined(pieces: Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

/** A turn with a pause in it becomes two; its words are shared out by time. */
function takenApart(turn: Turn, shifts: { at: number; by: number }[]): Turn[] {
  const inside = shifts.filter(({ at }) => at > turn.start && at < turn.end).map(({ at }) => at)
  const borders = [turn.start, ...inside, turn.end]
  const words = turn.text.split(' ')
  const wordAt = (seconds: number): number => Math.round(words.length * (seconds - turn.start) / (turn.end - turn.start))
  return borders.slice(1).map((end, index) => {
    const start = borders[index]!
    // Of the pauses up to here, the one that lies exactly here comes before what begins and after what ends.
    const shift = shifts.filter(({ at }) => at <= start).reduce((sum, { by }) => sum + by, 0)
    return { speaker: turn.speaker, start: start + shift, end: end + shift, text: words.slice(wordAt(start), wordAt(end)).join(' ') }
  }).filter(({ text }) => text !== '')
}

function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
}
