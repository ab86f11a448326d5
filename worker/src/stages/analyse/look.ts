import { setImmediate as breathe } from 'node:timers/promises'
import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { FaceTrack } from '../../plan/facts.ts'
import { eachOnce, loadFaceDetector, overlap, type FaceDetector, type GreyPicture, type Picture, type SeenFace } from '../../tools/face-detector.ts'
import type { FfmpegTools } from '../../tools/ffmpeg.ts'
import { readPictures } from '../../tools/key-frames.ts'
import type { PictureAlbum } from '../../tools/picture-album.ts'
import type { PictureGrid } from '../../tools/picture-grid.ts'
import { alignTiles } from './aligned-tiles.ts'
import { findTile, greyOf, standingEdges } from './camera-tile.ts'
import { followFaces, usualFace, type Track } from './face-tracks.ts'
import { layoutAt, layoutsOf } from './layouts.ts'
import { byCamera, coloursAt, type KeptPicture } from './same-person.ts'
import { gridOf } from './screen-blocks.ts'

export interface LookInput { path: string; streamIndex: number; width: number; height: number; durationSeconds: number; folder: string }
export interface LookContext { tools: FfmpegTools; signal: AbortSignal; report(fraction: number): void }

/** Pictures are looked at in this width: a face of 40 points in 720p still has 20. */
const lookWidth = 640
/** So many of a minute, of an hour, and of anything longer: layouts change now and then, not more often because a meeting is short. */
const leastPictures = 36
const picturesPerMinute = 4.4
const mostPictures = 300
/** A short recording, or one with hardly any key frames, is decoded whole: few pictures are better than none. */
const shortSeconds = 60
const pictureSpacingWhenShort = 0.4
/** So many pictures are searched part by part for small faces; the rest only around known faces. */
const thoroughLooks = 4
/** … and where a picture differs by this much (mean of 0..255) from the last one searched so, at most this often. */
const newLayout = 14
const mostNewLooks = 12
/** A new tile in a corner changes a picture by more than this. */
const nextToNothing = 2.5
/** Small faces looked for around their last places: two looks of four. */
const mostParts = 8
const sureAtOnce = 0.6
const sureInPart = 0.68
/** A face this high (part of the picture's height) fills the picture. */
const bigFace = 0.2
/** Points at the width of a look: smaller ones make no picture of a person. */
const smallestFace = 11
/** The part around a known face, in widths of it: it may move by more than its width to each side. */
const partPerFace = 3.75
/** So many pictures are kept for tiles, speaker frames and likeness (0.7 MB each): evenly spread over the recording. */
const mostKept = 64
/** All pictures are kept this much smaller (43 KB each) to tell cameras apart. */
const shrinking = 4
/** Key pictures from one look to the next, in which to search for when the layout changed. */
const albumPerLook = 5
/** Edges of tiles are averaged over so many of them. */
const mostForEdges = 12
/** On fewer pictures of a camera what moves does not blur away. */
const leastOfCamera = 2
/** Looks into tiles whose face was missed. */
const mostSecondLooks = 60
const leastSeenShare = 0.9

export interface Looked {
  faces: FaceTrack[]
  /** When the picture was looked at, ascending. */
  times: number[]
  /** Key pictures, as far as they were read, ascending. */
  keyTimes: number[]
  /** … and all of it as a few blocks. */
  grids: PictureGrid[]
  pictures: KeptPicture[]
  /** Every picture that was looked at, small. */
  small: KeptPicture[]
  /** Pictures between these, of the same size. */
  album: PictureAlbum
}

/** Finds the faces of a recording on a few hundred of its pictures, and the camera tile around each. */
export async function look(input: LookInput, context: LookContext): Promise<Looked> {
  const detector = await loadFaceDetector()
  try {
    const seen = await lookAtKeyFrames(detector, input, context)
    const tracks = followFaces(seen.looks, bigFace * lookSize(input).height).map((track, id): FaceTrack => ({ id, tile: null, ...track }))
    placeTiles(tracks, seen)
    await lookAgain(detector, tracks, seen)
    const scale = lookSize(input).scale
    return {
      faces: tracks.map(track => enlarged(track, scale, input)), times: seen.looks.map(({ at }) => at), grids: seen.grids,
      album: seen.album, keyTimes: seen.keyTimes,
      pictures: seen.kept.map(({ index, picture }) => ({ at: seen.looks[index]!.at, picture, scale })),
      small: seen.looks.map(({ at }, index) => ({ at, picture: seen.small[index]!, scale: scale / shrinking })),
    }
  } finally {
    await detector.release()
  }
}

interface Seen { looks: { at: number; faces: SeenFace[] }[]; grids: PictureGrid[]; kept: { index: number; picture: Picture }[]; small: Picture[]; album: PictureAlbum; keyTimes: number[] }

async function lookAtKeyFrames(detector: FaceDetector, input: LookInput, context: LookContext): Promise<Seen> {
  if (input.durationSeconds <= shortSeconds) return lookAll(detector, input, context, { keyFramesOnly: false, spacing: pictureSpacingWhenShort })
  const spacing = input.durationSeconds / Math.min(mostPictures, leastPictures + picturesPerMinute * input.durationSeconds / 60)
  const seen = await lookAll(detector, input, context, { keyFramesOnly: true, spacing })
  const isSparse = seen.looks.length < input.durationSeconds / 30
  return isSparse ? lookAll(detector, input, context, { keyFramesOnly: false, spacing: 4 * spacing }) : seen
}

async function lookAll(detector: FaceDetector, input: LookInput, { tools, signal, report }: LookContext, { keyFramesOnly, spacing }: { keyFramesOnly: boolean; spacing: number }): Promise<Seen> {
  const { width, height } = lookSize(input)
  const expected = Math.max(1, input.durationSeconds / spacing)
  const isDue = thoroughness(Math.max(1, Math.floor(expected / thoroughLooks)))
  const found: SeenFace[][] = []
  const grids: PictureGrid[] = []
  const keep = makeKeeper()
  const small: Picture[] = []
  const lookWhereKnown = makeShortcut(detector)
  const { times, album } = await readPictures(tools, {
    path: input.path, streamIndex: input.streamIndex, width, height, spacingSeconds: spacing, keyFramesOnly, folder: input.folder, signal,
    ...keyFramesOnly ? { album: { ...smallSize({ width, height }), spacingSeconds: spacing / albumPerLook } } : {},
    async onPicture(picture, index) {
      const faces = await lookWhereKnown(picture, found.at(-1) ?? []) ?? await lookOnce(detector, picture, knownParts(found, width, height))
      found.push(isDue(picture, index, faces) ? await lookThoroughly(detector, picture, faces) : faces)
      keep.add({ index, picture })
      grids.push(gridOf(picture))
      small.push(shrunk(picture))
      report(Math.min(1, (index + 1) / expected))
      await breathe()
    },
  })
  const looks = found.slice(0, times.length).map((faces, index) => ({ at: rounded(times[index]!), faces }))
  const keyTimes = keyFramesOnly ? [...new Set([...times, ...album.times])].map(rounded).sort((a, b) => a - b) : []
  return { looks, grids: grids.slice(0, looks.length), small, album, keyTimes, kept: keep.all().filter(({ index }) => index < looks.length) }
}

/** Every fourth point of every fourth row. */
function shrunk({ width, height, rgb }: Picture): Picture {
  const size = smallSize({ width, height })
  const small = new Uint8Array(3 * size.width * size.height)
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const from = 3 * shrinking * (y * width + x)
      small.set(rgb.subarray(from, from + 3), 3 * (y * size.width + x))
    }
  }
  return { ...size, rgb: small }
}

function smallSize({ width, height }: { width: number; height: number }): { width: number; height: number } {
  return { width: Math.ceil(width / shrinking), height: Math.ceil(height / shrinking) }
}

/** Every nth picture is searched thoroughly, and the first ones of a new layout: a new picture with faces in other places. */
function thoroughness(every: number): (picture: Picture, index: number, faces: SeenFace[]) => boolean {
  const known: SeenFace[][] = []
  let last: Picture | null = null
  let left = mostNewLooks
  return (picture, index, faces) => {
    const isNew = left > 0 && (last === null || change(last, picture) > newLayout && !known.some(before => isSamePlaces(before, faces)))
    const isDue = isNew || index % every === 0
    if (isNew) left--
    if (isDue) {
      last = picture
      known.push(faces)
    }
    return isDue
  }
}

function isSamePlaces(before: SeenFace[], now: SeenFace[]): boolean {
  return now.length > 0 && now.length >= before.length && before.every(({ face }) => now.some(other => overlap(face, other.face) > 0.4))
}

/** Mean difference of two pictures outside the given parts, from every 37th value. */
function change(one: Picture, other: Picture, except: Box[] = []): number {
  let sum = 0
  let count = 0
  for (let i = 0; i < one.rgb.length; i += 37) {
    const [x, y] = [Math.floor(i / 3) % one.width, Math.floor(i / 3 / one.width)]
    if (except.some(part => x >= part.x && x < part.x + part.width && y >= part.y && y < part.y + part.height)) continue
    sum += Math.abs(one.rgb[i]! - other.rgb[i]!)
    count++
  }
  return sum / Math.max(1, count)
}

/** Keeps every picture, then every second, every fourth … so that there are never too many and they are evenly spread. */
function makeKeeper(): { add(entry: Seen['kept'][number]): void; all(): Seen['kept'] } {
  let kept: Seen['kept'] = []
  let every = 1
  return {
    add(entry) {
      if (entry.index % every === 0) kept.push(entry)
      if (kept.length < mostKept) return
      every *= 2
      kept = kept.filter(({ index }) => index % every === 0)
    },
    all: () => kept,
  }
}

function lookSize({ width, height }: LookInput): { width: number; height: number; scale: number } {
  const scale = Math.min(1, lookWidth / Math.max(width, height))
  return { width: Math.max(2, Math.round(width * scale)), height: Math.max(2, Math.round(height * scale)), scale }
}

/** One look at all, then enlarged looks at the parts where no face is known yet. */
async function lookOnce(detector: FaceDetector, picture: Picture, parts: Box[]): Promise<SeenFace[]> {
  const faces = (await detector.find(picture)).filter(({ score }) => score >= sureAtOnce)
  const missing = parts.filter(part => !faces.some(({ face }) => isInMiddle(face, part)))
  return withParts(faces, picture, missing, await detector.findInEach(picture, missing))
}

async function lookThoroughly(detector: FaceDetector, picture: Picture, faces: SeenFace[]): Promise<SeenFace[]> {
  const parts = gridParts(picture.width, picture.height)
  const inParts: SeenFace[][] = []
  for (const part of parts) inParts.push(await detector.find(picture, part))
  return withParts(faces, picture, parts, inParts)
}

function withParts(faces: SeenFace[], picture: Picture, parts: Box[], inParts: SeenFace[][]): SeenFace[] {
  const more = parts.flatMap((part, index) => inParts[index]!.filter(({ face, score }) => score >= sureInPart && isWhollyIn(face, part, picture)))
  return eachOnce([...faces, ...more]).filter(({ face }) => face.width >= smallestFace && isInside(face, picture))
}

/**
 * While next to nothing changes around them, small faces are where they were: then the look at all is left out.
 * Null where something changed or a face is not there any more.
 */
function makeShortcut(detector: FaceDetector): (picture: Picture, before: SeenFace[]) => Promise<SeenFace[] | null> {
  let last: Picture | null = null
  return async (picture, before) => {
    const parts = partsAround(before, picture.width, picture.height)
    const isSame = last !== null && change(last, picture, parts) < nextToNothing
    if (!isSame) last = picture
    if (!isSame || before.length === 0) return null
    const faces = parts.length === before.length ? withParts([], picture, parts, await detector.findInEach(picture, parts)) : []
    return faces.length >= before.length ? faces : null
  }
}

/** The part was laid around this face, which the look at all has found already. */
function isInMiddle(face: Box, part: Box): boolean {
  const [width, height] = [part.width / partPerFace, part.height / partPerFace]
  const middle = { x: part.x + (part.width - width) / 2, y: part.y + (part.height - height) / 2, width, height }
  return face.width < 1.5 / partPerFace * part.width && overlap(face, middle) > 0.5
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

/** Three by two parts that overlap by a third, or a sixth: of a wide picture three quarters as high as wide, which the model sees without a margin. */
function gridParts(width: number, height: number): Box[] {
  const part = { width: Math.round(width * 0.44), height: Math.round(height * 0.585) }
  const columns = [0, (width - part.width) / 2, width - part.width]
  const rows = [0, height - part.height]
  return rows.flatMap(y => columns.map(x => ({ x: Math.round(x), y: Math.round(y), ...part })))
}

/** Around the faces of the last pictures that the look at all may miss. */
function knownParts(found: SeenFace[][], width: number, height: number): Box[] {
  return partsAround(eachOnce(found.slice(-6).flat()), width, height)
}

/** Around small faces; the look at all finds the others. */
function partsAround(faces: SeenFace[], width: number, height: number): Box[] {
  return faces.filter(({ face }) => face.width < 0.12 * width).slice(0, mostParts).map(({ face }) => {
    const size = Math.min(width, height, partPerFace * face.width)
    const x = Math.max(0, Math.min(width - size, face.x + face.width / 2 - size / 2))
    const y = Math.max(0, Math.min(height - size, face.y + face.height / 2 - size / 2))
    return { x, y, width: size, height: size }
  })
}

/** The tile around each face by itself, then all of a layout together. */
function placeTiles(tracks: FaceTrack[], { looks, kept }: Seen): void {
  const greysOf = makeGreys()
  const candidates = new Map<FaceTrack, Box[]>()
  for (const track of tracks) {
    const others = tracks.filter(other => other !== track && isTogether(track, other)).map(other => usualFace(other.sightings))
    const cameras = camerasAt(usualFace(track.sightings), kept.filter(({ index }) => isSeenAt(track, looks[index]!.at)))
    const found = findTile(cameras.map(greysOf), usualFace(track.sightings), others)
    track.tile = found.tile
    candidates.set(track, found.candidates)
  }
  for (const layout of layoutsOf(tracks)) {
    const pictures = greysOf(kept.filter(({ index }) => layout.filter(track => isSeenAt(track, looks[index]!.at)).length > layout.length / 2))
    if (layout.length < 2 || pictures.length === 0) continue
    const tiles = alignTiles(layout.map(track => ({ face: usualFace(track.sightings), tile: track.tile, candidates: candidates.get(track)! })), standingEdges(pictures))
    for (const [index, track] of layout.entries()) track.tile = tiles[index]!
  }
}

/** A tile may show whoever speaks: what was kept of each camera apart, without those that hardly show. */
function camerasAt(face: Box, shown: Seen['kept']): Seen['kept'][] {
  const cameras = byCamera(shown.map(entry => ({ entry, look: coloursAt({ at: 0, picture: entry.picture, scale: 1 }, face, null) })))
  const often = cameras.filter(({ length }) => length >= leastOfCamera)
  return often.length === 0 ? [shown] : often.map(camera => camera.map(({ entry }) => entry))
}

/** Up to `mostForEdges` of them in grey; none is turned twice. */
function makeGreys(): (wanted: Seen['kept']) => GreyPicture[] {
  const greys = new Map<number, GreyPicture>()
  return wanted => {
    const step = Math.max(1, Math.ceil(wanted.length / mostForEdges))
    return wanted.filter((_, index) => index % step === 0).map(({ index, picture }) => {
      if (!greys.has(index)) greys.set(index, greyOf(picture))
      return greys.get(index)!
    })
  }
}

/** Faces that were missed although their tile was in the picture: small ones are found by looking into the tile alone. */
async function lookAgain(detector: FaceDetector, tracks: FaceTrack[], { looks, kept }: Seen): Promise<void> {
  const layouts = layoutsOf(tracks)
  const layoutOfLook = layoutAt(looks.map(({ at }) => at), layouts)
  let left = mostSecondLooks
  for (const [number, layout] of layouts.entries()) {
    const ours = kept.filter(({ index }) => layoutOfLook[index] === number)
    for (const track of layout.filter(({ tile }) => tile !== null)) {
      const missed = ours.filter(({ index }) => !isSeenAt(track, looks[index]!.at))
      if (missed.length <= (1 - leastSeenShare) * ours.length) continue
      for (const { index, picture } of missed.slice(0, left)) await addMissed(detector, track, picture, looks[index]!.at)
      left = Math.max(0, left - missed.length)
    }
  }
}

async function addMissed(detector: FaceDetector, track: FaceTrack, picture: Picture, at: number): Promise<void> {
  const usual = usualFace(track.sightings)
  const found = (await detector.find(picture, track.tile!)).find(({ face, score }) => score >= sureInPart && overlap(face, usual) > 0.4)
  if (!found) return
  track.sightings.push({ at, ...found })
  track.sightings.sort((a, b) => a.at - b.at)
}

function isSeenAt({ sightings }: Track, time: number): boolean {
  return sightings.some(({ at }) => at === time)
}

/** Seen in the same pictures, at least now and then. */
function isTogether(a: Track, b: Track): boolean {
  const times = new Set(a.sightings.map(({ at }) => at))
  return b.sightings.filter(({ at }) => times.has(at)).length >= 2
}

function enlarged({ id, tile, sightings }: FaceTrack, scale: number, source: { width: number; height: number }): FaceTrack {
  const enlarge = (box: Box): Box => clampBox({ x: box.x / scale, y: box.y / scale, width: box.width / scale, height: box.height / scale }, source)
  return { id, tile: tile && enlarge(tile), sightings: sightings.map(({ at, face, score }) => ({ at, face: enlarge(face), score: rounded(score) })) }
}

function clampBox({ x, y, width, height }: Box, source: { width: number; height: number }): Box {
  const left = Math.max(0, Math.round(x))
  const top = Math.max(0, Math.round(y))
  return { x: left, y: top, width: Math.max(1, Math.min(source.width, Math.round(x + width)) - left), height: Math.max(1, Math.min(source.height, Math.round(y + height)) - top) }
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
