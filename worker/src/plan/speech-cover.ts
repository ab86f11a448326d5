import { mergeSpans } from '@f2l/common/contracts/merge-spans.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import { inside } from '@f2l/common/contracts/span-sets.ts'
import type { Cue, Transcript } from '@f2l/common/contracts/transcript.ts'
import { levelSeconds } from './sound-levels.ts'

export interface SpeechEvidence {
  /** By the voice activity model. */
  speech: Span[]
  /** dBFS per 10 ms. */
  levels: Int8Array
  transcript: Transcript
  /** When somebody works on the shared screen without a word. */
  screenMotion?: Span[]
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
/** Where only starts are told, they are told in whole seconds, rounded down. */
const startRounding = 1
/** Sound this far below the usual level of speech is nothing anybody said. */
const inaudibleBelow = 30
/** What moves is seen a moment before and after, beside the margins of every cut. */
const besideMotion = 0.2
const smoothSeconds = 0.06
const speechLevelWhenUnknown = -30

/**
 * Where somebody speaks or something is to be heard or seen, by four witnesses: the voice activity model,
 * the transcript, plain loudness, and motion on the shared screen. A stretch that one of them vouches for is not cut.
 * Ascending, disjoint.
 */
export function speechCover({ speech, levels, transcript, screenMotion = [], durationSeconds }: SpeechEvidence): Span[] {
  const usual = usualSpeechLevel(speech, levels)
  const noise = noiseFloor(levels)
  const loud = Math.max(usual - loudWithin, noise + aboveNoise)
  const audible = Math.max(usual - inaudibleBelow, noise + aboveNoise)
  const spoken = transcript.cues.flatMap(cue => spokenStretches(cue, transcript))
    .filter(stretch => stretch.isCertain || (!isHeard(stretch, speech) && isAudible(stretch, levels, audible)))
  const all = [...speech, ...spoken, ...loudStretches(levels, loud), ...screenMotion.map(withMargin)]
  return mergeSpans(all.map(({ start, end }) => ({ start: Math.max(0, start), end: Math.min(durationSeconds, end) })))
}

function withMargin({ start, end }: Span): Span {
  return { start: start - besideMotion, end: end + besideMotion }
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
function spokenStretches(cue: Cue, { hasMeasuredEnds, origin }: Transcript): Stretch[] {
  // A recogniser sometimes writes words where nobody speaks: they prove no more than an estimated end.
  if (origin === 'speech-to-text') return [{ start: cue.start, end: cue.end, isCertain: false }]
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
  const heard = inside({ start, end: end + startRounding }, speech).reduce((sum, part) => sum + (part.end - part.start), 0)
  return heard >= heardShare * (end - start)
}

function isAudible({ start, end }: Span, levels: Int8Array, audible: number): boolean {
  return levels.subarray(Math.floor(start / levelSeconds), Math.ceil(end / levelSeconds)).some(level => level > audible)
}

/** Stretches whose level, smoothed, reaches the threshold. */
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
