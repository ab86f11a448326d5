import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import type { FaceTrack } from '../../plan/facts.ts'
import { floorOf, type Turn } from '../../plan/floor.ts'
import type { FfmpegTools } from '../../tools/ffmpeg.ts'
import { longestGap, picturesBetween, picturesPerSecond } from './between-looks.ts'
import { usualFace } from './face-tracks.ts'
import { colourDifference, coloursAt } from './same-person.ts'

export interface BriefShowingsInput {
  path: string
  streamIndex: number
  width: number
  height: number
  durationSeconds: number
  faces: FaceTrack[]
  speakerFaces: Record<string, number[]>
  cues: Cue[]
  /** When the picture was looked at, ascending, and when it is known to change. */
  times: number[]
  changes: number[]
}
export interface BriefShowingsContext { tools: FfmpegTools; signal: AbortSignal }
export type Shown = Pick<BriefShowingsInput, 'faces' | 'changes'>

/** A face this high (part of the picture's height) already is the picture: no bubble beside it. */
const bigFace = 0.2
/** Whoever speaks for so long, and so long between two looks, may have been shown then: the bubble shows nobody for less. */
const leastTurnSeconds = 1.5
const leastSeconds = 1
/** Seconds of the recording that may be decoded for it. */
const mostRead = (durationSeconds: number): number => 10 + 0.03 * durationSeconds
/** Cameras are told apart on pictures as small as those of the looks. */
const smallWidth = 160
/** Looks into one camera differ by less than this (mean difference in colour, 0..255). */
const oneCamera = 26
/** Shorter ones are cross-fades. */
const leastShown = 0.4

/**
 * A tile that shows whoever speaks may have shown somebody between two looks, which lie seconds apart. Where a person whose
 * face in such a tile is known speaks between looks that show others, the pictures in between tell when they were shown:
 * their face is where it usually is, and the layout changes to them and back.
 */
export async function findBriefShowings(input: BriefShowingsInput, context: BriefShowingsContext): Promise<Shown> {
  let shown: Shown = { faces: input.faces, changes: input.changes }
  let left = mostRead(input.durationSeconds)
  const turns = floorOf(input.cues)
  for (const place of sharedPlaces(input)) {
    const gaps = gapsToRead(place, turns, input).filter(({ start, end }) => (left -= end - start) >= 0)
    if (gaps.length === 0) continue
    const cameras = await camerasOf(place, input, context)
    for (const gap of gaps) shown = withShowings(shown, gap, await showingsIn(gap, place, cameras, input, context))
  }
  return shown
}

/** The people of one tile. */
interface Place { tile: Box; people: FaceTrack[] }

/** Tracks that were split from one: the same tile, and never seen at once. */
function sharedPlaces({ faces, height }: BriefShowingsInput): Place[] {
  const places: Place[] = []
  for (const face of faces) {
    const { tile } = face
    if (!tile || usualFace(face.sightings).height >= bigFace * height) continue
    const known = places.find(place => isSame(place.tile, tile))
    if (known) known.people.push(face)
    else places.push({ tile, people: [face] })
  }
  return places.filter(({ people }) => people.length > 1)
}

function isSame(a: Box, b: Box): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height
}

/** Between two looks into the tile that show others than who speaks then, who speaks longest first. */
function gapsToRead({ people }: Place, turns: Turn[], { times, speakerFaces }: BriefShowingsInput): Span[] {
  const idAt = new Map(people.flatMap(({ id, sightings }) => sightings.map(({ at }) => [at, id])))
  const own = new Map(Object.entries(speakerFaces).map(([speaker, ids]) => [speaker, ids.filter(id => people.some(person => person.id === id))]))
  const longest = ({ start, end }: Span): number => {
    const ends = [idAt.get(start), idAt.get(end)]
    if (ends.includes(undefined) || end - start > longestGap) return 0
    const others = turns.filter(({ speaker }) => own.get(speaker)?.length && !own.get(speaker)!.some(id => ends.includes(id)))
    return Math.max(0, ...others.filter(turn => turn.end - turn.start >= leastTurnSeconds).map(turn => Math.min(end, turn.end) - Math.max(start, turn.start)))
  }
  const gaps = times.slice(1).map((end, index) => ({ start: times[index]!, end })).map(gap => ({ ...gap, spoken: longest(gap) }))
  return gaps.filter(({ spoken }) => spoken >= leastSeconds).sort((a, b) => b.spoken - a.spoken)
}

/** `person` is the same for two looks of one speaker: somebody who leans back is no other camera. */
interface Camera { id: number; person: string; look: Float32Array }

/** How each of them looks at the size that gaps are read in. */
async function camerasOf({ tile, people }: Place, input: BriefShowingsInput, context: BriefShowingsContext): Promise<Camera[]> {
  const cameras: Camera[] = []
  const ownerOf = (id: number): string => Object.keys(input.speakerFaces).find(speaker => input.speakerFaces[speaker]!.includes(id)) ?? `face ${id}`
  for (const { id, sightings } of people) {
    const [look] = await looksFrom(oneMoment(sightings[sightings.length >> 1]!.at), tile, input, context)
    if (look) cameras.push({ id, person: ownerOf(id), look })
  }
  return cameras
}

function oneMoment(at: number): Span {
  return { start: at, end: at + 1 / picturesPerSecond }
}

async function looksFrom(gap: Span, tile: Box, { path, streamIndex, width, height }: BriefShowingsInput, context: BriefShowingsContext): Promise<Float32Array[]> {
  const scale = smallWidth / width
  const size = { width: smallWidth, height: Math.max(2, Math.round(height * scale)) }
  const looks: Float32Array[] = []
  for await (const picture of picturesBetween(gap, { path, streamIndex, size }, context)) looks.push(coloursAt({ at: gap.start, picture, scale }, tile, tile))
  return looks
}

interface Showing extends Span { face: number }

/** Whom the tile shows when in this gap, from its one end to the other; empty where nobody known is shown. */
async function showingsIn({ start, end }: Span, { tile }: Place, cameras: Camera[], input: BriefShowingsInput, context: BriefShowingsContext): Promise<Showing[]> {
  const looks = await looksFrom({ start, end }, tile, input, context)
  const seen = looks.map(look => {
    const [nearest] = cameras.map(camera => ({ camera, difference: colourDifference(camera.look, look) })).sort((a, b) => a.difference - b.difference)
    return nearest && nearest.difference <= oneCamera ? nearest.camera : null
  })
  return runsOf(seen).map(({ camera, from, to }) => ({ face: camera.id, start: start + from / picturesPerSecond, end: to === seen.length ? end : start + to / picturesPerSecond }))
}

/** Stretches of one person; what is too short, or of nobody known, goes to the one before it. */
function runsOf(seen: (Camera | null)[]): { camera: Camera; from: number; to: number }[] {
  const runs: { camera: Camera; from: number; to: number }[] = []
  for (let from = 0; from < seen.length;) {
    const camera = seen[from] ?? null
    const next = seen.findIndex((other, index) => index > from && other?.person !== camera?.person)
    const to = next < 0 ? seen.length : next
    const last = runs.at(-1)
    if (last && (camera === null || camera.person === last.camera.person || to - from < leastShown * picturesPerSecond)) last.to = to
    else if (camera !== null) runs.push({ camera, from: last ? from : 0, to })
    from = to
  }
  return runs
}

function withShowings({ faces, changes }: Shown, gap: Span, showings: Showing[]): Shown {
  const between = showings.slice(1, -1)
  if (between.length === 0) return { faces, changes }
  const sighted = faces.map(track => {
    const own = between.filter(({ face }) => face === track.id).map(({ start, end }) => ({ at: (start + end) / 2, face: rounded(usualFace(track.sightings)), score: middleScore(track) }))
    return own.length > 0 ? { ...track, sightings: [...track.sightings, ...own].sort((a, b) => a.at - b.at) } : track
  })
  const borders = showings.slice(1).map(({ start }) => start)
  return { faces: sighted, changes: [...changes.filter(at => at <= gap.start || at > gap.end), ...borders].sort((a, b) => a - b) }
}

function middleScore({ sightings }: FaceTrack): number {
  return sightings.map(({ score }) => score).sort((a, b) => a - b)[sightings.length >> 1]!
}

function rounded({ x, y, width, height }: Box): Box {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) }
}
