import type { Span } from '@f2l/common/contracts/span.ts'
import type { Cue, Transcript } from '@f2l/common/contracts/transcript.ts'
import { levelSeconds } from './sound-levels.ts'

export interface SpeechEvidence {
  /** By the voice activity model. */
  speech: Span[]
  /** dBFS per 10 ms. */
  levels: Int8Array
  transcript: Transcript
  durationSeconds: number
}

/** Fewer letters a second than this over a long cue: it holds a pause that its end does not tell. */
const slowestPace = 4
const shortCueSeconds = 2
/** How fast people speak when a cue only tells where it begins. */
const usualPace = 14
/** Sound this close to the usual level of speech is content, whatever the model says (laughter, a played clip). */
const loudWithin = 9
/** … unless the recording is noisy throughout: content stands out from the noise by this much. */
const aboveNoise = 8
/** The model hears the cue when it finds speech in this share of it; then its own edges are the better ones. */
const heardShare = 0.3
/** Sound this far below the usual level of speech is nothing anybody said. */
const inaudibleBelow = 30
const smoothSeconds = 0.2
const speechLevelWhenUnknown = -30

/**
 * Where somebody speaks or something is to be heard, by three witnesses: the voice activity model,
 * the transcript, and plain loudness. A stretch that one of them vouches for is not cut.
 * Ascending, disjoint.
 */
export function speechCover({ speech, levels, transcript, durationSeconds }: SpeechEvidence): Span[] {
  const usual = usualSpeechLevel(speech, levels)
  const loud = Math.max(usual - loudWithin, noiseFloor(levels) + aboveNoise)
  const spoken = transcript.cues.flatMap(cue => spokenStretches(cue, transcript.hasMeasuredEnds))
    .filter(stretch => stretch.isCertain || (!isHeard(stretch, speech) && isAudible(stretch, levels, usual)))
  return mergeSpans([...speech, ...spoken, ...loudStretches(levels, loud)], durationSeconds)
}

/** Joins overlapping and touching spans and cuts them to [0, limit]. */
export function mergeSpans(spans: Span[], limit: number): Span[] {
  const merged: Span[] = []
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const from = Math.max(0, start)
    const to = Math.min(limit, end)
    if (!(to > from)) continue
    const last = merged.at(-1)
    if (last && from <= last.end) last.end = Math.max(last.end, to)
    else merged.push({ start: from, end: to })
  }
  return merged
}

/** The middle of the levels (dBFS) while somebody speaks. */
export function usualSpeechLevel(speech: Span[], levels: Int8Array): number {
  return levelAt(0.5, speech.map(({ start, end }) => levels.subarray(Math.floor(start / levelSeconds), Math.ceil(end / levelSeconds)))) ?? speechLevelWhenUnknown
}

/** The level (dBFS) that a tenth of the recording lies below. */
export function noiseFloor(levels: Int8Array): number {
  return levelAt(0.1, [levels]) ?? speechLevelWhenUnknown
}

/** The level below which this share of all values lies; null when there are none. Counted, not sorted: hours of levels are millions. */
function levelAt(share: number, parts: Int8Array[]): number | null {
  const counts = new Uint32Array(256)
  let total = 0
  for (const part of parts) {
    for (const level of part) counts[level + 128]!++
    total += part.length
  }
  let below = 0
  const index = counts.findIndex(count => (below += count) > share * total)
  return index < 0 ? null : index - 128
}

interface Stretch extends Span { isCertain: boolean }

/** What a cue proves: words with times and measured cues of a human pace prove themselves, an estimated end proves little. */
function spokenStretches(cue: Cue, hasMeasuredEnds: boolean): Stretch[] {
  if (cue.words?.length && hasMeasuredEnds) return cue.words.map(({ start, end }) => ({ start, end, isCertain: true }))
  const length = cue.end - cue.start
  const size = spokenSize(cue.text)
  if (size === 0) return []
  if (hasMeasuredEnds && (length <= shortCueSeconds || size / length >= slowestPace)) return [{ start: cue.start, end: cue.end, isCertain: true }]
  return [{ start: cue.start, end: Math.min(cue.end, cue.start + 0.3 + size / usualPace), isCertain: false }]
}

/** Letters to be spoken; one of Chinese, Japanese or Korean is a whole syllable and counts three. */
function spokenSize(text: string): number {
  let size = 0
  for (const letter of text) size += /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(letter) ? 3 : /[\p{L}\p{N}]/u.test(letter) ? 1 : 0.2
  return size
}

function isHeard({ start, end }: Span, speech: Span[]): boolean {
  let heard = 0
  for (let i = firstEndingAfter(start, speech); i < speech.length && speech[i]!.start < end; i++) {
    heard += Math.min(end, speech[i]!.end) - Math.max(start, speech[i]!.start)
  }
  return heard >= heardShare * (end - start)
}

/** By halving: spans ascend and are disjoint. */
function firstEndingAfter(seconds: number, spans: Span[]): number {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (spans[middle]!.end <= seconds) low = middle + 1
    else high = middle
  }
  return low
}

function isAudible({ start, end }: Span, levels: Int8Array, usual: number): boolean {
  return levels.subarray(Math.floor(start / levelSeconds), Math.ceil(end / levelSeconds)).some(level => level > usual - inaudibleBelow)
}

/** Stretches whose level, smoothed over 0.2 s, reaches the threshold. */
function loudStretches(levels: Int8Array, threshold: number): Span[] {
  const width = Math.round(smoothSeconds / levelSeconds)
  const spans: Span[] = []
  let sum = 0
  for (let i = 0; i < levels.length; i++) {
    sum += levels[i]! - (levels[i - width] ?? 0)
    if (i < width - 1 || sum / width < threshold) continue
    const span = { start: (i - width + 1) * levelSeconds, end: (i + 1) * levelSeconds }
    const last = spans.at(-1)
    if (last && span.start <= last.end) last.end = span.end
    else spans.push(span)
  }
  return spans
}
