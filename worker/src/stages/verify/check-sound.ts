import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Check } from '@f2l/common/contracts/report.ts'
import { makeTimeMap, type TimeMap } from '@f2l/common/contracts/time-map.ts'
import { envelopeRate, listenRate, soundBetween, soundEnvelope } from '../../tools/look-and-listen.ts'
import { matchSound } from '../../tools/sound-match.ts'
import type { VerifyContext, VerifyInput } from './verify-input.ts'

/** Below this (0..1, about −50 dB) there is nothing in a cue that could be lost. */
const audible = 0.003
/** Limiter and encoder may take this share of a cue's loudest moment, never all of it. */
const leastShare = 0.25
const windowSeconds = 0.8
const mostWindows = 12
/** How far around its place a window is searched for. */
const reachSeconds = 0.15
/** Less alike than this, nothing was found. */
const leastLikeness = 0.6

/** Is every cue still to be heard, and does the sound lie where the picture is? */
export async function checkSound(input: VerifyInput, context: VerifyContext): Promise<Check[]> {
  const { media, sourcePath, videoPath, plan } = input
  if (!media.audio) {
    return [
      { name: 'cues-kept', ok: true, detail: 'The source has no sound.' },
      { name: 'in-sync', ok: true, detail: 'The source has no sound.' },
    ]
  }
  const stream = `0:${media.audio.streamIndex}`
  const source = await soundEnvelope(sourcePath, stream, context)
  context.report(0.3)
  const output = await soundEnvelope(videoPath, '0:a:0', context)
  context.report(0.6)
  return [checkCues(plan, source, output), await checkSync(input, stream, source, context)]
}

function checkCues(plan: EditPlan, source: Float32Array, output: Float32Array): Check {
  const map = makeTimeMap(plan)
  const spoken = plan.cues.filter(cue => loudest(source, cue.start, cue.end) > audible)
  const lost = spoken.filter(cue => {
    const before = loudest(source, cue.start, cue.end)
    const after = loudest(output, map.toOutput(cue.start) - 0.05, map.toOutput(cue.end) + 0.05)
    return after < Math.min(before, 0.5) * leastShare
  })
  return { name: 'cues-kept', ok: lost.length === 0, detail: spoken.length === 0 ? 'There are no spoken cues to look for.' : `${spoken.length - lost.length} of ${spoken.length} cues are heard in the video${lost[0] ? `; missing first at ${lost[0].start.toFixed(1)} s` : ''}.` }
}

async function checkSync({ sourcePath, videoPath, plan }: VerifyInput, stream: string, envelope: Float32Array, context: VerifyContext): Promise<Check> {
  const frame = plan.frameRate.den / plan.frameRate.num
  const map = makeTimeMap(plan)
  const windows = windowsOf(plan, envelope)
  let worst = 0
  let missing = 0
  let found = 0
  for (const start of windows) {
    const wanted = await soundBetween(sourcePath, stream, start, windowSeconds, context)
    const { lag, likeness } = await findIn(videoPath, wanted, map, start, context)
    if (likeness < leastLikeness) missing++
    else {
      found++
      worst = Math.max(worst, Math.abs(lag))
    }
  }
  if (windows.length === 0) return { name: 'in-sync', ok: true, detail: 'The source has no stretch of sound long enough to compare.' }
  return { name: 'in-sync', ok: worst <= frame && missing === 0, detail: `Sound is at most ${(1000 * worst).toFixed(1)} ms off its picture at ${found} places${missing > 0 ? `, and not found at ${missing}` : ''}.` }
}

async function findIn(path: string, wanted: Float32Array, map: TimeMap, start: number, context: VerifyContext): Promise<{ lag: number; likeness: number }> {
  const from = map.toOutput(start) - reachSeconds
  const lead = Math.max(0, -from)
  const found = await soundBetween(path, '0:a:0', from + lead, windowSeconds + 2 * reachSeconds - lead, context)
  const padded = new Float32Array(found.length + Math.round(lead * listenRate))
  padded.set(found, padded.length - found.length)
  return matchSound(wanted, padded, reachSeconds, listenRate)
}

/** Stretches of one kept piece with speech in them, spread over the whole video. */
function windowsOf({ keep, frameRate }: EditPlan, envelope: Float32Array): number[] {
  const rate = frameRate.num / frameRate.den
  const possible: number[] = []
  for (const { start, end } of keep) {
    // Off the cuts, where sound is faded.
    for (let at = start / rate + 0.02; at + windowSeconds < end / rate - 0.02; at += windowSeconds) {
      if (loudest(envelope, at, at + windowSeconds) > 4 * audible) possible.push(at)
    }
  }
  if (possible.length <= mostWindows) return possible
  return Array.from({ length: mostWindows }, (_, index) => possible[Math.floor((index + 0.5) * possible.length / mostWindows)]!)
}

function loudest(envelope: Float32Array, from: number, to: number): number {
  let highest = 0
  const end = Math.min(envelope.length, Math.ceil(to * envelopeRate))
  for (let i = Math.max(0, Math.floor(from * envelopeRate)); i < end; i++) highest = Math.max(highest, envelope[i]!)
  return highest
}
