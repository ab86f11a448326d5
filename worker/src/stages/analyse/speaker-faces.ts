import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import type { FaceTrack } from '../../plan/facts.ts'
import { floorOf, type Turn } from '../../plan/floor.ts'
import { isLong } from '../../plan/long-recording.ts'
import type { GreyPicture, Picture } from '../../tools/face-detector.ts'
import type { FfmpegTools } from '../../tools/ffmpeg.ts'
import { readBursts } from '../../tools/picture-burst.ts'
import { runLimited } from '../../tools/run-limited.ts'
import { facesOfSpeakers, leadOf } from './assign-faces.ts'
import type { Stretch } from './layout-stretches.ts'
import { mouthVotes, type Motion } from './mouth-votes.ts'
import { openFaces, type OpenFaces } from './open-faces.ts'
import { samePeople, type KeptPicture } from './same-person.ts'
import { litTile } from './speaker-frame.ts'
import { frameVotes, type Evidence, type FrameSeen } from './speaker-votes.ts'

export interface SpeakerFacesInput {
  path: string
  streamIndex: number
  width: number
  height: number
  durationSeconds: number
  layouts: FaceTrack[][]
  stretches: Stretch[]
  pictures: KeptPicture[]
  cues: Cue[]
  /** What is known before anybody's mouth is looked at. */
  known?: Evidence
}
/** `open`: what name labels may add to it, where not everybody's face is sure. */
export interface SpeakerFaces { speakerFaces: Record<string, number[]>; open: OpenFaces | null }
export interface SpeakerFacesContext { tools: FfmpegTools; signal: AbortSignal; report(fraction: number): void }

const burstSeconds = 0.8
const picturesPerSecond = 10
const burstWidth = 640
/** Looks per speaker, and in all. */
const mostBurstsPerSpeaker = 6
const mostBursts = 30
/** Moments that a program decodes, and programs at a time: more would only fill memory. Of a long recording each moment's input has a long index. */
const momentsAtOnce = 3
const decoding = (input: SpeakerFacesInput): { moments: number; programs: number } => isLong(input) ? { moments: 1, programs: 1 } : { moments: momentsAtOnce, programs: 2 }
/** Who is settled already is looked at so often as long as others are not: it tells how much everybody else moves while listening. */
const looksAtSettled = 2
/** Moments in long turns are so far apart and so far from the turn's ends, in seconds. */
const momentSpacing = 2.5
const denseSpacing = 1.2
const settled = 0.7
/** Who says less than this in all is not worth a guess. */
const leastTurnSeconds = 1.6
/** A face must have been seen within this of the moment to be compared at it. */
const sightingReach = 6
/** Times the area of the next one. */
const large = 4
/** A lead beyond what is needed by this much is sure: no more looks. */
const sure = 1.5

/**
 * Which face belongs to which speaker: the meeting tool frames the tile of the one who speaks, and it is
 * their mouth that moves. Speakers whose face is not clear are left out; initials are better than a wrong face.
 */
export async function matchSpeakers(input: SpeakerFacesInput, context: SpeakerFacesContext): Promise<SpeakerFaces> {
  const turns = floorOf(input.cues)
  const speakers = [...new Set(turns.map(({ speaker }) => speaker))]
  const [only, ...more] = input.layouts.flat()
  if (!only || speakers.length === 0) return { speakerFaces: {}, open: null }
  if (more.length === 0 && speakers.length === 1) return { speakerFaces: { [speakers[0]!]: [only.id] }, open: null }
  const found = { frames: input.layouts.map((_, layout) => framesOnPictures(layout, input)), motions: [] as Motion[] }
  const links = samePeople(input.layouts, input.pictures)
  const evidence = (): Evidence => evidenceOf(found, links, input)
  await lookAtMouths(chooseMoments(turns, speakers, input), found, speaker => isSettled(speaker, input.layouts, evidence()), input, context)
  const all = evidence()
  return { speakerFaces: facesOfSpeakers(speakers, input.layouts.map(idsOf), all), open: openFaces({ speakers, layouts: input.layouts, links, evidence: all, picture: input }) }
}

interface Found { frames: FrameSeen[][]; motions: Motion[] }
/** Pairs of faces of different layouts that are one person's. */
type Links = [number, number][]

/** Frames are judged layout by layout, mouths person by person: a layout may never have been looked at while others spoke. */
function evidenceOf({ frames, motions }: Found, links: Links, { layouts, cues, known }: SpeakerFacesInput): Evidence {
  const byFrame = layouts.map((layout, index) => frameVotes(frames[index]!, cues, idsOf(layout), largeTile(layout)))
  const shown = linked(byFrame.map((votes): Evidence => (speaker, face) => votes(speaker, face) + (known?.(speaker, face) ?? 0)), layouts, links)
  const byMouth = mouthVotes(motions, layouts.flatMap(idsOf), links)
  return (speaker, face) => shown(speaker, face) + byMouth(speaker, face)
}

/** The one tile that is several times as large as each of the others: pinned, or whoever speaks. */
function largeTile(faces: FaceTrack[]): number | null {
  const area = ({ tile, sightings }: FaceTrack): number => tile ? tile.width * tile.height : 9 * sightings[0]!.face.width ** 2
  const [first, second] = faces.toSorted((a, b) => area(b) - area(a))
  return first && second && area(first) > large * area(second) ? first.id : null
}

function idsOf(faces: FaceTrack[]): number[] {
  return faces.map(({ id }) => id)
}

/** Evidence for a face counts for the same person's faces in the other layouts, too. */
function linked(evidence: Evidence[], layouts: FaceTrack[][], links: Links): Evidence {
  const home = new Map(layouts.flatMap((layout, index) => layout.map(({ id }) => [id, index] as const)))
  const own: Evidence = (speaker, face) => evidence[home.get(face)!]!(speaker, face)
  return (speaker, face) => links.reduce((sum, [a, b]) => sum + (a === face ? own(speaker, b) : b === face ? own(speaker, a) : 0), own(speaker, face))
}

/** Surely somebody in every layout, or surely nobody. */
function isSettled(speaker: string, layouts: FaceTrack[][], evidence: Evidence): boolean {
  return layouts.every(layout => layout.some(({ id }) => leadOf(speaker, id, idsOf(layout), evidence) >= sure))
    || layouts.every(layout => layout.every(({ id }) => evidence(speaker, id) <= -sure))
}

function framesOnPictures(layout: number, { layouts, stretches, pictures }: SpeakerFacesInput): FrameSeen[] {
  return pictures.filter(({ at }) => layoutDuring(stretches, at, at) === layout).map(({ at, picture, scale }) => ({ at, lit: litFace(picture, scale, layouts[layout]!) }))
}

function litFace(picture: Picture, scale: number, faces: FaceTrack[]): number | null {
  const index = litTile(picture, faces.map(({ tile }) => tile && scaled(tile, scale)))
  return index === null ? null : faces[index]!.id
}

/** The layout that lasts from one time to the other, else -1. */
function layoutDuring(stretches: Stretch[], from: number, to: number): number {
  return stretches.find(({ start, end }) => from >= start && to <= end)?.layout ?? -1
}

interface Moment { speaker: string; at: number; layout: number }

/** In each speaker's longest turns: key pictures, where decoding may begin, before others; last the times when others spoke, too. */
function chooseMoments(turns: Turn[], speakers: string[], { stretches, layouts, cues }: SpeakerFacesInput): Moment[] {
  const each = Math.max(2, Math.min(mostBurstsPerSpeaker, Math.floor(mostBursts / speakers.length)))
  const seen = [...new Set(layouts.flat().flatMap(({ sightings }) => sightings.map(({ at }) => at)))].sort((a, b) => a - b)
  return speakers.flatMap(speaker => {
    const own = longestOf(turns, speaker)
    const times = [
      ...own.flatMap(turn => seen.filter(at => isInside(at, turn))),
      ...own.flatMap(turn => regularTimes(turn, momentSpacing)),
      ...longestOf(cues, speaker).flatMap(cue => regularTimes(cue, denseSpacing)),
    ]
    const apart = times.filter((at, index) => times.slice(0, index).every(other => Math.abs(other - at) >= burstSeconds))
    return apart.map(at => ({ speaker, at, layout: layoutDuring(stretches, at, at + burstSeconds) })).filter(({ layout }) => layout >= 0).slice(0, each)
  }).slice(0, mostBursts)
}

function longestOf(spans: (Span & { speaker: string | null })[], speaker: string): Span[] {
  return spans.filter(span => span.speaker === speaker && span.end - span.start >= leastTurnSeconds).sort((a, b) => (b.end - b.start) - (a.end - a.start))
}

function isInside(at: number, { start, end }: Span): boolean {
  return at >= start && at + burstSeconds <= end
}

function regularTimes({ start, end }: Span, spacing: number): number[] {
  const count = Math.max(0, Math.floor((end - burstSeconds - start - settled) / spacing) + 1)
  return Array.from({ length: count }, (_, index) => start + settled + index * spacing)
}

/** Adds to what was found, a look at everybody a round, until everybody is settled; the frames of tiles seen on the way count, too. */
async function lookAtMouths(moments: Moment[], found: Found, isSettledNow: (speaker: string) => boolean, input: SpeakerFacesInput, context: SpeakerFacesContext): Promise<void> {
  const rounds = roundsOf(moments)
  for (let looks = 0; looks < rounds.length;) {
    const wanted: Moment[] = []
    // To start a program costs as much as to look at a moment in vain.
    while (looks < rounds.length && wanted.length < momentsAtOnce) wanted.push(...wantedOf(rounds[looks]!, looks++ < looksAtSettled, isSettledNow))
    context.report(looks / rounds.length)
    const seen: Found[] = []
    await runLimited(groupsOf(wanted, decoding(input).moments).map((moments, index) => ({
      weight: 1, work: async ({ signal }) => { seen[index] = await lookAtOnce(moments, input, { ...context, signal }) },
    })), decoding(input).programs, context.signal, () => undefined)
    for (const { frames, motions } of seen) {
      found.motions.push(...motions)
      for (const [layout, own] of frames.entries()) found.frames[layout]!.push(...own)
    }
  }
}

/** Those who are not settled; with `isAboutAll` everybody, as long as somebody is not. */
function wantedOf(round: Moment[], isAboutAll: boolean, isSettledNow: (speaker: string) => boolean): Moment[] {
  const unsettled = round.filter(({ speaker }) => !isSettledNow(speaker))
  return isAboutAll && unsettled.length > 0 ? round : unsettled
}

/** Everybody's first moment, everybody's second … */
function roundsOf(moments: Moment[]): Moment[][] {
  const rounds: Moment[][] = []
  const seen = new Map<string, number>()
  for (const moment of moments) {
    const round = seen.get(moment.speaker) ?? 0
    seen.set(moment.speaker, round + 1)
    ;(rounds[round] ??= []).push(moment)
  }
  return rounds
}

function groupsOf(moments: Moment[], most: number): Moment[][] {
  return Array.from({ length: Math.ceil(moments.length / most) }, (_, index) => moments.slice(index * most, (index + 1) * most))
}

async function lookAtOnce(moments: Moment[], { path, streamIndex, width, height, layouts }: SpeakerFacesInput, { tools, signal }: SpeakerFacesContext): Promise<Found> {
  const found: Found = { frames: layouts.map(() => []), motions: [] }
  const scale = Math.min(1, burstWidth / Math.max(width, height))
  const size = { width: Math.max(2, Math.round(width * scale)), height: Math.max(2, Math.round(height * scale)) }
  const bursts = await readBursts(tools, moments.map(({ at }) => at), { path, streamIndex, seconds: burstSeconds, picturesPerSecond, ...size, decoded: 'most', signal })
  for (const [index, { speaker, at, layout }] of moments.entries()) {
    const [burst, faces] = [bursts[index], layouts[layout]!]
    if (!burst) continue
    found.motions.push({ speaker, byFace: mouthMotion(burst.greys, at, faces, scale) })
    found.frames[layout]!.push({ at: at + burstSeconds - 1 / picturesPerSecond, lit: litFace(burst.last, scale, faces) })
  }
  return found
}

function mouthMotion(pictures: GreyPicture[], at: number, faces: FaceTrack[], scale: number): Map<number, number> {
  const motion = new Map<number, number>()
  for (const { id, sightings } of faces) {
    const near = sightings.toSorted((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0]
    if (near && Math.abs(near.at - at) <= sightingReach) motion.set(id, motionIn(pictures, mouthOf(scaled(near.face, scale))))
  }
  return motion
}

/** The lower half of a face, where talking is to be seen. */
function mouthOf({ x, y, width, height }: Box): Box {
  return { x: x + 0.15 * width, y: y + 0.55 * height, width: 0.7 * width, height: 0.5 * height }
}

function scaled({ x, y, width, height }: Box, scale: number): Box {
  return { x: x * scale, y: y * scale, width: width * scale, height: height * scale }
}

/** Mean change of brightness from picture to picture. */
function motionIn(pictures: GreyPicture[], box: Box): number {
  let sum = 0
  let count = 0
  for (const [index, { width, height, grey }] of pictures.entries()) {
    const before = pictures[index - 1]
    if (!before) continue
    for (let y = Math.max(0, Math.floor(box.y)); y < Math.min(height, box.y + box.height); y++) {
      for (let x = Math.max(0, Math.floor(box.x)); x < Math.min(width, Math.ceil(box.x + box.width)); x++) {
        const at = y * width + x
        sum += Math.abs(grey[at]! - before.grey[at]!)
        count++
      }
    }
  }
  return count > 0 ? sum / count : 0
}
