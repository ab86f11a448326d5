import type { Check } from '@f2l/common/contracts/report.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import { makeTimeMap, type TimeMap } from '@f2l/common/contracts/time-map.ts'
import { expectedLevel, loudest, type Levels } from './sound-levels.ts'
import { frameSeconds, type VerifyInput } from './verify-input.ts'

/** Limiter and encoder may take this share of a cue's loudest moment, never all of it. */
const leastShare = 0.25
const partSeconds = 0.5
/** The envelope's steps need not begin with a part. */
const slack = 0.02
/** A hole in the sound shorter than this may be the encoder's. */
const holeSeconds = 0.2
/** What is left of a sound that was lost. */
const lostShare = 0.06

/** Every kept part of every cue must be as loud as the planned gain makes it, give or take what a limiter does. */
export function checkCues({ plan }: VerifyInput, levels: Levels): Check {
  const map = makeTimeMap(plan)
  const parts = plan.cues.map(cue => keptParts(cue, map))
  const isLost = ({ start, end }: Span): boolean => {
    const before = loudest(levels.source, start, end)
    return before > levels.audible && loudest(levels.output, map.toOutput(start) - slack, map.toOutput(end) + slack) < expectedLevel(levels, before) * leastShare
  }
  const kept = parts.filter(spans => spans.length > 0)
  const lost = kept.flatMap(spans => spans.filter(isLost).slice(0, 1))
  const cutAway = parts.length - kept.length
  const tail = `${lost[0] ? `; missing first at ${lost[0].start.toFixed(1)} s` : ''}${cutAway > 0 ? `; ${cutAway} lie inside cuts` : ''}`
  return { name: 'cues-kept', ok: lost.length === 0, detail: parts.length === 0 ? 'There are no cues to look for.' : `${kept.length - lost.length} of ${kept.length} kept cues are heard in the video${tail}.` }
}

/** Half seconds of a cue that lie whole inside the output. */
function keptParts({ start, end }: Span, map: TimeMap): Span[] {
  const parts: Span[] = []
  for (let at = start; at < end; at += partSeconds) {
    const part = { start: at, end: Math.min(end, at + partSeconds) }
    const shown = map.toOutput(part.end) - map.toOutput(part.start)
    if (map.isKept(part.start) && part.end - part.start > 0.2 && Math.abs(shown - (part.end - part.start)) < 0.001) parts.push(part)
  }
  return parts
}

/** Wherever something is to be heard in a kept piece of the source, something is to be heard in the output: also between cues. */
export function checkSilence({ plan }: VerifyInput, levels: Levels): Check {
  const map = makeTimeMap(plan)
  const frame = frameSeconds(plan)
  let judged = 0
  const holes: number[] = []
  for (const piece of plan.keep) {
    const end = piece.end * frame
    for (let at = piece.start * frame; at + holeSeconds <= end; at += holeSeconds) {
      const before = loudest(levels.source, at + slack, at + holeSeconds - slack)
      if (before <= levels.audible) continue
      judged++
      const place = map.toOutput(at)
      if (loudest(levels.output, place, place + holeSeconds) < expectedLevel(levels, before) * lostShare) holes.push(place)
    }
  }
  return {
    name: 'not-silent', ok: holes.length === 0,
    detail: holes.length === 0 ? `Sound is there in all ${(judged * holeSeconds).toFixed(1)} s in which the source has any.` : `${(holes.length * holeSeconds).toFixed(1)} s are silent that are not so in the source, first at ${holes[0]!.toFixed(1)} s.`,
  }
}
