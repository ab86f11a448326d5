import type { Box, BubbleSegment, ConvertOptions } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan, Span } from '@f2l/common/contracts/span.ts'
import { inside } from '@f2l/common/contracts/span-sets.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { isHidden, shownName } from '@f2l/common/contracts/shown-speakers.ts'
import type { Analysis, FaceTrack, MediaInfo } from './facts.ts'
import { evenCrops } from './even-crops.ts'
import { cropAround } from './face-crop.ts'
import { floorOf, type Turn } from './floor.ts'
import { lengthOfAll } from './frame-spans.ts'
import { coloursIn, initialsOf } from '@f2l/common/captions/speaker-look.ts'

export interface BubbleInput {
  media: Pick<MediaInfo, 'grid' | 'video'>
  analysis: Pick<Analysis, 'faces' | 'layoutChanges' | 'speakerFaces'>
  cues: Cue[]
  keep: FrameSpan[]
  option: ConvertOptions['bubble']
  /** Who is called otherwise, or has no bubble. */
  speakers?: ConvertOptions['speakers']
  /** Colour of the first speaker's initials. */
  accent?: ConvertOptions['accent']
}

/** A face shorter than this in the output is flicker. */
const leastDwellSeconds = 1.5
/** What a change of the layout leaves of a longer turn may be shorter, but not a flash. */
const leastRestSeconds = 1
/** The bubble turns to the next speaker a moment before the first word. */
const leadSeconds = 0.12
/** The face must have been seen in this share of the pictures looked at in the stretch: else its camera is off, or its place shows something else. */
const leastPresence = 0.8
/** Somebody sits elsewhere in the tile than usual when further away than this (in face widths). */
const moved = 0.35
/** One face this high (part of the picture's height) already is the picture. */
const bigHeight = 0.2
/** … when no other face is more than this part of it. */
const besideBig = 0.5

/** What the bubble shows over the whole source; neighbouring segments touch and differ. */
export function bubbleTrack(input: BubbleInput): BubbleSegment[] {
  if (input.option === 'none') return []
  const draw = makeArtist(input)
  const turns = floorOf(input.cues)
  const steady = steadySpeakers(turns, input)
  const floors = stretchesOf(input).flatMap(stretch => within(steady, stretch, input).map(floor => ({ ...floor, stretch })))
  return evenCrops(floors.reduce<BubbleSegment[]>((segments, { frames, speaker, stretch }) => {
    const segment = { frames, speaker, show: draw(frames, speaker, stretch) }
    const last = segments.at(-1)
    if (last && last.speaker === speaker && JSON.stringify(last.show) === JSON.stringify(segment.show)) last.frames.end = frames.end
    else segments.push(segment)
    return segments
  }, [])).map(segment => isHidden(segment.speaker, input.speakers) ? { ...segment, show: { kind: 'none' } } : segment)
}

/** Frames of the grid at which the layout changes: ascending, each once. */
export function layoutChangesOf({ media: { grid }, analysis: { layoutChanges = [] } }: { media: Pick<MediaInfo, 'grid'>; analysis: Pick<Analysis, 'layoutChanges'> }): number[] {
  const frames = layoutChanges.map(at => Math.round(at * grid.num / grid.den)).filter(frame => frame > 0 && frame < grid.frames)
  return [...new Set(frames)].sort((a, b) => a - b)
}

/** From one change of the layout to the next. */
function stretchesOf(input: BubbleInput): FrameSpan[] {
  const borders = [0, ...layoutChangesOf(input), input.media.grid.frames]
  return borders.slice(1).map((end, index) => ({ start: borders[index]!, end }))
}

interface Floor { frames: FrameSpan; speaker: string | null }

/** Who speaks, with turns too short to be seen given to their neighbours. Covers the whole source. */
function steadySpeakers(turns: Turn[], { media: { grid }, keep }: BubbleInput): Floor[] {
  const rate = grid.num / grid.den
  const starts = turns.map(turn => Math.max(0, Math.min(grid.frames, Math.round((turn.start - leadSeconds) * rate))))
  // A speaker stays until the next one begins; the first one is there from the start.
  const floors = turns.map((turn, index): Floor => ({
    speaker: turn.speaker, frames: { start: index === 0 ? 0 : starts[index]!, end: starts[index + 1] ?? grid.frames },
  })).filter(({ frames }) => frames.end > frames.start)
  if (floors.length === 0) return [{ frames: { start: 0, end: grid.frames }, speaker: null }]
  return dwell(joinSame(floors), keep, Math.round(leastDwellSeconds * rate))
}

/** The part of a stretch. */
function within(floors: Floor[], stretch: FrameSpan, { media: { grid }, keep }: BubbleInput): Floor[] {
  const parts = floors.map(({ speaker, frames }): Floor => ({ speaker, frames: { start: Math.max(stretch.start, frames.start), end: Math.min(stretch.end, frames.end) } }))
  return dwell(parts.filter(({ frames }) => frames.end > frames.start), keep, Math.round(leastRestSeconds * grid.num / grid.den))
}

function dwell(floors: Floor[], keep: FrameSpan[], least: number): Floor[] {
  const steady: Floor[] = []
  for (const floor of floors) {
    const previous = steady.at(-1)
    if (previous && keptFrames(previous.frames, keep) < least && steady.length === 1) {
      // Nobody stands before the first: it goes to the one after it.
      steady[0] = { speaker: floor.speaker, frames: { start: previous.frames.start, end: floor.frames.end } }
    } else if (previous && keptFrames(floor.frames, keep) < least) previous.frames.end = floor.frames.end
    else steady.push({ speaker: floor.speaker, frames: { ...floor.frames } })
  }
  return joinSame(steady)
}

function joinSame(floors: Floor[]): Floor[] {
  const joined: Floor[] = []
  for (const floor of floors) {
    const last = joined.at(-1)
    if (last?.speaker === floor.speaker) last.frames.end = floor.frames.end
    else joined.push({ speaker: floor.speaker, frames: { ...floor.frames } })
  }
  return joined
}

/** How many of these source frames are in the output. */
function keptFrames(frames: FrameSpan, keep: FrameSpan[]): number {
  return lengthOfAll(inside(frames, keep))
}

type Artist = (frames: FrameSpan, speaker: string | null, stretch: FrameSpan) => BubbleSegment['show']

function makeArtist({ media: { grid, video }, analysis, cues, option, speakers, accent }: BubbleInput): Artist {
  const colours = coloursIn(cues, accent)
  const seconds = ({ start, end }: FrameSpan): Span => ({ start: start * grid.den / grid.num, end: end * grid.den / grid.num })
  const looks = [...new Set(analysis.faces.flatMap(({ sightings }) => sightings.map(({ at }) => at)))].sort((a, b) => a - b)
  return (frames, speaker, stretch) => {
    if (option === 'auto' && video) {
      const inStretch = looks.filter(isIn(seconds(stretch)))
      const big = bigFace(inStretch, analysis.faces, video)
      if (big && !isAnothers(big, speaker, analysis)) return { kind: 'none' }
      const track = tracksOf(speaker, analysis).find(candidate => isThere(candidate, inStretch, seconds(frames)))
      if (track) return { kind: 'face', crop: steadyCrop(track, seconds(frames), seconds(stretch), video) }
    }
    return speaker === null ? { kind: 'none' } : { kind: 'initials', text: initialsOf(shownName(speaker, speakers)), colour: colours.get(speaker)! }
  }
}

function isIn({ start, end }: Span): (at: number) => boolean {
  return at => at >= start && at < end
}

/** The face that is the picture in most of these looks; small ones beside it do not matter. Of several that take turns the one most often there. */
function bigFace(looks: number[], faces: FaceTrack[], { height }: { height: number }): FaceTrack | null {
  const times = new Set(looks)
  const seen = new Map<number, { track: FaceTrack; height: number }[]>()
  for (const track of faces) {
    for (const { at, face } of track.sightings) {
      if (times.has(at)) seen.set(at, [...seen.get(at) ?? [], { track, height: face.height }])
    }
  }
  const big = [...seen.values()].flatMap(all => {
    const [first, second] = all.sort((a, b) => b.height - a.height)
    return first!.height >= bigHeight * height && (second?.height ?? 0) <= besideBig * first!.height ? [first!.track] : []
  })
  if (big.length <= looks.length / 2) return null
  const count = (track: FaceTrack): number => big.filter(each => each === track).length
  return big.reduce((most, track) => count(track) > count(most) ? track : most)
}

/** Somebody is pinned while another speaks. A place that shows whoever speaks is a moment late, and nobody's. */
function isAnothers(big: FaceTrack, speaker: string | null, { faces, speakerFaces }: BubbleInput['analysis']): boolean {
  const owners = Object.entries(speakerFaces).filter(([, ids]) => ids.includes(big.id)).map(([name]) => name)
  return speaker !== null && owners.length > 0 && !owners.includes(speaker) && !faces.some(other => other.id !== big.id && isSamePlace(other, big))
}

function isSamePlace(one: FaceTrack, other: FaceTrack): boolean {
  const [a, b] = [middleFace(one.sightings), middleFace(other.sightings)]
  return Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2) < 0.5 * Math.max(a.width, b.width)
    && Math.max(a.height, b.height) < 1.5 * Math.min(a.height, b.height)
}

/** With no transcript a single face can only be the speaker's; of several we cannot tell. */
function tracksOf(speaker: string | null, { faces, speakerFaces }: BubbleInput['analysis']): FaceTrack[] {
  if (speaker === null) return faces.length === 1 ? faces : []
  const theirs = Object.hasOwn(speakerFaces, speaker) ? speakerFaces[speaker]! : []
  return faces.filter(({ id }) => theirs.includes(id))
}

/** Was the face at its place whenever somebody looked in this time, or else just before and after it in the same layout? */
function isThere({ sightings }: FaceTrack, looks: number[], span: Span): boolean {
  const inside = looks.filter(isIn(span))
  const around = [looks.findLast(at => at < span.start), looks.find(at => at >= span.end)].filter(at => at !== undefined)
  const seen = new Set(sightings.map(({ at }) => at))
  const asked = inside.length > 0 ? inside : around
  return asked.some(at => seen.has(at)) && asked.filter(at => seen.has(at)).length >= leastPresence * asked.length
}

/** One crop as long as the layout lasts, around the middle of the face's places; another one only where the person has moved away from it. */
function steadyCrop({ sightings, tile }: FaceTrack, span: Span, stretch: Span, picture: { width: number; height: number }): Box {
  const usual = middleFace(sightings.filter(({ at }) => isIn(stretch)(at)))
  const inside = sightings.filter(({ at }) => isIn(span)(at))
  const now = inside.length > 0 ? middleFace(inside) : usual
  const distance = Math.hypot(now.x + now.width / 2 - usual.x - usual.width / 2, now.y + now.height / 2 - usual.y - usual.height / 2)
  return cropAround(distance > moved * usual.width ? now : usual, tile, picture)
}

function middleFace(sightings: FaceTrack['sightings']): Box {
  const middle = (pick: (face: Box) => number): number => sightings.map(({ face }) => pick(face)).sort((a, b) => a - b)[sightings.length >> 1]!
  return { x: middle(box => box.x), y: middle(box => box.y), width: middle(box => box.width), height: middle(box => box.height) }
}
