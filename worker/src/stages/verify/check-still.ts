import type { Check } from '@f2l/common/contracts/report.ts'
import { envelopeRate } from '../../tools/look-and-listen.ts'
import { packetAt, type PacketList } from '../../tools/packet-list.ts'
import { pictureWidth } from '../../tools/small-pictures.ts'
import { frameShownAt, type Look, type Sight } from './looks.ts'
import { isSamePicture, leansTo } from './picture-likeness.ts'
import { frameSeconds, type VerifyInput } from './verify-input.ts'

/** Shorter than this nobody notices that a picture stands. */
const shortestSeconds = 0.4
const mostRuns = 3
/** A picture written anew takes at least this share of a usual key picture's bytes, … */
const anewShare = 0.4
/** … within so many frames: pictures are not written in the order in which they are shown. */
const framesAfter = 4
/** The wave of a sound this loud (0..1) is several points high. */
const loud = 0.03
const waveSeconds = 0.4

/** A frame in which nothing changes takes x264 a few bytes and little more for a larger picture. */
function stillBytes({ plan: { layout } }: VerifyInput): number {
  return 30 + layout.width * layout.height / 46_080
}

/**
 * Looks where something may be black: in still stretches after which the whole picture had to be written anew.
 * A slide that changes looks the same from here, so the source is looked at too.
 */
export function lookAtGaps(input: VerifyInput, sight: Sight): Promise<Look[]> {
  const { bytes, isKey } = sight.packets
  const whole = bytes.filter((_, at) => isKey[at]).sort()
  const usual = whole[whole.length >> 1] ?? 0
  const after = stillRuns(input, sight.packets).map(run => ({ ...run, bytes: Math.max(...bytes.subarray(run.next, run.next + framesAfter)) }))
  const gaps = after.filter(run => run.bytes > anewShare * usual).sort((a, b) => b.bytes - a.bytes).slice(0, mostRuns)
  return sight.look(gaps.map(({ from, to }) => ({ at: (from + to) / 2, output: null })))
}

/**
 * Where the encoder had nothing to write for a while although the source was busy, the picture may be frozen:
 * the busiest such stretches are looked at, at both ends.
 */
export async function checkStill(input: VerifyInput, sight: Sight): Promise<Check> {
  const runs = stillRuns(input, sight.packets)
  const busy = runs.map(run => ({ ...run, motion: motionDuring(run, input, sight.sourcePackets) }))
    .filter(({ motion }) => motion > usualMotion(sight.sourcePackets)).sort((a, b) => b.motion - a.motion).slice(0, mostRuns)
  const looks = await sight.look(busy.flatMap(({ from, to }) => [{ at: from, output: null }, { at: to, output: null }]))
  const frozen: number[] = []
  for (const { from, to } of busy) {
    const [first, last] = [looks.find(({ at }) => at === from), looks.find(({ at }) => at === to)]
    if (first && last && isFrozen(first, last)) frozen.push(from)
  }
  return {
    name: 'not-frozen', ok: frozen.length === 0,
    detail: frozen.length === 0 ? `Nothing stands still that moves in the source (${runs.length} still ${runs.length === 1 ? 'stretch' : 'stretches'}, ${busy.length} looked at).` : `The picture stands still from ${frozen[0]!.toFixed(1)} s on while the source moves.`,
  }
}

function isFrozen(first: Look, last: Look): boolean {
  if (first.source === null || last.source === null) return false
  const stands = isSamePicture(first.output.picture, last.output.picture, pictureWidth, null)
  const moves = !isSamePicture(first.source.picture, last.source.picture, pictureWidth, null) || leansTo(first.source.picture, last.source.picture, first.source.picture, null)
  return stands && moves && leansTo(last.output.picture, last.source.picture, first.source.picture, null)
}

/** `next`: the first packet after it. */
interface Run { from: number; to: number; next: number }

function stillRuns(input: VerifyInput, { seconds, bytes }: PacketList): Run[] {
  const frame = frameSeconds(input.plan)
  const most = stillBytes(input)
  const runs: Run[] = []
  let begin = -1
  for (let at = input.plan.titleCard.frames; at <= seconds.length; at++) {
    const isStill = at < seconds.length && bytes[at]! <= most
    if (isStill && begin < 0) begin = at
    if (isStill || begin < 0) continue
    if ((at - begin) * frame >= shortestSeconds) runs.push({ from: seconds[begin]!, to: seconds[at - 1]!, next: at })
    begin = -1
  }
  return runs
}

/** Bytes a frame that the source spent on changes in the meantime. */
function motionDuring({ from, to }: Run, { plan }: VerifyInput, packets: PacketList): number {
  const frame = frameSeconds(plan)
  const [first, last] = [from, to].map(at => packetAt(packets, (frameShownAt(plan, at) + 0.499) * frame)) as [number, number]
  let bytes = 0
  for (let at = first + 1; at <= last; at++) if (!packets.isKey[at]) bytes += packets.bytes[at]!
  return bytes / Math.max(1, last - first)
}

function usualMotion({ bytes, isKey }: PacketList): number {
  const between = bytes.filter((_, at) => !isKey[at]).sort()
  return between[Math.floor(between.length / 4)] ?? 0
}

/** Without a source picture it is the drawn wave that must move while something is to be heard. */
export function checkWave(input: VerifyInput, { packets }: Sight, heard: Float32Array): Check {
  const frozen = stillRuns(input, packets).filter(run => loudSeconds(run, heard) > waveSeconds)
  return {
    name: 'not-frozen', ok: frozen.length === 0,
    detail: frozen.length === 0 ? 'The drawn sound wave moves wherever something is to be heard.' : `The drawn sound wave stands still from ${frozen[0]!.from.toFixed(1)} s on while something is to be heard.`,
  }
}

function loudSeconds({ from, to }: Run, heard: Float32Array): number {
  return heard.subarray(Math.floor(from * envelopeRate), Math.ceil(to * envelopeRate)).filter(level => level > loud).length / envelopeRate
}
