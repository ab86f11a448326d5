import type { Cue } from '../contracts/transcript.ts'

/** A cue as a format gives it: its end may be missing. */
export type RawCue = Omit<Cue, 'end'> & { end: number | null }

/** Words a second of unhurried speech: an estimated end must not come before the last word. */
const wordsPerSecond = 2.2
const marginSeconds = 1

/**
 * Cues in order of time, each with an end. A missing end is the next start that is later, yet no more than the words
 * need, and never after the recording's end.
 */
export function withEstimatedEnds(raw: readonly RawCue[], durationSeconds: number | null): { cues: Cue[]; hasMeasuredEnds: boolean } {
  const ordered = raw.toSorted((a, b) => a.start - b.start)
  const nextStarts = laterStarts(ordered)
  const cues = ordered.map((cue, index) => ({ ...cue, end: cue.end ?? estimatedEnd(cue, nextStarts[index]!, durationSeconds) }))
  return { cues, hasMeasuredEnds: raw.every(cue => cue.end !== null) }
}

/** For each cue the first start after its own; Infinity after the last. */
function laterStarts(cues: readonly RawCue[]): number[] {
  const later: number[] = new Array<number>(cues.length)
  for (let index = cues.length - 1; index >= 0; index--) {
    const next = cues[index + 1]
    if (next === undefined) later[index] = Infinity
    else later[index] = next.start > cues[index]!.start ? next.start : later[index + 1]!
  }
  return later
}

function estimatedEnd(cue: RawCue, nextStart: number, durationSeconds: number | null): number {
  const words = cue.text.split(/\s+/).filter(word => word !== '').length
  return Math.max(cue.start, Math.min(nextStart, cue.start + words / wordsPerSecond + marginSeconds, durationSeconds ?? Infinity))
}
