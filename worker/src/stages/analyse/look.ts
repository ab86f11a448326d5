import { setImmediate as breathe } from 'node:timers/promises'
import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { FaceTrack } from '../../plan/facts.ts'
import { eachOnce, loadFaceDetector, overlap, type FaceDetector, type Picture, type SeenFace } from '../../tools/face-detector.ts'
import type { FfmpegTools } from '../../tools/ffmpeg.ts'
import { readPictures } from '../../tools/key-frames.ts'
import { findTile, type GreyPicture } from './camera-tile.ts'
import { followFaces, usualFace, type Track } from './face-tracks.ts'

export interface LookInput { path: string; streamIndex: number; width: number; height: number; durationSeconds: number; folder: string }
export interface LookContext { tools: FfmpegTools; signal: AbortSignal; report(fraction: number): void }

/** Pictures are looked at in this width: a face of 40 points in 720p still has 20. */
const lookWidth = 640
const mostPictures = 300
const leastSpacing = 1.5
/** A short recording, or one with hardly any key frames, is decoded whole: few pictures are better than none. */
const shortSeconds = 60
const pictureSpacingWhenShort = 0.4
/** So many pictures are searched part by part for small faces; the rest only around known faces. */
const thoroughLooks = 8
const sureAtOnce = 0.6
const sureInPart = 0.68
/** Points at the width of a look: smaller ones make no picture of a person. */
const smallestFace = 11
const keptPictures = 24

/** Finds the faces of a recording on a few hundred of its pictures, and the camera tile around each. */
export async function look(input: LookInput, context: LookContext): Promise<FaceTrack[]> {
  const detector = await loadFaceDetector()
  try {
    const seen = await lookAtKeyFrames(detector, input, context)
    return makeTracks(seen, input)
  } finally {
    detector.release()
  }
}

interface Seen { looks: { at: number; faces: SeenFace[] }[]; greys: { index: number; picture: GreyPicture }[]; scale: number }

async function lookAtKeyFrames(detector: FaceDetector, input: LookInput, context: LookContext): Promise<Seen> {
  if (input.durationSeconds <= shortSeconds) return lookAll(detector, input, context, { keyFramesOnly: false, spacing: pictureSpacingWhenShort })
  const spacing = Math.max(leastSpacing, input.durationSeconds / mostPictures)
  const seen = await lookAll(detector, input, context, { keyFramesOnly: true, spacing })
  const isSparse = seen.looks.length < input.durationSeconds / 30
  return isSparse ? lookAll(detector, input, context, { keyFramesOnly: false, spacing: 4 * spacing }) : seen
}

async function lookAll(detector: FaceDetector, input: LookInput, { tools, signal, report }: LookContext, { keyFramesOnly, spacing }: { keyFramesOnly: boolean; spacing: number }): Promise<Seen> {
  const { width, height, scale } = lookSize(input)
  const expected = Math.max(1, input.durationSeconds / spacing)
  const thoroughEvery = Math.max(1, Math.floor(expected / thoroughLooks))
  const keptEvery = Math.max(1, Math.floor(expected / keptPictures))
  const found: SeenFace[][] = []
  const greys: Seen['greys'] = []
  const times = await readPictures(tools, {
    path: input.path, streamIndex: input.streamIndex, width, height, spacingSeconds: spacing, keyFramesOnly, folder: input.folder, signal,
    async onPicture(picture, index) {
      found.push(lookOnce(detector, picture, index % thoroughEvery === 0 ? gridParts(width, height) : knownParts(found, width, height)))
      if (index % keptEvery === 0 && greys.length < 2 * keptPictures) greys.push({ index, picture: greyOf(picture) })
      report(Math.min(1, (index + 1) / expected))
      await breathe()
    },
  })
  return { looks: found.flatMap((faces, index) => times[index] === undefined ? [] : [{ at: times[index], faces }]), greys, scale }
}

function lookSize({ width, height }: LookInput): { width: number; height: number; scale: number } {
  const scale = Math.min(1, lookWidth / Math.max(width, height))
  return { width: Math.max(2, Math.round(width * scale)), height: Math.max(2, Math.round(height * scale)), scale }
}

/** One look at all, then enlarged looks at the parts where no face is known yet. */
function lookOnce(detector: FaceDetector, picture: Picture, parts: Box[]): SeenFace[] {
  let faces = detector.find(picture).filter(({ score }) => score >= sureAtOnce)
  for (const part of parts) {
    if (faces.some(({ face }) => isInMiddle(face, part))) continue
    const inPart = detector.find(picture, part).filter(({ face, score }) => score >= sureInPart && isWhollyIn(face, part, picture))
    faces = eachOnce([...faces, ...inPart])
  }
  return faces.filter(({ face }) => face.width >= smallestFace && isInside(face, picture))
}

/** The part was laid around this face, which the look at all has found already. */
function isInMiddle(face: Box, part: Box): boolean {
  const middle = { x: part.x + 0.4 * part.width, y: part.y + 0.4 * part.height, width: 0.2 * part.width, height: 0.2 * part.height }
  return face.width < 0.3 * part.width && overlap(face, middle) > 0.5
}

/** A face cut by the edge of a part (not of the picture) is seen whole in the part beside it. */
function isWhollyIn(face: Box, part: Box, picture: Picture): boolean {
  const isSmall = face.height < 0.5 * Math.min(part.width, part.height)
  return isSmall
    && (face.x >= part.x || part.x <= 0) && (face.y >= part.y || part.y <= 0)
    && (face.x + face.width <= part.x + part.width || part.x + part.width >= picture.width)
    && (face.y + face.height <= part.y + part.height || part.y + part.height >= picture.height)
}

function isInside(face: Box, { width, height }: Picture): boolean {
  return overlap(face, { x: 0, y: 0, width, height }) > 0.7
}

/** Three by two parts that overlap by a third. */
function gridParts(width: number, height: number): Box[] {
  const part = { width: Math.round(width * 0.44), height: Math.round(height * 0.6) }
  const columns = [0, (width - part.width) / 2, width - part.width]
  const rows = [0, height - part.height]
  return rows.flatMap(y => columns.map(x => ({ x: Math.round(x), y: Math.round(y), ...part })))
}

/** Around the faces of the last pictures that the look at all may miss. */
function knownParts(found: SeenFace[][], width: number, height: number): Box[] {
  const recent = eachOnce(found.slice(-6).flat()).filter(({ face }) => face.width < 0.12 * width).slice(0, 4)
  return recent.map(({ face }) => {
    const size = Math.min(width, height, 5 * face.width)
    const x = Math.max(0, Math.min(width - size, face.x + face.width / 2 - size / 2))
    const y = Math.max(0, Math.min(height - size, face.y + face.height / 2 - size / 2))
    return { x, y, width: size, height: size }
  })
}

function greyOf({ width, height, rgb }: Picture): GreyPicture {
  const grey = new Uint8Array(width * height)
  // Rec. 709 luma, good enough for edges.
  for (let i = 0; i < grey.length; i++) grey[i] = (54 * rgb[3 * i]! + 183 * rgb[3 * i + 1]! + 19 * rgb[3 * i + 2]!) >> 8
  return { width, height, grey }
}

function makeTracks({ looks, greys, scale }: Seen, source: { width: number; height: number }): FaceTrack[] {
  const enlarge = (box: Box): Box => clampBox({ x: box.x / scale, y: box.y / scale, width: box.width / scale, height: box.height / scale }, source)
  const tracks = followFaces(looks)
  return tracks.map((track, id) => {
    const others = tracks.filter(other => other !== track && isTogether(track, other)).map(other => usualFace(other.sightings))
    const tile = findTile(picturesOf(track, looks, greys), usualFace(track.sightings), others)
    return {
      id, tile: tile && enlarge(tile),
      sightings: track.sightings.map(({ at, face, score }) => ({ at: rounded(at), face: enlarge(face), score: rounded(score) })),
    }
  })
}

/** Seen in the same pictures, at least now and then. */
function isTogether(a: Track, b: Track): boolean {
  const times = new Set(a.sightings.map(({ at }) => at))
  return b.sightings.filter(({ at }) => times.has(at)).length >= 2
}

function picturesOf(track: Track, looks: Seen['looks'], greys: Seen['greys']): GreyPicture[] {
  const times = new Set(track.sightings.map(({ at }) => at))
  return greys.filter(({ index }) => times.has(looks[index]?.at ?? -1)).map(({ picture }) => picture)
}

function clampBox({ x, y, width, height }: Box, source: { width: number; height: number }): Box {
  const left = Math.max(0, Math.round(x))
  const top = Math.max(0, Math.round(y))
  return { x: left, y: top, width: Math.max(1, Math.min(source.width, Math.round(x + width)) - left), height: Math.max(1, Math.min(source.height, Math.round(y + height)) - top) }
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
