import type { BubbleSegment, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { makeTimeMap, type TimeMap } from '@f2l/common/contracts/time-map.ts'
import { planChunks } from '../../tools/chunk-plan.ts'
import { fadeFramesAt } from '../../tools/bubble-graph.ts'
import { packetAt, packetsBefore, type PacketList } from '../../tools/packet-list.ts'
import { makePacketShelf } from '../../tools/packet-shelf.ts'
import { drawSome, seededRandom } from '../../tools/seeded-random.ts'
import { keyPictures, picturesAt, wholePicture, type Part, type SmallPicture, type View } from '../../tools/small-pictures.ts'
import { isBlack } from './picture-likeness.ts'
import { frameSeconds, seedOf, type VerifyContext, type VerifyInput } from './verify-input.ts'

/** One frame of the output beside the frame of the source that the time map puts there. */
export interface Look {
  /** Second of the output. */
  at: number
  /** Frame of the source's grid. */
  sourceFrame: number
  segment: BubbleSegment | null
  output: SmallPicture
  source: SmallPicture | null
}

export interface Sight {
  packets: PacketList
  sourcePackets: PacketList
  /** Pictures of the output that stand alone, title card excluded: all, or of very many some, with the first black ones. */
  keys: { at: number; small: SmallPicture }[]
  /** Looks at the source at any output seconds; `shift`: so many frames of the grid earlier or later. */
  look(places: { at: number; output: SmallPicture | null }[], shift?: number): Promise<Look[]>
}

const mostLooks = 120
const mostShows = 3

/** Opens both videos for looking: their packet lists, and all key pictures of the output. */
export async function openSight(input: VerifyInput, context: VerifyContext): Promise<Sight> {
  const { videoPath, sourcePath, media, plan } = input
  const { tools, signal, packets: shelf = makePacketShelf(tools) } = context
  const [packets, sourcePackets] = await Promise.all([
    shelf.list(videoPath, 'v:0', signal),
    media.video ? shelf.list(sourcePath, String(media.video.streamIndex), signal) : noPackets,
  ])
  const matrix = media.video?.untaggedMatrix ?? undefined
  const begins = plan.titleCard.frames * frameSeconds(plan)
  const keys = (await keyPictures(videoPath, outputView(plan), context, { isPrecious: firstBlack() })).filter(({ at }) => at > begins - 0.5 * frameSeconds(plan))
  const sourceAt = sourceClock(plan, sourcePackets)
  return {
    packets, sourcePackets, keys,
    look: async (places, shift = 0) => {
      const outputs = await fillIn(places, input, context)
      const frames = places.map(({ at }) => frameShownAt(plan, at))
      const sources = await picturesAt(frames.map(frame => ({
        path: sourcePath, seconds: sourceAt(frame + shift), view: { picture: wholePicture, bubble: sourceBubble(segmentAt(plan, frame), plan), matrix, streamIndex: media.video?.streamIndex },
      })), context)
      return places.flatMap(({ at }, index) => outputs[index]
        ? [{ at, sourceFrame: frames[index]!, segment: segmentAt(plan, frames[index]!), output: outputs[index], source: sources[index]! }] : [])
    },
  }
}

/** Enough of them to be looked at in the source. */
export const mostDark = 6

function firstBlack(): (picture: Buffer) => boolean {
  let count = 0
  return picture => isBlack(picture) && count++ < mostDark
}

const noPackets: PacketList = { seconds: new Float64Array(), bytes: new Float64Array(), isKey: new Uint8Array(), beginsWithKey: false, end: Number.NaN }

async function fillIn(places: { at: number; output: SmallPicture | null }[], { videoPath, plan }: VerifyInput, context: VerifyContext): Promise<(SmallPicture | null)[]> {
  const missing = places.filter(({ output }) => output === null)
  const early = 0.4 * frameSeconds(plan)
  const found = await picturesAt(missing.map(({ at }) => ({ path: videoPath, seconds: at - early, view: outputView(plan) })), context)
  return places.map(({ output }) => output ?? found.shift()!)
}

/** The grid's frame that a frame of the output shows. */
export function frameShownAt(plan: EditPlan, at: number): number {
  return Math.floor(mapOf(plan).toSource(at + 0.3 * frameSeconds(plan)) / frameSeconds(plan) + 1e-6)
}

const maps = new WeakMap<EditPlan, TimeMap>()

/** Asked several times for each key picture: with a thousand pieces it is not made anew each time. */
function mapOf(plan: EditPlan): TimeMap {
  const map = maps.get(plan) ?? makeTimeMap(plan)
  maps.set(plan, map)
  return map
}

/** The second just before the source's picture that stands at a frame of the grid: the last one that began by then. */
function sourceClock(plan: EditPlan, { seconds }: PacketList): (frame: number) => number {
  const frame = frameSeconds(plan)
  const sorted = { seconds, bytes: seconds, isKey: noPackets.isKey, beginsWithKey: false, end: Number.NaN }
  return number => {
    // `fps` rounds each picture's time to the nearest frame of the grid.
    const index = packetAt(sorted, (Math.max(0, number) + 0.499) * frame)
    const at = seconds[Math.max(0, index)] ?? 0
    return at - Math.min(0.002, 0.25 * frame)
  }
}

export function segmentAt({ bubble }: EditPlan, frame: number): BubbleSegment | null {
  return bubble.find(({ frames }) => frame >= frames.start && frame < frames.end) ?? null
}

/** Is the bubble, at a second of the output, still between what it showed before and what it shows now? */
export function isFading(plan: EditPlan, at: number): boolean {
  const frame = frameSeconds(plan)
  const segment = segmentAt(plan, frameShownAt(plan, at))
  const before = segment && plan.bubble[plan.bubble.indexOf(segment) - 1]
  return before !== null && before !== undefined && before.show.kind !== 'none' && at - mapOf(plan).toOutput(segment!.frames.start * frame) < (fadeFramesAt(plan.frameRate) + 0.5) * frame
}

/** The meeting's picture in the output, and the bubble. */
function outputView({ layout }: EditPlan): View {
  const share = ({ x, y, width, height }: Part): Part => ({ x: x / layout.width, y: y / layout.height, width: width / layout.width, height: height / layout.height })
  return { picture: share(layout.picture), bubble: layout.bubble ? share(layout.bubble.box) : wholePicture }
}

function sourceBubble(segment: BubbleSegment | null, { source }: EditPlan): Part {
  if (segment?.show.kind !== 'face') return wholePicture
  const { x, y, width, height } = segment.show.crop
  return { x: x / source.width, y: y / source.height, width: width / source.width, height: height / source.height }
}

/**
 * Where to look: in every chunk once, and at a few things that the bubble shows elsewhere, each time at the key picture
 * whose frame in the source is decoded soonest. Of more than is affordable, some are drawn.
 */
export function chooseLooks(input: VerifyInput, { keys, sourcePackets }: Sight): Sight['keys'] {
  const { plan } = input
  const random = seededRandom(seedOf(input))
  const frame = frameSeconds(plan)
  const cost = ({ at }: { at: number }): number => packetsBefore(sourcePackets, Math.max(0, packetAt(sourcePackets, (frameShownAt(plan, at) + 0.499) * frame)))
  const cheapest = (group: Sight['keys']): Sight['keys'] => {
    const steady = group.filter(({ at }) => !isFading(plan, at))
    const choice = steady.length > 0 ? steady : group
    return choice.length === 0 ? [] : [choice.reduce((best, key) => cost(key) < cost(best) ? key : best)]
  }
  const show = ({ at }: { at: number }): string => JSON.stringify(segmentAt(plan, frameShownAt(plan, at))?.show)
  const inChunks = drawSome(planChunks(plan).flatMap(({ outputStart, frames }) =>
    cheapest(keys.filter(({ at }) => at > (outputStart - 0.5) * frame && at < (outputStart + frames - 0.5) * frame))), mostLooks, random)
  const seen = new Set(inChunks.map(show))
  const elsewhere = [...Map.groupBy(keys, show)].filter(([shown]) => !seen.has(shown)).flatMap(([, group]) => cheapest(group))
  return [...inChunks, ...drawSome(elsewhere, mostShows, random)].sort((a, b) => a.at - b.at)
}

/** Just before and just after a change of the bubble, where that is cheap to see. */
export function chooseBubbleChanges(input: VerifyInput, { packets, sourcePackets }: Sight): { at: number; output: null }[] {
  const { plan } = input
  const frame = frameSeconds(plan)
  const map = makeTimeMap(plan)
  const cost = (at: number): number => packetsBefore(packets, Math.max(0, packetAt(packets, at + 0.1 * frame)))
    + packetsBefore(sourcePackets, Math.max(0, packetAt(sourcePackets, (frameShownAt(plan, at) + 0.499) * frame)))
  const beside = plan.bubble.flatMap(({ frames: { start } }, index) => index === 0 ? [] : [start - offChange - 1, start + fadeFramesAt(plan.frameRate) + offChange])
    .filter(number => map.isKept((number + 0.5) * frame)).map(number => map.toOutput(number * frame))
  const chosen = [...new Set(beside)].map(at => ({ at, cost: cost(at) })).sort((a, b) => a.cost - b.cost).slice(0, mostChanges)
  return chosen.map(({ at }) => ({ at, output: null }))
}

/** Frames between a change, or the end of its cross-fade, and the look. */
const offChange = 2
const mostChanges = 2

/** Looked at a second time, a frame earlier and later, before it is called wrong. */
const mostSecondLooks = 8

/** Those that are also wrong when the source is looked at one frame earlier and one later: so much is allowed. */
export async function secondLooks(doubtful: Look[], sight: Sight, isRight: (look: Look) => boolean): Promise<Look[]> {
  const asked = doubtful.slice(0, mostSecondLooks)
  if (asked.length === 0) return []
  const places = asked.map(({ at, output }) => ({ at, output }))
  const again = [await sight.look(places, -1), await sight.look(places, 1)]
  return [...asked.filter((_, index) => !again.some(looks => isRight(looks[index]!))), ...doubtful.slice(mostSecondLooks)]
}
