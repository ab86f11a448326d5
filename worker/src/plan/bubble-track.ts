import type { Box, BubbleSegment, ConvertOptions } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import type { Analysis, FaceTrack, MediaInfo } from './facts.ts'
import { cropAround } from './face-crop.ts'
import { floorOf } from './floor.ts'
import { initialsOf, speakerColours } from './speaker-look.ts'

export interface BubbleInput {
  media: Pick<MediaInfo, 'grid' | 'video'>
  analysis: Pick<Analysis, 'faces' | 'speakerFaces'>
  cues: Cue[]
  keep: FrameSpan[]
  option: ConvertOptions['bubble']
}

/** A face shorter than this in the output is flicker. */
const leastDwellSeconds = 1.5
/** The bubble turns to the next speaker a moment before the first word. */
const leadSeconds = 0.12
/** A face must have been seen this close (seconds) to the stretch it is shown for. */
const sightingReach = 12
/** … and in this share of the pictures that faces were found on in the stretch: else the layout changed, and its place shows something else. */
const leastPresence = 0.8
/** One face this high (part of the picture's height) already is the picture. */
const bigFace = 0.2

/** What the bubble shows over the whole source; neighbouring segments touch and differ. */
export function bubbleTrack(input: BubbleInput): BubbleSegment[] {
  if (input.option === 'none') return []
  const speakers = steadySpeakers(input)
  const draw = makeArtist(input)
  return speakers.reduce<BubbleSegment[]>((segments, { frames, speaker }) => {
    const segment = { frames, speaker, show: draw(frames, speaker) }
    const last = segments.at(-1)
    if (last && last.speaker === speaker && JSON.stringify(last.show) === JSON.stringify(segment.show)) last.frames.end = frames.end
    else segments.push(segment)
    return segments
  }, [])
}

interface Floor { frames: FrameSpan; speaker: string | null }

/** Who speaks, with turns too short to be seen given to their neighbours. Covers the whole source. */
function steadySpeakers({ media: { grid }, cues, keep }: BubbleInput): Floor[] {
  const rate = grid.num / grid.den
  const turns = floorOf(cues)
  const starts = turns.map(turn => Math.max(0, Math.min(grid.frames, Math.round((turn.start - leadSeconds) * rate))))
  // A speaker stays until the next one begins; the first one is there from the start.
  const floors = turns.map((turn, index): Floor => ({
    speaker: turn.speaker, frames: { start: index === 0 ? 0 : starts[index]!, end: starts[index + 1] ?? grid.frames },
  })).filter(({ frames }) => frames.end > frames.start)
  if (floors.length === 0) return [{ frames: { start: 0, end: grid.frames }, speaker: null }]
  return dwell(joinSame(floors), keep, Math.round(leastDwellSeconds * rate))
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

/** How many of these source frames are in the output; both ascend, the pieces before the span are skipped by halving. */
function keptFrames({ start, end }: FrameSpan, keep: FrameSpan[]): number {
  let low = 0
  let high = keep.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (keep[middle]!.end <= start) low = middle + 1
    else high = middle
  }
  let frames = 0
  for (let i = low; i < keep.length && keep[i]!.start < end; i++) frames += Math.min(end, keep[i]!.end) - Math.max(start, keep[i]!.start)
  return frames
}

type Artist = (frames: FrameSpan, speaker: string | null) => BubbleSegment['show']

function makeArtist({ media: { grid, video }, analysis, cues, option }: BubbleInput): Artist {
  const colours = speakerColours(cues.flatMap(({ speaker }) => speaker?.trim() ? [speaker] : []))
  const mayShowFaces = option === 'auto' && video !== null
  const looks = [...new Set(analysis.faces.flatMap(({ sightings }) => sightings.map(({ at }) => at)))].sort((a, b) => a - b)
  if (mayShowFaces && isOneBigFace(analysis.faces, video)) return () => ({ kind: 'none' })
  return (frames, speaker) => {
    const track = mayShowFaces ? tracksOf(speaker, analysis).find(candidate => isThere(candidate, frames, grid, looks)) : undefined
    const crop = track ? steadyCrop(track, frames, grid, video!) : null
    if (crop) return { kind: 'face', crop }
    return speaker === null ? { kind: 'none' } : { kind: 'initials', text: initialsOf(speaker), colour: colours.get(speaker)! }
  }
}

function isOneBigFace(faces: FaceTrack[], { height }: { height: number }): boolean {
  const [only, second] = faces
  if (!only || second) return false
  return only.sightings.filter(({ face }) => face.height >= bigFace * height).length > only.sightings.length / 2
}

/** With no transcript a single face can only be the speaker's; of several we cannot tell. */
function tracksOf(speaker: string | null, { faces, speakerFaces }: BubbleInput['analysis']): FaceTrack[] {
  if (speaker === null) return faces.length === 1 ? faces : []
  const theirs = Object.hasOwn(speakerFaces, speaker) ? speakerFaces[speaker]! : []
  return faces.filter(({ id }) => theirs.includes(id))
}

/** Was the face at its place whenever somebody looked, in the stretch and at the looks just before and after it? */
function isThere({ sightings }: FaceTrack, frames: FrameSpan, grid: MediaInfo['grid'], looks: number[]): boolean {
  const from = frames.start * grid.den / grid.num
  const to = frames.end * grid.den / grid.num
  const inside = looks.filter(at => at >= from && at < to)
  const around = [looks.findLast(at => at < from), looks.find(at => at >= to)].filter(at => at !== undefined)
  const seen = new Set(sightings.map(({ at }) => at))
  const asked = inside.length > 0 ? inside : around
  return asked.filter(at => seen.has(at)).length >= leastPresence * asked.length
}

/** One crop for the whole stretch, around the middle of the face's places in it. */
function steadyCrop({ sightings, tile }: FaceTrack, frames: FrameSpan, grid: MediaInfo['grid'], picture: { width: number; height: number }): Box | null {
  const from = frames.start * grid.den / grid.num
  const to = frames.end * grid.den / grid.num
  const inside = sightings.filter(({ at }) => at >= from && at < to)
  const near = inside.length > 0 ? inside : sightings.filter(({ at }) => at >= from - sightingReach && at <= to + sightingReach)
  if (near.length === 0) return null
  const middle = (pick: (face: Box) => number): number => near.map(({ face }) => pick(face)).sort((a, b) => a - b)[near.length >> 1]!
  const face = { x: middle(box => box.x), y: middle(box => box.y), width: middle(box => box.width), height: middle(box => box.height) }
  return cropAround(face, tile, picture)
}
