import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Check } from '@f2l/common/contracts/report.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import { makeTimeMap, type TimeMap } from '@f2l/common/contracts/time-map.ts'
import { envelopeRate, listenRate, listenThrough } from '../../tools/look-and-listen.ts'
import { readLoudness, type Loudness } from '../../tools/loudness.ts'
import { matchSound } from '../../tools/sound-match.ts'
import type { VerifyContext, VerifyInput } from './verify-input.ts'

/** Below this (0..1, about −50 dB) there is nothing in a cue that could be lost. */
const audible = 0.003
/** Limiter and encoder may take this share of a cue's loudest moment, never all of it. */
const leastShare = 0.25
const partSeconds = 0.5
/** The envelope's steps need not begin with a part. */
const slack = 0.02
const windowSeconds = 0.8
const mostWindows = 12
const mostCandidates = 48
/** How far around its place a window is searched for. */
const reachSeconds = 0.15
/** Less alike than this, nothing was found. */
const leastLikeness = 0.6

/** What was heard of the finished video; its loudness is measured in the same pass. */
export interface SoundChecks { checks: Check[]; loudness: Loudness | null }

/** Is every cue still to be heard, does the sound lie where the picture is, and how loud is it? Each sound is decoded once. */
export async function checkSound(input: VerifyInput, context: VerifyContext): Promise<SoundChecks> {
  const { media, sourcePath, videoPath, plan } = input
  const map = makeTimeMap(plan)
  const windows = media.audio ? windowsOf(plan) : []
  const output = await listenThrough({
    path: videoPath, stream: '0:a:0', meter: 'ebur128=peak=true:framelog=verbose',
    windows: windows.map(start => ({ start: map.toOutput(start) - reachSeconds, end: map.toOutput(start) + windowSeconds + reachSeconds })),
  }, context)
  context.report(0.6)
  const loudness = readLoudness(output.said)
  if (!media.audio) return { loudness, checks: [{ name: 'cues-kept', ok: true, detail: 'The source has no sound.' }, { name: 'in-sync', ok: true, detail: 'The source has no sound.' }] }
  const source = await listenThrough({
    path: sourcePath, stream: `0:${media.audio.streamIndex}`, windows: windows.map(start => ({ start, end: start + windowSeconds })),
  }, context)
  context.report(0.9)
  return { loudness, checks: [checkCues(input, source.envelope, output.envelope), checkSync(plan, source.windows, output.windows)] }
}

/** Every kept part of every cue must be as loud as the planned gain makes it, give or take what a limiter does. */
function checkCues({ plan, loudness }: VerifyInput, source: Float32Array, output: Float32Array): Check {
  const gain = loudness === null ? 1 : 10 ** ((plan.loudness.targetLufs - loudness.integratedLufs) / 20)
  const map = makeTimeMap(plan)
  const parts = plan.cues.map(cue => keptParts(cue, map))
  const isLost = ({ start, end }: Span): boolean => {
    const before = loudest(source, start, end)
    return before > audible && loudest(output, map.toOutput(start) - slack, map.toOutput(end) + slack) < Math.min(before * gain, 0.6) * leastShare
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

function checkSync({ frameRate }: EditPlan, source: Float32Array[], output: Float32Array[]): Check {
  const frame = frameRate.den / frameRate.num
  const audibleOnes = source.flatMap((wanted, index) => wanted.some(sample => Math.abs(sample) > 4 * audible) ? [{ wanted, found: output[index]! }] : [])
  if (audibleOnes.length === 0) return { name: 'in-sync', ok: true, detail: 'The source has no stretch of sound long enough to compare.' }
  // As many as are enough, spread over the whole video.
  const chosen = audibleOnes.filter((_, index) => Math.floor(index * mostWindows / audibleOnes.length) !== Math.floor((index - 1) * mostWindows / audibleOnes.length))
  const matches = chosen.map(({ wanted, found }) => matchSound(wanted, found, reachSeconds, listenRate))
  const heard = matches.filter(({ likeness }) => likeness >= leastLikeness)
  const worst = Math.max(0, ...heard.map(({ lag }) => Math.abs(lag)))
  const missing = matches.length - heard.length
  return { name: 'in-sync', ok: worst <= frame && missing === 0, detail: `Sound is at most ${(1000 * worst).toFixed(1)} ms off its picture at ${heard.length} places${missing > 0 ? `, and not found at ${missing}` : ''}.` }
}

/** Stretches that lie inside one kept piece, spread over the whole video: more than are compared, as some may be silent. */
function windowsOf({ keep, frameRate }: EditPlan): number[] {
  const rate = frameRate.num / frameRate.den
  const possible: number[] = []
  for (const { start, end } of keep) {
    // Off the cuts, where sound is faded.
    for (let at = start / rate + 0.02; at + windowSeconds < end / rate - 0.02; at += windowSeconds) possible.push(at)
  }
  if (possible.length <= mostCandidates) return possible
  return Array.from({ length: mostCandidates }, (_, index) => possible[Math.floor((index + 0.5) * possible.length / mostCandidates)]!)
}

function loudest(envelope: Float32Array, from: number, to: number): number {
  let highest = 0
  const end = Math.min(envelope.length, Math.ceil(to * envelopeRate))
  for (let i = Math.max(0, Math.floor(from * envelopeRate)); i < end; i++) highest = Math.max(highest, envelope[i]!)
  return highest
}
